import { patiently } from '../../src/outbox/patience';
import { StoreRefused } from '../../src/platform/refusals';
import { expectAllTold, MINUTE, offer, trialWith, type Trial } from './trial';
import { named } from '../support/conversations';

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

describe('patience', () => {
  /** When something was tried that the store refuses always, by a clock that begins at 0. */
  async function triedAt(until: number, fault: Error, hasTimers = true): Promise<number[]> {
    const tries: number[] = [];
    let time = 0;
    const runtime = {
      now: () => time,
      random: () => 0,
      after: () => Promise.resolve(),
      pause: (ms: number) => {
        time += ms;
        return Promise.resolve(hasTimers);
      },
    };
    const call = (): Promise<void> => {
      tries.push(time);
      return Promise.reject(fault);
    };
    await expect(patiently(call, until, runtime)).rejects.toBe(fault);
    return tries;
  }

  it('tries every three seconds what the store refuses, for the last time at the given moment', async () => {
    expect(await triedAt(6_000, new StoreRefused(429))).toEqual([0, 3_000, 6_000]);
    expect(await triedAt(5_999, new StoreRefused(429))).toEqual([0, 3_000]);
  });

  it('tries once what fails in another way, and where no time can pass', async () => {
    expect(await triedAt(6_000, new Error('a fault of our own'))).toEqual([0]);
    expect(await triedAt(6_000, new StoreRefused(429), false)).toEqual([0]);
  });
});
