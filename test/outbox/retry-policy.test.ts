import {
  afterSending,
  asAsked,
  isDue,
  verdictOn,
  waitAfter,
  WORKING,
  type RetryState,
} from '../../src/outbox/retry-policy';
import type { Outcome } from '../../src/platform/requests';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-11-02T09:00:00.000Z');

const OK: Outcome = { ok: true, status: 200, ms: 100, response: '' };

function failure(status: number, more: { notBefore?: number; platform?: true } = {}): Outcome {
  return { ok: false, status, ms: 100, reason: `status ${status}`, notBefore: null, ...more };
}

const OUTAGE: RetryState = {
  ...WORKING,
  failingSince: NOW - HOUR,
  reason: 'status 503',
  next: NOW,
  limit: 1,
  failures: 2,
};

interface Line {
  what: string;
  state?: Partial<RetryState>;
  outcome: Outcome;
  size: number;
  verdict: string;
  then: Partial<RetryState>;
  /** When the oldest payload was kept; a second ago where nothing is said. */
  since?: number;
}

/** The policy, line by line: the state before, one answer, what becomes of the payloads, and the state after (at `random` 0.5, where a wait is as long as it says). */
const TABLE: readonly Line[] = [
  {
    what: 'a success lets the next request tell four times as much',
    state: { limit: 4 },
    outcome: OK,
    size: 4,
    verdict: 'taken',
    then: { takenAt: NOW, limit: 16 },
  },
  {
    what: 'a request never tells more than 256 payloads',
    state: { limit: 100 },
    outcome: OK,
    size: 100,
    verdict: 'taken',
    then: { takenAt: NOW, limit: 256 },
  },
  {
    what: 'the first failure is tried again at once with half as much',
    outcome: failure(503),
    size: 8,
    verdict: 'again',
    then: { limit: 4, failures: 1, next: 0, failingSince: 0 },
  },
  {
    what: 'the second failure in a row is waited for, five minutes',
    state: { limit: 4, failures: 1 },
    outcome: failure(503),
    size: 4,
    verdict: 'again',
    then: { limit: 2, failures: 2, next: NOW + 5 * MINUTE, failingSince: NOW - 1_000, reason: 'status 503' },
  },
  {
    what: 'an outage lasts since the receiver took something last, however long others have waited',
    state: { limit: 4, failures: 1, takenAt: NOW - 500 },
    outcome: failure(503),
    size: 4,
    verdict: 'again',
    then: { failures: 2, limit: 2, next: NOW + 5 * MINUTE, reason: 'status 503', failingSince: NOW - 500 },
  },
  {
    what: 'a failure in an outage is waited for a twelfth of the outage',
    state: { ...OUTAGE, failingSince: NOW - 1.5 * HOUR },
    outcome: failure(0),
    size: 1,
    verdict: 'behind',
    then: { failures: 3, next: NOW + 7.5 * MINUTE, reason: 'status 0' },
  },
  {
    what: 'ten minutes is the longest wait for a receiver that fails',
    state: { ...OUTAGE, failingSince: NOW - 24 * HOUR },
    outcome: failure(502),
    size: 1,
    verdict: 'behind',
    then: { failures: 3, reason: 'status 502', next: NOW + 10 * MINUTE },
  },
  {
    what: 'twenty minutes is the longest wait for one that rejects',
    state: { ...OUTAGE, failingSince: NOW - 24 * HOUR },
    outcome: failure(422),
    size: 1,
    verdict: 'behind',
    then: { rejections: 1, reason: 'status 422', next: NOW + 20 * MINUTE },
  },
  {
    what: 'a receiver that takes again is no longer failing',
    state: OUTAGE,
    outcome: OK,
    size: 1,
    verdict: 'taken',
    then: { failingSince: 0, takenAt: NOW, reason: '', next: 0, failures: 0, limit: 4 },
  },
  {
    what: 'retry-after counts more, with the half period by which a turn may come early',
    outcome: failure(503, { notBefore: NOW + HOUR }),
    size: 8,
    verdict: 'again',
    then: { failures: 1, limit: 4, reason: 'status 503', next: NOW + HOUR + 2.5 * MINUTE, failingSince: NOW - 1_000 },
  },
  {
    what: 'a 429 with retry-after is waited for',
    outcome: failure(429, { notBefore: NOW + MINUTE }),
    size: 8,
    verdict: 'again',
    then: { failures: 1, limit: 4, failingSince: NOW - 1_000, reason: 'status 429', next: NOW + 3.5 * MINUTE },
  },
  {
    what: 'a 429 without it is the spent quota of the app, and no sign of a fault',
    outcome: failure(429),
    size: 8,
    verdict: 'again',
    then: WORKING,
  },
  {
    what: 'a rejected batch is halved',
    outcome: failure(400),
    size: 8,
    verdict: 'again',
    then: { limit: 4, failures: 0, failingSince: 0, next: 0 },
  },
  {
    what: 'a payload rejected on its own goes behind the others',
    state: { limit: 1 },
    outcome: failure(422),
    size: 1,
    verdict: 'behind',
    then: { rejections: 1, next: 0, failingSince: 0 },
  },
  {
    what: 'three in a row rejected on their own are the receiver, which is left alone',
    state: { limit: 1, rejections: 2 },
    outcome: failure(422),
    size: 1,
    verdict: 'behind',
    then: { reason: 'status 422', rejections: 3, next: NOW + 5 * MINUTE, failingSince: NOW - 1_000 },
  },
  {
    what: 'a success between rejections begins to count anew',
    state: { limit: 1, rejections: 2 },
    outcome: OK,
    size: 1,
    verdict: 'taken',
    then: { takenAt: NOW, rejections: 0, limit: 4 },
  },
  {
    what: 'refused credentials are a failure, not a rejection of the payload',
    outcome: failure(401),
    size: 8,
    verdict: 'again',
    then: { limit: 4, failures: 1, rejections: 0 },
  },
  {
    what: "a receiver's own 415 is a rejection",
    outcome: failure(415),
    size: 8,
    verdict: 'again',
    then: { limit: 4, unreadable: 0 },
  },
  {
    what: 'an answer that the platform could not read is tried again as it is',
    outcome: failure(415, { platform: true }),
    size: 8,
    verdict: 'again',
    then: { limit: 256, unreadable: 1, next: NOW + 5 * MINUTE, failingSince: 0 },
  },
  {
    what: 'an answer that could not be read twice counts as taken',
    state: { unreadable: 1 },
    outcome: failure(415, { platform: true }),
    size: 8,
    verdict: 'taken',
    then: { unreadable: 0, next: 0, takenAt: NOW },
  },
  {
    what: '410 means never again',
    outcome: failure(410),
    size: 8,
    verdict: 'gone',
    then: { answersIn: 3_000, reason: 'status 410', failingSince: 0, next: 0 },
  },
  {
    what: 'a rejection in an outage is waited for twice as long, and counts on its own',
    state: { ...OUTAGE, rejections: 1 },
    outcome: failure(499),
    size: 1,
    verdict: 'behind',
    then: { next: NOW + 10 * MINUTE, reason: 'status 499', rejections: 2 },
  },
  {
    what: 'what was kept in the future by another clock fails since now',
    state: { failures: 1 },
    outcome: failure(500),
    size: 3,
    verdict: 'again',
    since: NOW + MINUTE,
    then: { failures: 2, limit: 1, next: NOW + 5 * MINUTE, failingSince: NOW, reason: 'status 500' },
  },
  {
    what: 'an answer that could not be read counts as taken with what the next may tell as it was',
    state: { unreadable: 1, limit: 16 },
    outcome: failure(415, { platform: true }),
    size: 1,
    verdict: 'taken',
    then: { takenAt: NOW, limit: 16 },
  },
  {
    what: 'a redirect is a failure like any other',
    outcome: failure(302),
    size: 1,
    verdict: 'behind',
    then: { failures: 1, limit: 1 },
  },
  ...[401, 403, 404, 407, 408, 425].map((status): Line => ({
    what: `${status} says who or what is not let in, and rejects no payload`,
    outcome: failure(status),
    size: 2,
    verdict: 'again',
    then: { failures: 1, limit: 1 },
  })),
  {
    what: 'how long answers take is remembered',
    outcome: { ...OK, ms: 14_000 },
    size: 8,
    verdict: 'taken',
    then: { takenAt: NOW, answersIn: 14_000 },
  },
];

