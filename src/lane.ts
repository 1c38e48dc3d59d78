/** Delivering what is kept for one destination, page by page, oldest first, in batches that grow while they are taken. */
import { batchesOf } from './batch';
import { MOST_PAYLOADS, pageKey, type Lane } from './backlog';
import type { Failure } from './delivery';
import type { Destination, DestinationName } from './destinations';
import { isObject, own } from './json';
import { keptId, pack, unpack, type Kept } from './kept';
import { giveUp } from './outbox';
import type { Runtime } from './runtime';
import type { Store } from './store';

const MINUTE = 60_000;
const KEPT_FOR_MS = 3 * 24 * 60 * MINUTE;
/** A request may take 15 s of the 20 an invocation has. */
const LAST_START_MS = 4_000;
const WAIT = { least: 5 * MINUTE, most: 20 * MINUTE, ofOutage: 1 / 6 };
/** The driver comes every five minutes: what is due at half of that is due. */
const TOLERANCE_MS = 2.5 * MINUTE;
const MOST_REJECTIONS = 3;

/** What one drain shares with its lanes. */
export interface Drain {
  store: Store;
  runtime: Runtime;
  startedAt: number;
}

/** A lane at work in one drain. */
export interface LaneWork {
  name: DestinationName;
  lane: Lane;
  /** Null: the settings do not allow sending now, and why. */
  destination: Destination | null;
  delivered: number;
  /** Nothing more is sent in this drain. */
  stopped: boolean;
  /** The quota, ours or the receiver's, was spent: no sign of a fault. */
  busy: boolean;
  rejections: number;
}

export function isDue({ lane }: LaneWork, now: number): boolean {
  return lane.next <= now + TOLERANCE_MS;
}

export function mayStart({ runtime, startedAt, store }: Drain): boolean {
  return runtime.now() - startedAt <= LAST_START_MS && store.left >= 4;
}

/** A page is an object from item ids to packed items. */
export function itemsOf(page: unknown): Kept[] {
  if (!isObject(page)) return [];
  return Object.keys(page)
    .map((key) => unpack(oneOf(own(page, key))))
    .filter((kept) => kept !== null)
    .sort((a, b) => a.at - b.at);
}

/** An item appended twice stands twice in its array. */
function oneOf(value: unknown): unknown {
  return Array.isArray(value) ? (value as unknown[])[0] : value;
}

export function pageOf(items: readonly Kept[]): Record<string, string> {
  return Object.fromEntries(items.map((kept) => [keptId(kept), pack(kept) ?? '']));
}

/** Gives up aloud what is older than three days; returns the rest. */
export function withoutExpired(items: readonly Kept[], now: number): Kept[] {
  for (const { to, at, events } of items) if (at + KEPT_FOR_MS <= now) giveUp(to, events, 'it could not be delivered for three days');
  return items.filter(({ at }) => at + KEPT_FOR_MS > now);
}

/** Delivers the lane's pages as far as this drain's time, its operations and the receiver allow. */
export async function drainPages(work: LaneWork, drain: Drain): Promise<void> {
  const { lane, name } = work;
  while (lane.head < lane.tail && !work.stopped && isDue(work, drain.runtime.now()) && mayStart(drain)) {
    const key = pageKey(name, lane.head);
    const stored = await drain.store.get(key);
    const items = itemsOf(stored);
    const rest = await deliver(work, withoutExpired(items, drain.runtime.now()), drain, (left) => rewrite(drain.store, key, left));
    if (rest.length > 0) return;
    if (items.length === 0 && stored !== null) await drain.store.delete(key);
    lane.head += 1;
  }
}

/** Written after every request, so that a death repeats no more than one. */
async function rewrite(store: Store, key: string, left: readonly Kept[]): Promise<void> {
  if (left.length === 0) await store.delete(key);
  else await store.set(key, pageOf(left));
}

/**
 * Delivers items in order and returns those that remain. `taken` is told what is left after each request that took
 * something; an item refused on its own goes to the end, so that it holds up no other.
 */
export async function deliver(work: LaneWork, items: readonly Kept[], drain: Drain, taken: (left: readonly Kept[]) => Promise<void>): Promise<Kept[]> {
  let left = [...items];
  while (left.length > 0 && !work.stopped && work.destination !== null && (left.length === items.length || mayStart(drain))) {
    const batch = nextBatch(work, work.destination, left);
    const outcome = await work.destination.deliver(batch.map(({ events }) => events), drain.runtime);
    const rest = left.slice(batch.length);
    left = outcome.ok ? rest : refused(work, outcome, batch, rest, drain);
    if (outcome.ok) succeeded(work, batch);
    if (left.length < items.length) await taken(left);
  }
  return left;
}

function nextBatch({ lane }: LaneWork, destination: Destination, items: readonly Kept[]): Kept[] {
  const within = items.slice(0, lane.limit);
  const [first = []] = batchesOf(within.map(({ events }) => events), destination);
  return within.slice(0, Math.max(1, first.length));
}

function succeeded(work: LaneWork, batch: readonly Kept[]): void {
  const { lane } = work;
  work.delivered += batch.reduce((sum, { events }) => sum + events.length, 0);
  work.rejections = 0;
  Object.assign(lane, { failingSince: 0, next: 0, limit: Math.min(MOST_PAYLOADS, lane.limit * 4) });
}

/** What remains after a refusal, in the order in which it is tried next. */
function refused(work: LaneWork, failure: Failure, batch: readonly Kept[], rest: readonly Kept[], drain: Drain): Kept[] {
  if (failure.status === 410) {
    for (const { to, events } of [...batch, ...rest]) giveUp(to, events, failure.reason);
    return [];
  }
  if (failure.status === 429) {
    work.stopped = true;
    work.busy = failure.notBefore === null;
    work.lane.next = failure.notBefore === null ? 0 : failure.notBefore + TOLERANCE_MS;
    return [...batch, ...rest];
  }
  const wasAlone = batch.length === 1;
  work.lane.limit = Math.max(1, Math.floor(work.lane.limit === MOST_PAYLOADS ? batch.length / 4 : work.lane.limit / 4));
  work.rejections += wasAlone ? 1 : 0;
  if (!isRejection(failure) || work.rejections >= MOST_REJECTIONS) backOff(work, failure, drain.runtime);
  return wasAlone ? [...rest, ...batch] : [...batch, ...rest];
}

/** The receiver speaks and refuses what it was sent, rather than whoever sends it: a smaller batch may pass. */
function isRejection({ status }: Failure): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 407, 408, 425].includes(status);
}

/** Waits grow with the outage, from five minutes to twenty, jittered by a fifth; a receiver's own wish counts more. */
function backOff(work: LaneWork, { notBefore }: Failure, runtime: Runtime): void {
  const { lane } = work;
  const now = runtime.now();
  work.stopped = true;
  if (lane.failingSince === 0) lane.failingSince = now;
  const wait = Math.min(WAIT.most, Math.max(WAIT.least, (now - lane.failingSince) * WAIT.ofOutage)) * (0.8 + 0.4 * runtime.random());
  lane.next = notBefore === null ? now + wait : Math.max(now + wait, notBefore + TOLERANCE_MS);
}
