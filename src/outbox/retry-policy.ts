/**
 * The retry policy, whole: when a destination is tried again, and with how much. Pure, so that a table of tests can say
 * what it does; `deliver.ts` carries it out.
 */
import { MINUTE_MS } from '../lib/time';
import type { Outcome } from '../platform/requests';

/** How one queue of one destination has been answering. */
export interface RetryState {
  /** Epoch ms since which nothing was taken; 0 while it works. */
  failingSince: number;
  /** Epoch ms at which something was taken last; 0 for never. */
  takenAt: number;
  /** What was answered last while it fails; blank while it works. */
  reason: string;
  /** Epoch ms before which it is not tried; 0: at once. */
  next: number;
  /** How many payloads the next request may tell. */
  limit: number;
  /** Requests in a row that failed. */
  failures: number;
  /** Payloads in a row that were refused on their own. */
  rejections: number;
  /** Answers in a row that the platform could not pass on: the receiver may have taken what it was sent. */
  unreadable: number;
  /** Ms that an answer may take, going by the last ones. */
  answersIn: number;
}

/** One request, and what came of it. */
export interface Sent {
  outcome: Outcome;
  /** Payloads that it told. */
  size: number;
  /** Epoch ms at which the oldest of them was kept. */
  since: number;
}

/** What becomes of the payloads: told; tried again; tried again behind the others, as what failed on its own; given up with everything for a receiver that is gone. */
export type Verdict = 'taken' | 'again' | 'behind' | 'gone';

export const MOST_PAYLOADS = 256;
const GROWTH = 4;
/** Retries after an answer that the platform could not pass on; then the payloads count as taken. */
const UNREADABLE_RETRIES = 2;
/** Refused one by one, three in a row: it is the receiver, not the payloads. */
const MOST_REJECTIONS = 3;
/** Waits are a twelfth of the outage so far. */
const WAIT = { least: 5 * MINUTE_MS, most: 10 * MINUTE_MS, ofOutage: 1 / 12 };
/** What a receiver refuses it may refuse for ever: that is tried half as often. */
const REJECTED = 2;
/** Turns come every five minutes, so what is due within half of that is due. */
export const TOLERANCE_MS = 2.5 * MINUTE_MS;

export const WORKING: RetryState = {
  failingSince: 0,
  takenAt: 0,
  reason: '',
  next: 0,
  limit: MOST_PAYLOADS,
  failures: 0,
  rejections: 0,
  unreadable: 0,
  answersIn: 3_000,
};

export function isDue({ next }: RetryState, now: number): boolean {
  return next <= now + TOLERANCE_MS;
}

/** The request quota of the app itself was spent: no sign of a fault. The platform's 429 is the one without a `retry-after`. */
export function isOverload(outcome: Outcome): boolean {
  return !outcome.ok && outcome.status === 429 && outcome.notBefore === null;
}

/** An answer of a type that the platform does not pass on. */
function isUnreadable(outcome: Outcome): boolean {
  return !outcome.ok && outcome.status === 415 && outcome.platform === true;
}

/** The receiver speaks, and refuses what it was sent rather than who sends it: a smaller batch may pass. */
function isRejection({ status }: Outcome): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 407, 408, 425, 429].includes(status);
}

export function verdictOn(state: RetryState, { outcome, size }: Sent): Verdict {
  if (outcome.ok) return 'taken';
  if (outcome.status === 410) return 'gone';
  if (isUnreadable(outcome)) return state.unreadable >= UNREADABLE_RETRIES - 1 ? 'taken' : 'again';
  return size === 1 && !isOverload(outcome) ? 'behind' : 'again';
}

/** The state after one request; `random` is 0 ≤ x < 1. */
export function afterSending(state: RetryState, sent: Sent, now: number, random: number): RetryState {
  const { outcome, size } = sent;
  const known = { ...state, answersIn: Math.max(outcome.ms, Math.round(state.answersIn / 2)) };
  if (outcome.ok)
    return {
      ...WORKING,
      takenAt: now,
      answersIn: known.answersIn,
      limit: Math.min(MOST_PAYLOADS, state.limit * GROWTH),
    };
  if (isOverload(outcome)) return state;
  if (outcome.status === 410) return { ...WORKING, reason: outcome.reason };
  if (isUnreadable(outcome)) return afterUnreadable(known, sent, now, random);
  const smaller = { ...known, limit: Math.max(1, Math.floor(size / 2)) };
  return isRejection(outcome)
    ? backedOff({ ...smaller, rejections: state.rejections + (size === 1 ? 1 : 0) }, sent, now, random, REJECTED)
    : backedOff({ ...smaller, failures: state.failures + 1 }, sent, now, random);
}

/** The same payloads once more after a wait, until they count as taken. */
function afterUnreadable(state: RetryState, sent: Sent, now: number, random: number): RetryState {
  if (verdictOn(state, sent) === 'taken')
    return { ...WORKING, takenAt: now, answersIn: state.answersIn, limit: state.limit };
  return { ...state, unreadable: state.unreadable + 1, next: now + waitAfter(0, random) };
}

/** One failure between successes is tried again at once with less; two in a row, one in an outage, or a receiver's own wish are waited for. */
function backedOff(state: RetryState, { outcome, since }: Sent, now: number, random: number, patience = 1): RetryState {
  const { notBefore, reason } = outcome.ok ? { notBefore: null, reason: '' } : outcome;
  if (isFirst(state) && notBefore === null) return state;
  // What waits since long before says nothing: the receiver has taken something meanwhile.
  const failingSince = state.failingSince === 0 ? Math.max(state.takenAt, Math.min(since, now)) : state.failingSince;
  const next = notBefore === null ? now + waitAfter(now - failingSince, random, patience) : notBefore + TOLERANCE_MS;
  return { ...state, failingSince, reason, next };
}

function isFirst({ failures, rejections }: RetryState): boolean {
  return failures < 2 && rejections < MOST_REJECTIONS;
}

/** From five minutes to ten, longer the longer the outage, or as many times that as there is patience; jittered by a fifth. */
export function waitAfter(outageMs: number, random: number, patience = 1): number {
  const wait = Math.max(WAIT.least, patience * outageMs * WAIT.ofOutage);
  return Math.min(wait, patience * WAIT.most) * (0.8 + 0.4 * random);
}

/** A live request was asked not to come again before some time. */
export function asAsked(state: RetryState, notBefore: number | null): RetryState {
  return notBefore === null ? state : { ...state, next: Math.max(state.next, notBefore + TOLERANCE_MS) };
}
