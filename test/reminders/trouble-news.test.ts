/** What there is to tell of destinations that fail for long, or work again: by what the outbox reports of them. */
import type { LaneReport } from '../../src/outbox/notices';
import { troubleNotices, type Listener } from '../../src/reminders/trouble';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-02T09:00:00.000Z');

const listener = (id: string, isHearing = true): Listener => ({
  id,
  name: id.toUpperCase(),
  kind: 'webhook',
  hears: (events) => (isHearing ? events : []),
});
const report = (id: string, more: Partial<LaneReport> = {}): LaneReport => ({
  id,
  failingSince: 0,
  reason: '',
  waiting: 0,
  givenUp: 0,
  told: { since: 0, givenUp: 0 },
  ...more,
});

const SINCE = NOW - 15 * MINUTE;
const DOWN: Partial<LaneReport> = { failingSince: SINCE, reason: 'the receiver failed (503)', waiting: 2 };

/** A notice about `a` to `b`, whole but for its id. */
const notice = (type: string, more: object, told: object, to: readonly string[] = ['b']): object => ({
  about: 'a',
  told,
  to,
  events: [
    {
      id: expect.stringMatching(/^evt_[\w-]{32}$/) as string,
      type,
      occurred_at: '2026-11-02T09:00:00.000Z',
      sequence: 0,
      destination: { id: 'a', name: 'A', kind: 'webhook' },
      since: new Date(SINCE).toISOString(),
      reason: null,
      waiting: 0,
      ...more,
    },
  ],
});
const trouble = (more: object = {}, told: object = { since: SINCE, givenUp: 0 }): object =>
  notice('relay.trouble', { waiting: 2, reason: 'the receiver failed (503)', ...more }, told);

test.each<[what: string, of: Partial<LaneReport>, told: object[]]>([
  ['works has no news', {}, []],
  ['has failed for almost a quarter of an hour has none yet', { ...DOWN, failingSince: SINCE + 1 }, []],
  ['has failed for a quarter of an hour is in trouble', DOWN, [trouble()]],
  ['fails while nothing waits is in none', { ...DOWN, waiting: 0 }, []],
  ['has no reason is told without one', { ...DOWN, reason: '' }, [trouble({ reason: null })]],
  ['was told of has no news', { ...DOWN, told: { since: SINCE, givenUp: 0 } }, []],
  [
    'has lost something since is told of once more',
    { ...DOWN, told: { since: SINCE, givenUp: 0 }, givenUp: 3 },
    [trouble({ given_up: 3 }, { since: SINCE, givenUp: 3 })],
  ],
  ['has lost more since that was told has no news', { ...DOWN, told: { since: SINCE, givenUp: 1 }, givenUp: 3 }, []],
  [
    'has lost something at once is told of',
    { ...DOWN, failingSince: NOW - MINUTE, givenUp: 1 },
    [trouble({ given_up: 1, since: new Date(NOW - MINUTE).toISOString() }, { since: NOW - MINUTE, givenUp: 1 })],
  ],
  ['takes again, but not all yet, has no news', { waiting: 1, told: { since: SINCE, givenUp: 0 } }, []],
  [
    'is through has recovered',
    { told: { since: SINCE, givenUp: 0 } },
    [notice('relay.recovered', {}, { since: 0, givenUp: 0 })],
  ],
  [
    'is through after it lost something says how much',
    { told: { since: SINCE, givenUp: 1 }, givenUp: 4 },
    [notice('relay.recovered', { given_up: 4 }, { since: 0, givenUp: 0 })],
  ],
])('a destination that %s', (...[, of, told]) => {
  expect(troubleNotices([listener('a'), listener('b')], [report('a', of), report('b')], NOW)).toEqual(told);
});

test('trouble is told to every other destination that stands and hears of it; where there is none it is told later', () => {
  const all = [listener('a'), listener('b'), listener('c', false), listener('d')];
  const others = (...down: string[]): unknown =>
    troubleNotices(
      all,
      [report('a', DOWN), ...down.map((id) => report(id, { failingSince: NOW - MINUTE, waiting: 1 }))],
      NOW,
    ).map(({ to }) => to);
  expect([others(), others('b'), others('b', 'd')]).toEqual([[['b', 'd']], [['d']], []]);
});

test('a recovery that nobody hears of is over all the same, and nobody is told of a destination that is not set', () => {
  const over = report('a', { told: { since: SINCE, givenUp: 0 } });
  expect(troubleNotices([listener('a')], [over], NOW)).toEqual([
    notice('relay.recovered', {}, { since: 0, givenUp: 0 }, []),
  ]);
  expect(troubleNotices([listener('b')], [report('a', DOWN)], NOW)).toEqual([]);
});
