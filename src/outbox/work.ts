/** What one turn shares with its lanes, and how long they may go on. */
import type { RequestLimits } from '../destinations/batches';
import type { RelayEvent } from '../events/event';
import type { Outcome } from '../platform/requests';
import type { Runtime } from '../platform/runtime';
import type { Store } from '../platform/store';
import type { Kept } from './item';
import type { Pages } from './pages';
import { isDue, type RetryState } from './retry-policy';
import type { Lane } from './state';

/** A destination as the outbox knows it. */
export interface OutboxDestination extends RequestLimits {
  id: string;
  deliver(payloads: readonly (readonly RelayEvent[])[], runtime: Runtime): Promise<Outcome>;
}

/** What one turn shares with the lanes at work in it. */
export interface Turn {
  store: Store;
  pages: Pages;
  runtime: Runtime;
  /** Requests that it may still make. */
  requests: number;
  /** Epoch ms. */
  startedAt: number;
  /** Store operations that it leaves to whoever keeps something. */
  spared: number;
  /** An item as it may be told by the settings of now. */
  allowed: (kept: Kept) => Kept;
  /** What people call a destination, as far as it is known. */
  nameOf: (id: string) => string | undefined;
  /** Writes the state down as it is now. */
  save: () => Promise<void>;
}

/** A lane at work in one turn. */
export interface LaneWork {
  id: string;
  lane: Lane;
  /** Null: what is set for it does not work. */
  destination: OutboxDestination | null;
  /** Events. */
  delivered: number;
  /** Requests in this turn. */
  sent: number;
  /** The app's own request quota stood in the way. */
  isOverloaded: boolean;
  /** 410: nothing will ever be taken. */
  isGone: boolean;
  /** Ids of what failed on its own in this turn, and is not tried again in it. */
  refused: Set<string>;
}

export function workOf(id: string, lane: Lane, destination: OutboxDestination | null): LaneWork {
  return { id, lane, destination, delivered: 0, sent: 0, isOverloaded: false, isGone: false, refused: new Set() };
}

/** An invocation lives for 20 s, and a request for 15. */
const RUN_MS = 20_000;
const REQUEST_MS = 15_000;
const MARGIN_MS = 1_000;
/** What is left to do after a request, in store operations one after the other. */
const OPERATIONS_AFTER = 3;
/** However slow the store is, a turn sends something: should its invocation die of that, one batch is told twice. */
const FIRST_START_MS = 9_000;

/** By when all that was told must be written down, in epoch ms: else it is told again. */
export function lastWrite({ startedAt, store }: Turn): number {
  return startedAt + RUN_MS - MARGIN_MS - store.pace;
}

/** Store operations that a turn needs besides its pages. */
export const RESERVED_OPERATIONS = 8;

/** The last moment at which a request may begin, in epoch ms. */
export function lastStart({ sent }: LaneWork, retry: RetryState, { startedAt, store }: Turn): number {
  const answer = Math.min(REQUEST_MS, Math.max(2_000, retry.answersIn));
  const planned = RUN_MS - MARGIN_MS - OPERATIONS_AFTER * store.pace - answer;
  return startedAt + (sent === 0 ? Math.max(FIRST_START_MS, planned) : planned);
}

/** Whether something may be sent now; what is gone for good is not sent anything, so it has no wait either. */
export function maySend(work: LaneWork, retry: RetryState, turn: Turn): boolean {
  if (work.isGone) return true;
  const now = turn.runtime.now();
  const isAble = work.destination !== null && !work.isOverloaded;
  return isAble && isRoom(work, turn) && isDue(retry, now) && now <= lastStart(work, retry, turn);
}

/** What a store that is spent does not let us write down would be told again. */
function isRoom({ sent }: LaneWork, { requests, store }: Turn): boolean {
  return requests > 0 && (sent === 0 || !store.isSpent);
}
