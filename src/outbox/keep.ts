/**
 * Keeping what could not be delivered, with one operation where that is enough, and within the time the invocation has left.
 * What refused the live request says where it is kept first: when the app's own request quota is spent, the store's operations are
 * what the turns need most, and a slot costs none; when the receiver fails, a box is cheapest. The other place is the second choice.
 */
import { halves, REQUEST_BYTES } from '../destinations/batches';
import type { RelayEvent } from '../events/event';
import { utf8Bytes } from '../lib/json';
import { together } from '../lib/together';
import { DRIVER, UNDRIVEN_KEY } from '../platform/registry';
import type { Failure } from '../platform/requests';
import type { Runtime } from '../platform/runtime';
import { isScheduled } from '../platform/schedules';
import { createStore } from '../platform/store';
import { boxes, firstParts, putInMarked } from './inbox/boxes';
import { drive, driver } from './inbox/driver';
import type { Inbox } from './inbox/inbox';
import { slots } from './inbox/slots';
import { pack, packedOf, type Kept, type Packed } from './item';
import { isOverload } from './retry-policy';
import { LIFE_SECONDS, minuteOf } from './state';

/** A schedule's data may have 4 KB; besides the text it holds a few words. */
const SCHEDULE_TEXT_BYTES = 3_950;
/** A key and its value may have 40 KB together, and many items share it. */
const STORE_TEXT_BYTES = 20_000;
/** An invocation lives for 20 s; what is not kept by then must still be logged. */
const KEEPING_ENDS_MS = 18_500;
/** Where the schedules' quota is spent, a place in it comes free within a minute. */
const LOOKS = 4;
const PAUSE_MS = 4_000;

/** Keeps the events of one payload; returns those that nothing took. `startedAt` is when the invocation began, in epoch ms. */
export async function keep(
  to: string,
  events: readonly RelayEvent[],
  why: Failure | null,
  runtime: Runtime,
  startedAt: number,
): Promise<readonly RelayEvent[]> {
  const item = { to, events, at: runtime.now(), notBefore: why?.notBefore ?? null, refusals: 0 };
  return await keepItem(item, why !== null && isOverload(why), runtime, startedAt);
}

/** Keeps an item, as old as it is. */
export async function keepItem(
  item: Kept,
  isFirstInSlots: boolean,
  runtime: Runtime,
  startedAt: number,
): Promise<readonly RelayEvent[]> {
  const until = startedAt + KEEPING_ENDS_MS;
  const kept = keepSomewhere(item, isFirstInSlots, { runtime, until });
  // An operation that is never answered must not take the time in which the log is written.
  const late = runtime.after(Math.max(0, until - runtime.now())).then((): Kept[] => [item]);
  return (await Promise.race([kept, late])).flatMap(({ events }) => events);
}

/** How long keeping may go on, in epoch ms. */
interface Keeping {
  runtime: Runtime;
  until: number;
}

/** What is large would need many slots: that it goes to boxes costs less. */
async function keepSomewhere(item: Kept, isFirstInSlots: boolean, keeping: Keeping): Promise<readonly Kept[]> {
  if (!isOneRequest(item) || bytesIn(pack(item)) > STORE_TEXT_BYTES) {
    const isDriven = await isScheduled(DRIVER);
    const left = await inBoxes([item], boxes, isDriven, keeping);
    return inBoxes(await inSlots(left, isDriven === true, keeping), boxes, isDriven, keeping);
  }
  if (isFirstInSlots) return inBoxes(await inSlots([item], false, keeping), boxes, undefined, keeping);
  return keepByMark(item, keeping);
}

/** Where a box is marked as full, or the store as spent, asking it again would leave less for the turns. */
async function keepByMark(item: Kept, keeping: Keeping): Promise<readonly Kept[]> {
  const end = await putInMarked(item, keeping.runtime, keeping.until);
  if (end === 'kept') return [];
  const isDriven = end === 'full' || (await isScheduled(DRIVER));
  const left = end === 'full' ? [item] : await inBoxes([item], firstParts, isDriven, keeping);
  return inBoxes(await inSlots(left, isDriven === true, keeping), boxes, isDriven, keeping);
}

