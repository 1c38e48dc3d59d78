/** Delivering what is kept for one destination, oldest first, as the retry policy says. */
import { batchesOf } from '../destinations/batches';
import { oneLine } from '../lib/json';
import type { QueueName } from '../platform/registry';
import type { Outcome } from '../platform/requests';
import { giveUp, GONE, withoutExpired } from './expiry';
import { keptId, type Kept } from './item';
import { addToQueue, commitQueue } from './pages';
import { afterSending, isOverload, verdictOn, waitAfter, WORKING, type RetryState, type Sent } from './retry-policy';
import { hasPages, isEmpty, type Queue } from './state';
import { takeSpared } from './share';
import {
  lastStart,
  lastWrite,
  maySend,
  RESERVED_OPERATIONS,
  type LaneWork,
  type OutboxDestination,
  type Turn,
} from './work';

/** How long to wait for a place in the request quota before asking again. */
export const QUOTA_PAUSE_MS = 1_000;

/** Delivers a queue's pages as far as the turn's time, its operations and the receiver allow. */
export async function drainQueue(work: LaneWork, name: QueueName, turn: Turn): Promise<void> {
  const queue = work.lane[name];
  while (hasPages(queue) && maySend(work, queue.retry, turn) && turn.store.left > RESERVED_OPERATIONS) {
    const left = await drainPage(work, name, turn);
    if (!(await isDone(work, name, left, turn))) return;
    queue.head += 1;
    if (isEmpty(queue)) queue.items = 0;
  }
}

/** Whether the page of which these items are left needs no further look: nothing is left, or it was put aside. */
async function isDone(work: LaneWork, name: QueueName, left: readonly Kept[], turn: Turn): Promise<boolean> {
  if (left.length === 0) return true;
  return isInTheWay(work, work.lane[name], left) && (await putAside(work, name, left, turn));
}

/** Whether a page holds nothing but what failed on its own: of what was not tried in this turn it is enough that it did before. */
function isInTheWay(work: LaneWork, queue: Queue, left: readonly Kept[]): boolean {
  const isTried = left.some((kept) => isRefused(work, kept)) && left.every(({ refusals }) => refusals > 0);
  // While the receiver is down, whatever is tried fails on its own: what waits alone may as well stay.
  return isTried && (queue.tail - queue.head > 1 || queue.retry.failingSince === 0);
}

/** Returns what is left of the queue's first page. */
async function drainPage(work: LaneWork, name: QueueName, turn: Turn): Promise<readonly Kept[]> {
  const queue = work.lane[name];
  const stored = await turn.pages.read(name, work.id, queue.head);
  const items = withoutExpired(stored.map(turn.allowed), work.lane, turn.runtime.now());
  let known = stored.length;
  const write = async (left: readonly Kept[]): Promise<void> => {
    queue.items -= known - left.length;
    known = left.length;
    await turn.pages.write(name, work.id, queue.head, left);
  };
  // What is given up is forgotten at once, so that it is given up once.
  if (items.length < stored.length) await write(items);
  return deliver(work, queue, items, turn, write);
}

/**
 * Moves what failed on its own from the first page to the end of the second queue. The state knows where it is before it goes from
 * where it was. False where it stays, because that page is all the second queue has.
 */
async function putAside(work: LaneWork, name: QueueName, items: readonly Kept[], turn: Turn): Promise<boolean> {
  const { [name]: from, refused } = work.lane;
  if (from === refused && from.tail - from.head === 1) return false;
  await addRefused(work, items, turn);
  commitQueue(refused);
  await turn.save();
  from.items -= items.length;
  await turn.pages.write(name, work.id, from.head, []);
  return true;
}

/** The second queue is tried one by one at first, and after a wait. */
export async function addRefused(work: LaneWork, items: readonly Kept[], turn: Turn): Promise<void> {
  const { refused } = work.lane;
  if (isEmpty(refused) && items.length > 0) {
    const next = turn.runtime.now() + waitAfter(0, turn.runtime.random());
    refused.retry = { ...WORKING, limit: 1, next };
  }
  await addToQueue('refused', work.id, refused, items, turn.pages, turn.save);
}

