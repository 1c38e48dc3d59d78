import { NOW, platformWith, removeApps } from '../support/apps';
import { at, create, MINUTE, recurring, scheduling } from './scheduling';

afterAll(removeApps);

describe('a schedule', () => {
  it('fires a one-time schedule at its time, once, and has forgotten it by then', async () => {
    const fired =
      "console.log(payload.event, JSON.stringify(payload.data), (await $schedule.fetch({ name: 's' }).catch((e) => e)).status);";
    const platform = platformWith(scheduling(`await ${create(5 * MINUTE)};`, fired));
    await platform.invoke('onConversationUpdate', {});
    await platform.clock.advanceTo(NOW + 5 * MINUTE - 1);
    expect(platform.invocations).toHaveLength(1);
    await platform.clock.advance(60 * MINUTE);
    expect(platform.invocations.slice(1).map(({ startedAt, logs }) => [startedAt - NOW, logs[0]?.text])).toEqual([
      [5 * MINUTE, 'onScheduledEvent {"n":1} 404'],
    ]);
    expect(platform.schedules()).toEqual([]);
  });

  it('loses a one-time schedule when the invocation it fires dies', async () => {
    const platform = platformWith(scheduling(`await ${create(5 * MINUTE)};`, "await $db.set('k', { n: 1 });"), {
      fate: ({ name }) => (name === 'db.set' ? 'die-before' : 'proceed'),
    });
    await platform.invoke('onConversationUpdate', {});
    await platform.clock.advance(60 * MINUTE);
    expect([platform.invocations.map(({ outcome }) => outcome), platform.schedules()]).toEqual([
      ['completed', 'died'],
      [],
    ]);
  });

  it('fires a recurring schedule again and again, whatever becomes of its invocations', async () => {
    const platform = platformWith(scheduling(`await ${recurring()};`, "await $db.set('k', { n: 1 });"), {
      fate: ({ name }) => (name === 'db.set' ? 'die-before' : 'proceed'),
    });
    await platform.invoke('onConversationUpdate', {});
    await platform.clock.advance(15 * MINUTE);
    expect(platform.invocations.slice(1).map(({ outcome, startedAt }) => [outcome, startedAt - NOW])).toEqual(
      [5, 10, 15].map((minutes) => ['died', minutes * MINUTE]),
    );
    expect(platform.schedules()).toMatchObject([{ name: 'r', at: NOW + 20 * MINUTE, repeatMs: 5 * MINUTE }]);
  });

  it('fires a recurring schedule first when it says', async () => {
    const platform = platformWith(
      scheduling(
        `await $schedule.create({ name: 'r', data: {}, schedule_at: '${at(7 * MINUTE)}', repeat: { time_unit: 'hours', frequency: 2 } });`,
        '',
      ),
    );
    await platform.invoke('onConversationUpdate', {});
    await platform.clock.advance(300 * MINUTE);
    expect(platform.invocations.slice(1).map(({ startedAt }) => (startedAt - NOW) / MINUTE)).toEqual([7, 127, 247]);
  });

  it('takes a recurring schedule from every minute on, whose first time is past, near or a day alone (vendors’ apps)', async () => {
    const first = async (scheduleAt: string, options = {}) => {
      const platform = platformWith(
        scheduling(
          `await $schedule.create({ name: 'r', data: {}, schedule_at: '${scheduleAt}', repeat: { time_unit: 'minutes', frequency: 1 } });`,
          '',
        ),
        options,
      );
      const { outcome } = await platform.invoke('onConversationUpdate', {});
      return [outcome, platform.schedules().map((schedule) => schedule.at - NOW)];
    };
    expect(await first(at(-90_000))).toEqual(['completed', [30_000]]);
    expect(await first(at(1_000))).toEqual(['completed', [1_000]]);
    expect(await first('2026-11-02')).toEqual(['completed', [60_000]]);
    // FDK 6.9 waits another period before the first time.
    expect(await first(at(1_000), { ways: { recurringFiresLate: true } })).toEqual(['completed', [61_000]]);
    expect(await first(at(-1_000), { variant: 'fdk6' })).toEqual(['completed', [60_000]]);
  });

  it('tells what it was given, and becomes a one-time one by an update without repeat (FDK 6.9’s source)', async () => {
    const platform = platformWith(
      scheduling(`await ${recurring()};`, "console.log(JSON.stringify(await $schedule.fetch({ name: 'r' })));"),
    );
    await platform.invoke('onConversationUpdate', {});
    await platform.clock.advance(10 * MINUTE);
    expect(JSON.parse(platform.invocations.at(-1)!.logs[0]!.text)).toMatchObject({ schedule_at: at(5 * MINUTE) });
    const update = `$schedule.update({ name: 'r', data: {}, schedule_at: '${at(9 * MINUTE)}' })`;
    const updated = platformWith(scheduling(`await ${recurring()}; await ${update};`, ''));
    await updated.invoke('onConversationUpdate', {});
    expect(updated.schedules()).toEqual([{ name: 'r', data: {}, at: NOW + 9 * MINUTE }]);
  });

  it('fires with what every event carries', async () => {
    const platform = platformWith(scheduling(`await ${create(5 * MINUTE)};`, 'console.log(JSON.stringify(payload));'), {
      iparams: { mode: 'a' },
      region: 'IND',
    });
    await platform.invoke('onConversationUpdate', {});
    await platform.clock.advance(5 * MINUTE);
    expect(JSON.parse(platform.invocations[1]!.logs[0]!.text)).toMatchObject({
      data: { n: 1 },
      event: 'onScheduledEvent',
      iparams: { mode: 'a' },
      region: 'IND',
      timestamp: NOW + 5 * MINUTE,
      version: '1.0.0',
      currentHost: { subscribed_modules: ['chat_conversation'] },
    });
  });

  it('fires nothing that was deleted or put off, nor anything once the app is gone', async () => {
    const body = `await ${create(5 * MINUTE, 'gone')}; await $schedule.delete({ name: 'gone' }); await ${create(5 * MINUTE, 'later')}; await $schedule.update({ name: 'later', data: {}, schedule_at: '${at(8 * MINUTE)}' });`;
    const platform = platformWith(scheduling(body, ''));
    await platform.invoke('onConversationUpdate', {});
    await platform.clock.advance(7 * MINUTE);
    expect(platform.invocations).toHaveLength(1);
    await platform.uninstall();
    await platform.clock.advance(7 * MINUTE);
    expect(platform.invocations).toHaveLength(1);
  });
});
