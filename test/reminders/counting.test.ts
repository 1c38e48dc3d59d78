/** What a payload adds to a day in the store, and what becomes of it where the store refuses. */
import type { ConversationEvent } from '../../src/events/event';
import { incrementsOf } from '../../src/reminders/counts';
import { bucketOf, medianOf } from '../../src/reminders/histogram';
import { dig } from '../../packages/fresh-platform/lib/dig';
import { summaryOf } from '../support/app';
import { DAILY, DAY, MINUTE, START, summedOffice } from './summed-office';

function event(type: ConversationEvent['type'], group: object | null, more: object = {}): ConversationEvent {
  return { type, conversation: { group }, metrics: {}, ...more } as unknown as ConversationEvent;
}

test('an event adds one to its letter, and its group’s name in parts; a resolution adds its durations', () => {
  const sales = { id: '4', name: 'Sales EMEA (Zürich)' };
  const metrics = { first_response_time_chrs: 295, resolution_time_chrs: 7_485 };
  expect([
    incrementsOf([event('conversation.created', null)]),
    incrementsOf([event('conversation.created', sales), event('conversation.agent.assigned', sales)]),
    incrementsOf([
      event('conversation.reopened', null),
      event('conversation.sla.breached', null),
      event('conversation.sla.breached', null),
    ]),
    incrementsOf([event('conversation.unattended', { id: 'g', name: null })]),
    incrementsOf([event('conversation.resolved', null, { metrics })]),
    incrementsOf([
      event('conversation.resolved', null, { metrics: { resolution_time_chrs: 0, first_response_time_chrs: -1 } }),
    ]),
    incrementsOf([event('conversation.created', null, { metrics })]),
    incrementsOf([event('conversation.status.changed', sales)]),
    incrementsOf([]),
  ]).toEqual([
    { c_: 1 },
    { c_3RNS: 1, n_3RNS_04Z000aSales_EMEA_Z00: 1, n_3RNS_128Z005aZ00fcrichZ002: 1, n_3RNS_29: 1 },
    { o_: 1, b_: 2 },
    { u_zyjd: 1, n_zyjd_0gZ000a: 1 },
    { r_: 1, f__1p: 1, t__2v: 1 },
    { r_: 1, t__00: 1 },
    { c_: 1 },
    null,
    null,
  ]);
});

test('the median of durations is the middle one, or the mean of the two in the middle, to the tenth', () => {
  const median = (...seconds: number[]): number | null => {
    const counts = new Map<string, number>();
    for (const each of seconds) counts.set(bucketOf(each), (counts.get(bucketOf(each)) ?? 0) + 1);
    return medianOf(counts);
  };
  expect([
    median(5),
    median(5, 10),
    median(10, 5, 5),
    median(10, 10, 5),
    median(31, 3, 7, 5),
    median(32, 33),
    median(34),
    median(35, 36),
    median(3_600),
    median(86_400),
    median(0.4, 0.6),
  ]).toEqual([5, 7.5, 5, 10, 6, 32, 34.6, 35.9, 3_499.4, 88_674.1, 0.5]);
});

describe('what the store refuses to count', () => {
  it.each([
    [0, 'later', 1],
    [2, 'later', 3],
    [3, 'not counted', 3],
  ])('waits in a schedule: with %i names taken it is said to be counted %s', async (taken, said, asked) => {
    const names: string[] = [];
    const refuse = ({ name, target }: { name: string; target: string }): number | undefined => {
      if (name === 'db.update') return names.length === 0 || platform.clock.now() < START + MINUTE ? 503 : undefined;
      if (name !== 'schedule.create' || !target.startsWith('relay-count-')) return undefined;
      names.push(target);
      return names.length <= taken ? 400 : undefined;
    };
    const { created, platform, clock, summaries } = await summedOffice(DAILY, START, undefined, { refuse });
    expect(summaryOf(await created())['counted']).toBe(said);
    const [first = 0, ...next] = names.map((name) => Number(name.replace('relay-count-', '')));
    expect([names.length, next]).toEqual([asked, next.map((...[, index]) => (first + 1 + index) % 16)]);
    const waiting = platform.schedules().filter(({ name }) => name === names.at(-1));
    expect(waiting.map(({ at, data }) => [at - START, data['end']])).toEqual(
      said === 'later' ? [[5 * MINUTE + 15_000, START + 9 * 60 * MINUTE]] : [],
    );
    await clock.advance(DAY);
    const told = summaries().map(({ event: one }) => [one['not_counted'], dig(one, 'total', 'created')]);
    expect(told).toEqual([[undefined, said === 'later' ? 1 : 0]]);
  });
});
