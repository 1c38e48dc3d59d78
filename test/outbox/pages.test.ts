/** What stands on pages: it stays there whatever happens to what comes after it, and does not stand in its way. */
import { createClock, type Fate, type Operation } from '../../packages/fresh-platform/index';
import { digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { createRandom } from '../../bench/reliability/random';
import { changed, createApp, eventsIn, hearing, WEBHOOK, type TestApp } from '../support/app';
import { named } from '../support/conversations';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-02T09:00:00.000Z');

interface Outage {
  app: TestApp;
  /** Conversations the receiver took. */
  taken: Set<string>;
  heal: () => void;
  /** Asked of every operation. */
  steer: (fate: (operation: Operation) => Fate) => void;
}

/** A receiver that is down; once it is back, it refuses what tells of a poison conversation. */
function outage(poison: ReadonlySet<string> = new Set(), refusal = 400): Outage {
  let isDown = true;
  let fate: (operation: Operation) => Fate = () => 'proceed';
  const taken = new Set<string>();
  const app = createApp({
    clock: createClock(START),
    iparams: hearing(WEBHOOK),
    random: createRandom(5),
    fate: (operation) => fate(operation),
    receiver: (request) => {
      const ids = eventsIn(request).map((event) => digText(event, 'conversation', 'id'));
      if (isDown) return { status: 503 };
      if (ids.some((id) => poison.has(id))) return { status: refusal };
      for (const id of ids) taken.add(id);
      return { status: 200 };
    },
  });
  return {
    app,
    taken,
    heal: () => (isDown = false),
    steer: (steered) => {
      fate = steered;
    },
  };
}

/** A change of so much of a conversation that few of them fill a page. */
function muchOf(index: number): Json {
  const fields = [...Array(8).keys()].map((field) => [`cf_${field}`, ['a'.repeat(50), `${field}`.repeat(50)]]);
  return changed(Object.fromEntries(fields), { conversation: { conversation_id: `c${index}` } });
}

/** Tells so many conversations from now on, one every so many ms. */
async function tellEvery({ platform }: TestApp, first: number, size: number, every: number): Promise<void> {
  for (let index = first; index < first + size; index += 1) {
    platform.clock.at(platform.clock.now() + (index - first) * every, () => {
      void platform.start('onConversationUpdate', muchOf(index));
    });
  }
  await platform.clock.advance(size * every);
}

describe('an event that was refused before, on a page that fresh ones fill up', () => {
  const interruptions: [what: string, at: (operation: Operation) => boolean][] = [
    ['the new page is written', ({ name, target }) => name === 'db.set' && target === 'page:webhook:1'],
    ['the page is filled up', ({ name, target }) => name === 'db.set' && target === 'page:webhook:0'],
    ['the backlog is saved', ({ name, target }) => name === 'db.set' && target === 'outbox'],
  ];

  it.each(
    interruptions.flatMap(([what, at]) => (['die-before', 'die-after'] as const).map((fate) => ({ what, at, fate }))),
  )('survives a turn that dies as $what ($fate)', async ({ at, fate }) => {
    const { app, taken, heal, steer } = outage();
    await tellEvery(app, 0, 1, 1);
    // Alone in its turns, it counts a refusal, and so is sorted behind whatever comes.
    await app.platform.clock.advance(16 * MINUTE);
    let isOverflowing = false;
    let deaths = 0;
    steer((operation) => {
      isOverflowing ||= operation.name === 'db.set' && operation.target === 'page:webhook:1';
      if (!isOverflowing || deaths > 0 || !at(operation)) return 'proceed';
      deaths += 1;
      return fate;
    });
    await tellEvery(app, 1, 60, 4_700);
    await app.platform.clock.advance(20 * MINUTE);
    expect(deaths).toBe(1);
    heal();
    await app.platform.clock.advance(4 * HOUR);
    expect([...taken].sort()).toEqual(named(61).sort());
    expect([app.platform.entries(), app.platform.schedules()]).toEqual([[], []]);
  });
});

describe('events that are refused for ever, on the first page', () => {
  const poisons: [refusal: number, poison: string[]][] = [
    [500, ['c0', 'c2']],
    [400, ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7']],
    [500, ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7']],
  ];

  it.each(poisons.map(([refusal, poison]) => ({ refusal, poison, size: poison.length })))(
    'do not hold up the pages behind it: $size answered with $refusal',
    async ({ refusal, poison }) => {
      const { app, taken, heal } = outage(new Set(poison), refusal);
      await tellEvery(app, 0, 40, 4_500);
      await app.platform.clock.advance(10 * MINUTE);
      heal();
      await app.platform.clock.advance(6 * HOUR);
      expect([...taken].sort()).toEqual(
        named(40)
          .filter((id) => !poison.includes(id))
          .sort(),
      );
    },
  );
});
