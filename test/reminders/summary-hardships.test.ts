/** What deaths, a store that refuses and odd schedules do to the daily summary. */
import { dig } from '../../packages/fresh-platform/lib/dig';
import { DAILY, DAY, HOUR, START, summedOffice, totals } from './summed-office';

test.each(['die-before', 'die-after'] as const)(
  'no death (%s) of a summary skips a day or tells two of one',
  async (way) => {
    let fatal = 0;
    let seen = 0;
    let isOn = false;
    const { created, clock, summaries, requests } = await summedOffice(DAILY, START, () =>
      isOn && seen++ === fatal ? way : 'proceed',
    );
    // Two schedules, the third, two days read, the request, the mark, and the third one off.
    for (fatal = 0; fatal < 8; fatal += 1) {
      isOn = false;
      await created();
      requests.length = 0;
      const day = clock.now();
      isOn = true;
      seen = 0;
      await clock.advance(2 * DAY);
      const days = new Map(summaries().map(({ event }) => [event['id'], dig(event, 'total', 'created')]));
      expect({ fatal, day, days: [...days.values()] }).toEqual({ fatal, day, days: [1, 0] });
    }
  },
);

test('a store that takes nothing for days is asked an hour for each summary, and no longer', async () => {
  const read: number[] = [];
  const refuse = ({ name, at }: { name: string; at: number }): number | undefined => {
    if (name !== 'db.get') return undefined;
    read.push(at);
    return 503;
  };
  const { clock, platform, summaries } = await summedOffice(DAILY, START, undefined, { refuse });
  await clock.advance(2 * DAY);
  expect(summaries()).toEqual([]);
  expect(platform.schedules()).toHaveLength(2);
  expect(read.length).toBeGreaterThan(0);
  expect(read.every((at) => (at - START - 9 * HOUR) % DAY <= 2 * HOUR)).toBe(true);
});

test.each([
  ['nothing else', {}],
  ['an end that is no moment', { end: 'tomorrow' }],
  ['no list of days', { end: START, also: 'none', before: 7, of: null }],
])('a schedule of a summary with %s breaks nothing', async (...[, data]) => {
  const { platform, clock, summaries } = await summedOffice();
  const result = await platform.invoke('onScheduledEvent', { data: { kind: 'summary', ...data } });
  expect(result.outcome).toBe('completed');
  await clock.advance(DAY);
  expect(totals(summaries()).at(-1)).toBe(0);
});
