/** One turn at a time. */
import { isNumber, objectOf, own, type JsonObject } from '../lib/json';
import { MINUTE_MS } from '../lib/time';
import { leaseAfter, LEASE_KEY } from '../platform/registry';
import type { Runtime } from '../platform/runtime';
import type { Store } from '../platform/store';
import { SKEW_MINUTES } from './state';

/** Longer than an invocation lives, shorter than two turns are apart. */
const LEASE_SECONDS = 25;
/** Reads of the store may be this late: the next turn must not begin with what this one has just changed. */
const AFTERWARDS_SECONDS = 3;
/** Each was left behind by a turn that died. */
const MOST_LEASES = 4;

export interface Lease {
  /** The usual key, and those by which it was taken over. */
  keys: readonly string[];
}

/**
 * Null where another turn is at work, or has just been. The store forgets a dead turn's lease by itself; where it is slow to,
 * a lease that is over by every clock is taken over under a key that its end names, which only one turn can claim.
 */
export async function claimLease(
  store: Store,
  runtime: Runtime,
  keys: readonly string[] = [LEASE_KEY],
): Promise<Lease | null> {
  const key = keys[keys.length - 1] ?? LEASE_KEY;
  // An entry that has expired refuses to be claimed until it was read.
  const held = objectOf(await store.get(key));
  const now = runtime.now();
  const until = own(held, 'until');
  if (isNumber(until))
    return isOver(held, now) && keys.length < MOST_LEASES
      ? claimLease(store, runtime, [...keys, leaseAfter(until)])
      : null;
  const isClaimed = await store.claim(key, { until: now + LEASE_SECONDS * 1000 }, LEASE_SECONDS);
  return isClaimed ? { keys } : null;
}

/** One that was ended holds nobody up but for late reads; one that was not may be held by a machine whose clock is far behind. */
function isOver(held: JsonObject, now: number): boolean {
  const margin = own(held, 'ended') === true ? MINUTE_MS : SKEW_MINUTES * MINUTE_MS;
  return Number(own(held, 'until')) + margin <= now;
}

/** Ends it a moment from now; at once where nothing is left that a late read could get wrong. */
export async function endLease({ keys }: Lease, store: Store, runtime: Runtime, isAtRest: boolean): Promise<void> {
  for (const key of isAtRest ? keys : keys.slice(1)) await store.delete(key);
  if (isAtRest) return;
  await store.set(LEASE_KEY, { until: runtime.now() + AFTERWARDS_SECONDS * 1000, ended: true }, AFTERWARDS_SECONDS);
}
