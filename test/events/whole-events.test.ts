/** Whole events: how long each of their texts may be, what they are called, and how they sort. */
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { EVENT_TYPES } from '../../src/events/event';
import { messageId } from '../../src/events/ids';
import { sequenceOf } from '../../src/events/sequence';
import { changed, payloadWith } from '../support/app';
import { eventFrom } from '../support/events';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The value with its texts as their lengths; what is shorter than ten characters, an id or a time stands as it is. */
function sizesOf(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length < 10 || /^(?:evt_|20\d\d-|https:)/.test(value) ? value : value.length;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sizesOf);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, sizesOf(each)]));
}

/** A payload whose every text is the given one. */
function everywhere(text: string): Json {
  const thing = { id: text, first_name: text, last_name: text, name: text, email: text, phone: text };
  return {
    actor: { ...thing, type: 'agent', sub_entity: text, actor_source: text },
    associations: {
      agent: thing,
      group: thing,
      channel: thing,
      user: thing,
      label_category: thing,
      label_subcategory: thing,
    },
    conversation: {
      conversation_id: text,
      app_id: text,
      channel_id: text,
      user_id: text,
      assigned_agent_id: text,
      assigned_group_id: text,
      label_category_id: text,
      label_subcategory_id: text,
      status: text,
      source: text,
      priority: text,
      messages: [{ message_parts: [{ text: { content: text } }] }],
      statistics: metrics(26),
    },
  };
}

const LONG = 'x'.repeat(2_000);
const HOST = { currentHost: { endpoint_urls: { freshchat: 'https://acme.freshchat.com' } } };

/** So many statistics. */
const metrics = (count: number): Json =>
  Object.fromEntries([...Array(count).keys()].map((index) => [`m_${LETTERS.charAt(index)}`, index]));

/** An assignment of a group, as large as it may be, with personal data; `n` is how long names are, `t` other texts. */
function assignmentOf(n: number, t: number): Json {
  return {
    id: expect.stringMatching(/^evt_[\w-]{32}$/),
    type: 29,
    occurred_at: '2026-11-02T09:30:00.000Z',
    sequence: 3_000,
    account: { app_id: n, region: n },
    conversation: {
      id: n,
      status: n,
      channel: { id: n, name: n },
      group: { id: n, name: null },
      agent: { id: n, name: n },
      user: { id: n, name: n, email: n, phone: n },
      labels: { category: n, subcategory: n },
      priority: n,
      source: n,
    },
    actor: { type: 'agent', id: n, name: n, cause: n, source: n },
    change: { from: t, to: t, from_name: n },
  };
}

