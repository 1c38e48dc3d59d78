import { HOUR, MINUTE, offer, START, trialWith } from './trial';
import { named } from '../support/conversations';

const SECOND = 1_000;

describe('the outbox', () => {
  it('comes to rest whenever in a minute its turns begin in, though a minute closes while they work', async () => {
    const hours: [second: number, keys: number, schedules: number][] = [];
    for (let second = 0; second < 60; second += 3) {
      // A turn takes more than three seconds.
      const trial = trialWith({ latency: () => 400, random: () => 0 });
      await trial.platform.clock.advanceTo(START + second * SECOND);
      await offer(trial, 1, 0);
      trial.answer = { status: 200 };
      await trial.platform.clock.advance(HOUR);
      expect(trial.taken).toEqual(named(1));
      hours.push([second, trial.platform.entries().length, trial.platform.schedules().length]);
    }
    expect(hours.filter(([, keys, schedules]) => keys > 0 || schedules > 0)).toEqual([]);
  });
});

describe('whatever the outbox has in the store', () => {
  it('is forgotten by itself within four days, at every moment of an outage and of what follows', async () => {
    const trial = trialWith({});
    const unlimited = (): string[] => {
      const latest = trial.platform.clock.now() + 96 * HOUR;
      return trial.platform.entries().flatMap(({ key, expiresAt }) => ((expiresAt ?? Infinity) > latest ? [key] : []));
    };
    await offer(trial, 40, 20 * SECOND);
    const seen = new Set<string>();
    for (let minutes = 0; minutes < 60; minutes += 1) {
      if (minutes === 20) trial.answer = { status: 200 };
      if (minutes < 20) await offer(trial, 2, 20 * SECOND, 40 + 2 * minutes);
      await trial.platform.clock.advance(MINUTE / 2);
      expect(unlimited()).toEqual([]);
      for (const { key } of trial.platform.entries()) seen.add(key.replace(/:.*/, ''));
    }
    expect([...seen].sort()).toEqual(['box', 'outbox', 'page']);
  });
});
