import { evaluate, handling, NOW, platformWith, removeApps, run } from '../support/apps';
import { at, create, MINUTE, recurring, repeat, scheduling } from './scheduling';

afterAll(removeApps);

/** Creates a recurring schedule with a repetition of any kind. */
const again = (unit: string, frequency: number) =>
  `$schedule.create({ name: 's', data: {}, schedule_at: '${at(0)}', repeat: { time_unit: '${unit}', frequency: ${frequency} } })`;

describe('$schedule', () => {
  it.each([
    [create(5 * MINUTE, 's'.repeat(31)), 'has 31 characters, and may have 30'],
    [create(5 * MINUTE - 1), 'choose a time from 5 minutes to a year ahead'],
    [create(366 * 24 * 60 * MINUTE), 'choose a time from 5 minutes to a year ahead'],
    [`$schedule.create({ name: 's', data: {}, schedule_at: '2 November' })`, 'must be a time in ISO 8601'],
    [
      `$schedule.create({ name: 's', data: { a: 'x'.repeat(4 * 1024) }, schedule_at: '${at(5 * MINUTE)}' })`,
      'and may have 4096',
    ],
    [again('minutes', 0), 'a whole number from 1 to 60 of minutes'],
    [again('minutes', 61), 'a whole number from 1 to 60 of minutes'],
    [again('hours', 25), 'a whole number from 1 to 24 of hours'],
    [again('days', 31), 'a whole number from 1 to 30 of days'],
    [again('hours', 0.5), 'needs a frequency that is a whole number'],
    [again('weeks', 1), 'needs a time_unit of minutes, hours or days'],
    [`$schedule.create({ name: 's', schedule_at: '${at(5 * MINUTE)}' })`, 'needs data'],
    [`$schedule.create({ name: 'r', data: {}, repeat: ${repeat} })`, 'needs schedule_at, a recurring one too'],
    [
      `$schedule.create({ name: 's', data: [], schedule_at: '${at(5 * MINUTE)}' })`,
      'The data of schedule s must be an object.',
    ],
    [`$schedule.create({ schedule_at: '${at(5 * MINUTE)}' })`, 'needs a name'],
    ["$schedule.create('s')", '$schedule takes one object'],
    ["$schedule.create({ name: 's', data: {} })", 'needs schedule_at'],
    [`${create(5 * MINUTE)}.then(() => ${create(6 * MINUTE)})`, 'names are unique among the pending ones'],
    [
      `${recurring()}.then(() => ${recurring('q')})`,
      '1 recurring schedules are pending, and an installation has at most 1',
    ],
    [`${create(5 * MINUTE)}.then(() => $schedule.update({ name: 's', data: {} }))`, 'needs schedule_at'],
  ])('refuses %s (documentation and FDK 6.9’s source)', async (expression, message) => {
    expect(await evaluate(expression)).toMatchObject({
      rejects: { status: 400, message: expect.stringContaining(message) as string },
    });
  });

  it('takes a name of 30 characters, and times from five minutes to a year ahead', async () => {
    expect(await evaluate(create(5 * MINUTE, 's'.repeat(30)))).toMatchObject({ is: { status: 200 } });
    expect(await evaluate(create(365 * 24 * 60 * MINUTE))).toMatchObject({ is: { status: 200 } });
  });

  it('keeps a thousand one-time schedules and a recurring one beside them', async () => {
    const many = `for (let n = 0; n < 1000; n += 1) await $schedule.create({ name: 's' + n, data: {}, schedule_at: '${at(10 * MINUTE)}' });`;
    const { outcome, operations } = await run(
      `${many} await ${recurring()}; await ${create(10 * MINUTE, 'one more')}.catch(() => {});`,
    );
    expect([outcome, operations.length, operations.at(-2)?.refused, operations.at(-1)?.refused]).toEqual([
      'completed',
      1_002,
      undefined,
      400,
    ]);
  });

  it('fetches, updates and deletes by name, with 404 where none is pending', async () => {
    const missing = { rejects: { status: 404, message: 'No schedule named s is pending.' } };
    for (const method of ['fetch', 'update', 'delete'])
      expect(await evaluate(`$schedule.${method}({ name: 's' })`)).toEqual(missing);
    expect(await evaluate(`${create(5 * MINUTE)}.then(() => $schedule.fetch({ name: 's' }))`)).toEqual({
      is: { name: 's', data: { n: 1 }, schedule_at: at(5 * MINUTE) },
    });
    expect(
      await evaluate(
        `${create(5 * MINUTE)}.then(() => $schedule.delete({ name: 's' })).then(() => $schedule.fetch({ name: 's' }))`,
      ),
    ).toEqual(missing);
    const platform = platformWith({
      server: handling(
        `await ${create(5 * MINUTE)}; await $schedule.update({ name: 's', data: { n: 2 }, schedule_at: '${at(9 * MINUTE)}' });`,
      ),
    });
    await platform.invoke('onConversationUpdate', {});
    expect(platform.schedules()).toEqual([{ name: 's', data: { n: 2 }, at: NOW + 9 * MINUTE }]);
  });

  it('hands a timezone back as it was given; FDK 6.9 gives it UTC and knows which there are (its source)', async () => {
    const repeating = (timezone: string, variant: 'current' | 'fdk6') =>
      evaluate(
        `$schedule.create({ name: 'r', data: {}, schedule_at: '${at(0)}', repeat: { time_unit: 'days', frequency: 1, ${timezone} } }).then(() => $schedule.fetch({ name: 'r' })).then(({ repeat }) => repeat.timezone)`,
        { variant },
      );
    expect(await repeating("timezone: 'Europe/Berlin'", 'current')).toEqual({ is: 'Europe/Berlin' });
    expect(await repeating("timezone: 'Europe/Berlin'", 'fdk6')).toEqual({ is: 'Europe/Berlin' });
    expect(await repeating('', 'current')).toEqual({});
    expect(await repeating('', 'fdk6')).toEqual({ is: 'UTC' });
    expect(await repeating("timezone: 'Nowhere/Else'", 'current')).toEqual({ is: 'Nowhere/Else' });
    expect(await repeating("timezone: 'Nowhere/Else'", 'fdk6')).toMatchObject({ rejects: { status: 400 } });
  });

  it('refuses a second recurring one without a status, where it does as FDK 6.9 did', async () => {
    expect(
      await evaluate(`${recurring()}.then(() => ${recurring('q')})`, { ways: { secondRecurringWithoutStatus: true } }),
    ).toEqual({ rejects: { message: expect.stringContaining('1 recurring schedules are pending') as string } });
  });

  it('can be held to a number of operations a minute, since none is documented', async () => {
    const body = `for (let n = 0; n < 3; n += 1) await $schedule.fetch({ name: 's' }).catch((e) => console.log(e.status));`;
    const limited = await run(body, { limits: { scheduleOperationsPerMinute: 2 } });
    expect(limited.logs.map(({ text }) => text)).toEqual(['404', '404', '429']);
  });

  it('keeps the data as it was when it was scheduled', async () => {
    const platform = platformWith(
      scheduling(
        `const data = { n: 1 }; await $schedule.create({ name: 's', data, schedule_at: '${at(5 * MINUTE)}' }); data.n = 2;`,
        '',
      ),
    );
    await platform.invoke('onConversationUpdate', {});
    expect(platform.schedules()[0]?.data).toEqual({ n: 1 });
  });

  it('can be scheduled even when the quota of $db is used up', async () => {
    const body = `for (let n = 0; n < 51; n += 1) await $db.get('none').catch(() => {}); await ${create(5 * MINUTE)};`;
    const platform = platformWith(scheduling(body, ''));
    expect((await platform.invoke('onConversationUpdate', {})).outcome).toBe('completed');
    expect([platform.schedules().length, platform.quota().dbOperations]).toEqual([1, 51]);
  });

  it('needs onScheduledEvent in the manifest', async () => {
    const handlers = { onConversationUpdate: 'onConversationUpdate' };
    expect(await evaluate(create(5 * MINUTE), {}, { handlers })).toMatchObject({
      rejects: { status: 400, message: expect.stringContaining('declares no onScheduledEvent') as string },
    });
  });
});
