/** What has arrived since the last turn, read from the inboxes; `settle.ts` settles it, and `commit.ts` takes off what is settled. */
import { unlessRefused } from '../platform/refusals';
import { together } from '../lib/together';
import type { Store } from '../platform/store';
import { RESERVED_OPERATIONS, type Turn } from './work';
import { boxes } from './inbox/boxes';
import { driver } from './inbox/driver';
import type { Found, Inbox } from './inbox/inbox';
import { slots } from './inbox/slots';
import { keptId, unpack } from './item';
import { isLagging, LATE_MS, minuteOf, openMinute, type OutboxState } from './state';

/** What a turn takes of a long backlog where turns keep dying. */
const MOST_FILLED_MINUTES = 3;
/** How many schedules are looked at then, as a rule enough to find some slots that can be taken off. */
export const FEW_FETCHES = 24;
/** How many minutes such a turn still reads after the first in which something was. */
const CLOSE_MINUTES = 4;
/** How many minutes are read side by side. */
const MINUTES_AT_ONCE = 2;
/** News of one destination to all others must not take the request quota from what happens meanwhile. */
export const MOST_NOTICES = 6;
/** How far empty minutes are passed before that is written down, in minutes. */
const SAVED_EVERY = 6;

/** Something that was found; `isSettled` once it is told, on a page, or given up. */
export interface Arrival extends Found {
  isSettled: boolean;
  /** It is not where it was found any more. */
  isGone: boolean;
}

interface Reading {
  arrivals: Arrival[];
  /** The minutes before this one are closed and were read for good. */
  closed: number;
  /** The minutes before this one were read at least once. */
  read: number;
}

export interface Intake extends Reading {
  isDriven: boolean;
  /** Whether all was read that such a turn reads. */
  isWhole: boolean;
}

/**
 * Reads every inbox: minutes that are closed once for good, and, while receivers take what they are sent, the boxes of those just over a
 * first time, as sweeps do with slots. What is settled already is passed over.
 */
export async function readInboxes(state: OutboxState, turn: Turn): Promise<Intake> {
  const now = turn.runtime.now();
  const driven = await driver.read(0, turn.store);
  const own = state.own
    .slice(0, MOST_NOTICES)
    .map((text): Found => ({ inbox: 'own', minute: 0, place: '', item: unpack(text) }));
  const reading: Reading = { arrivals: [], closed: state.cursor, read: state.unread };
  add(reading, [...driven, ...own], state);
  const end = openMinute(now);
  if (isLagging(state, now)) {
    // And every other one only a part of what a minute has in slots: the less, the sooner it is through.
    const { store, runtime } = turn;
    if (runtime.random() < 0.5) store.fetches = Math.min(store.fetches, 1 + Math.floor(runtime.random() * FEW_FETCHES));
    await readLittle(reading, state, end, turn);
  } else await readClosed(reading, state, end, turn);
  reading.read = Math.max(state.unread, reading.closed);
  const isClosedRead = reading.closed >= end;
  const isWhole =
    isClosedRead && (state.wellSince === null || (await readEarly(reading, state, minuteOf(now - LATE_MS), turn)));
  return { ...reading, isDriven: driven.length > 0, isWhole };
}

/** As many minutes as the turn can settle: each takes an operation to read and, where something is in it, two to settle. */
async function readClosed(intake: Reading, state: OutboxState, end: number, turn: Turn): Promise<void> {
  while (intake.closed < end && isRoomForMore(intake, turn)) {
    const minutes = minutesFrom(intake.closed, Math.min(end, intake.closed + MINUTES_AT_ONCE));
    const found = await together(minutes.map((minute) => readMinute(minute, [boxes, slots], turn.store)));
    for (const each of found) {
      if (each === null) return;
      add(intake, each, state);
      if (isPart(each)) return;
      intake.closed += 1;
    }
  }
}

/**
 * Where turns keep dying, each takes little: what is in a few minutes, and once something was found, only those close to it, as none after it
 * can be passed before it is settled.
 */
async function readLittle(intake: Reading, state: OutboxState, end: number, turn: Turn): Promise<void> {
  let filled = 0;
  let last = end;
  while (filled < MOST_FILLED_MINUTES && intake.closed < last && isRoomForMore(intake, turn)) {
    const found = await readMinute(intake.closed, [boxes, slots], turn.store);
    if (found === null) return;
    add(intake, found, state);
    if (isPart(found)) return;
    intake.closed += 1;
    if (found.length === 0) await passEmpty(intake, state, turn);
    else [filled, last] = [filled + 1, Math.min(last, intake.closed + CLOSE_MINUTES)];
  }
}

/** Whether some of a minute was left for another turn, so that it is not through. */
function isPart(found: readonly Found[]): boolean {
  return found.some(({ isOpen }) => isOpen);
}

function isRoomForMore({ arrivals }: Reading, { store }: Turn): boolean {
  return store.fetches > 0 && store.left > RESERVED_OPERATIONS + 3 * MINUTES_AT_ONCE + minutesIn(arrivals);
}

/** Minutes in which nothing was kept, and before which nothing is open, are behind for good. */
async function passEmpty(intake: Reading, state: OutboxState, turn: Turn): Promise<void> {
  if (state.cursor < intake.closed - 1) return;
  state.cursor = intake.closed;
  state.unread = Math.max(state.unread, state.cursor);
  if (state.cursor % SAVED_EVERY === 0) await turn.save();
}

function minutesIn(arrivals: readonly Arrival[]): number {
  return new Set(arrivals.map(({ minute }) => minute)).size;
}

/** False where some are left for another turn. */
async function readEarly(intake: Reading, state: OutboxState, end: number, turn: Turn): Promise<boolean> {
  for (; intake.read < end; intake.read += 1) {
    const found = isRoomForMore(intake, turn) ? await readMinute(intake.read, [boxes], turn.store) : null;
    if (found === null) return false;
    add(intake, found, state);
  }
  return true;
}

/** Null where it cannot be told now. */
export async function readMinute(minute: number, inboxes: readonly Inbox[], store: Store): Promise<Found[] | null> {
  const reading = together(inboxes.map((inbox) => inbox.read(minute, store)));
  return (await unlessRefused(reading, null))?.flat() ?? null;
}

function add(intake: Reading, found: readonly Found[], state: OutboxState): void {
  intake.arrivals.push(...found.map((each) => ({ ...each, isSettled: isSettled(each, state), isGone: false })));
}

/** Whether it was told, put on a page or given up, although it is still where it was kept. */
export function isSettled({ inbox, item, minute }: Found, state: OutboxState): boolean {
  if (item === null) return true;
  const id = keptId(item);
  return inbox === 'driver' ? state.driverItem === id : (state.settled[minute] ?? []).includes(id);
}

export function minutesFrom(first: number, end: number): number[] {
  return [...Array(Math.max(0, end - first)).keys()].map((index) => first + index);
}
