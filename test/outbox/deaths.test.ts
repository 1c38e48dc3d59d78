import type { Fate, Operation } from '../../packages/fresh-platform/types';
import { createWorld, HOUR, isAtRest, lost, MINUTE, settle, type World } from './world';

type Way = Exclude<Fate, 'proceed'>;

/** A receiver that is down for so many minutes while something is kept in the driver, in a box and, of so many changes, in slots. */
async function outage(world: World, minutes: number, changes: number): Promise<void> {
  const { clock } = world.platform;
  const start = clock.now();
  world.moods.webhook = { is: 'down' };
  world.tellAt(start);
  // Eighty-five are more than the box of one minute holds: the rest goes to slots.
  world.tellAt(start + 5_000, changes);
  world.tellAt(start + 70_000);
  await clock.advance(minutes * MINUTE);
  world.moods.webhook = { is: 'well' };
  await settle(world, 3 * HOUR);
}

type Meant = (operation: Operation, isLive: boolean) => boolean;

/** Ends an invocation at the operation of the given number, counted over those that are meant; returns what was counted. */
function dying(world: World, fatal: number, way: Way, isMeant: Meant): Operation[] {
  const seen: Operation[] = [];
  world.fate = (operation, isLive) =>
    isMeant(operation, isLive) && seen.push(operation) - 1 === fatal ? way : 'proceed';
  return seen;
}

function state(world: World): object {
  return { lost: lost(world), problems: world.problems, isAtRest: isAtRest(world) };
}

const SOUND = { lost: [], problems: [], isAtRest: true };

/** Lets the history happen again and again, each time with the next operation as the last of its invocation. Returns how often. */
async function dieEverywhere(happens: (world: World) => Promise<void>, way: Way, isMeant: Meant): Promise<number> {
  const world = createWorld(1, ['webhook']);
  for (let fatal = 0; ; fatal += 1) {
    const seen = dying(world, fatal, way, isMeant);
    await happens(world);
    expect({ fatal, ...state(world) }).toEqual({ fatal, ...SOUND });
    if (seen.length <= fatal) return fatal;
    world.debts.clear();
  }
}

const isScheduled: Meant = (...[, isLive]) => !isLive;

describe('a death at any single operation of the scheduled invocations of an outage', () => {
  it('meets what is kept in the driver, a box, slots and pages, the lease, and the steps to rest', async () => {
    const world = createWorld(1, ['webhook']);
    const seen = dying(world, -1, 'die-before', isScheduled);
    await outage(world, 8, 85);
    const targets = seen.map(({ name, target }) => `${name} ${target.replace(/\d{8}|\d+$/g, 'n')}`);
    expect([...new Set(targets)]).toEqual(
      expect.arrayContaining([
        'db.set lease',
        'db.delete lease',
        'db.get box:n',
        'db.delete box:n',
        'db.set page:webhook:n',
        'db.delete page:webhook:n',
        'db.set outbox',
        'db.delete outbox',
        'schedule.fetch relay-n-n',
        'schedule.delete relay-n-n',
        'schedule.delete relay',
        'schedule.create relay-guard-n',
        'schedule.delete relay-guard-n',
        'request postToWebhook',
      ]),
    );
  });

  it.each([
    { minutes: 3, changes: 85, way: 'die-before' },
    { minutes: 3, changes: 85, way: 'die-after' },
    { minutes: 8, changes: 2, way: 'die-before' },
    { minutes: 8, changes: 2, way: 'die-after' },
  ] as const)(
    '$way: nothing is lost where the receiver was down for $minutes minutes',
    async ({ minutes, changes, way }) => {
      expect(await dieEverywhere((world) => outage(world, minutes, changes), way, isScheduled)).toBeGreaterThan(50);
    },
    120_000,
  );
});

describe('a death in the live path, after what keeps the payload', () => {
  /** Three payloads fail: the first in the driver, the next in a box, the last in a slot beside a box that is full. */
  async function threeFail(world: World): Promise<void> {
    const { clock } = world.platform;
    world.moods.webhook = { is: 'down' };
    world.tellAt(clock.now());
    world.tellAt(clock.now() + 1_000, 85);
    world.tellAt(clock.now() + 2_000);
    await clock.advance(MINUTE);
    world.moods.webhook = { is: 'well' };
    await settle(world, 3 * HOUR);
  }

  it.each(['die-before', 'die-after'] as const)(
    '%s any operation loses nothing that was kept, by itself or by others',
    async (way) => {
      const operations = await dieEverywhere(threeFail, way, ({ name }, isLive) => isLive && name !== 'request');
      expect(operations).toBeGreaterThan(5);
    },
    60_000,
  );
});
