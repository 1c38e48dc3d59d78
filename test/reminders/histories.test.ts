import * as fc from 'fast-check';
import { createRandom } from '../../bench/reliability/random';
import { WATCHES } from '../../src/platform/registry';
import { summaryOf } from '../support/app';
import { GROUP_A, GROUP_B, HEARD, HOUR, idsOfOneName, MINUTE, office, START } from './office';

describe('hundreds of conversations that nobody picks up', () => {
  it('never take more than their share of the schedules, and are all told in time or said not to be watched', async () => {
    const limits = { requestsPerMinute: 5_000, dbOperationsPerMinute: 5_000 };
    const { created, clock, raised, watches } = office(HEARD, undefined, START, limits);
    const unwatched = new Set<string>();
    for (let index = 0; index < 550; index += 1) {
      const result = await created(`c${index}`);
      if (summaryOf(result)['unattended'] === 'not watched') unwatched.add(`c${index}`);
    }
    expect(watches().length).toBeLessThanOrEqual(WATCHES);
    expect(unwatched.size).toBeLessThan(10);
    await clock.advance(2 * HOUR);
    const told = raised();
    expect(new Set(told.map(({ id }) => id)).size).toBe(550 - unwatched.size);
    expect(told).toHaveLength(2 * (550 - unwatched.size));
    expect(watches()).toHaveLength(0);
  });
});

/** Three share a schedule. */
const IDS = [...idsOfOneName(3), 'd1', 'd2'];
const GAPS = [0, 1_000, MINUTE, 6 * MINUTE, 14.5 * MINUTE, 17 * MINUTE, 40 * MINUTE];
/** A wait so long is read before it is taken off, and those that share its schedule stay. */
const LONG = 31;
/** The platform takes nothing that is due in less than five minutes. */
const LATEST = 6 * MINUTE;

interface Step {
  id: string;
  /** Picks among what may happen to it next. */
  choice: number;
  gap: number;
  isTwice: boolean;
}

const steps = fc.array(
  fc.record({
    id: fc.constantFrom(...IDS),
    choice: fc.nat(99),
    gap: fc.constantFrom(...GAPS),
    isTwice: fc.boolean(),
  }),
  { minLength: 10, maxLength: 40 },
);

/** A stretch of time in which nobody held a conversation. */
interface Span {
  id: string;
  from: number;
  to: number;
}

type State = 'unborn' | 'waiting' | 'held' | 'resolved';
type Office = ReturnType<typeof office>;
type Deed = [happens: (world: Office, id: string) => Promise<{ outcome: string }>, after: State];

/** What may happen to a conversation, by how it stands. */
const DEEDS: Readonly<Record<State, readonly Deed[]>> = {
  unborn: [[(world, id) => world.created(id), 'waiting']],
  waiting: [
    [(world, id) => world.assigned(id), 'held'],
    [(world, id) => world.grouped(id, GROUP_A), 'waiting'],
    [(world, id) => world.grouped(id, GROUP_B), 'waiting'],
    [(world, id) => world.resolved(id), 'resolved'],
  ],
  held: [[(world, id) => world.letGo(id), 'waiting']],
  resolved: [[(world, id) => world.reopened(id), 'waiting']],
};

/** When nobody held which conversation, and which of them the app may have got wrong by a death. */
interface Truth {
  spans: Span[];
  /** An end died before it was worked off. */
  doubtful: Span[];
  open: Map<string, number>;
}

function remember(truth: Truth, id: string, after: State, at: number, isDead: boolean): void {
  const from = truth.open.get(id);
  if (after === 'waiting') {
    if (from === undefined) truth.open.set(id, at);
    return;
  }
  if (from === undefined) return;
  truth.spans.push({ id, from, to: at });
  truth.open.delete(id);
  if (isDead) truth.doubtful.push({ id, from, to: Infinity });
}

async function played(history: readonly Step[], world: Office): Promise<Truth> {
  const states = new Map<string, State>();
  const truth: Truth = { spans: [], doubtful: [], open: new Map() };
  for (const { id, choice, gap, isTwice } of history) {
    await world.clock.advance(gap);
    const deeds = DEEDS[states.get(id) ?? 'unborn'];
    const [happens, after] = deeds[choice % deeds.length] as Deed;
    const results = [await happens(world, id)];
    if (isTwice) results.push(await happens(world, id));
    const isDead = results.every(({ outcome }) => outcome === 'died');
    remember(truth, id, after, world.clock.now(), isDead);
    states.set(id, after);
  }
  await world.clock.advance(3 * HOUR);
  for (const [id, from] of truth.open) truth.spans.push({ id, from, to: world.clock.now() });
  return truth;
}

const isIn =
  (id: string, at: number) =>
  (span: Span): boolean =>
    span.id === id && at > span.from && at <= span.to;

describe.each(['current', 'fdk6'] as const)('on the platform of variant %s, after any history', (variant) => {
  const RUNS = Number(process.env['FC_RUNS'] ?? 12);

  it('with deaths, nobody is told of a conversation that somebody holds, or of one twice, and nothing is left', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(1e6), fc.boolean(), async (history, seed, isLong) => {
        const random = createRandom(seed);
        const fate = () => {
          const chance = random();
          return chance < 0.06 ? 'die-before' : chance < 0.12 ? 'die-after' : 'proceed';
        };
        const world = office(isLong ? { ...HEARD, unattended_minutes: LONG } : HEARD, fate, START, {}, variant);
        const { spans, doubtful } = await played(history, world);
        const told = world.told();
        const wrong = told.filter(({ id, at }) => !spans.some(isIn(id, at)) && !doubtful.some(isIn(id, at)));
        expect({ wrong, schedules: world.platform.schedules(), entries: world.platform.entries() }).toEqual({
          wrong: [],
          schedules: [],
          entries: [],
        });
        expect(new Set(told.map(({ event }) => event)).size).toBe(told.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('without deaths, everybody who waits is told of twice, as far as somebody waits so long', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = office({ ...HEARD, unattended_minutes: LONG }, undefined, START, {}, variant);
        const { spans } = await played(history, world);
        const told = world.told();
        const counts = spans.map((span) => ({
          span,
          minutes: (span.to - span.from) / MINUTE,
          told: told.filter(({ id, at }) => isIn(id, at)(span)).length,
        }));
        const turns = (ms: number): number => Math.min(2, Math.max(0, Math.floor(ms / (LONG * MINUTE))));
        const least = (ms: number): number => turns(ms - LATEST - 1);
        const most = turns;
        expect(
          counts.filter(({ span, told: times }) => {
            const ms = span.to - span.from;
            return times < least(ms) || times > most(ms);
          }),
        ).toEqual([]);
        expect(told).toHaveLength(counts.reduce((sum, { told: times }) => sum + times, 0));
        expect(world.platform.schedules()).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
