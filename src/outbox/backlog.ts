/** What the outbox remembers between drains: one key, written only by the drain that holds the lease. */
import { isObject, objectOf, own } from '../lib/json';
import type { Store } from '../platform/store';

/** One destination's pages in the store, and how it has been answering. */
export interface Lane {
  /** Pages `head` up to, not including, `tail` exist; a page already gone is passed over. */
  head: number;
  tail: number;
  /** Epoch ms of the first failure since the last success; 0 while it works. */
  failingSince: number;
  /** Epoch ms before which it is not tried. */
  next: number;
  /** How many payloads the next request may tell: fewer after a failure, more after a success. */
  limit: number;
}

export interface Backlog {
  /** The first minute whose box and slots are not settled yet, in epoch minutes. */
  cursor: number;
  /** Boxes that are settled and may not be deleted yet. */
  settled: number[];
  /** The id of the driver's item that is settled; `-` for none, because the store turns an empty text into null. */
  first: string;
  /** Set on the way to rest: what follows belongs to a new backlog. */
  resting: boolean;
  /** By destination id. */
  lanes: Record<string, Lane>;
}

export const BACKLOG_KEY = 'outbox';
export const MOST_PAYLOADS = 256;

export function newLane(): Lane {
  return { head: 0, tail: 0, failingSince: 0, next: 0, limit: MOST_PAYLOADS };
}

export function pageKey(id: string, page: number): string {
  return `page:${id}:${page}`;
}

/** A backlog so many minutes behind its driver's first was left over by one that is gone: nothing of it is in boxes any more. */
const LONGEST_LAG = 3 * 60;

/** The stored backlog, or a new one that starts at the given minute; null where there is neither. */
export async function loadBacklog(store: Store, since: number | null): Promise<Backlog | null> {
  const stored = own(objectOf(await store.get(BACKLOG_KEY)), 'backlog');
  const known = isObject(stored) ? (stored as unknown as Backlog) : null;
  if (since === null) return known === null || known.resting ? null : known;
  if (known === null) return { cursor: since, settled: [], first: '-', resting: false, lanes: {} };
  // At rest everything before was settled: only the driver's item must not be told twice, and no page's number used again.
  return { ...known, resting: false, cursor: since - known.cursor > LONGEST_LAG ? since : known.cursor };
}

export async function saveBacklog(store: Store, backlog: Backlog): Promise<void> {
  await store.set(BACKLOG_KEY, { backlog });
}
