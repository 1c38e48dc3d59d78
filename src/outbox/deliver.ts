/** Delivering what is kept for one destination, oldest first, in batches that grow while they are taken. */
import { batchesOf } from '../destinations/batches';
import { MOST_PAYLOADS, pageKey, type Lane } from './backlog';
import type { Failure } from '../platform/requests';
import type { Destination } from '../destinations/destination';
import { allowed, keptId, type Kept } from './item';
import { giveUp } from './keep';
import { itemsOf, pageOf, withoutExpired } from './pages';
import type { Runtime } from '../platform/runtime';
import type { Store } from '../platform/store';
import { MINUTE_MS } from '../lib/time';

/** A request may take 15 s of the 20 an invocation has. */
const LAST_START_MS = 4_000;
const WAIT = { least: 5 * MINUTE_MS, most: 20 * MINUTE_MS, ofOutage: 1 / 6 };
/** The driver comes every five minutes: what is due within half of that is due. */
export const TOLERANCE_MS = 2.5 * MINUTE_MS;
/** Refused one by one, three in a row: it is not the items. */
const MOST_REJECTIONS = 3;
/** What a turn needs besides its pages: boxes, the backlog, the lease. */
export const RESERVED_OPERATIONS = 10;

/** What one turn shares with its lanes. */
export interface Turn {
  store: Store;
  runtime: Runtime;
  /** Epoch ms. */
  startedAt: number;
  /** Whether it may be told, by the settings of now. */
  personalData: boolean;
}

/** A lane at work in one turn. */
export interface LaneWork {
  /** The destination's id. */
  id: string;
  lane: Lane;
  /** Null: what is set for it does not work. */
  destination: Destination | null;
  /** Events. */
  delivered: number;
  /** Nothing more is sent in this turn. */
  stopped: boolean;
  /** The quota, ours or the receiver's, was spent: no sign of a fault. */
  busy: boolean;
  /** 410: nothing will ever be taken. */
  gone: boolean;
  /** Items refused on their own, in a row. */
  rejections: number;
  /** Ids of what was refused on its own in this turn, and is not tried again in it. */
  refused: Set<string>;
  /** What is left of the first page where all of it was refused on its own, and other pages wait behind it. */
  inTheWay: readonly Kept[];
  /** Failures in a row; an outage that goes on counts as one. */
  failures: number;
}

export function workOf(id: string, lane: Lane, destination: Destination | null): LaneWork {
  return {
    id,
    lane,
    destination,
    delivered: 0,
    stopped: false,
    busy: false,
    gone: false,
    rejections: 0,
    refused: new Set(),
    inTheWay: [],
    failures: lane.failingSince === 0 ? 0 : 1,
  };
}

/** Whether something may be sent now: the receiver's turn has come, and there is time for an answer. */
export function maySend({ lane, stopped }: LaneWork, { runtime, startedAt }: Turn): boolean {
  const now = runtime.now();
  return !stopped && lane.next <= now + TOLERANCE_MS && now - startedAt <= LAST_START_MS;
}

/** Delivers the lane's pages as far as this turn's time, its operations and the receiver allow. */
export async function drainPages(work: LaneWork, turn: Turn): Promise<void> {
  const { lane } = work;
  let left: readonly Kept[] = [];
  while (left.length === 0 && mayDrain(work, turn)) {
    left = await drainPage(work, turn);
    if (left.length === 0) lane.head += 1;
  }
  // Of the others it is enough that they were refused before: a turn may end before it has tried them all.
  const isInTheWay =
    lane.head + 1 < lane.tail &&
    left.some((kept) => isRefused(work, kept)) &&
    left.every(({ refusals }) => refusals > 0);
  work.inTheWay = isInTheWay ? left : [];
}

function mayDrain(work: LaneWork, turn: Turn): boolean {
  return hasPages(work.lane) && maySend(work, turn) && turn.store.left > RESERVED_OPERATIONS;
}

export function hasPages({ head, tail }: Lane): boolean {
  return head < tail;
}

/** Returns what is left of the lane's first page. */
async function drainPage(work: LaneWork, turn: Turn): Promise<readonly Kept[]> {
  const key = pageKey(work.id, work.lane.head);
  const page = await turn.store.get(key);
  const stored = itemsOf(page).map((kept) => allowed(kept, turn.personalData));
  const items = withoutExpired(stored, turn.runtime.now());
  const write = (left: readonly Kept[]): Promise<void> =>
    left.length === 0 ? turn.store.delete(key) : turn.store.set(key, pageOf(left));
  // What is given up is forgotten at once, so that it is given up once.
  if (page !== null && (items.length === 0 || items.length < stored.length)) await write(items);
  return deliver(work, items, turn, write);
}

/** Where there is nothing but what is refused on its own, it need not be tried in every turn. */
export function waitWithRefused(work: LaneWork, { runtime }: Turn): void {
  if (work.refused.size > 0 && work.delivered === 0 && !work.stopped) backOff(work, null, runtime);
}

function isRefused({ refused }: LaneWork, kept: Kept): boolean {
  return refused.has(keptId(kept));
}

