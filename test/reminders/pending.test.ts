/** What is put into the schedule of waits, when it is due, and how often a busy platform is asked. */
import type { Schedule } from '../../src/platform/schedules';
import { dueAt, entriesIn, insisted, set, type Entry, type Wait } from '../../src/reminders/pending';
import { watchOf } from '../../src/reminders/slots';
import { readSettings } from '../../src/settings/read';

const MINUTE = 60_000;
const LEAD = 5 * MINUTE + 15_000;
/** A Friday. */
const NOW = Date.parse('2026-11-06T17:00:00.000Z');
const AT_ANY_TIME = readSettings({ unattended_minutes: 20 });
const WEEKDAYS = readSettings({
  unattended_minutes: 20,
  hours: { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], from: '09:00', to: '18:00' },
});
const NEVER = { ...AT_ANY_TIME, hours: { days: [], from: 0, to: 60 } };
const runtime = {
  now: () => NOW,
  random: () => 0.5,
  after: () => Promise.resolve(),
  pause: () => Promise.resolve(true),
};
const wait = (of: string, since: number, more: Partial<Wait> = {}): Wait => ({
  of,
  by: since,
  since,
  turn: 1,
  event: '',
  ...more,
});
const attended = (of: string): Entry => ({ of, by: NOW, attended: true });

test('a wait is due when its minutes within the hours have passed, and not before the platform takes a schedule', () => {
  const due = (since: number, turn: number, settings = AT_ANY_TIME): number | null =>
    (dueAt(since, turn, settings, NOW) ?? Number.NaN) - NOW;
  expect([
    due(NOW, 1),
    due(NOW, 2),
    due(NOW - 20 * MINUTE + LEAD, 1),
    due(NOW - 20 * MINUTE + LEAD - 1, 1),
    due(NOW - 60 * MINUTE, 1),
    due(NOW + 40 * MINUTE, 1, WEEKDAYS),
    due(NOW + 39 * MINUTE, 1, WEEKDAYS),
    dueAt(NOW, 1, NEVER, NOW),
  ]).toEqual([20 * MINUTE, 40 * MINUTE, LEAD, LEAD, LEAD, (63 + 1) * 60 * MINUTE, 59 * MINUTE, null]);
});

describe('what is set', () => {
  const setting = async (entries: readonly Entry[], settings = AT_ANY_TIME): Promise<unknown[]> => {
    const asked: Schedule[] = [];
    const operation = (schedule: Schedule): Promise<'created'> => {
      asked.push(schedule);
      return Promise.resolve('created');
    };
    return [await set(operation, entries, settings, runtime), ...asked];
  };

  it('is due when the first of its waits is, a mark as soon as the platform takes one', async () => {
    const waits = [wait('AAAB', NOW), wait('AAAC', NOW - 5 * MINUTE)];
    const scheduleOf = (of: readonly Entry[], at: number): object => ({
      name: 'relay-wait-1',
      data: { kind: 'unattended', waits: of },
      at: NOW + at,
    });
    expect(await setting(waits)).toEqual(['created', scheduleOf(waits, 15 * MINUTE)]);
    const marked = [attended('AAAB'), wait('AAAC', NOW)];
    expect(await setting(marked)).toEqual(['created', scheduleOf(marked, LEAD)]);
  });

  it('leaves out what is never due, and is nothing at all where that is all there is, or where there is too much', async () => {
    const never = wait('AAAB', NOW);
    expect(await setting([never], NEVER)).toEqual(['busy']);
    expect(await setting([])).toEqual(['busy']);
    const [result, schedule] = await setting([never, attended('AAAC')], NEVER);
    expect([result, schedule]).toMatchObject(['created', { name: 'relay-wait-2', data: { waits: [{ of: 'AAAC' }] } }]);
    const bytes = JSON.stringify({ kind: 'unattended', waits: [wait('AAAB', NOW)] }).length;
    const ofBytes = (size: number): Wait => wait('AAAB', NOW, { event: 'x'.repeat(size - bytes) });
    expect(await setting([ofBytes(4_000)])).toHaveLength(2);
    expect(await setting([ofBytes(4_001)])).toEqual(['busy']);
  });
});

test.each([
  [['busy', 'busy', 'busy', 'created'], 'busy', 3],
  [['busy', 'created'], 'created', 2],
  [['busy', 'busy', 'refused'], 'refused', 3],
  [['refused', 'created'], 'refused', 1],
] as const)('a platform that says %j is believed to say %s after %i times', async (answers, result, times) => {
  let asked = 0;
  const said = await insisted(() => Promise.resolve(answers[asked++] ?? 'created'));
  expect([said, asked]).toEqual([result, times]);
});

test('what a schedule holds is read as far as it says of whom it is and when that was known', () => {
  const good = { of: 'AAAB', by: 7 };
  expect(
    entriesIn({ waits: [null, 7, 'AAAB', [good], {}, { of: 'AAAB' }, { by: 7 }, { of: 7, by: 7 }, good] }),
  ).toEqual([good]);
  expect([entriesIn(null), entriesIn({}), entriesIn({ waits: good })]).toEqual([[], [], []]);
});

test('a mark names its schedule by its first four characters, each of sixty-four', () => {
  expect(['AAAA', 'AAABz', 'AABA', 'ABAA', 'BAAA', '____'].map((mark) => watchOf(mark))).toEqual(
    [0, 1, 64, 64 ** 2, 64 ** 3, 64 ** 4 - 1].map((number) => `relay-wait-${number % 480}`),
  );
});