describe('an event', () => {
  const assigned = (text: string): unknown =>
    sizesOf(
      eventFrom(
        changed({ assigned_group_id: [text, text.slice(1)] }, everywhere(text), { region: text, ...HOST }),
        'onConversationUpdate',
        true,
      ),
    );

  it('that has room has names of 120 characters, other texts of 300, a message of 1,000 and 24 statistics', () => {
    const statistics = metrics(26);
    const actor = { type: 'agent', id: LONG, first_name: LONG };
    const update = changed({ [LONG]: [LONG, [LONG]] }, { actor, conversation: { statistics } });
    expect(sizesOf(eventFrom(update, 'onConversationUpdate', true))).toMatchObject({
      actor: { type: 'agent', id: 120, name: 120, cause: null, source: null },
      change: { field: 120, from: 300, to: 300 },
      metrics: metrics(24),
    });
    const messages = [{ message_parts: [{ text: { content: LONG } }] }];
    expect(sizesOf(eventFrom(payloadWith({ conversation: { messages } }), 'onConversationCreate', true))).toMatchObject(
      {
        first_message: 1_000,
      },
    );
  });

  it('that is too large has names of 30 characters, other texts of 60, a message of 120 and 8 statistics', () => {
    expect(assigned(LONG)).toMatchObject(assignmentOf(30, 60));
    expect(assigned(LONG)).toMatchObject({ metrics: metrics(8), conversation: { ref: '#xxxx' } });
    const created = eventFrom(payloadWith(everywhere(LONG), HOST), 'onConversationCreate', true);
    expect(sizesOf(created)).toMatchObject({ first_message: 120, account: { url: 'https://acme.freshchat.com' } });
  });

  it('of characters that take many bytes has texts of twelve, and neither statistics nor an address', () => {
    const wide = '\u0001'.repeat(2_000);
    expect(assigned(wide)).toMatchObject(assignmentOf(12, 12));
    expect(assigned(wide)).toMatchObject({
      metrics: {},
      account: { url: null },
      conversation: { ref: '#', url: null },
    });
    const created = eventFrom(payloadWith(everywhere(wide), HOST), 'onConversationCreate', true);
    expect(sizesOf(created)).toMatchObject({ first_message: 12 });
  });

  it.each([
    ['x', 3_400, 0],
    ['見', 3_400, 0],
    ['"', 0, 3_800],
  ])(
    'is shortened as soon as it exceeds what can be kept, in bytes and as a text within a text: of %j',
    (char, plain, within) => {
      const created = (length: number): [isWhole: boolean, bytes: number, escaped: number] => {
        const messages = [{ message_parts: [{ text: { content: char.repeat(length) } }] }];
        const { conversation, ...data } = everywhere('y'.repeat(80)) as Record<string, Json>;
        const payload = payloadWith({ ...data, conversation: { ...conversation, messages } });
        const event = eventFrom(payload, 'onConversationCreate', true);
        const json = JSON.stringify(event);
        const sizes = [json, JSON.stringify(json)].map((text) => Buffer.byteLength(text));
        return [event.first_message === char.repeat(length), sizes[0] ?? 0, sizes[1] ?? 0];
      };
      const lengths = [...Array(1_000).keys()].slice(121);
      const most = lengths.filter((length) => created(length)[0]).at(-1) ?? 0;
      const [, bytes, escaped] = created(most);
      const step = Buffer.byteLength(JSON.stringify(JSON.stringify(char))) - 6;
      if (plain > 0) expect([bytes <= plain, bytes + Buffer.byteLength(char) > plain]).toEqual([true, true]);
      else expect([escaped <= within, escaped + step > within]).toEqual([true, true]);
    },
  );

  it('has in its address the first 79 characters of longer ids, and an ellipsis', () => {
    const id = 'x'.repeat(100);
    const cutId = `${'x'.repeat(79)}%E2%80%A6`;
    const url = (conversation: Json, host: string): unknown =>
      eventFrom(
        payloadWith({ conversation }, { currentHost: { endpoint_urls: { freshchat: host } } }),
        'onConversationCreate',
      ).conversation.url;
    expect(url({ conversation_id: id, app_id: id }, 'https://acme.freshchat.com')).toBe(
      `https://acme.freshchat.com/a/${cutId}/open/conversation/${cutId}`,
    );
    expect(url({ conversation_internal_id: id }, 'https://acme.myfreshworks.com')).toBe(
      `https://acme.myfreshworks.com/crm/messaging/a/account-1/inbox/open/0/conversation/${cutId}`,
    );
  });
});

test('ids are the same for ever, so that what is told again by a later version is known to the receiver', () => {
  const raised = (timestamp?: null): string =>
    eventFrom(changed({ priority: ['Low', 'High'] }, {}, timestamp === null ? { timestamp } : {})).id;
  expect([raised(), raised(null)]).toEqual([
    'evt_xE6uOtZpD9juiq5EBeniUCbN1dRbRf6L',
    'evt_698M_KXMqtp_iuwF8_oqf9OwtxvL4xZV',
  ]);
  expect([messageId(['evt_abc']), messageId(['evt_a', 'evt_b'])]).toEqual([
    'msg_abc',
    'msg_BekxaMrC4QpqQZoMqK3k5XBMAbpfojT8',
  ]);
});

test('events of one moment sort by a number in thousands for each type, and by their place in the payload', () => {
  const thousands = EVENT_TYPES.map((type) => [0, 1, 998, 999, 1_000].map((index) => sequenceOf(type, index)));
  const ranks = [0, 3, 3, 2, 5, 5, 4, 12, 1, 6, 11, 7, 8, 9, 10, 0, 1, 0];
  expect(thousands).toEqual(ranks.map((rank) => [0, 1, 998, 999, 999].map((index) => 1_000 * rank + index)));
});
