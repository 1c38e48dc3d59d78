import { StoreRefused } from '../../src/platform/refusals';
import { createStore } from '../../src/platform/store';
import { expectAllTold, MINUTE, offer, trialWith, type Trial } from './trial';
import { WEBHOOK } from '../support/app';
import { named } from '../support/conversations';
import { muchOf } from './trace';

/** The store's quota is spent for so many ms from the first thing on that the receiver takes. */
function refusingFor(ms: number): Trial {
  let since = Infinity;
  const trial = trialWith({
    hardships: {
      refuse: ({ name, at }) => {
        if (name === 'request' && trial.answer.status === 200) since = Math.min(since, at);
        return name.startsWith('db.') && at >= since && at < since + ms ? 429 : undefined;
      },
    },
  });
  return trial;
}

/** A backlog on pages whose receiver is back. */
async function toldWhereRefused(ms: number): Promise<Trial> {
  const trial = refusingFor(ms);
  await offer(trial, 12, 5_000);
  await trial.platform.clock.advance(12 * MINUTE);
  expect(trial.platform.entries().some(({ key }) => key.startsWith('page:'))).toBe(true);
  trial.answer = { status: 200 };
  await trial.platform.clock.advance(20 * MINUTE);
  return trial;
}

describe('what was told and cannot be written down, as the store’s quota is spent,', () => {
  it('is written down as soon as there is a place in it, and told once', async () => {
    const trial = await toldWhereRefused(9_000);
    expect(trial.taken.sort()).toEqual(named(12).sort());
    await expectAllTold(trial, 12);
  });

  it('is written down in the same way where it had only just arrived', async () => {
    const trial = refusingFor(9_000);
    await offer(trial, 4, 5_000);
    trial.answer = { status: 200 };
    await trial.platform.clock.advance(20 * MINUTE);
    expect(trial.taken.sort()).toEqual(named(4).sort());
    await expectAllTold(trial, 4);
  });

  it('is told again, and nothing is lost, where there is none as long as the turn lives', async () => {
    const trial = await toldWhereRefused(30_000);
    expect(trial.taken.length).toBeGreaterThan(12);
    expect([...new Set(trial.taken)].sort()).toEqual(named(12).sort());
    const outcomes = trial.platform.invocations.map(({ outcome }) => outcome);
    expect(outcomes).not.toContain('timed out');
    await trial.platform.clock.advance(60 * MINUTE);
    expect([trial.platform.entries(), trial.platform.schedules()]).toEqual([[], []]);
  });
});

it('a turn to which the store refuses to write down what was told sends no more, and the next one tells the rest', async () => {
  const sent: number[] = [];
  const trial = trialWith({
    iparams: { ...WEBHOOK, personal_data: 'Include' },
    hardships: {
      refuse: ({ name, target, at }) => {
        if (name === 'request' && trial.answer.status === 200) sent.push(at);
        const isRefused = sent.length === 1 && name === 'db.set' && target.startsWith('page:') && at < sent[0]! + 2_000;
        return isRefused ? 429 : undefined;
      },
    },
  });
  for (let index = 0; index < 40; index += 1) await trial.platform.invoke('onConversationCreate', muchOf(index));
  await trial.platform.clock.advance(11 * MINUTE);
  trial.answer = { status: 200 };
  await trial.platform.clock.advance(5 * MINUTE);
  expect(sent).toHaveLength(1);
  await expectAllTold(trial, 40);
});

describe('patience', () => {
  /** When something was tried that the store refuses always, by a clock that begins at 0, and how often others were told that it is spent. */
  async function triedAt(until: number, status: number, hasTimers = true): Promise<{ tries: number[]; told: number }> {
    const tries: number[] = [];
    let [time, told] = [0, 0];
    const $db = {
      get: () => {
        tries.push(time);
        return Promise.reject(Object.assign(new Error('refused'), { status }));
      },
    };
    Object.assign(globalThis, { $db });
    const pause = (ms: number): Promise<boolean> => {
      time += ms;
      return Promise.resolve(hasTimers);
    };
    const store = createStore(50, { now: () => time, pause }, () => {
      told += 1;
      return Promise.resolve();
    });
    store.patientUntil = until;
    await expect(store.get('a key')).rejects.toThrow(StoreRefused);
    return { tries: [...new Set(tries)], told };
  }

  it('tries every three seconds what the store refuses, for the last time at the given moment, and says so once', async () => {
    expect(await triedAt(6_000, 429)).toEqual({ tries: [0, 3_000, 6_000], told: 1 });
    expect(await triedAt(5_999, 429)).toEqual({ tries: [0, 3_000], told: 1 });
    expect(await triedAt(2_999, 429)).toEqual({ tries: [0], told: 0 });
  });

  it('tries again what is out of order, which is no spent quota', async () => {
    expect(await triedAt(3_000, 503)).toEqual({ tries: [0, 3_000], told: 0 });
  });

  it('tries once what fails in another way, and where no time can pass', async () => {
    expect(await triedAt(6_000, 422)).toEqual({ tries: [0], told: 0 });
    expect(await triedAt(6_000, 429, false)).toEqual({ tries: [0], told: 1 });
  });
});
