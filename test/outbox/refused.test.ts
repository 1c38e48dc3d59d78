/** What is done, operation by operation, where the platform refuses one: asked again only while it is out of order, and nothing is lost. */
import { changed, hearing, outcomeIn, textsOf, WEBHOOK, type TestApp } from '../support/app';
import { tell } from '../support/conversations';
import { leftIn, MINUTE, traced } from './trace';

interface Refusing {
  operation: string;
  target: RegExp;
  status: number;
  /** How often it is refused. */
  times?: number;
}

/** An app that is refused an operation once `isOn`. */
function refused({ operation, target, status, times = Infinity }: Refusing) {
  const state = { isOn: false };
  let asked = 0;
  const refuse = (made: { name: string; target: string }): number | undefined => {
    if (!state.isOn || made.name !== operation || !target.test(made.target)) return undefined;
    asked += 1;
    return asked <= times ? status : undefined;
  };
  return { state, app: traced(undefined, { hardships: { refuse } }) };
}

/** So often the same line; a status is asked again three times where the platform is out of order. */
const lines = (count: number, line: string): string[] => Array.from({ length: count }, () => line);
const tries = (status: number): number => (status === 503 ? 3 : 1);

async function keepOne({ platform }: TestApp): Promise<string> {
  return outcomeIn(await platform.invoke('onConversationUpdate', changed({ priority: [0, 1] })), 'webhook');
}

describe('what is kept while the driver', () => {
  it.each([
    [503, 3],
    [429, 1],
    [400, 2],
  ])('cannot be created (%i) is in a box, with word for the next driver', async (status, count) => {
    const { app, state } = refused({ operation: 'schedule.create', target: /^relay-outbox$/, status });
    state.isOn = true;
    expect(await keepOne(app)).toBe('kept');
    const again = (...times: string[]): string[] =>
      times.flatMap((at) => lines(count, `${at} schedule.create relay-outbox refused (${status})`));
    expect(app.trace()).toEqual([
      '00:00 conversation-1 → 503',
      ...again('00:00'),
      '00:00 db.set box:1',
      ...again('00:00', '00:04', '00:08', '00:12'),
      '00:16 db.set outbox:undriven',
    ]);
    expect(leftIn(app).sort()).toEqual(['box:1 for 5760', 'outbox:undriven for 5760']);
  });

  it.each([503, 429])('cannot be looked for (%i) is in a box, with word for the next driver', async (status) => {
    const { app, state } = refused({ operation: 'schedule.fetch', target: /^relay-outbox$/, status });
    state.isOn = true;
    expect(await keepOne(app)).toBe('kept');
    const again = (...times: string[]): string[] =>
      times.flatMap((at) => lines(tries(status), `${at} schedule.fetch relay-outbox refused (${status})`));
    expect(app.trace()).toEqual([
      '00:00 conversation-1 → 503',
      ...again('00:00'),
      '00:00 db.set outbox:undriven',
      '00:00 db.set box:1',
      ...again('00:00', '00:04', '00:08', '00:12'),
      '00:16 db.set outbox:undriven refused (400)',
    ]);
    expect(leftIn(app).sort()).toEqual(['box:1 for 5760', 'outbox:undriven for 5760']);
  });

  it.each([
    ['first', 'db.set', 1],
    ['second', 'db.update', 2],
  ])(
    'is there, and the store is out of order twice, is in a box all the same: the %s of it',
    async (which, operation, before) => {
      const { app, state } = refused({ operation, target: /^box:/, status: 503, times: 2 });
      await tell(app, before);
      app.trace();
      state.isOn = true;
      expect(await keepOne(app)).toBe('kept');
      expect(app.trace()).toEqual([
        '00:00 conversation-1 → 503',
        `00:00 schedule.fetch ${which === 'first' ? 'relay-outbox' : 'relay-box-1'}`,
        ...lines(2, `00:00 ${operation} box:1 refused (503)`),
        `00:00 ${operation} box:1`,
        ...(which === 'first' ? ['00:00 schedule.create relay-box-1'] : []),
      ]);
    },
  );
});

