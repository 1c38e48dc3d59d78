/** What may happen to an installation, as fast-check commands. Each leaves what it set in motion running. */
import fc from 'fast-check';
import { OTHER_SECRET, SECRET, hearing, joined, edited, type Iparams } from '../support/app';
import { CHOICES, NAMES, WEBHOOKS, type Name } from './world/destinations';
import type { Mood } from './world/receivers';
import { DAY, HOUR, MINUTE } from './world/times';
import type { World } from './world/world';

type Step = fc.AsyncCommand<object, World>;

function step(name: string, run: (world: World) => Promise<void> | void): Step {
  return {
    check: () => true,
    run: async (...[, world]) => {
      await run(world);
    },
    toString: () => name,
  };
}

/** Starts so many events, one every so many ms from a moment on, without waiting for them. */
function tellFrom(world: World, at: number, size: number, gap: number, weight = 0): void {
  for (let told = 0; told < size; told += 1) world.tellAt(at + told * gap, weight);
}

const tell = fc
  .record({ size: fc.integer({ min: 1, max: 6 }), gap: fc.constantFrom(0, 1, 30, 700, 20_000, MINUTE) })
  .map(({ size, gap }) =>
    step(`tell ${size}, ${gap} ms apart`, (world) => {
      tellFrom(world, world.platform.clock.now(), size, gap);
    }),
  );

const tellMuch = fc.constantFrom(12, 40).map((weight) =>
  step(`tell one of ${weight} changes`, (world) => {
    tellFrom(world, world.platform.clock.now(), 1, 0, weight);
  }),
);

const burst = fc.integer({ min: 20, max: 90 }).map((size) =>
  step(`burst of ${size}`, async (world) => {
    tellFrom(world, world.platform.clock.now(), size, 5);
    await world.platform.clock.advance(30_000);
  }),
);

/** While the next scheduled invocation is at work. */
const meet = fc
  .record({
    offset: fc.integer({ min: -200, max: 2_500 }),
    size: fc.integer({ min: 1, max: 8 }),
    gap: fc.constantFrom(3, 40, 150),
  })
  .map(({ offset, size, gap }) =>
    step(`tell ${size} from ${offset} ms after the next firing, ${gap} ms apart`, async (world) => {
      const { clock } = world.platform;
      const next = world.platform.schedules()[0]?.at ?? clock.now();
      tellFrom(world, Math.max(clock.now(), next + offset), size, gap);
      await clock.advanceTo(Math.max(clock.now(), next) + 5_000);
    }),
  );

const wait = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 30 }).map((minutes) => minutes * MINUTE) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 8 }).map((hours) => hours * HOUR) },
    { weight: 1, arbitrary: fc.constantFrom(DAY, 3 * DAY) },
  )
  .map((ms) =>
    step(`wait ${ms / MINUTE} min`, async ({ platform: { clock } }) => {
      await clock.advance(ms);
    }),
  );

const mood: fc.Arbitrary<Mood> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('well', 'down').map((is): Mood => ({ is })) },
  fc.constantFrom<Mood>({ is: 'refusing' }, { is: 'picky' }, { is: 'odd' }, { is: 'gone' }),
  fc.constantFrom(null, 1, 60, 7_200).map((retryAfter): Mood => ({ is: 'busy', retryAfter })),
  fc.constantFrom(3_000, 9_000, 14_500, 16_000).map((ms): Mood => ({ is: 'slow', ms })),
  fc.constantFrom(0.3, 0.5, 0.8).map((share): Mood => ({ is: 'flaky', share })),
);

const change = fc.record({ name: fc.constantFrom(...NAMES), mood }).map(({ name, mood: next }) =>
  step(`${name} is ${JSON.stringify(next)}`, ({ moods }) => {
    moods[name] = next;
  }),
);

const kill = fc.record({ share: fc.constantFrom(0, 0.02, 0.1, 0.3), live: fc.boolean() }).map((kills) =>
  step(`kills ${JSON.stringify(kills)}`, (world) => {
    Object.assign(world.kills, kills);
  }),
);

const trouble = fc
  .record({
    skew: fc.constantFrom(0, 45_000, 120_000),
    refused: fc.constantFrom(0, 0.05, 0.2),
    status: fc.constantFrom(429 as const, 503 as const),
    oddFirings: fc.boolean(),
    readsLate: fc.constantFrom(0, 2_000),
  })
  .map((next) =>
    step(`the platform is so: ${JSON.stringify(next)}`, ({ troubled }) => {
      troubled.trouble = next;
    }),
  );

const edit = fc.oneof(
  fc.record({ name: fc.constantFrom(...NAMES), to: fc.constantFrom('on', 'off', 'malformed') }).map(({ name, to }) =>
    step(`${name} ${to}`, (world) => {
      world.set(changedTo(world, name, to));
    }),
  ),
  fc
    .record({ url: fc.constantFrom(...WEBHOOKS), secret: fc.constantFrom(SECRET, OTHER_SECRET) })
    .map(({ url, secret }) =>
      step(`webhook moves to ${url}`, (world) => {
        world.set(withChoice(world.iparams, 'webhook', hearing(edited(CHOICES.webhook, 'webhook', { url }, secret))));
      }),
    ),
);

const MALFORMED: Readonly<Record<Name, Iparams>> = {
  webhook: edited(CHOICES.webhook, 'webhook', { url: 'http://hooks.example.com' }),
  slack: edited(CHOICES.slack, 'slack', { channel: '#billing' }),
  teams: edited(CHOICES.teams, 'teams', {}, 'nowhere'),
};

/** With a destination set so, whatever it was before; null takes it off. */
function withChoice(iparams: Iparams, name: Name, choice: Iparams | null): Iparams {
  const { destinations, secrets, ...rest } = iparams;
  const others = {
    destinations: destinations.filter(({ id }) => id !== name),
    secrets: Object.fromEntries(Object.entries(secrets).filter(([id]) => id !== name)),
  };
  return { ...rest, ...(choice === null ? others : joined(others, choice)) };
}

function changedTo({ iparams }: World, name: Name, to: string): Iparams {
  if (to === 'off') return withChoice(iparams, name, null);
  return withChoice(iparams, name, hearing(to === 'malformed' ? MALFORMED[name] : CHOICES[name]));
}

const reinstall = fc.boolean().map((isAtWork) =>
  step(`uninstall${isAtWork ? ' at the next firing' : ''} and install again`, async (world) => {
    const { clock } = world.platform;
    const next = world.platform.schedules()[0]?.at;
    if (isAtWork && next !== undefined) await clock.advanceTo(next + 50);
    await world.uninstall();
    await clock.advance(MINUTE);
    world.set(mended(world));
    await world.install();
  }),
);

/** The same whatever the order in which destinations were set. */
function sorted({ destinations, secrets }: Iparams): unknown {
  const texts = destinations.map((one) => JSON.stringify(one)).sort();
  return [texts, Object.entries(secrets).map(String).sort()];
}

/** The settings with what is malformed put right: an install takes nothing else. */
export function mended(world: World): World['iparams'] {
  return NAMES.reduce((iparams, name) => {
    const now = withChoice(iparams, name, hearing(MALFORMED[name]));
    const isMalformed = JSON.stringify(sorted(iparams)) === JSON.stringify(sorted(now));
    return isMalformed ? withChoice(iparams, name, hearing(CHOICES[name])) : iparams;
  }, world.iparams);
}

export const steps = [tell, tell, tellMuch, burst, meet, meet, wait, wait, change, change, kill, edit, reinstall];
/** The same on a platform that is in trouble itself. */
export const troubledSteps = [...steps, trouble, trouble];
