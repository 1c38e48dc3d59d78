/** Times as the page writes them, always in UTC. All take epoch ms. */

const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const DAY_AND_YEAR = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "Tue 3 Nov" */
export function day(at: number): string {
  return DAY.format(at).replace(',', '');
}

/** "Tue 3 Nov 2026" */
export function dayAndYear(at: number): string {
  return DAY_AND_YEAR.format(at).replace(',', '');
}

/** "10:15", or "10:15:30" with seconds. */
export function clockTime(at: number, withSeconds: boolean): string {
  return new Date(at).toISOString().slice(11, withSeconds ? 19 : 16);
}
