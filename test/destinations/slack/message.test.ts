/** The bodies for Slack: their flags, and what becomes of texts that their escapes make too long. */
import { digList, digText } from '../../../packages/fresh-platform/lib/dig';
import { slackMessage, slackPost } from '../../../src/destinations/slack/message';
import { cardMessage } from '../../../src/destinations/slack/card';
import { summaryMessage } from '../../../src/destinations/slack/summary';
import { noteOf, type Note } from '../../../src/messages/notes';
import { changed } from '../../support/app';
import { eventsFrom } from '../../support/events';

const LONG = '&<>'.repeat(60);
const named = (id: string): object => ({ id, name: LONG, first_name: LONG });
/** Everything at once, by names of which each character is five in a message. */
const wordy = eventsFrom(
  changed(
    {
      sla_breach: [false, true],
      resolution_sla_breach: [false, true],
      priority: [LONG, `${LONG}x`],
      label_category_id: [null, 'l'],
      label_subcategory_id: [null, 'm'],
      [`${LONG}1`]: [0, 1],
      [`${LONG}2`]: [0, 1],
      [`${LONG}3`]: [0, 1],
      [`${LONG}4`]: [0, 1],
    },
    {
      actor: { type: 'agent', ...named('agent-9') },
      associations: {
        agent: named('agent-1'),
        group: named('group-1'),
        channel: named('channel-1'),
        user: named('user-1'),
        label_category: named('l'),
        label_subcategory: named('m'),
      },
      conversation: { sla_policy_name: LONG },
    },
    { currentHost: { endpoint_urls: { freshchat: 'https://acme.freshchat.com' } } },
  ),
  'onConversationUpdate',
  true,
);

const slackBody = (notes: readonly Note[]): string => slackPost('C1', slackMessage(notes));
const LINK = '<https://acme.freshchat.com/a/account-1/open/conversation/conversation-1|Open conversation>';

function textsIn(body: unknown): string[] {
  return digList(body, 'blocks').flatMap((block) => [
    digText(block, 'text', 'text'),
    ...digList(block, 'elements').map((element) => digText(element, 'text')),
  ]);
}

it.each([1, 3])('%i such updates fit into blocks, with every escape and link whole', (count) => {
  const body = JSON.parse(slackBody(Array.from({ length: count }, () => noteOf(wordy)))) as unknown;
  const texts = textsIn(body).filter((text) => text !== '');
  expect(texts.some((text) => text.includes(LINK))).toBe(true);
  for (const text of [...texts, digText(body, 'text')]) {
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(text.replaceAll(LINK, '').replace(/<!date\^\d+\^[^|<>]+\|[^<>]+>/g, '')).not.toMatch(
      /&(?!(?:amp|lt|gt);)|[<>]/,
    );
    // Shorter names, not a sentence without its end.
    expect(text).not.toBe('…');
  }
  expect(texts.join('\n')).toContain('missed its response and resolution SLAs');
});

it('a card of such an update fits into blocks', () => {
  const { text, blocks } = cardMessage(wordy);
  const texts = [
    ...textsIn({ blocks }),
    ...blocks.flatMap((block) => digList(block, 'fields').map((f) => digText(f, 'text'))),
  ];
  expect(texts.join('\n')).toContain('It missed its response and resolution SLAs');
  for (const one of [text, ...texts]) expect(one.length).toBeLessThanOrEqual(3_000);
});

it('a summary of groups with long names fits into blocks', () => {
  const total = {
    created: 1_234,
    resolved: 1_234,
    reopened: 1_234,
    sla_breaches: 1_234,
    unattended: 1_234,
    first_response_seconds: 100_000,
    resolution_seconds: 1_000_000,
  };
  const summary = summaryMessage([
    {
      id: 'evt_1',
      type: 'relay.summary',
      occurred_at: '2026-11-03T18:00:00.000Z',
      sequence: 0,
      day: '2026-11-03',
      time_zone: 'UTC',
      total,
      day_before: total,
      groups: Array.from({ length: 10 }, (...[, index]) => ({ id: `g${index}`, name: LONG, total, day_before: total })),
    },
  ]);
  const texts = textsIn(summary).filter((text) => text !== '');
  expect(texts.join('\n').match(/: 1234 started/g)).toHaveLength(10);
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(3_000);
});

it('a catch-up says who holds a conversation once, with the last of what happened in it', () => {
  const held = { conversation: { assigned_agent_id: 'agent-2', assigned_group_id: null } };
  const notes = [1, 2, 3].map((priority) =>
    noteOf(eventsFrom(changed({ priority: [0, priority] }, held), 'onConversationUpdate', false)),
  );
  const lines = textsIn(JSON.parse(slackBody(notes))).flatMap((text) => text.split('\n'));
  expect(lines.filter((line) => line.startsWith('•')).map((line) => line.includes('It is with'))).toEqual([
    false,
    false,
    true,
  ]);
});

it('a message lets Slack find nothing in it by itself', () => {
  const body = JSON.parse(slackBody([noteOf(wordy)])) as Record<string, unknown>;
  expect(body).toMatchObject({
    channel: 'C1',
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
  const parts = digList(body, 'blocks').flatMap((block) => [
    ...digList(block, 'elements'),
    ...(digText(block, 'text', 'text') === '' ? [] : [(block as { text: unknown }).text]),
  ]);
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(part).toMatchObject({ type: 'mrkdwn', verbatim: true });
});
