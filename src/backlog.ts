/** What the outbox remembers between drains: one key, written only by the drain that holds the lease. */
import type { DestinationName } from './destinations';
import { isObject, own } from './json';
import type { Store } from './store';

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
  /** The first minute whose box is not settled yet, in epoch minutes. */
  cursor: number;
  /** Boxes that are settled and may not be deleted yet. */
  settled: number[];
  /** The item inside the driver that is settled. */
  first: string;
  /** Slots were in use when last looked. */
  slots: boolean;
  /** Set on the way to rest: what follows belongs to a new backlog. */
  resting: boolean;
  lanes: Partial<Record<DestinationName, Lane>>;
}

export const BACKLOG_KEY = 'outbox';
export const MOST_PAYLOADS = 256;

export function newLane(): Lane {
  return { head: 0, tail: 0, failingSince: 0, next: 0, limit: MOST_PAYLOADS };
}

export function pageKey(name: DestinationName, page: number): string {
  return `page:${name}:${page}`;
}

/** The stored backlog, or a new one that starts at the given minute. */
export async function loadBacklog(store: Store, since: number): Promise<Backlog> {
  const stored = await store.get(BACKLOG_KEY);
  const backlog = stored === null ? undefined : own(stored, 'backlog');
  const fresh: Backlog = { cursor: since, settled: [], first: '', slots: false, resting: false, lanes: {} };
  if (!isObject(backlog)) return fresh;
  const known = { ...fresh, ...(backlog as unknown as Backlog) };
  // At rest everything before was settled; only the driver's item must not be told twice.
  return known.resting ? { ...fresh, first: known.first, settled: known.settled } : known;
}

export async function saveBacklog(store: Store, backlog: Backlog): Promise<void> {
  // The store turns empty strings into null.
  await store.set(BACKLOG_KEY, { backlog: { ...backlog, first: backlog.first === '' ? '-' : backlog.first } });
}
