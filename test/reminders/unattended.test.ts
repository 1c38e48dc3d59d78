import { dig, digText } from '../../packages/fresh-platform/lib/dig';
import { edited, eventsIn, outcomeIn, payloadWith, summaryOf } from '../support/app';
import {
  GROUP_A,
  GROUP_B,
  HEARD,
  HOUR,
  idsOfOneName,
  MINUTE,
  office,
  OFFICE_HOURS,
  operationsOf,
  START,
} from './office';

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

  it.each<[minutes: number, looks: string[]]>([
    [30, []],
    [31, ['schedule.fetch']],
  ])('is looked for as it ends where waits of %i minutes share schedules for long: %j', async (minutes, looks) => {
    const { created, assigned, clock } = office({ ...HEARD, unattended_minutes: minutes });
    await created('c1');
    await created('c2');
    expect(operationsOf(await assigned('c1'))).toEqual([...looks, 'schedule.update']);
    await clock.advance(MINUTE);
    expect(operationsOf(await assigned('c2'))).toEqual([...looks, 'schedule.delete']);
  });

  it('is told with the group of now, however often it was handed on', async () => {
    const { created, grouped, clock, raised } = office();
    await created('c1');
    await clock.advance(2 * MINUTE);
    expect(summaryOf(await grouped('c1', GROUP_A))['unattended']).toBe('moved');
    await clock.advance(6 * MINUTE);
    await grouped('c1', GROUP_B);
    await clock.advance(HOUR);
    expect(raised()).toMatchObject([
      { minute: 15, group: 'Shipping' },
      { minute: 30, group: 'Shipping' },
    ]);
  });

  it('is left as it was by what changes neither group nor agent, and is not waited for where somebody has it', async () => {
    const { created, ranked, grouped, clock, raised, watches } = office();
    await created('c1');
    await clock.advance(5 * MINUTE);
    expect(operationsOf(await ranked('c1', {}))).toEqual([]);
    const somebodys = { assigned_agent_id: 'agent-1', status: 'assigned' };
    expect(operationsOf(await ranked('c2', somebodys))).toEqual([]);
    expect(operationsOf(await grouped('c2', GROUP_B, clock.now(), somebodys))).toEqual([]);
    expect(watches()).toHaveLength(1);
    await clock.advance(HOUR);
    expect(raised().map(({ id, minute }) => [id, minute])).toEqual([
      ['c1', 15],
      ['c1', 30],
    ]);
  });

  it.each([
    [1, 40, true],
    [4, 12, false],
  ])('of %i names of wide characters is told with %i of each, with its address: %p', async (size, length, isLinked) => {
    const { platform, clock, requests } = office();
    const long = '\u0001'.repeat(200);
    const group = { id: 'group-a', name: long };
    const others = { channel: group, label_category: group, label_subcategory: group };
    const data = {
      conversation: { conversation_id: 'c1', assigned_agent_id: null, status: 'new', assigned_group_id: 'group-a' },
      associations: { group, agent: {}, ...(size > 1 ? others : {}) },
    };
    await platform.invoke('onConversationCreate', payloadWith(data, { timestamp: clock.now() }));
    await clock.advance(16 * MINUTE);
    const conversation = dig(eventsIn(requests.at(-1))[0], 'conversation');
    expect(digText(conversation, 'group', 'name')).toBe(`${'\u0001'.repeat(length - 1)}…`);
    expect(dig(conversation, 'url') !== null).toBe(isLinked);
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

  it('is told at the earliest moment that the platform takes, where the payload comes late', async () => {
    const { created, clock, raised } = office();
    await clock.advance(14 * MINUTE);
    await created('c1', {}, START);
    await clock.advance(HOUR);
    expect(raised().map(({ minute }) => minute)).toEqual([19, 30]);
  });

  it('goes on where waits are long, and the payload of an agent who has let it go since comes last', async () => {
    const { created, assigned, letGo, clock, raised } = office({ ...HEARD, unattended_minutes: 31 });
    await created('c1');
    await clock.advance(10 * MINUTE);
    await letGo('c1', clock.now());
    await assigned('c1', clock.now() - 2 * MINUTE);
    await clock.advance(3 * HOUR);
    expect(raised().map(({ minute }) => minute)).toEqual([41, 72]);
  });

  it.each([15, 31])(
    'is told no more where an agent takes it as its schedule dies, with %i minutes to wait',
    async (minutes) => {
      let isDeadly = false;
      const fate = () => (isDeadly ? 'die-before' : 'proceed');
      const { created, assigned, clock, raised, watches } = office({ ...HEARD, unattended_minutes: minutes }, fate);
      await created('c1');
      await clock.advance(minutes * MINUTE - 1_000);
      isDeadly = true;
      await clock.advance(2_000);
      isDeadly = false;
      await assigned('c1');
      await clock.advance(3 * HOUR);
      expect(raised()).toEqual([]);
      expect(watches()).toEqual([]);
    },
  );

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

  it.each([
    ['a second apart', 1_000, 2_500],
    ['in one moment', 0, 0],
  ])('%s tells nothing and leaves nothing behind, in any order and twice', async (...[, grouping, assigning]) => {
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
        else if (name === 'grouped') await grouped(id, GROUP_A, at + grouping);
        else await assigned(id, at + assigning);
      }
      await clock.advance(2 * HOUR);
    }
    expect(all).toHaveLength(30);
    expect(raised()).toEqual([]);
    expect(watches()).toEqual([]);
  });
});

