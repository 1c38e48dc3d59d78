import { dying, isScheduled, outage, overload, SOUND, stateOf, swept, type Meant, type Way } from './dying';
import { settle } from './world/settle';
import { HOUR, MINUTE } from './world/times';
import { createWorld, type World } from './world/world';

/** Lets the history happen again and again, each time with the next operation as the last of its invocation. Returns how often. */
async function dieEverywhere(happens: (world: World) => Promise<void>, way: Way, isMeant: Meant): Promise<number> {
  const world = createWorld(1, ['webhook']);
  for (let fatal = 0; ; fatal += 1) {
    const seen = dying(world, new Map([[fatal, way]]), isMeant);
    await happens(world);
    expect({ fatal, ...stateOf(world) }).toEqual({ fatal, ...SOUND });
    // A death repeats one batch at most.
    for (const { delivered } of world.debts.values()) expect([fatal, delivered <= 2]).toEqual([fatal, true]);
    if (seen.length <= fatal) return fatal;
    world.debts.clear();
  }
}

describe('a death at any single operation of the scheduled invocations', () => {
  it('meets the lease, every inbox, pages, the state, and the steps to rest', async () => {
    const met = new Set<string>();
    for (const history of [outage, overload]) {
      const world = createWorld(1, ['webhook']);
      const seen = dying(world, new Map(), isScheduled);
      await history(world);
      for (const { name, target } of seen) met.add(`${name} ${target.replace(/\d{8}|\d+$/g, 'n')}`);
    }
    expect([...met]).toEqual(
      expect.arrayContaining([
        'db.set outbox:lease',
        'db.delete box:n',
        'db.set page:webhook:n',
        'db.delete page:webhook:n',
        'db.set outbox',
        'db.delete outbox',
        'schedule.delete relay-slot-n',
        'schedule.delete relay-outbox',
        'schedule.create relay-turn-n',
        'schedule.create relay-outbox',
        'request postToWebhook',
      ]),
    );
  });

  it.each([
    { name: 'an outage', history: outage, way: 'die-before', least: 20 },
    { name: 'an outage', history: outage, way: 'die-after', least: 20 },
    { name: 'an overload', history: overload, way: 'die-before', least: 20 },
    { name: 'an overload', history: overload, way: 'die-after', least: 20 },
    { name: 'an overload whose sweeps tell all', history: swept, way: 'die-before', least: 8 },
    { name: 'an overload whose sweeps tell all', history: swept, way: 'die-after', least: 8 },
  ] as const)(
    'of $name ($way) loses nothing and leaves nothing',
    async ({ history, way, least }) => {
      expect(await dieEverywhere(history, way, isScheduled)).toBeGreaterThan(least);
    },
    240_000,
  );
});

describe('a death in the live path, after what keeps the payload', () => {
  /** Payloads fail: the first is kept in the driver, others in a box, and where the request quota is spent in slots. */
  async function someFail(world: World): Promise<void> {
    const { clock, limits } = world.platform;
    world.moods.webhook = { is: 'down' };
    world.tellAt(clock.now());
    world.tellAt(clock.now() + 1_000, 2);
    await clock.advance(2_000);
    limits.requestsPerMinute = 0;
    for (const after of [0, 300]) world.tellAt(clock.now() + after);
    await clock.advance(MINUTE);
    limits.requestsPerMinute = 50;
    world.moods.webhook = { is: 'well' };
    await settle(world, 4 * HOUR);
  }

  it.each(['die-before', 'die-after'] as const)(
    '%s any operation loses nothing that was kept, by itself or by others',
    async (way) => {
      const operations = await dieEverywhere(someFail, way, ({ name }, isLive) => isLive && name !== 'request');
      expect(operations).toBeGreaterThan(5);
    },
  );
});
