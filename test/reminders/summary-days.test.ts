/** Which days a summary is about where the settings change them, or a schedule dies, and what the store holds of them. */
import { dig } from '../../packages/fresh-platform/lib/dig';
import { DAILY, DAY, HOUR, MINUTE, START, summedOffice } from './summed-office';

/** The time at which a summary came, its day, and how many conversations were created on that day and on the one before. */
function lineOf({ at, event }: { at: number; event: object }): string {
  const created = ['total', 'day_before'].map((day) => Number(dig(event, day, 'created')));
  return `${new Date(at).toISOString().slice(5, 16)} ${String(dig(event, 'day'))}: ${created.join(' after ')}`;
}

type Office = Awaited<ReturnType<typeof summedOffice>>;

/** What is stored, by the hours since the start at which the day ends. */
const stored = ({ platform }: Office): unknown =>
  Object.fromEntries(
    platform.entries().map(({ key, value }) => [(Number(key.replace('summary:', '')) * MINUTE - START) / HOUR, value]),
  );

/** What so many conversations of one group are in the store, under the group's id and name. */
const counted = (created: number): object => ({ c_4qwU: created, n_4qwU_0billingZ000aBilling: created });

const CHANGED = { ...DAILY, summary_at: '20:00' };

test('a day that is cut short by other settings is told with the next, whichever of the two schedules was to tell it', async () => {
  for (const days of [0, 1]) {
    const office = await summedOffice();
    const { created, clock, summaries, platform } = office;
    await clock.advance(days * DAY);
    await created();
    platform.setIparams(CHANGED);
    await platform.call('settingsSaved', { settings: { ...CHANGED, secrets: {} } });
    await created();
    await created();
    await clock.advance(2 * DAY);
    const first = 2 + days;
    expect(summaries().slice(days).map(lineOf)).toEqual([
      `11-0${first}T20:00 2026-11-0${first}: 3 after 0`,
      `11-0${first + 1}T20:00 2026-11-0${first + 1}: 0 after 3`,
    ]);
    expect(stored(office)).toEqual({ [11 + 24 * days]: { told: 1, ...counted(3) }, [35 + 24 * days]: { told: 1 } });
  }
});

test('a day whose schedule died is told with the next, and with it what was cut short before it', async () => {
  let isDeadly = false;
  const office = await summedOffice(DAILY, START, ({ name }) =>
    isDeadly && name !== 'request' ? 'die-before' : 'proceed',
  );
  const { created, clock, summaries, platform } = office;
  await created();
  platform.setIparams(CHANGED);
  await platform.call('settingsSaved', { settings: { ...CHANGED, secrets: {} } });
  await created();
  await created();
  await clock.advance(10 * HOUR);
  isDeadly = true;
  await clock.advance(2 * HOUR);
  isDeadly = false;
  await created();
  expect(stored(office)).toEqual({ 9: counted(1), 11: counted(2), 35: counted(1) });
  await clock.advance(2 * DAY);
  expect(summaries().map(lineOf)).toEqual([
    '11-03T20:00 2026-11-02: 3 after 0',
    '11-03T20:00 2026-11-03: 1 after 3',
    '11-04T20:00 2026-11-04: 0 after 1',
  ]);
  expect(stored(office)).toEqual({ 11: { told: 1, ...counted(3) }, 35: { told: 1, ...counted(1) }, 59: { told: 1 } });
  expect(platform.schedules().map(({ at }) => (at - START) / HOUR)).toEqual([83, 107]);
});