describe('conversations whose ids give the same schedule', () => {
  it('are each told when their own time has come', async () => {
    const { created, clock, raised, watches } = office();
    const [first = '', second = ''] = idsOfOneName(2);
    await created(first);
    await clock.advance(6 * MINUTE);
    expect(summaryOf(await created(second))['unattended']).toBe('watched');
    expect(watches()).toHaveLength(1);
    await clock.advance(2 * HOUR);
    const minutesOf = (id: string) =>
      raised()
        .filter((one) => one.id === id)
        .map(({ minute }) => minute);
    expect(minutesOf(first)).toEqual([15, 30]);
    expect(minutesOf(second)).toEqual([21, 36]);
    expect(watches()).toHaveLength(0);
  });

  it('take nothing from each other as the hours begin, when waits lie pending from outside of them, at one read more', async () => {
    const { created, assigned, clock, raised, watches } = office({ ...HEARD, hours: OFFICE_HOURS });
    const [first = '', second = '', third = ''] = idsOfOneName(3);
    for (const id of [first, second, third]) await created(id);
    await clock.advance(MINUTE);
    expect(operationsOf(await assigned(second))).toEqual(['schedule.fetch', 'schedule.update']);
    await clock.advance(20 * MINUTE);
    expect(raised().map(({ id }) => id)).toEqual([first, third]);
    await assigned(first);
    expect(operationsOf(await assigned(third))).toEqual(['schedule.fetch', 'schedule.delete']);
    expect(watches()).toHaveLength(0);
    await clock.advance(2 * HOUR);
    expect(raised()).toHaveLength(2);
    expect(operationsOf(await created('d1'))).toEqual(['schedule.create']);
    await clock.advance(14 * MINUTE);
    expect(operationsOf(await assigned('d1'))).toEqual(['schedule.delete']);
  });

  it('are said not to be watched where there is no room for one more', async () => {
    const { created, clock, raised, platform } = office();
    const results = [];
    for (const id of idsOfOneName(8)) results.push(summaryOf(await created(id))['unattended']);
    const watched = results.filter((result) => result === 'watched').length;
    expect(watched).toBeGreaterThanOrEqual(3);
    expect(results.slice(watched)).toEqual(results.slice(watched).map(() => 'not watched'));
    await clock.advance(20 * MINUTE);
    expect(raised()).toHaveLength(watched);
    await clock.advance(2 * HOUR);
    expect(platform.schedules()).toHaveLength(0);
  });
});

test('where the schedules refuse, that one is said not to be watched, and it is told of all the same', async () => {
  const { created, requests } = office(
    { ...edited(HEARD, 'webhook', { tell: ['Unattended', 'Created'] }), unattended_minutes: 15 },
    undefined,
    START,
    {
      oneTimeSchedules: 0,
    },
  );
  const result = await created('c1');
  expect(summaryOf(result)['unattended']).toBe('not watched');
  expect(outcomeIn(result, 'webhook')).toBe('delivered');
  expect(requests).toHaveLength(1);
});