/**
 * Delivers items in order and returns those that remain. `taken` is told what is left after each request that settled
 * something, so that a death repeats one request at most. An item refused on its own goes behind the others, and waits
 * for another turn.
 */
export async function deliver(
  work: LaneWork,
  items: readonly Kept[],
  turn: Turn,
  taken: (left: readonly Kept[]) => Promise<void>,
): Promise<readonly Kept[]> {
  const { destination } = work;
  let written = items;
  let left = items;
  // Those refused in this turn stand at the end.
  while (left.some((kept) => !isRefused(work, kept)) && maySend(work, turn)) {
    left = destination === null ? unsent(work, left, turn) : await deliverBatch(work, destination, left, turn);
    if (left.length < written.length) await taken((written = left));
  }
  if (left !== written) await taken(left);
  return left;
}

/** A destination whose settings do not work is waited for like one that does not answer. */
function unsent(work: LaneWork, items: readonly Kept[], { runtime }: Turn): readonly Kept[] {
  backOff(work, null, runtime);
  return items;
}

async function deliverBatch(
  work: LaneWork,
  destination: Destination,
  items: readonly Kept[],
  { runtime }: Turn,
): Promise<readonly Kept[]> {
  if (work.gone) return abandoned(items);
  const batch = nextBatch(work, destination, items);
  const rest = items.slice(batch.length);
  const outcome = await destination.deliver(
    batch.map(({ events }) => events),
    runtime,
  );
  if (outcome.ok) succeeded(work, batch);
  return outcome.ok ? rest : refused(work, outcome, batch, items, runtime);
}

function nextBatch(work: LaneWork, destination: Destination, items: readonly Kept[]): readonly Kept[] {
  const within = items.filter((kept) => !isRefused(work, kept)).slice(0, work.lane.limit);
  const first = batchesOf(
    within.map(({ events }) => events),
    destination,
  )
    .slice(0, 1)
    .flat();
  return within.slice(0, first.length);
}

function succeeded(work: LaneWork, batch: readonly Kept[]): void {
  work.delivered += batch.reduce((sum, { events }) => sum + events.length, 0);
  Object.assign(work, { rejections: 0, failures: 0 });
  Object.assign(work.lane, { failingSince: 0, next: 0, limit: Math.min(MOST_PAYLOADS, work.lane.limit * 4) });
}

function abandoned(items: readonly Kept[]): Kept[] {
  for (const { to, events } of items) giveUp({ id: to }, events, 'the receiver is gone for good');
  return [];
}

/** What remains after a refusal, in the order in which it is tried next. */
function refused(
  work: LaneWork,
  failure: Failure,
  batch: readonly Kept[],
  items: readonly Kept[],
  runtime: Runtime,
): readonly Kept[] {
  if (failure.status === 410) {
    work.gone = true;
    return abandoned(items);
  }
  if (failure.status === 429) {
    paused(work, failure);
    return items;
  }
  failed(work, failure, batch.length, runtime);
  return batch.length === 1 ? putBehind(work, batch, items.slice(1)) : items;
}

/** What was refused on its own, and what was to follow. */
function putBehind({ refused: ids }: LaneWork, alone: readonly Kept[], rest: readonly Kept[]): readonly Kept[] {
  for (const kept of alone) ids.add(keptId(kept));
  return [...rest, ...alone.map((kept) => ({ ...kept, refusals: kept.refusals + 1 }))];
}

function paused(work: LaneWork, { notBefore }: Failure): void {
  work.stopped = true;
  work.busy = notBefore === null;
  work.lane.next = notBefore === null ? 0 : notBefore + TOLERANCE_MS;
}

/** One failure between successes is tried again at once with a smaller batch; two in a row, or one in an outage, end the turn. */
function failed(work: LaneWork, failure: Failure, size: number, runtime: Runtime): void {
  work.lane.limit = Math.max(1, Math.floor(size / 2));
  if (isRejection(failure)) {
    work.rejections += size === 1 ? 1 : 0;
  } else {
    work.failures += 1;
  }
  if (work.rejections >= MOST_REJECTIONS || work.failures > 1 || failure.notBefore !== null)
    backOff(work, failure.notBefore, runtime);
}

/** The receiver speaks and refuses what it was sent, rather than who sends it: a smaller batch may pass. */
function isRejection({ status }: Failure): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 407, 408, 425].includes(status);
}

/** Waits grow with the outage, from five minutes to twenty, jittered by a fifth; a receiver's own wish counts more. */
function backOff(work: LaneWork, notBefore: number | null, runtime: Runtime): void {
  const { lane } = work;
  const now = runtime.now();
  work.stopped = true;
  if (lane.failingSince === 0) lane.failingSince = now;
  const wait =
    Math.min(WAIT.most, Math.max(WAIT.least, (now - lane.failingSince) * WAIT.ofOutage)) *
    (0.8 + 0.4 * runtime.random());
  lane.next = Math.max(now + wait, notBefore === null ? 0 : notBefore + TOLERANCE_MS);
}
