import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../packages/fresh-platform/rules/limits';
import { COUNT_PLACES, countName, SUMMARY_AGAIN, SUMMARY_NAMES, watchName, WATCHES } from '../../src/platform/registry';
import { APP_DIR } from '../support/app';

const page = readFileSync(join(APP_DIR, 'docs', 'schedules.md'), 'utf8');
/** Cells of the rows of the page's table, without its head. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .slice(2);

const names = (name: (place: number) => string): Set<string> => new Set([...Array(5_000).keys()].map(name));

function mostOf(kind: string): number {
  return rows.filter(([, , each]) => each === `\`${kind}\``).reduce((sum, [, , , , most]) => sum + Number(most), 0);
}

test('the table says how many schedules of each kind there may be, as the registry names them', () => {
  expect(rows).toHaveLength(7);
  expect(mostOf('unattended')).toBe(WATCHES);
  expect(names(watchName).size).toBe(WATCHES);
  expect(mostOf('count')).toBe(COUNT_PLACES);
  expect(names(countName).size).toBe(COUNT_PLACES);
  expect(mostOf('summary')).toBe(new Set([...SUMMARY_NAMES, SUMMARY_AGAIN]).size);
});

test('reminders take at most 500 of the schedules, and all together no more than the platform has', () => {
  const reminders = mostOf('unattended') + mostOf('count') + mostOf('summary');
  expect(reminders).toBeLessThanOrEqual(500);
  expect(page).toContain(`Reminders have ${reminders} of the 1,000`);
  // The driver is the one recurring schedule.
  expect(reminders + mostOf('outbox') - 1).toBe(DEFAULT_LIMITS.oneTimeSchedules);
  expect(DEFAULT_LIMITS.recurringSchedules).toBe(1);
});
