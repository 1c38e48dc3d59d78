import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import { changed, createApp, eventsIn, payloadWith, summaryOf, WEBHOOK, hearing } from '../support/app';

async function toldOf(event: string, payload: unknown, iparams: Json = {}): Promise<Json[]> {
  const { platform, requests } = createApp({ iparams: { ...hearing(WEBHOOK), ...iparams } });
  const result = await platform.invoke(event, payload as Json);
  expect(result.outcome).toBe('completed');
  return requests.flatMap(eventsIn);
}

async function createdFrom(
  data: Json,
  rest: Json = {},
  iparams: Json = { personal_data: 'Include' },
): Promise<Json | undefined> {
  return (await toldOf('onConversationCreate', payloadWith(data, rest), iparams))[0];
}

describe('a payload without a conversation', () => {
  it.each([
    {},
    { data: null },
    { data: [] },
    { data: {} },
    { data: { conversation: 'c' } },
    { data: { conversation: {} } },
    { data: { conversation: { conversation_id: ' ' } } },
    { data: { conversation: { conversation_id: {} } } },
  ])('such as %j is logged as a problem and told to nobody', async (payload) => {
    const { platform, requests } = createApp({ iparams: WEBHOOK });
    const result = await platform.invoke('onConversationCreate', payload);
    expect([result.outcome, requests]).toEqual(['completed', []]);
    expect(summaryOf(result)['problem']).toMatch(/^The payload has no "data/);
  });
});

describe('the account', () => {
  const addresses: [payload: Json, url: string | null][] = [
    [{ currentHost: null, domain: 'Acme.freshchat.com' }, 'https://acme.freshchat.com'],
    [{ currentHost: {}, domain: 'https://acme.freshchat.com/' }, 'https://acme.freshchat.com'],
    [
      { currentHost: { endpoint_urls: { freshchat: ' ' } }, domain: 'acme.freshchat.com' },
      'https://acme.freshchat.com',
    ],
    [
      { currentHost: { endpoint_urls: { freshchat: 'https://acme.myfreshworks.com' } }, domain: 'other.freshchat.com' },
      'https://acme.myfreshworks.com',
    ],
    [{ currentHost: null, domain: 'http://acme.freshchat.com' }, null],
    [{ currentHost: null, domain: 'acme.freshchat.com/path|<x>' }, null],
    [{ currentHost: null, domain: 'localhost' }, null],
    [{ currentHost: 'acme', domain: 7 }, null],
  ];

  it.each(addresses)('of %j has the address %s', async (payload, url) => {
    const event = await createdFrom({}, payload);
    expect(dig(event, 'account', 'url')).toBe(url);
    expect(dig(event, 'conversation', 'url') === null).toBe(url === null);
  });

  it('without an id has no address of a conversation', async () => {
    const event = await createdFrom({ conversation: { app_id: null } });
    expect([dig(event, 'account', 'app_id'), dig(event, 'conversation', 'url')]).toEqual([null, null]);
  });
});

describe('people and places', () => {
  it('may have ids that are numbers, and one name instead of two', async () => {
    const associations = {
      user: { id: 5, name: 'Priya', phone: 491701234567 },
      agent: { id: 6, last_name: 'Rao' },
      group: { id: 7, name: 'G' },
      channel: { id: 8, name: ' ' },
    };
    const conversation = { conversation_id: 1, app_id: 2, channel_id: 8, assigned_agent_id: 6, assigned_group_id: 7 };
    const event = await createdFrom({ actor: { type: 'user', id: 5, name: 'Priya' }, associations, conversation });
    expect(event).toMatchObject({
      account: { app_id: '2' },
      conversation: {
        id: '1',
        agent: { id: '6', name: 'Rao' },
        group: { id: '7', name: 'G' },
        channel: { id: '8', name: null },
        user: { id: '5', name: 'Priya', email: null, phone: '491701234567' },
      },
      actor: { type: 'user', id: '5', name: 'Priya' },
    });
  });

  it('are those of the associations where the conversation does not name them, and unnamed where it names others', async () => {
    const { conversation_id, app_id } = { conversation_id: 'c', app_id: 'a' };
    const associations = {
      agent: { id: 'a-1', name: 'Asha' },
      group: { id: 'g-1', name: 'Tier 1' },
      channel: { name: 'Billing' },
      user: {},
    };
    const [event] = await toldOf('onConversationCreate', {
      data: { conversation: { conversation_id, app_id }, associations },
    });
    expect(event).toMatchObject({
      conversation: {
        agent: { id: 'a-1', name: 'Asha' },
        group: { id: 'g-1', name: 'Tier 1' },
        channel: null,
        user: null,
      },
    });
    const others = { conversation_id, assigned_agent_id: 'a-2', assigned_group_id: null, channel_id: 'ch' };
    const [other] = await toldOf('onConversationCreate', { data: { conversation: others, associations } });
    expect(other).toMatchObject({
      conversation: { agent: { id: 'a-2', name: null }, group: null, channel: { id: 'ch', name: 'Billing' } },
    });
  });

  it('that are nobody at all are null, with personal data too', async () => {
    const event = await createdFrom({
      associations: null,
      actor: 7,
      conversation: { user_id: null, channel_id: null, assigned_agent_id: '', assigned_group_id: [] },
    });
    expect(event).toMatchObject({
      conversation: { user: null, channel: null, agent: null, group: null },
      actor: { type: null, id: null, name: null, cause: null },
    });
  });
});

describe('a first message', () => {
  const text = (content: unknown): Json => ({ text: { content } });
  const messages: [messages: unknown, told: string | undefined][] = [
    [[{ message_parts: [text('One'), text('two')] }, { message_parts: [text('three')] }], 'One\ntwo'],
    [[{ message_parts: [{ image: { url: 'x' } }, text(' after a picture ')] }], 'after a picture'],
    [[{ message_parts: [{ image: {} }, null, 'part', text(7), text(' ')] }], undefined],
    [[{ message_parts: [] }], undefined],
    [[{ message_parts: 'text' }], undefined],
    [[null], undefined],
    [[], undefined],
    [{}, undefined],
    [null, undefined],
    [[{ message_parts: [text('x'.repeat(2000))] }], `${'x'.repeat(999)}…`],
  ];

  it.each(messages)('of %j is told as %j', async (given, told) => {
    expect((await createdFrom({ conversation: { messages: given } }))?.['first_message']).toBe(told);
  });
});

describe('a payload that does not say when it happened', () => {
  it('is another one where another time of the conversation says so', async () => {
    const at = (group_assigned_time: string): Promise<Json[]> =>
      toldOf(
        'onConversationUpdate',
        changed({ assigned_group_id: ['a', 'b'] }, { conversation: { group_assigned_time } }, { timestamp: null }),
      );
    const ids = [
      ...(await at('2026-11-02T09:00:00.000Z')),
      ...(await at('2026-11-02T09:10:00.000Z')),
      ...(await at('2026-11-02T09:00:00.000Z')),
    ].map(({ id }) => id);
    expect([new Set(ids).size, ids[0] === ids[2]]).toEqual([2, true]);
  });

  it.each([undefined, null, '', 'soon', 0, -1, 8.7e15, {}])(
    '(%j) is told as of now, with the same ids when it comes again',
    async (timestamp) => {
      const { platform, requests } = createApp({ iparams: WEBHOOK });
      const payload = changed({ priority: [1, 2] }, {}, { timestamp });
      const began = new Date(platform.clock.now()).toISOString();
      await platform.invoke('onConversationUpdate', payload);
      await platform.clock.advance(60_000);
      await platform.invoke('onConversationUpdate', payload);
      const [first, second] = requests.flatMap(eventsIn);
      expect(first?.['occurred_at']).toBe(began);
      expect(second?.['id']).toBe(first?.['id']);
    },
  );

  it('is another one where the conversation was resolved at another time', async () => {
    const ids = await Promise.all(
      ['2026-11-02T08:00:00Z', '2026-11-02T09:00:00Z'].map(async (resolved_time) => {
        const [event] = await toldOf(
          'onConversationUpdate',
          changed({ priority: [1, 2] }, { conversation: { resolved_time } }, { timestamp: null }),
        );
        return event?.['id'];
      }),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('may say it as a text of digits', async () => {
    const [event] = await toldOf('onConversationCreate', payloadWith({}, { timestamp: '1793611800000' }));
    expect(event?.['occurred_at']).toBe(new Date(1793611800000).toISOString());
  });
});
