/**
 * Two deaths in one short history, at any two of its operations. By default some pairs, chosen by a seed; `PAIRS=all` tries every one,
 * each way of dying after each, and `PAIRS=500 PAIRS_SEED=7` five hundred others.
 */
import { createRandom, type Random } from '../../bench/reliability/random';
import { dying, isScheduled, SOUND, stateOf, type Way } from './dying';
import { settle } from './world/settle';
import { HOUR, MINUTE } from './world/times';
import { createWorld, type World } from './world/world';

const PAIRS = process.env['PAIRS'] ?? '80';
const SEED = Number(process.env['PAIRS_SEED'] ?? 1);
const WAYS: readonly Way[] = ['die-before', 'die-after'];

type History = (world: World) => Promise<void>;

/** One payload is kept with the driver and one in a box; the receiver is well when the first turn comes. */
async function shortOutage(world: World): Promise<void> {
  const { clock } = world.platform;
  world.moods.webhook = { is: 'down' };
  world.tellAt(clock.now());
  world.tellAt(clock.now() + 1_000);
  await clock.advance(MINUTE);
  world.moods.webhook = { is: 'well' };
  await settle(world, 16 * HOUR);
}

/** Two payloads are kept in slots. */
async function shortOverload(world: World): Promise<void> {
  const { clock, limits } = world.platform;
  limits.requestsPerMinute = 0;
  world.tellAt(clock.now());
  world.tellAt(clock.now() + 300);
  await clock.advance(MINUTE);
  limits.requestsPerMinute = 50;
  await settle(world, 16 * HOUR);
}

type Death = readonly [place: number, way: Way];

/** How many operations the history had, with these deaths. */
async function survive(history: History, deaths: readonly Death[]): Promise<number> {
  const world = createWorld(1, ['webhook']);
  const seen = dying(world, new Map(deaths), isScheduled);
  await history(world);
  expect({ deaths, ...stateOf(world) }).toEqual({ deaths, ...SOUND });
  return seen.length;
}

/** Every pair: after a first death the history is another one, and as long as it then is. */
async function surviveAll(history: History): Promise<number> {
  let tried = 0;
  const size = await survive(history, []);
  for (let first = 0; first < size; first += 1)
    for (const way of WAYS)
      for (const next of WAYS)
        for (
          let second = first + 1;
          second <
          (await survive(history, [
            [first, way],
            [second, next],
          ]));
          second += 1
        )
          tried += 1;
  return tried;
}

async function surviveSome(history: History, size: number, random: Random): Promise<number> {
  const among = (most: number): number => Math.floor(random() * most);
  const operations = await survive(history, []);
  for (let tried = 0; tried < size; tried += 1) {
    const first: Death = [among(operations), WAYS[among(2)] ?? 'die-before'];
    const length = await survive(history, [first]);
    await survive(history, [first, [first[0] + 1 + among(length - first[0] - 1), WAYS[among(2)] ?? 'die-after']]);
  }
  return size;
}

describe('two deaths in scheduled invocations', () => {
  it.each([
    { name: 'an outage', history: shortOutage },
    { name: 'an overload', history: shortOverload },
  ])(
    'of $name lose nothing and leave nothing',
    async ({ history }) => {
      const tried =
        PAIRS === 'all' ? await surviveAll(history) : await surviveSome(history, Number(PAIRS), createRandom(SEED));
      expect(tried).toBeGreaterThan(0);
    },
    PAIRS === 'all' ? 7_200_000 : 180_000 + Number(PAIRS) * 5_000,
  );
});
