/** A turn's share of the quotas: store operations and requests, 50 a minute of each for all invocations together. */
import type { OutboxState } from './state';
import type { Turn } from './work';

/** Whoever keeps something meanwhile takes the others. */
const OPERATIONS = 44;
/** In an overload there are two turns a minute. */
const OPERATIONS_IN_OVERLOAD = 22;
const LEAST_OPERATIONS = 16;

const REQUESTS = 50;
const LEAST_REQUESTS = 10;

/** Store operations of a turn as long as it knows nothing else; one that was asked for may be one of two a minute. */
export function operationsOf(isExtra: boolean): number {
  return isExtra ? OPERATIONS_IN_OVERLOAD : OPERATIONS;
}

/** What happens while a turn is at work may need two requests for each destination. */
export function requestsBeside(destinations: number): number {
  return Math.max(LEAST_REQUESTS, REQUESTS - 2 * destinations);
}

/** What the state tells of the share: outside an overload it is whole, but for what whoever keeps something needs. */
export function limitTurn(turn: Turn, state: OutboxState, isExtra: boolean): void {
  const { store } = turn;
  if (!state.isOverloaded) store.left += OPERATIONS - operationsOf(isExtra);
  turn.spared = Math.min(state.busiest, Math.max(0, store.left - LEAST_OPERATIONS));
  store.left -= turn.spared;
  store.fetches = state.fetches;
}

/** Once a receiver takes again, nothing more is kept for it. */
export function takeSpared(turn: Turn): void {
  turn.store.left += turn.spared;
  turn.spared = 0;
}