export function isRefused({ refused }: LaneWork, kept: Kept): boolean {
  return refused.has(keptId(kept));
}

/**
 * Delivers items in order and returns those that remain, what failed on its own at the end. `write` is told what is left after each
 * request that settled something, so that a death repeats one request at most.
 */
export async function deliver(
  work: LaneWork,
  queue: Queue,
  items: readonly Kept[],
  turn: Turn,
  write: (left: readonly Kept[]) => Promise<void>,
): Promise<readonly Kept[]> {
  let written = items;
  let left = items;
  while (left.some((kept) => !isRefused(work, kept)) && maySend(work, queue.retry, turn)) {
    left = await deliverBatch(work, queue, left, turn);
    if (left.length < written.length) await write((written = left));
  }
  if (left !== written) await write(left);
  return left;
}

async function deliverBatch(
  work: LaneWork,
  queue: Queue,
  items: readonly Kept[],
  turn: Turn,
): Promise<readonly Kept[]> {
  const { runtime } = turn;
  if (work.isGone) return abandoned(items, turn);
  const batch = nextBatch(work, queue.retry, items);
  const payloads = batch.map(({ events }) => events);
  turn.requests -= 1;
  const outcome = await (work.destination as OutboxDestination).deliver(payloads, runtime);
  if (isOverload(outcome)) {
    work.isOverloaded = !(await pauseForQuota(work, queue.retry, turn));
    return items;
  }
  work.sent += 1;
  const sent: Sent = { outcome, size: batch.length, since: Math.min(...batch.map(({ at }) => at)) };
  const verdict = verdictOn(queue.retry, sent);
  noteAnswer(queue, sent, turn);
  if (verdict === 'again') return items;
  work.isGone = verdict === 'gone';
  if (work.isGone) return abandoned(items, turn);
  const rest = items.filter((kept) => !batch.includes(kept));
  if (verdict === 'behind') return [...rest, ...putBehind(work, batch)];
  turn.store.patientUntil = lastWrite(turn);
  taken(work, batch, outcome);
  return rest;
}

function noteAnswer(queue: Queue, sent: Sent, turn: Turn): void {
  const before = queue.retry;
  queue.retry = afterSending(before, sent, turn.runtime.now(), turn.runtime.random());
  if (before.failingSince !== 0 && queue.retry.failingSince === 0) takeSpared(turn);
}

/** The quota counts by the minute, so a place in it comes free within seconds as a rule. */
async function pauseForQuota(work: LaneWork, retry: RetryState, turn: Turn): Promise<boolean> {
  const { runtime } = turn;
  const isTime = runtime.now() + QUOTA_PAUSE_MS <= lastStart(work, retry, turn);
  return isTime && (await runtime.pause(QUOTA_PAUSE_MS));
}

function putBehind(work: LaneWork, batch: readonly Kept[]): readonly Kept[] {
  for (const kept of batch) work.refused.add(keptId(kept));
  return batch.map((kept) => ({ ...kept, refusals: kept.refusals + 1 }));
}

function taken(work: LaneWork, batch: readonly Kept[], outcome: Outcome): void {
  work.delivered += batch.reduce((sum, { events }) => sum + events.length, 0);
  if (!outcome.ok)
    console.log(
      oneLine({
        event: 'onScheduledEvent',
        destination: work.id,
        status: outcome.status,
        taken: 'its answer could not be read, twice',
      }),
    );
}

function nextBatch(work: LaneWork, { limit }: RetryState, items: readonly Kept[]): readonly Kept[] {
  const within = items.filter((kept) => !isRefused(work, kept)).slice(0, limit);
  const payloads = within.map(({ events }) => events);
  const first = batchesOf(payloads, work.destination as OutboxDestination)[0] ?? [];
  return within.slice(0, first.length);
}

function abandoned(items: readonly Kept[], { nameOf }: Turn): Kept[] {
  for (const { to, events } of items) giveUp({ id: to, name: nameOf(to) }, events, GONE);
  return [];
}
