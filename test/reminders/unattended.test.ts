import { createClock } from '../../packages/fresh-platform/index';
import type { InvocationResult, Operation, OutgoingRequest } from '../../packages/fresh-platform/types';
import { dig, digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { changed, createApp, edited, eventsIn, payloadWith, summaryOf, WEBHOOK, type Iparams } from '../support/app';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Monday. */
const START = Date.parse('2026-11-02T09:00:00.000Z');
const HEARD: Iparams = { ...edited(WEBHOOK, 'webhook', { tell: ['Unattended'] }), unattended_minutes: 15 };

const NOBODY = { assigned_agent_id: null, assigned_group_id: null, status: 'new' };
const GROUP_A = { id: 'group-a', name: 'Billing' };
const GROUP_B = { id: 'group-b', name: 'Shipping' };

type Fates = (operation: Operation) => 'proceed' | 'die-before' | 'die-after';

/** An installation, and conversations in it that tell what happens to them at the moment it happens. */
function office(iparams: Json = HEARD, fate?: Fates, start = START) {
  const app = createApp({ clock: createClock(start), iparams, ...(fate === undefined ? {} : { fate }) });
  const { clock } = app.platform;
  const times = new Map<string, Json>();
  const conversationOf = (id: string, now: Json): Json => ({
    conversation_id: id,
    ...times.get(id),
    ...NOBODY,
    ...now,
  });
  const update = (
    id: string,
    changes: Json,
    now: Json,
    group: Json = {},
    at = clock.now(),
  ): Promise<InvocationResult> =>
    app.platform.invoke(
      'onConversationUpdate',
      changed(
        changes,
        { conversation: conversationOf(id, now), associations: { group, agent: {} } },
        { timestamp: at },
      ),
    );
  const born = (id: string, at: number): unknown => times.set(id, { created_time: new Date(at).toISOString() });
  return {
    ...app,
    clock,
    born,
    created: (id: string, now: Json = {}, at = clock.now()): Promise<InvocationResult> => {
      born(id, at);
      const data = { conversation: conversationOf(id, now), associations: { group: {}, agent: {} } };
      return app.platform.invoke('onConversationCreate', payloadWith(data, { timestamp: at }));
    },
    assigned: (id: string, at?: number) =>
      update(
        id,
        { assigned_agent_id: [null, 'agent-1'], status: ['new', 'assigned'] },
        { assigned_agent_id: 'agent-1', status: 'assigned' },
        {},
        at,
      ),
    grouped: (id: string, group = GROUP_A, at?: number) =>
      update(id, { assigned_group_id: [null, group.id] }, { assigned_group_id: group.id }, group, at),
    letGo: (id: string, at?: number) =>
      update(id, { assigned_agent_id: ['agent-1', null], status: ['assigned', 'new'] }, {}, {}, at),
    resolved: (id: string, at?: number) => update(id, { status: ['new', 'resolved'] }, { status: 'resolved' }, {}, at),
    reopened: (id: string, at?: number) =>
      update(id, { status: ['resolved', 'reopened'] }, { status: 'reopened' }, {}, at),
    /** What was told, with the minutes since the start. */
    raised: () => app.requests.flatMap((request) => eventsIn(request).map((event) => raisedIn(event, request, start))),
    watches: () => app.platform.schedules().filter(({ name }) => name.startsWith('relay-wait-')),
  };
}

interface Raised {
  id: string;
  minute: number;
  seconds: unknown;
  group: unknown;
}

function raisedIn(event: Json, { at }: OutgoingRequest, start: number): Raised {
  return {
    id: digText(event, 'conversation', 'id'),
    minute: Math.round((at - start) / MINUTE),
    seconds: event['unattended_seconds'],
    group: dig(event, 'conversation', 'group', 'name'),
  };
}

function operationsOf({ operations }: InvocationResult): string[] {
  return operations.map(({ name }) => name).filter((name) => name !== 'request');
}

describe('a conversation that nobody picks up', () => {
  it('is told after the minutes, and once more after twice as many', async () => {
    const { created, clock, raised, watches } = office();
    await created('c1');
    await clock.advance(3 * HOUR);
    expect(raised()).toMatchObject([
      { id: 'c1', minute: 15, seconds: 900 },
      { id: 'c1', minute: 30, seconds: 1_800 },
    ]);
    expect(watches()).toHaveLength(0);
  });

  it('costs one schedule operation as the wait begins and one as it ends, and nothing is read or stored', async () => {
    const { created, assigned, clock, raised, platform } = office();
    const first = await created('c1');
    await clock.advance(14 * MINUTE + 59_000);
    const last = await assigned('c1');
    expect(operationsOf(first)).toEqual(['schedule.create']);
    expect(operationsOf(last)).toEqual(['schedule.delete']);
    expect(summaryOf(first)['unattended']).toBe('watched');
    expect(summaryOf(last)['unattended']).toBe('attended');
    expect(platform.schedules()).toHaveLength(0);
    await clock.advance(3 * HOUR);
    expect(raised()).toHaveLength(0);
  });

  it('is told with the group of now, however often it was handed on', async () => {
    const { created, grouped, clock, raised } = office();
    await created('c1');
    await clock.advance(2 * MINUTE);
    await grouped('c1', GROUP_A);
    await clock.advance(6 * MINUTE);
    await grouped('c1', GROUP_B);
    await clock.advance(HOUR);
    expect(raised()).toMatchObject([
      { minute: 15, group: 'Shipping' },
      { minute: 30, group: 'Shipping' },
    ]);
  });

  it('counts anew from when it is let go or reopened, and not at all once it is resolved', async () => {
    const { created, assigned, letGo, resolved, reopened, clock, raised, watches } = office();
    await created('c1');
    await clock.advance(10 * MINUTE);
    await assigned('c1');
    await letGo('c1');
    await clock.advance(16 * MINUTE);
    expect(raised()).toMatchObject([{ minute: 25, seconds: 900 }]);
    await resolved('c1');
    expect(watches()).toHaveLength(0);
    await clock.advance(HOUR);
    await reopened('c1');
    await clock.advance(HOUR);
    expect(raised().map(({ minute }) => minute)).toEqual([25, 101, 116]);
  });

  it('is nobody’s where only a group has it, and somebody’s where a bot does', async () => {
    const { created, clock, raised } = office();
    await created('c1', { assigned_agent_id: 'bot-1', status: 'assigned' });
    await created('c2', { assigned_group_id: 'group-a' });
    await clock.advance(HOUR);
    expect(raised().map(({ id }) => id)).toEqual(['c2', 'c2']);
  });
});

describe('a burst of rules', () => {
  const steps = ['created', 'grouped', 'assigned'] as const;
  type Name = (typeof steps)[number];

  /** Every order of the three, each coming twice. */
  function orders(rest: readonly Name[]): Name[][] {
    if (rest.length === 0) return [[]];
    return [...new Set(rest)].flatMap((name) => {
      const index = rest.indexOf(name);
      return orders([...rest.slice(0, index), ...rest.slice(index + 1)]).map((others) => [name, ...others]);
    });
  }

  it('tells nothing and leaves nothing behind, in any order and twice', async () => {
    const { born, created, grouped, assigned, clock, raised, watches } = office();
    // Every third of ninety, which is enough to meet each pair in both orders.
    const all = [...orders([...steps, ...steps]).entries()].filter(([index]) => index % 3 === 0);
    for (const [index, order] of all) {
      const id = `c${index}`;
      const at = clock.now();
      born(id, at);
      await clock.advance(index % 2 === 0 ? 0 : 3_000);
      for (const name of order) {
        if (name === 'created') await created(id, {}, at);
        else if (name === 'grouped') await grouped(id, GROUP_A, at + 1_000);
        else await assigned(id, at + 2_500);
      }
      await clock.advance(2 * HOUR);
    }
    expect(all).toHaveLength(30);
    expect(raised()).toEqual([]);
    expect(watches()).toEqual([]);
  });
});