function inSlots(items: readonly Kept[], isDriven: boolean, { runtime, until }: Keeping): Promise<Kept[]> {
  return putEach(items, SCHEDULE_TEXT_BYTES, (packed) => slots.put(packed, runtime, until, isDriven));
}

/** `known`: whether there is a driver; null where nobody could tell, nothing where nobody has looked. */
async function inBoxes(
  items: readonly Kept[],
  inbox: Inbox,
  known: boolean | null | undefined,
  keeping: Keeping,
): Promise<Kept[]> {
  if (items.length === 0) return [];
  const isDriven = known === undefined ? await isScheduled(DRIVER) : known;
  return putEach(items, STORE_TEXT_BYTES, (packed) => keepInBox(packed, inbox, isDriven, keeping));
}

/** Puts items somewhere, in pieces of at most so many bytes; returns those that were not taken. */
async function putEach(
  items: readonly Kept[],
  bytes: number,
  put: (packed: Packed) => Promise<boolean>,
): Promise<Kept[]> {
  const pieces = items.flatMap((item) => piecesOf(item, bytes));
  const taken = await together(pieces.map(async ({ packed }) => packed !== null && (await put(packed))));
  return pieces.filter((...[, index]) => taken[index] !== true).map(({ kept }) => kept);
}

/** `packed`: null where it does not fit. */
interface Piece {
  kept: Kept;
  packed: Packed | null;
}

/** As a text inside JSON. */
function bytesIn(text: string): number {
  return utf8Bytes(JSON.stringify(text));
}

/** One payload's events in pieces of at most so many bytes, each within one request; a lone event stays as it is. */
function piecesOf(kept: Kept, bytes: number): Piece[] {
  const packed = packedOf(kept);
  const isFitting = bytesIn(packed.text) <= bytes;
  if (kept.events.length < 2 || (isFitting && isOneRequest(kept))) return [{ kept, packed: isFitting ? packed : null }];
  return halves(kept.events).flatMap((events) => piecesOf({ ...kept, events }, bytes));
}

function isOneRequest({ events }: Kept): boolean {
  return utf8Bytes(JSON.stringify(events)) <= REQUEST_BYTES;
}

/**
 * With the driver where it is not there yet; else in the minute's box. A driver that was seen is enough: once it is taken off, the
 * last turns look at every box, later than whoever saw it lives, and after them the next driver.
 */
async function keepInBox(
  packed: Packed,
  inbox: Inbox,
  isDriven: boolean | null,
  { runtime, until }: Keeping,
): Promise<boolean> {
  if (isDriven === true) return inbox.put(packed, runtime, until, true);
  if (isDriven === false && (await keepInDriver(packed, runtime, until))) return true;
  const minute = minuteOf(runtime.now());
  // Before anything is kept, as death may come right after.
  const isWordLeft = isDriven === null && (await leaveWord(minute, runtime));
  if (!(await inbox.put(packed, runtime, until, false))) return false;
  return (await seeToDriver(minute, runtime, until, LOOKS)) || isWordLeft;
}

async function keepInDriver(packed: Packed, runtime: Runtime, until: number): Promise<boolean> {
  return bytesIn(packed.text) <= SCHEDULE_TEXT_BYTES && (await driver.put(packed, runtime, until, false));
}

/** Where nobody can tell whether there is a driver, word is left for the next one, wherever it begins. */
async function seeToDriver(minute: number, runtime: Runtime, until: number, looks: number): Promise<boolean> {
  if (looks === 0 || runtime.now() >= until) return leaveWord(minute, runtime);
  const isDriven = await isScheduled(DRIVER);
  if (isDriven === true || (isDriven === false && (await drive(minute, null, runtime, until)))) return true;
  await runtime.pause(PAUSE_MS);
  return seeToDriver(minute, runtime, until, looks - 1);
}

async function leaveWord(since: number, runtime: Runtime): Promise<boolean> {
  try {
    await createStore(1, runtime).claim(UNDRIVEN_KEY, { since }, LIFE_SECONDS);
    return true;
  } catch {
    return false;
  }
}
