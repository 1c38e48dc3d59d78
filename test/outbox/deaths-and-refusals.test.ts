/** Deaths and refusals at the places where an outbox forgets, doubles or repeats: what was taken is counted, not collected into a set. */
import type { Operation, PlatformOptions } from '../../packages/fresh-platform/types';
import { createClock } from '../../packages/fresh-platform/index';
import { itemsOf } from '../../src/outbox/pages';
import { createRandom } from '../../bench/reliability/random';
import { digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { changed, eventsIn, hearing, WEBHOOK } from '../support/app';
import { named } from '../support/conversations';
import { expectAllTold, HOUR, MINUTE, offer, START, trialWith, undelivered, type Trial } from './trial';

/** Three payloads of an outage: the first with the driver, the others in a box; the last turns are over within the hour. */
async function outage(options: Partial<PlatformOptions>): Promise<Trial> {
  const trial = trialWith(options);
  await offer(trial, 3, 1_000);
  await trial.platform.clock.advance(6 * MINUTE);
  return trial;
}

/** So many payloads in slots: the request quota is spent while they happen. */
async function inSlots(size: number, options: Partial<PlatformOptions>): Promise<Trial> {
  const trial = trialWith({ limits: { requestsPerMinute: 0 }, ...options });
  await offer(trial, size, 100);
  trial.platform.limits.requestsPerMinute = 50;
  return trial;
}

/** Conversations on all pages, each as often as it stands there. */
function onPages({ platform }: Trial): string[] {
  const pages = platform.entries().filter(({ key }) => /^(?:page|refused):/.test(key));
  return pages.flatMap(({ value }) => itemsOf(value)).map(({ events }) => String(events[0]?.id));
}

/** A payload of which a slot holds one, and a request few. */
function large(index: number): Json {
  const notes = Object.fromEntries('abcdef'.split('').map((letter) => [`cf_${letter}`, ['', letter.repeat(440)]]));
  return changed(notes, { conversation: { conversation_id: `c${index}` } });
}

type Refuse = (operation: { name: string; target: string }) => number | undefined;

/** Refuses one write of the store, and its two repetitions; `place` counts from 0. */
function refusing(place: number): Refuse {
  let writes = 0;
  let refused = '';
  let tries = 0;
  return ({ name, target }) => {
    if (!/^db\.(?:set|update|delete)$/.test(name)) return undefined;
    const what = `${name} ${target}`;
    if (tries === 0 && writes++ === place) refused = what;
    if (what !== refused || tries === 3) return undefined;
    tries += 1;
    return 503;
  };
}

describe('what is kept', () => {
  it('is told whichever single write of the store is refused, and no more than one request of it twice', async () => {
    for (let place = 0; place < 14; place += 1) {
      const trial = await outage({ hardships: { refuse: refusing(place) } });
      trial.answer = { status: 200 };
      await trial.platform.clock.advance(3 * HOUR);
      expect([place, [...new Set(trial.taken)].sort(), undelivered(trial)]).toEqual([place, named(3), []]);
      expect(trial.taken.length).toBeLessThan(6);
      expect([trial.platform.entries(), trial.platform.schedules()]).toEqual([[], []]);
    }
  });

  it('says of assigned, resolved and reopened times what it would have said at once', async () => {
    const times = {
      assigned_time: '2026-11-02T08:00:00+02:00',
      resolved_time: '2026-11-02T07:00:00Z',
      reopened_time: '2026-11-02T08:30:00Z',
    };
    const trial = trialWith({});
    await trial.platform.invoke(
      'onConversationUpdate',
      changed({ priority: [1, 2] }, { conversation: times }, { timestamp: START }),
    );
    trial.answer = { status: 200 };
    await trial.platform.clock.advance(HOUR);
    const [live, later] = trial.requests.map((request) => eventsIn(request));
    expect(later).toEqual(live);
    expect(later?.[0]?.['conversation']).toMatchObject({
      assigned_at: '2026-11-02T06:00:00.000Z',
      resolved_at: '2026-11-02T07:00:00.000Z',
      reopened_at: '2026-11-02T08:30:00.000Z',
    });
  });

  it.each([1, 5, 60])(
    'in a box, by one who saw the driver go, is told by the next driver, %i hours after every last turn died',
    async (hours) => {
      const deletion = ({ name, target }: Operation): boolean =>
        name === 'schedule.delete' && target === 'relay-outbox';
      let goneAt = 0;
      const rehearsal = trialWith({
        onOperation: (operation) => {
          if (deletion(operation)) goneAt ||= operation.at;
        },
      });
      await offer(rehearsal, 2, 1_000);
      rehearsal.answer = { status: 200 };
      await rehearsal.platform.clock.advance(HOUR);
      let isDeadly = false;
      const trial = trialWith({
        fate: (operation) => {
          if (deletion(operation) && operation.at < START + HOUR) isDeadly = true;
          const isTurn = trial.platform.schedules().every(({ name }) => name !== 'relay-outbox');
          return isDeadly && isTurn && /lease/.test(operation.target) ? 'die-after' : 'proceed';
        },
      });
      await offer(trial, 2, 1_000);
      trial.answer = { status: 200 };
      await trial.platform.clock.advanceTo(goneAt - 50);
      trial.answer = { status: 503 };
      await offer(trial, 1, 0, 2);
      await trial.platform.clock.advance(HOUR);
      expect(
        trial.platform
          .entries()
          .map(({ key }) => key.replace(/\d+$/, 'n'))
          .sort(),
      ).toEqual(['box:n', 'outbox']);
      isDeadly = false;
      await trial.platform.clock.advance((hours - 1) * HOUR);
      await offer(trial, 1, 0, 3);
      await expectAllTold(trial, 4);
    },
  );

  it('stands on pages once after a death between a page and the commit', async () => {
    let isPaged = false;
    let deaths = 0;
    const trial = await outage({
      fate: ({ name, target }) => {
        if (name !== 'db.set') return 'proceed';
        if (target.startsWith('page:')) isPaged = true;
        if (deaths === 2 || !isPaged || target !== 'outbox') return 'proceed';
        deaths += 1;
        isPaged = false;
        return 'die-before';
      },
    });
    await trial.platform.clock.advance(12 * MINUTE);
    const ids = onPages(trial);
    expect(deaths).toBe(2);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toHaveLength(new Set(ids).size);
    await expectAllTold(trial, 3);
  });

  it('is told once where a page that a death has left behind cannot be deleted at first', async () => {
    let isPaged = false;
    let hasDied = false;
    let refusals = 0;
    const trial = await outage({
      fate: ({ name, target }) => {
        if (hasDied || name !== 'db.set') return 'proceed';
        if (target.startsWith('page:')) isPaged = true;
        hasDied = isPaged && target === 'outbox';
        return hasDied ? 'die-before' : 'proceed';
      },
      hardships: {
        refuse: ({ name, target }) =>
          hasDied && name === 'db.delete' && target.startsWith('page:') && (refusals += 1) <= 3 ? 503 : undefined,
      },
    });
    await trial.platform.clock.advance(12 * MINUTE);
    expect(refusals).toBeGreaterThan(3);
    await expectAllTold(trial, 3);
  });

  it('of a version that is not known is passed over, and what is beside it in its box is told', async () => {
    const before = trialWith({});
    await offer(before, 4, 1_000);
    const snapshot = before.platform.snapshot();
    const box = snapshot.store.find(({ key }) => key.startsWith('box:'))!;
    // The second and the third are packed beside the first.
    expect(box.json.match(/"b\w+":\["\[1,/g)).toHaveLength(2);
    box.json = box.json.replace(/("b\w+":\["\[)1,/, '$12,');
    const trial = trialWith({ clock: createClock(before.platform.clock.now()), snapshot });
    trial.answer = { status: 200 };
    await trial.platform.clock.advance(HOUR);
    expect([trial.taken.sort(), undelivered(trial)]).toEqual([['c0', 'c1', 'c3'], []]);
    expect([trial.platform.entries(), trial.platform.schedules()]).toEqual([[], []]);
  });
});

describe('a receiver that refuses everything', () => {
  it('is left alone after three payloads in a row', async () => {
    const trial = trialWith({});
    await offer(trial, 12, 1_000);
    const before = trial.requests.length;
    trial.answer = { status: 400 };
    await trial.platform.clock.advance(7 * MINUTE);
    // Of twelve by halves to one, and then three one by one.
    expect(trial.requests.length - before).toBeLessThanOrEqual(8);
    await expectAllTold(trial, 12, 6 * HOUR);
  });
});

describe('what is in slots', () => {
  it('is told once, but for some slots on which others hang, where a turn has told a part of it, and then neither the store nor the receiver takes anything', async () => {
    const told: string[][] = [];
    let isWornOut = false;
    const trial = trialWith({
      iparams: { ...hearing(WEBHOOK), personal_data: 'Include' },
      limits: { requestsPerMinute: 0 },
      hardships: { refuse: ({ name }) => (isWornOut && name.startsWith('db.') ? 429 : undefined) },
      receiver: (request) => {
        if (trial.answer.status !== 200 || isWornOut) return { status: 503 };
        told.push(eventsIn(request).map((event) => digText(event, 'id')));
        isWornOut = told.length === 1;
        return { status: 200 };
      },
    });
    const { clock, limits } = trial.platform;
    for (let index = 0; index < 24; index += 1)
      clock.at(START + index * 100, () => void trial.platform.start('onConversationUpdate', large(index)));
    await clock.advance(MINUTE);
    limits.requestsPerMinute = 50;
    // The sweeps find the receiver down.
    await clock.advanceTo(START + 6 * MINUTE + 10_000);
    trial.answer = { status: 200 };
    await clock.advance(2 * MINUTE);
    expect([told.length, isWornOut]).toEqual([1, true]);
    isWornOut = false;
    await clock.advance(3 * HOUR);
    const [first = new Set<string>(), ...later] = told.map((ids) => new Set(ids));
    const again = [...first].filter((id) => later.some((ids) => ids.has(id)));
    const ids = told.flat();
    expect([later.length > 0, new Set(ids).size, ids.length - again.length]).toEqual([true, 24 * 6, 24 * 6]);
    // A slot of the first request on which others hang has to stay, and only the store could have said that it was told.
    expect(again.length).toBeLessThan(first.size / 2);
    expect([undelivered(trial), trial.platform.entries(), trial.platform.schedules()]).toEqual([[], [], []]);
  });

  it.each(['die-before', 'die-after'] as const)('is told whole where taking one off ends with %s', async (way) => {
    for (const fatal of [0, 1, 4, 9, 13]) {
      let deletions = 0;
      const trial = await inSlots(14, {
        random: createRandom(fatal + 1),
        fate: ({ name, target }) =>
          name === 'schedule.delete' && target.startsWith('relay-slot-') && deletions++ === fatal ? way : 'proceed',
      });
      await trial.platform.clock.advance(14 * MINUTE);
      await expectAllTold(trial, 14, HOUR);
    }
  });

  it('is told once where the commit is the last thing before a death, and there is one slot', async () => {
    let isFirst = true;
    const trial = await inSlots(1, {
      fate: ({ name, target }) => {
        const isFatal = isFirst && name === 'schedule.delete' && target.startsWith('relay-slot-');
        isFirst &&= !isFatal;
        return isFatal ? 'die-before' : 'proceed';
      },
    });
    await trial.platform.clock.advance(20 * MINUTE);
    expect(isFirst).toBe(false);
    expect(onPages(trial)).toHaveLength(1);
    await expectAllTold(trial, 1);
  });
});

describe('a backlog that moves', () => {
  it('asks for a turn a minute between the first turn of the driver and the next', async () => {
    const trial = trialWith({ limits: { requestsPerMinute: 50 } });
    for (let minute = 0; minute < 4; minute += 1) await offer(trial, 40, 1_000, 40 * minute);
    await trial.platform.clock.advance(4 * MINUTE);
    trial.answer = { status: 200, latency: 9_000 };
    const turns: number[] = [];
    for (let minute = 0; minute < 14; minute += 1) {
      await trial.platform.clock.advance(MINUTE);
      turns.push(trial.platform.schedules().filter(({ name }) => name.startsWith('relay-turn-')).length);
    }
    expect(Math.max(...turns)).toBeGreaterThanOrEqual(3);
    await expectAllTold(trial, 160);
  });
});