test('a payload of more than 20 KB is kept in pieces of less, in one box', async () => {
  const app = traced({ ...hearing(WEBHOOK), personal_data: 'Include' });
  await tell(app, 1);
  const valueOf = (index: number, letter: string): string => String(index).padEnd(290, letter);
  const changes = [...Array(36).keys()].map((index) => [`cf_${index}`, [valueOf(index, 'a'), valueOf(index, 'b')]]);
  await app.platform.invoke('onConversationUpdate', changed(Object.fromEntries(changes)));
  const pieces = app.platform.entries().flatMap(({ value }) => Object.values(value) as string[][]);
  const sizes = pieces.flat().map((text) => JSON.stringify(text).length);
  expect(app.platform.entries()).toHaveLength(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(20_000);
  expect(sizes.length).toBe(2);
  for (const size of sizes) expect(size).toBeLessThanOrEqual(20_000);
});

test('what neither the store nor the schedules take is logged whole as undelivered, with where it was to go and why', async () => {
  const app = traced(undefined, { limits: { dbOperationsPerMinute: 0, scheduleOperationsPerMinute: 0 } });
  const result = await app.platform.invoke('onConversationUpdate', changed({ priority: [0, 1] }));
  const [, summary, ...errors] = textsOf(result).map((text, index) =>
    index === 0 ? text : (JSON.parse(text) as object),
  );
  expect(summary).toEqual({
    event: 'onConversationUpdate',
    conversation: 'conversation-1',
    transitions: ['conversation.priority.changed'],
    destinations: {
      webhook: { name: 'Orders', status: 503, ms: 0, outcome: 'undelivered', reason: 'the receiver failed (503)' },
    },
  });
  expect(errors).toEqual([
    {
      undelivered: {
        id: expect.stringMatching(/^evt_[\w-]{32}$/) as string,
        type: 'conversation.priority.changed',
        occurred_at: '2026-11-02T09:30:00.000Z',
        sequence: 8_000,
        account: { app_id: 'account-1', region: 'US', url: 'https://acme.freshchat.com' },
        conversation: {
          id: 'conversation-1',
          ref: '#conv',
          status: 'assigned',
          url: 'https://acme.freshchat.com/a/account-1/open/conversation/conversation-1',
          channel: { id: 'channel-1', name: 'Billing' },
          group: { id: 'group-1', name: 'Tier 1' },
          agent: { id: 'agent-1', name: 'Asha Rao' },
          user: { id: 'user-1' },
          labels: { category: null, subcategory: null },
          priority: '1',
          source: 'WEBCHAT',
          created_at: '2026-11-02T07:25:00.000Z',
          assigned_at: null,
          resolved_at: null,
          reopened_at: null,
        },
        actor: { type: 'agent', id: 'agent-1', name: 'Asha Rao', cause: null, source: null },
        change: { field: 'priority', from: 0, to: 1 },
        metrics: { resolution_time_chrs: 7_500 },
      },
      destination: 'webhook',
      name: 'Orders',
      reason: 'the receiver failed (503)',
    },
  ]);
  expect(result.logs.map(({ level }) => level)).toEqual(['log', 'log', 'error']);
});

/** How often something is refused in a turn, which tries again once what the store refuses. */
const inTurn = (what: string, status: number): string[] => [
  ...lines(tries(status), `05:30 ${what} refused (${status})`),
  ...lines(tries(status), `05:33 ${what} refused (${status})`),
];

/** The driver's first turn, with two conversations kept, by what is refused in it. */
const TURN: readonly (readonly [operation: string, target: RegExp, trace: (status: number) => string[]])[] = [
  ['db.get', /^outbox:lease$/, (status) => inTurn('db.get outbox:lease', status)],
  ['db.set', /^outbox:lease$/, (status) => inTurn('db.set outbox:lease', status)],
  ['db.get', /^outbox$/, (status) => ['05:30 db.set outbox:lease', ...inTurn('db.get outbox', status)]],
  [
    'schedule.fetch',
    /^relay-outbox$/,
    (status) => [
      '05:30 db.set outbox:lease',
      ...lines(tries(status), `05:30 schedule.fetch relay-outbox refused (${status})`),
      '05:30 db.set outbox',
    ],
  ],
  [
    'db.set',
    /^page:/,
    (status) => [
      '05:30 db.set outbox:lease',
      '05:30 schedule.fetch relay-outbox',
      '05:30 db.get box:1',
      '05:30 c0, c1 → 503',
      '05:30 c0 → 503',
      '05:30 db.set outbox',
      ...inTurn('db.set page:webhook:0', status),
      '05:33 db.set outbox',
    ],
  ],
];

/** A driver's turn that was refused asks for others. */
const asked = (at: string): string[] =>
  ['11.5', '12.5', '13.5', '14.5'].map((half) => `${at} schedule.create relay-turn-${half}`);

test.each(
  TURN.flatMap(([operation, target, trace]) => [503, 429].map((status) => ({ operation, target, trace, status }))),
)(
  'a turn ends where it is refused $operation of $target with $status, and a later one tells all',
  async ({ operation, target, trace, status }) => {
    const { app, state } = refused({ operation, target, status });
    await tell(app, 2);
    app.trace();
    state.isOn = true;
    await app.platform.clock.advance(6 * MINUTE);
    const done = trace(status);
    expect(app.trace()).toEqual([...done, ...asked(done[done.length - 1]?.slice(0, 5) ?? '')]);
    state.isOn = false;
    app.answer(() => 200);
    await app.platform.clock.advance(60 * MINUTE);
    const told = app.requests.filter(({ at }) => at > app.platform.clock.now() - 60 * MINUTE).map(({ body }) => body);
    expect(
      told
        .join()
        .match(/"c[01]"/g)
        ?.sort(),
    ).toEqual(['"c0"', '"c1"']);
    expect(leftIn(app)).toEqual([]);
  },
);
