import { createClock, createPlatform, type Platform, type PlatformSnapshot } from '../../index';
import { NOW, removeApps, writeApp } from '../support/apps';

afterAll(removeApps);

const MINUTE = 60_000;
const SERVER = `exports = {
  onConversationUpdate: async function () {
    await $db.set('box', { n: 1 }, { ttl: 600 });
    await $db.set('page', { n: 2 });
    await $schedule.create({ name: 'driver', data: { n: 3 }, schedule_at: '${new Date(NOW + 5 * MINUTE).toISOString()}', repeat: { time_unit: 'minutes', frequency: 5 } });
    await $schedule.create({ name: 'once', data: { n: 4 }, schedule_at: '${new Date(NOW + 7 * MINUTE).toISOString()}' });
    await $request.invokeTemplate('send', {});
  },
  onScheduledEvent: async function (payload) { console.log(JSON.stringify(payload.data), JSON.stringify(payload.iparams)); }
};\n`;

/** A platform that has done something, and a maker of others that go on from it at a time. */
async function interrupted(): Promise<{
  before: Platform;
  snapshot: PlatformSnapshot;
  resumedAt: (time: number) => Platform;
}> {
  const appDir = writeApp({ server: SERVER });
  const receiver = () => ({ status: 200 });
  const before = createPlatform({ appDir, clock: createClock(NOW), receiver, iparams: { color: 'blue' } });
  await before.invoke('onConversationUpdate', {});
  const snapshot = JSON.parse(JSON.stringify(before.snapshot())) as PlatformSnapshot;
  return {
    before,
    snapshot,
    resumedAt: (time) =>
      createPlatform({ appDir, clock: createClock(time), receiver, iparams: { color: 'red' }, snapshot }),
  };
}

/** What every schedule that fired was called with. */
function fired({ invocations }: Platform): string[] {
  return invocations.flatMap(({ event, logs }) => (event === 'onScheduledEvent' ? logs.map(({ text }) => text) : []));
}

describe('a snapshot', () => {
  it('carries store, schedules, spent quotas and settings over to another platform', async () => {
    const { before, resumedAt, snapshot } = await interrupted();
    const after = resumedAt(NOW);
    expect(after.entries()).toEqual(before.entries());
    expect(after.entries().map(({ key, expiresAt }) => [key, expiresAt])).toEqual([
      ['box', NOW + 600_000],
      ['page', undefined],
    ]);
    expect(after.schedules()).toEqual(before.schedules());
    expect(after.quota()).toEqual({ requests: 1, dbOperations: 2 });
    expect(after.snapshot()).toEqual(snapshot);
    expect(snapshot.iparams).toEqual({ color: 'blue' });
  });

  it('lets schedules go on firing at their times, with the settings of before', async () => {
    const after = (await interrupted()).resumedAt(NOW + MINUTE);
    await after.clock.advanceTo(NOW + 10 * MINUTE);
    expect(fired(after)).toEqual(['{"n":3} {"color":"blue"}', '{"n":4} {"color":"blue"}', '{"n":3} {"color":"blue"}']);
  });

  it('fires what fell due meanwhile once the clock moves, and forgets what expired and what no longer counts', async () => {
    const after = (await interrupted()).resumedAt(NOW + 11 * MINUTE);
    expect(after.entries().map(({ key }) => key)).toEqual(['page']);
    expect(after.quota()).toEqual({ requests: 0, dbOperations: 0 });
    await after.clock.advance(1);
    expect(fired(after)).toEqual(['{"n":3} {"color":"blue"}', '{"n":4} {"color":"blue"}', '{"n":3} {"color":"blue"}']);
    expect(after.schedules().map(({ name, at }) => [name, at])).toEqual([['driver', NOW + 15 * MINUTE]]);
  });

  it('numbers invocations on, and is not changed by what follows', async () => {
    const { before, snapshot, resumedAt } = await interrupted();
    const after = resumedAt(NOW + 7 * MINUTE);
    await after.clock.advance(1);
    expect(after.invocations.map(({ invocation }) => invocation)).toEqual([2, 3]);
    await before.clock.advance(60 * MINUTE);
    expect(snapshot.schedules.map(({ name, at }) => [name, at])).toEqual([
      ['driver', NOW + 5 * MINUTE],
      ['once', NOW + 7 * MINUTE],
    ]);
  });

  it.each([
    ['a frequency of 0', { repeat: { time_unit: 'minutes', frequency: 0 } }, 'a whole number from 1 to 60'],
    ['a unit that is none', { repeat: { time_unit: 'blinks', frequency: 1 } }, 'minutes, hours or days'],
    ['a repetition that is none', { repeat: 'often' }, 'minutes, hours or days'],
    ['no time', { at: null }, 'has no time at which it fires'],
  ])(
    'with %s in a schedule is refused in words, rather than keep the clock busy for ever',
    async (...[, odd, sentence]) => {
      const { before, snapshot } = await interrupted();
      const [driver, ...others] = snapshot.schedules;
      const tampered = { ...snapshot, schedules: [{ ...driver, ...odd }, ...others] } as unknown as PlatformSnapshot;
      expect(() =>
        createPlatform({ appDir: writeApp({ server: SERVER }), clock: before.clock, snapshot: tampered }),
      ).toThrow(sentence);
    },
  );

  it('from years ago makes up for a hundred firings, and the clock goes on', async () => {
    const after = (await interrupted()).resumedAt(NOW + 365 * 24 * 60 * MINUTE);
    await after.clock.advance(1);
    expect(fired(after).filter((text) => text.startsWith('{"n":3}'))).toHaveLength(101);
    expect(after.schedules()).toHaveLength(1);
  });
});
