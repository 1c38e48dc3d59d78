/**
 * A sweep tells what is in slots of the last minutes as soon as the request quota has room for it. It needs no operation of the store,
 * which an overload may have worn out. Sweeps fire on a grid as wide as an invocation lives, so no two are at work at a time, and turns
 * read no minute that a sweep may read. What a receiver does not take is left where it is, for the turns.
 */
import { batchesOf } from '../destinations/batches';
import { oneLine } from '../lib/json';
import { together } from '../lib/together';
import type { Runtime } from '../platform/runtime';
import { createStore, type Store } from '../platform/store';
import { QUOTA_PAUSE_MS } from './deliver';
import type { Found } from './inbox/inbox';
import { isHolding, slots } from './inbox/slots';
import { minutesFrom, readMinute } from './intake';
import { keptId, type Kept } from './item';
import { isOverload, MOST_PAYLOADS } from './retry-policy';
import { LATE_MS, minuteOf, SKEW_MINUTES } from './state';
import type { TurnOptions } from './options';
import type { OutboxDestination } from './work';

/** Within which an answer must have come; then slots are taken off. */
const ANSWERED_MS = 18_000;
/** How long an answer is expected to take before there was one, and at least. */
const ANSWER_MS = { first: 5_000, least: 1_500 };
/** How often a slot is to be taken off at most. */
const REMOVALS = 5;

interface Sweep {
  options: TurnOptions;
  runtime: Runtime;
  store: Store;
  /** Epoch ms. */
  until: number;
  /** What is in the slots of one minute still, what hangs on a slot before that. */
  open: readonly Found[];
}

/** Minute by minute, so that of a receiver that takes nothing no more is read than shows it. */
export async function sweep(options: TurnOptions, runtime: Runtime): Promise<void> {
  const now = runtime.now();
  let going: readonly OutboxDestination[] = options.destinations;
  for (const minute of minutesFrom(minuteOf(now) - SKEW_MINUTES, minuteOf(now - LATE_MS))) {
    if (going.length === 0) return;
    const store = createStore(0, runtime);
    const open = ((await readMinute(minute, [slots], store)) ?? []).reverse();
    // Where the quota of the schedules is spent, nothing that was told could be taken off.
    if (store.isScarce) return;
    const work: Sweep = { options, runtime, store, until: now + ANSWERED_MS, open };
    const told = await together(going.map((destination) => tellFrom(work, destination)));
    going = going.filter((...[, index]) => told[index]);
  }
}

/**
 * One destination's, but nothing on which something of another one hangs: told, it would have to stay until that is told. False where a
 * failure or want of time ended it.
 */
async function tellFrom(work: Sweep, destination: OutboxDestination): Promise<boolean> {
  const { open, runtime, until } = work;
  const others = open.filter(({ item }) => item?.to !== destination.id);
  const mine = open.filter((each) => each.item?.to === destination.id && !isHolding(each, others));
  let left = uniqueIn(mine);
  let expected = ANSWER_MS.first;
  let delivered = 0;
  while (left.length > 0 && runtime.now() + expected <= until) {
    const batch = batchOf(left, work, destination);
    const outcome = await destination.deliver(batch.payloads, runtime);
    if (outcome.ok) {
      left = left.slice(batch.slots.length);
      delivered += batch.payloads.flat().length;
      expected = Math.max(ANSWER_MS.least, 2 * outcome.ms);
      await takeOffTold(work, copiesOf(batch.slots, mine));
    } else if (!isOverload(outcome) || !(await runtime.pause(QUOTA_PAUSE_MS))) break;
  }
  const told = { [destination.id]: { delivered, waiting: left.length } };
  if (delivered > 0) console.log(oneLine({ event: 'onScheduledEvent', outbox: told }));
  return left.length === 0;
}

/** An item is in several slots where the platform took one and said that it had not. */
function uniqueIn(open: readonly Found[]): Found[] {
  return [...new Map(open.map((each) => [idIn(each), each])).values()];
}

function copiesOf(told: readonly Found[], open: readonly Found[]): Found[] {
  const ids = new Set(told.map(idIn));
  return open.filter((each) => ids.has(idIn(each)));
}

function idIn({ item }: Found): string {
  return keptId(item as Kept);
}

interface Batch {
  slots: readonly Found[];
  payloads: Parameters<OutboxDestination['deliver']>[0];
}

function batchOf(open: readonly Found[], { options }: Sweep, destination: OutboxDestination): Batch {
  const first = open.slice(0, MOST_PAYLOADS);
  const payloads = first.map(({ item }) => (item?.events ?? []).map(options.allowed));
  const fitting = batchesOf(payloads, destination)[0] ?? [];
  return { slots: first.slice(0, fitting.length), payloads: fitting };
}

/** Nothing else remembers what was told, so a slot that stays is told again. */
async function takeOffTold(work: Sweep, told: readonly Found[]): Promise<void> {
  const others = work.open.filter((each) => !told.includes(each));
  let staying = told;
  for (let tries = 0; tries < REMOVALS && staying.length > 0; tries += 1) {
    const left = await slots.forget(staying, work.store, others);
    staying = staying.filter((each) => left.includes(each));
  }
  work.open = [...others, ...staying];
}
