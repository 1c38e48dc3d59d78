/** Until when a turn may begin a request: by how long answers and operations of the store take, and what else stands in the way. */
import { WORKING } from '../../src/outbox/retry-policy';
import { newLane } from '../../src/outbox/state';
import { lastStart, maySend, workOf, type OutboxDestination, type Turn } from '../../src/outbox/work';

const NOW = Date.parse('2026-11-02T09:00:00.000Z');

const work = (more: object = {}) => ({ ...workOf('a', newLane(), {} as OutboxDestination), ...more });
const turn = (pace: number, now = NOW, requests = 1): Turn =>
  ({ startedAt: NOW, requests, store: { pace }, runtime: { now: () => now } }) as unknown as Turn;

test.each<[sent: number, answersIn: number, pace: number, ms: number]>([
  // Twenty seconds, of which one is to spare, three operations are to follow, and the answer is waited for.
  [1, 3_000, 0, 16_000],
  [1, 3_000, 100, 15_700],
  [1, 100, 0, 17_000],
  [1, 14_000, 0, 5_000],
  [1, 60_000, 0, 4_000],
  [1, 15_000, 1_500, -500],
  // Something is sent in every turn, however slow all is.
  [0, 3_000, 0, 16_000],
  [0, 14_000, 0, 9_000],
  [0, 15_000, 1_500, 9_000],
])(
  'after %i requests, of which the last was answered in %i ms, and operations of %i ms, a request may begin within %i ms',
  (...[sent, answersIn, pace, ms]) => {
    const retry = { ...WORKING, answersIn };
    expect(lastStart(work({ sent }), retry, turn(pace)) - NOW).toBe(ms);
    const may = (now: number): boolean => maySend(work({ sent }), retry, turn(pace, now));
    expect([may(NOW + ms), may(NOW + ms + 1)]).toEqual([true, false]);
  },
);

test('nothing is sent to what is off, through a spent quota, beyond the turn’s share of it, or before its time', () => {
  const may = (more: object, next = 0): boolean => maySend(work(more), { ...WORKING, next }, turn(0));
  expect([may({}), may({ destination: null }), may({ isOverloaded: true })]).toEqual([true, false, false]);
  expect([may({}, NOW + 150_000), may({}, NOW + 150_001)]).toEqual([true, false]);
  expect(maySend(work(), WORKING, turn(0, NOW, 0))).toBe(false);
});
