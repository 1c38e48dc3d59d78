import fc from 'fast-check';
import { mended, steps, troubledSteps } from './histories';
import { NAMES } from './world/destinations';
import { isAtRest, lost, repeated, settle } from './world/settle';
import { NO_TROUBLE } from './world/hardships';
import { DAY } from './world/times';
import { createWorld, type World } from './world/world';

/**
 * `FC_RUNS=2000 npx jest test/outbox/histories` looks further; FC_SEED tells another two thousand. The first that fails is printed as it
 * is; FC_SHRINK=1 looks for a shorter one like it, which takes as long as hundreds.
 */
const RUNS = Number(process.env['FC_RUNS'] ?? 15);
const SEED = Number(process.env['FC_SEED'] ?? 20261102);

/** Receivers are well again, save one that is picky for ever; nothing dies any more, and the settings work. */
async function heal(world: World): Promise<void> {
  const picky = NAMES.filter((name) => world.moods[name].is === 'picky');
  for (const name of NAMES) if (!picky.includes(name)) world.moods[name] = { is: 'well' };
  Object.assign(world.kills, { share: 0, live: false });
  world.troubled.trouble = NO_TROUBLE;
  world.set(mended(world));
  await settle(world, picky.length === 0 ? DAY : 4 * DAY);
}

/** Nothing outlives the outbox. */
async function keysInTheEnd({ platform, orphans }: World): Promise<number> {
  if (orphans.size > 0) await platform.clock.advance(4 * DAY);
  return platform.entries().length;
}

/** Operations of a day on which nothing happens. */
async function idleCost(world: World): Promise<number> {
  const before = world.operations();
  await world.platform.clock.advance(DAY);
  return world.operations() - before;
}

describe('after any history of events, failures, deaths, waits, edited settings and reinstalls', () => {
  it.each([
    { where: 'on a platform as it should be', commands: steps },
    {
      where: 'where clocks are off, operations refused, reads late, and firings late, missed or doubled',
      commands: troubledSteps,
    },
  ])(
    'everything is told or given up for a reason, nothing else is, and nothing remains, $where',
    async ({ commands: all }) => {
      const property = fc.asyncProperty(
        fc.nat(1e6),
        fc.subarray([...NAMES], { minLength: 1 }),
        fc.commands(all, { maxCommands: 25, size: 'max' }),
        async (seed, names, commands) => {
          const world = createWorld(seed, names);
          await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
          await heal(world);
          expect({
            lost: lost(world),
            repeated: repeated(world),
            problems: world.problems,
            isAtRest: isAtRest(world),
            idle: await idleCost(world),
            keys: await keysInTheEnd(world),
          }).toEqual({ lost: [], repeated: [], problems: [], isAtRest: true, idle: 0, keys: 0 });
        },
      );
      await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: process.env['FC_SHRINK'] === undefined });
    },
    180_000 + RUNS * 4_000,
  );
});
