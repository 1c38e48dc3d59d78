import type { OutgoingRequest } from '../../packages/fresh-platform/index';
import { dig, digText, isRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import {
  bodyOf,
  changed,
  createApp,
  EVERY_DESTINATION,
  eventsIn,
  healthy,
  MOMENT,
  outcomeIn,
  payloadWith,
  sentBy,
  SLACK,
  TEAMS,
  type TestApp,
  WEBHOOK,
  hearing,
  joined,
  type Iparams,
} from '../support/app';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An app whose receivers are all down. */
function downApp(iparams: Iparams): TestApp {
  return createApp({
    iparams: { ...hearing(iparams), personal_data: 'Include' },
    receiver: () => ({ status: 503 }),
  });
}

/** So many attributes changed, each from a text of so many characters to another. */
function manyChanges(size: number, characters: number): Json {
  return Object.fromEntries(
    [...Array(size).keys()].map((index) => [`cf_${index}`, ['a'.repeat(characters), 'b'.repeat(characters)]]),
  );
}

/** What leaves once the receivers are back, until nothing is kept any more. */
async function afterwards({ platform, requests }: TestApp): Promise<OutgoingRequest[]> {
  const before = requests.length;
  platform.setReceiver((request) => {
    requests.push(request);
    return healthy(request);
  });
  await platform.clock.advance(3 * HOUR);
  expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
  return requests.slice(before);
}

describe('a payload kept over an outage', () => {
  const payloads: [what: string, event: string, payload: Json][] = [
    ['a first message', 'onConversationCreate', payloadWith()],
    [
      'a first message in other scripts',
      'onConversationCreate',
      payloadWith({
        conversation: { messages: [{ message_parts: [{ text: { content: 'Grüße 🙂 — "見積"\n\u2028<b>' } }] }] },
      }),
    ],
    ['next to nothing in it', 'onConversationCreate', { data: { conversation: { conversation_id: 1 } } }],
    [
      'several events',
      'onConversationUpdate',
      changed({
        status: ['new', 'resolved'],
        assigned_agent_id: ['', 'agent-1'],
        priority: [null, 2],
        other: [{ a: '' }, [1, null]],
      }),
    ],
    ['empty texts', 'onConversationUpdate', changed({ cf_reason: ['', 'x'], cf_other: [null, ''] })],
    ['forty events', 'onConversationUpdate', changed(manyChanges(40, 200))],
  ];

  it.each(payloads.map(([what, event, payload]) => ({ what, event, payload })))(
    'with $what is told with the same events, in order',
    async ({ event, payload }) => {
      const app = downApp(WEBHOOK);
      const result = await app.platform.invoke(event, payload);
      expect(outcomeIn(result, 'webhook')).toBe('kept');
      const later = await afterwards(app);
      expect(JSON.stringify(later.flatMap(eventsIn))).toBe(JSON.stringify(eventsIn(app.requests[0])));
    },
  );

  it('has an identical body and id, and a signature of its own', async () => {
    const app = downApp(WEBHOOK);
    await app.platform.invoke('onConversationCreate', payloadWith());
    const [first] = app.requests;
    const later = await afterwards(app);
    expect(later.map(({ body, headers }) => [body, headers['webhook-id']])).toEqual([
      [first?.body, first?.headers['webhook-id']],
    ]);
    expect(digText(eventsIn(later[0])[0], 'first_message')).toBe('My invoice is wrong.');
    expect(later[0]?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature']);
  });

  it('is told to every destination that was down, alone as it would have been at once', async () => {
    const app = downApp(EVERY_DESTINATION);
    await app.platform.invoke('onConversationCreate', payloadWith());
    const first = app.requests.slice(0, 3);
    const later = await afterwards(app);
    for (const template of ['postToWebhook', 'postToSlack', 'postToTeams']) {
      expect(sentBy(template, later).map(({ body }) => body)).toEqual([sentBy(template, first)[0]?.body]);
    }
  });
});

/** A backlog of so many payloads, one a minute apart by their own time, for Slack and Teams. */
async function backlogOf(size: number, data: Json = {}, rest: Json = {}): Promise<OutgoingRequest[]> {
  const app = downApp(joined(SLACK, TEAMS));
  for (let index = 0; index < size; index += 1) {
    await app.platform.invoke(
      'onConversationUpdate',
      changed({ priority: [0, index + 1] }, data, { timestamp: MOMENT + index * MINUTE, ...rest }),
    );
  }
  return afterwards(app);
}

function listIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function slackLines(request: OutgoingRequest): string[] {
  return listIn(bodyOf(request)['blocks']).map((block) => digText(block, 'text', 'text'));
}

function cardOf(request: OutgoingRequest): Json[] {
  return listIn(dig(bodyOf(request), 'attachments', 0, 'content', 'body'));
}

describe('a backlog', () => {
  it('comes in one message with a title, times and links', async () => {
    const later = await backlogOf(3);
    const slack = sentBy('postToSlack', later);
    expect(slack).toHaveLength(1);
    expect(dig(bodyOf(slack[0]), 'text')).toBe('Catching up: 3 updates that could not be delivered earlier');
    const [title, ...sections] = slack.flatMap(slackLines);
    expect(title).toBe('*Catching up: 3 updates that could not be delivered earlier*');
    const [name, ...lines] = sections.flatMap((section) => section.split('\n'));
    expect(name).toMatch(
      /^\*(?:Priya Menon’s conversation|Conversation #conv) in Billing\* <https:\/\/[^<>|]+\/conversation\/conversation-1\|Open conversation>$/,
    );
    expect(lines.map((line) => /\|(.*?)> /.exec(line)?.[1])).toEqual([
      '2026-11-02 09:30 UTC',
      '2026-11-02 09:31 UTC',
      '2026-11-02 09:32 UTC',
    ]);
    // The conversation is named above them, once.
    for (const line of lines) expect(line).not.toContain('conversation');
    const [head, heading, ...rows] = sentBy('postToTeams', later).flatMap(cardOf);
    expect(dig(head, 'inlines', 0, 'weight')).toBe('Bolder');
    expect(digText(heading, 'inlines', 0, 'selectAction', 'url')).toMatch(/^https:/);
    expect(rows.map((row) => digText(row, 'inlines', 0, 'text').slice(0, 36))).toEqual([
      '{{DATE(2026-11-02T09:30:00Z, SHORT)}',
      '{{DATE(2026-11-02T09:31:00Z, SHORT)}',
      '{{DATE(2026-11-02T09:32:00Z, SHORT)}',
    ]);
  });

  it('has lines without a link where the account has no address', async () => {
    const later = await backlogOf(2, { conversation: { app_id: null } });
    for (const line of sentBy('postToSlack', later).flatMap(slackLines))
      expect(line).not.toContain('Open conversation');
    for (const row of sentBy('postToTeams', later).flatMap(cardOf))
      expect(dig(row, 'inlines', 0, 'selectAction')).toBeUndefined();
  });

  it('of long names in other scripts is told to Teams in messages of 28 KB at most', async () => {
    const app = downApp(TEAMS);
    const name = '見'.repeat(100);
    const associations = {
      agent: { id: 'agent-1', first_name: name },
      group: { id: 'group-1', name },
      channel: { id: 'channel-1', name },
    };
    for (let index = 0; index < 40; index += 1) {
      await app.platform.invoke(
        'onConversationUpdate',
        changed(
          { assigned_agent_id: [null, 'agent-1'] },
          { actor: { type: 'agent', id: 'x', first_name: name }, associations },
          { timestamp: MOMENT + index },
        ),
      );
    }
    const later = await afterwards(app);
    expect(later.length).toBeGreaterThan(1);
    for (const { body } of later) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(28_000);
  });

  it('of ninety payloads is told whole, in messages the channels take', async () => {
    const later = await backlogOf(90);
    const blocks = sentBy('postToSlack', later).map(slackLines);
    const cards = sentBy('postToTeams', later).map(cardOf);
    for (const lines of blocks) expect(lines.length).toBeLessThanOrEqual(50);
    for (const request of sentBy('postToTeams', later))
      expect(Buffer.byteLength(request.body)).toBeLessThanOrEqual(28_000);
    const told = (texts: string[]): Set<string> =>
      new Set(texts.flatMap((text) => [...text.matchAll(/ from 0 to (\d+)/g)].map((found) => found[1] ?? '')));
    expect(told(blocks.flat()).size).toBe(90);
    expect(told(cards.flat().map((row) => digText(row, 'inlines', 0, 'text'))).size).toBe(90);
  });
});

describe('hundreds of changes in one payload', () => {
  it('are one message in a channel, at once, and nothing is stored', async () => {
    const { platform, requests } = createApp({ iparams: hearing(joined(SLACK, TEAMS)) });
    const result = await platform.invoke(
      'onConversationUpdate',
      changed({ ...manyChanges(300, 50), status: ['new', 'resolved'] }),
    );
    expect(requests.map(({ template }) => template)).toEqual(['postToSlack', 'postToTeams']);
    expect(digText(bodyOf(requests[0]), 'text')).toMatch(
      /^✅ Asha Rao of Tier 1 resolved conversation #conv in Billing and changed its .+ and 297 more attributes\. It took 2 h 5 min\.$/,
    );
    expect(result.operations.map(({ name }) => name)).toEqual(['request', 'request']);
  });

  async function expectAllTold(status: number, size: number, personal_data: string): Promise<void> {
    const app = createApp({ iparams: { ...hearing(WEBHOOK), personal_data }, receiver: () => ({ status }) });
    const changes = manyChanges(size, 40);
    expect(outcomeIn(await app.platform.invoke('onConversationUpdate', changed(changes)), 'webhook')).toBe('kept');
    const later = await afterwards(app);
    const told = (status === 200 ? app.requests : later)
      .flatMap(eventsIn)
      .map((event) => digText(event, 'change', 'field'));
    expect(told.sort()).toEqual(Object.keys(changes).sort());
    for (const { body } of app.requests) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(100_000);
  }

  const choices = ['Leave out', 'Include'];

  it.each(choices)(
    'are told whole, in requests of 96 KB, where the receiver takes the first, with personal data: %s',
    async (choice) => {
      await expectAllTold(200, 300, choice);
    },
  );

  it.each(choices)(
    'are told whole after an outage where one request carries them, with personal data: %s',
    async (choice) => {
      await expectAllTold(503, 100, choice);
    },
  );

  it.each(choices)(
    'are told whole after an outage where no request carries them, with personal data: %s',
    async (choice) => {
      await expectAllTold(503, 300, choice);
    },
  );
});