describe('the retry policy', () => {
  it.each(TABLE)('$what', ({ state = {}, outcome, size, verdict, then, since = NOW - 1_000 }) => {
    const before = { ...WORKING, ...state };
    const sent = { outcome, size, since };
    expect(verdictOn(before, sent)).toBe(verdict);
    const kept = verdict === 'taken' || verdict === 'gone' ? WORKING : before;
    // An answer that was quicker than expected is expected half as quick.
    expect(afterSending(before, sent, NOW, 0.5)).toEqual({ ...kept, answersIn: 1_500, ...then });
  });

  it('jitters every wait by a fifth', () => {
    expect([waitAfter(0, 0), waitAfter(0, 0.5), waitAfter(2 * HOUR, 1)].map(Math.round)).toEqual([
      4 * MINUTE,
      5 * MINUTE,
      12 * MINUTE,
    ]);
  });

  it('takes a turn that comes half a period early for the one that is due', () => {
    const at = (next: number): boolean => isDue({ ...WORKING, next }, NOW);
    expect([at(0), at(NOW + 2.5 * MINUTE), at(NOW + 2.5 * MINUTE + 1)]).toEqual([true, true, false]);
  });

  it('respects what a live request was asked, and never shortens a wait', () => {
    expect(asAsked(WORKING, null)).toBe(WORKING);
    expect(asAsked(WORKING, NOW + HOUR).next).toBe(NOW + HOUR + 2.5 * MINUTE);
    expect(asAsked({ ...WORKING, next: NOW + 2 * HOUR }, NOW).next).toBe(NOW + 2 * HOUR);
  });
});
