/** Threads and cards where little is known, Slack answers oddly, or the store takes nothing. */
import type { ReceiverAnswer } from '../../../packages/fresh-platform/types';
import { cardMessage } from '../../../src/destinations/slack/card';
import { slackMessage } from '../../../src/destinations/slack/message';
import type { RelayEvent } from '../../../src/events/event';
import { noteOf } from '../../../src/messages/notes';
import {
  bodyOf,
  changed,
  createApp,
  edited,
  joined,
  MOMENT,
  outcomeIn,
  sentBy,
  SLACK,
  WEBHOOK,
} from '../../support/app';
import { eventsFrom } from '../../support/events';
import { AGENT, NOWHERE, nowhere } from '../../support/said';

const fieldsOf = (events: readonly RelayEvent[]): unknown =>
  cardMessage(events)
    .blocks.flatMap((block) => ('fields' in block ? block.fields : []))
    .map(({ text }) => text);

function cardOf(conversation: object, associations: object = {}): unknown {
  const data = { ...NOWHERE, actor: AGENT, associations, conversation: nowhere({ ...conversation }) };
  return fieldsOf(eventsFrom(changed({ sla_breach: [false, true] }, data), 'onConversationUpdate', true));
}

describe('a card', () => {
  it('says what is not known, and leaves out what there is none of', () => {
    expect(cardOf({})).toEqual(['*State*\nNot known', '*With*\nNobody', '*Began*\nNot known']);
  });

  it('says where a conversation waits, and where it was resolved', () => {
    const group = { id: 'group-1', name: 'Billing' };
    const waits = cardOf({ assigned_group_id: 'group-1', status: 'new', priority: 'High' }, { group });
    const resolved = cardOf({ assigned_group_id: 'group-1', status: 'resolved' }, { group });
    expect(waits).toEqual([
      '*State*\nNew',
      '*With*\nNobody, waits in Billing',
      '*Began*\nNot known',
      '*Priority*\nHigh',
    ]);
    expect(resolved).toEqual(['*State*\nResolved', '*With*\nNobody in Billing', '*Began*\nNot known']);
  });

  it('says how long a conversation has been going on from a minute on, and how long it took from a second on', () => {
    const began = (ms: number, status: string): unknown => {
      const created_time = new Date(MOMENT - ms).toISOString();
      return (cardOf({ created_time, status }) as string[])[2]?.replace(/^[^>]+>/, '');
    };
    expect([59_999, 60_000, 3_600_000].map((ms) => began(ms, 'new'))).toEqual(['', ' (1 min so far)', ' (1 h so far)']);
    expect([999, 1_000, 1_999].map((ms) => began(ms, 'resolved'))).toEqual(['', ' (took 1 s)', ' (took 1 s)']);
  });

  it('is a plain message for what is about no conversation', () => {
    const destination = { id: 'a1', name: 'CRM', kind: 'webhook' };
    const at = '2026-11-02T10:00:00.000Z';
    const trouble: RelayEvent = {
      id: 'e',
      type: 'relay.trouble',
      occurred_at: at,
      sequence: 0,
      destination,
      since: at,
      waiting: 1,
      reason: null,
    };
    expect(cardMessage([trouble])).toEqual(slackMessage([noteOf([trouble])]));
  });
});

describe.each(['thread', 'card'])('a %s', (style) => {
  it('is no place for what is about no conversation: trouble is a message of its own', async () => {
    let isDown = true;
    const iparams = joined(edited(SLACK, 'slack', { style, tell: ['Trouble'] }), WEBHOOK);
    const { platform, requests } = createApp({
      iparams,
      receiver: ({ host }) => {
        if (host !== 'slack.com') return { status: isDown ? 503 : 200 };
        return { status: 200, body: '{"ok":true,"ts":"1.1"}' };
      },
    });
    await platform.invoke('onConversationUpdate', changed({ status: ['assigned', 'resolved'] }));
    await platform.clock.advance(40 * 60_000);
    isDown = false;
    await platform.clock.advance(90 * 60_000);
    const told = sentBy('postToSlack', requests).map(bodyOf);
    expect(told.map(({ text }) => /has taken nothing|takes updates again/.exec(String(text))?.[0])).toEqual([
      'has taken nothing',
      'takes updates again',
    ]);
    expect(told.map(({ thread_ts: thread }) => thread)).toEqual([undefined, undefined]);
  });

  const resolving = changed({ status: ['assigned', 'resolved'] });
  const channelOf = (answer: ReceiverAnswer, settings: object = {}) =>
    createApp({ iparams: edited(SLACK, 'slack', { style, ...settings }), receiver: () => answer });

  it.each([['{"ok":true}'], ['{"ok":true,"ts":17}'], ['']])(
    'is told anew each time where Slack names no message: %j',
    async (body) => {
      const { platform, requests } = channelOf({ status: 200, body });
      for (let times = 0; times < 2; times += 1) await platform.invoke('onConversationUpdate', resolving);
      expect(sentBy('postToSlack', requests).length).toBeGreaterThanOrEqual(2);
      expect(platform.entries().filter(({ key }) => key.startsWith('slack:'))).toEqual([]);
    },
  );

  it('is a plain message where the store is busy from the start', async () => {
    const { platform, requests } = channelOf({ status: 200, body: '{"ok":true,"ts":"1.1"}' });
    platform.limits.dbOperationsPerMinute = 0;
    const result = await platform.invoke('onConversationUpdate', resolving);
    expect(outcomeIn(result, 'slack')).toBe('delivered');
    expect(bodyOf(requests[0])['thread_ts']).toBeUndefined();
  });

  it('goes on where its first message could not be stored', async () => {
    const { platform, requests } = channelOf({ status: 200, body: '{"ok":true,"ts":"1.1"}' });
    platform.limits.dbOperationsPerMinute = 1;
    const result = await platform.invoke('onConversationUpdate', resolving);
    expect(outcomeIn(result, 'slack')).toBe('delivered');
    expect(requests).toHaveLength(1);
  });
});

test.each([
  ['here', '<!here>'],
  ['S0123', '<!subteam^S0123>'],
  ['U0123', '<@U0123>'],
])('a mention of %s is written as Slack reads it: %s', async (mention, written) => {
  const { platform, requests } = createApp({ iparams: edited(SLACK, 'slack', { mention }) });
  await platform.invoke('onConversationUpdate', changed({ sla_breach: [false, true] }));
  expect(bodyOf(requests[0])['text']).toMatch(new RegExp(`^${written.replace(/[!^]/g, '\\$&')} `));
});
