/** What has arrived since the last turn: read from the inboxes, settled, and only then forgotten. */
import { StoreRefused } from '../platform/store';
import { giveUp, TAKEN_OFF, withoutExpired } from './expiry';
import { addRefused, deliver, isRefused, maySend, RESERVED_OPERATIONS, type LaneWork, type Turn } from './deliver';
import { boxes } from './inbox/boxes';
import { driver } from './inbox/driver';
import type { Found } from './inbox/inbox';
import { readSome, slots } from './inbox/slots';
import { keptId, unpack, type Kept } from './item';
import { addToQueue, commitQueue } from './pages';
import { asAsked } from './retry-policy';
import { isEmpty, isLagging, minuteOf, openMinute, type OutboxState } from './state';

/** Whoever keeps something by the clock of a minute is through so long after it. */
const EARLY_MS = 20_000;
/** So many slots may stay where they are while the request quota is spent; a thousand may be pending. */
const MOST_SLOTS_LEFT = 500;

/** What a turn takes of a long backlog where turns keep dying. */
const MOST_FILLED_MINUTES = 3;
/** How many minutes are read side by side. */
const MINUTES_AT_ONCE = 2;
/** How far empty minutes are passed before that is written down, in minutes. */
const SAVED_EVERY = 6;

/** Something that was found; `isSettled` once it is told, on a page, or given up. */
export interface Arrival extends Found {
  isSettled: boolean;
  /** It is not where it was found any more. */
  isGone: boolean;
}

export interface Intake {
  arrivals: Arrival[];
  /** The minutes before this one are closed and were read for good. */
  closed: number;
  /** The minutes before this one were read at least once. */
  read: number;
  isDriven: boolean;
  /** Whether all was read that such a turn reads. */
  isWhole: boolean;
}

/**
 * Reads every inbox: minutes that are closed once for good, and those just over a first time, boxes only while receivers take what
 * they are sent. What is settled already is passed over.
 */
export async function readInboxes(state: OutboxState, turn: Turn, isWell: boolean): Promise<Intake> {
  const now = turn.runtime.now();
  const intake: Intake = { arrivals: [], closed: state.cursor, read: state.unread, isDriven: false, isWhole: true };
  const driven = await driver.read(0, turn.store);
  intake.isDriven = driven.length > 0;
  add(intake, driven, state);
  add(
    intake,
    state.own.map((text): Found => ({ inbox: 'own', minute: 0, place: '', item: unpack(text) })),
    state,
  );
  const end = openMinute(now);
  if (isLagging(state, now)) await readLittle(intake, state, end, turn);
  else await readClosed(intake, state, end, turn);
  if (intake.closed < end) intake.isWhole = false;
  else await readEarly(intake, state, minuteOf(now - EARLY_MS), turn, isWell);
  return intake;
}

/** As many minutes as the turn can settle: each takes an operation to read and, where something is in it, two to settle. */
async function readClosed(intake: Intake, state: OutboxState, end: number, turn: Turn): Promise<void> {
  while (intake.closed < end && isRoomForMore(intake, turn)) {
    const minutes = minutesFrom(intake.closed, Math.min(end, intake.closed + MINUTES_AT_ONCE));
    const found = await Promise.all(minutes.map((minute) => readMinute(minute, true, turn)));
    for (const each of found) {
      if (each === null) return;
      add(intake, each, state);
      intake.closed += 1;
    }
  }
}

/** Where turns keep dying, each takes little, and every other one only a part of what a minute has in slots. */
async function readLittle(intake: Intake, state: OutboxState, end: number, turn: Turn): Promise<void> {
  const isCareful = turn.runtime.random() < 0.5;
  for (let filled = 0; filled < MOST_FILLED_MINUTES && intake.closed < end && isRoomForMore(intake, turn);) {
    const some = isCareful ? await ifNotRefused(() => readSome(intake.closed)) : [];
    add(intake, some ?? [], state);
    // The minute is not through as long as anything is in its slots.
    if (some === null || some.length > 0) return;
    const found = await readMinute(intake.closed, true, turn);
    if (found === null) return;
    add(intake, found, state);
    intake.closed += 1;
    if (found.length > 0) filled += 1;
    else if (filled === 0) await passEmpty(intake, state, turn);
  }
}

function isRoomForMore({ arrivals }: Intake, { store }: Turn): boolean {
  return store.left > RESERVED_OPERATIONS + 3 * MINUTES_AT_ONCE + minutesIn(arrivals);
}

async function passEmpty(intake: Intake, state: OutboxState, turn: Turn): Promise<void> {
  state.cursor = intake.closed;
  state.unread = Math.max(state.unread, state.cursor);
  if (state.cursor % SAVED_EVERY === 0) await turn.save();
}

function minutesIn(arrivals: readonly Arrival[]): number {
  return new Set(arrivals.map(({ minute }) => minute)).size;
}

async function readEarly(intake: Intake, state: OutboxState, end: number, turn: Turn, isWell: boolean): Promise<void> {
  const first = Math.max(state.unread, intake.closed);
  const isRoom = turn.store.left > RESERVED_OPERATIONS + (end - first) + minutesIn(intake.arrivals);
  intake.read = Math.max(first, state.unread);
  intake.isWhole = isRoom || !isWell;
  for (const minute of minutesFrom(first, end)) {
    const found = await readMinute(minute, isWell && isRoom, turn);
    if (found === null) return;
    add(intake, found, state);
    intake.read = minute + 1;
  }
}

/** Null where it cannot be told now. */
async function readMinute(minute: number, withBox: boolean, { store }: Turn): Promise<readonly Found[] | null> {
  const inboxes = withBox ? [boxes, slots] : [slots];
  return ifNotRefused(async () => (await Promise.all(inboxes.map((inbox) => inbox.read(minute, store)))).flat());
}

async function ifNotRefused<T>(reading: () => Promise<T>): Promise<T | null> {
  try {
    return await reading();
  } catch (fault) {
    if (fault instanceof StoreRefused) return null;
    throw fault;
  }
}

function add(intake: Intake, found: readonly Found[], state: OutboxState): void {
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

/** What is still to be settled for one destination, each item once and the oldest first, with all the places where it is. */
function itemsFor(id: string, arrivals: readonly Arrival[]): Kept[] {
  const open = arrivals.filter(({ item, isSettled: isDone }) => !isDone && item?.to === id);
  const unique = new Map(open.map(({ item }) => [keptId(item as Kept), item as Kept]));
  return [...unique.values()].sort((a, b) => a.at - b.at);
}

/** Told at once where nothing waits before them and the receiver is well; else put on pages, or left in their slots in an overload. */
export async function settleFor(work: LaneWork, arrivals: readonly Arrival[], turn: Turn): Promise<void> {
  const { page } = work.lane;
  const found = itemsFor(work.id, arrivals);
  const items = withoutExpired(found.map(turn.allowed), work.lane, turn.runtime.now());
  settle(arrivals, found, items);
  for (const { notBefore } of items) page.retry = asAsked(page.retry, notBefore);
  const isNext = isEmpty(page) && page.retry.failingSince === 0 && maySend(work, page.retry, turn);
  let known: readonly Kept[] = items;
  const left = !isNext
    ? items
    : await deliver(work, page, items, turn, async (rest) => {
        const told = settle(arrivals, known, rest);
        known = rest;
        await forgetSlots(told, arrivals, turn);
      });
  await putOnPages(work, left, arrivals, turn);
}

async function putOnPages(
  work: LaneWork,
  left: readonly Kept[],
  arrivals: readonly Arrival[],
  turn: Turn,
): Promise<void> {
  // Where the receiver is down, whatever is tried fails on its own.
  const isDown = work.lane.page.retry.failingSince > 0;
  const refused = left.filter((kept) => isRefused(work, kept) && !isDown);
  const staying = new Set(work.isOverloaded ? idsThatMayStay(arrivals) : []);
  const waiting = left.filter((kept) => !refused.includes(kept) && !staying.has(keptId(kept)));
  await addRefused(work, refused, turn);
  await addToQueue('page', work.id, work.lane.page, waiting, turn.pages, turn.save);
  const kept = new Set([...refused, ...waiting]);
  settle(
    arrivals,
    left,
    left.filter((each) => !kept.has(each)),
  );
}

/** While only the request quota is spent, what is in slots is best left there: it costs the store nothing. */
function idsThatMayStay(arrivals: readonly Arrival[]): string[] {
  const inSlots = arrivals.filter(({ inbox, isSettled: isDone }) => inbox === 'slots' && !isDone);
  return inSlots.slice(0, MOST_SLOTS_LEFT).map(({ item }) => keptId(item as Kept));
}

/** Marks as settled what was there before and is not any more; returns it. */
function settle(arrivals: readonly Arrival[], before: readonly Kept[], after: readonly Kept[]): Arrival[] {
  const left = new Set(after.map(keptId));
  const ids = new Set(before.map(keptId).filter((id) => !left.has(id)));
  const settled = arrivals.filter(({ item, isSettled: isDone }) => item !== null && !isDone && ids.has(keptId(item)));
  for (const arrival of settled) arrival.isSettled = true;
  return settled;
}

/** A slot that is settled can go at once: it needs no store, and should it stay, the state says that it is settled. */
async function forgetSlots(told: readonly Arrival[], arrivals: readonly Arrival[], { store }: Turn): Promise<void> {
  const inSlots = told.filter(({ inbox }) => inbox === 'slots');
  if (inSlots.length === 0) return;
  const staying = arrivals.filter((each) => each.inbox === 'slots' && !each.isSettled);
  const left = new Set(await slots.forget(inSlots, store, staying));
  for (const each of inSlots) each.isGone = !left.has(each);
}

/** What is kept for destinations that are not set any more is given up, aloud. */
export function giveUpOthers(known: ReadonlySet<string>, arrivals: readonly Arrival[], { nameOf }: Turn): void {
  for (const arrival of arrivals) {
    const { item, isSettled: isDone } = arrival;
    if (isDone || item === null || known.has(item.to)) continue;
    giveUp({ id: item.to, name: nameOf(item.to) }, item.events, TAKEN_OFF);
    arrival.isSettled = true;
  }
}

/**
 * Writes down what is settled, then takes it off from where it was, then writes down how far that came. A death in between leaves what
 * the state says is settled.
 */
export async function commit(intake: Intake, state: OutboxState, turn: Turn): Promise<void> {
  const there = intake.arrivals.filter((each) => !each.isGone && each.inbox !== 'driver' && each.inbox !== 'own');
  state.busiest = fullestOf(there);
  noteSettled(intake, there, state);
  passMinutes(state, intake, there);
  for (const { page, refused } of Object.values(state.lanes)) [page, refused].forEach(commitQueue);
  await turn.save();
  const leaving = there.filter(
    ({ inbox, isSettled: isDone, minute }) => isDone && (inbox === 'slots' || minute < intake.closed),
  );
  if (leaving.length === 0) return;
  const staying = new Set(there.filter((each) => !leaving.includes(each)));
  for (const [name, inbox] of [
    ['boxes', boxes],
    ['slots', slots],
  ] as const) {
    const mine = leaving.filter((each) => each.inbox === name);
    const left = await inbox.forget(
      mine,
      turn.store,
      [...staying].filter((each) => each.inbox === name),
    );
    for (const each of left) staying.add(each as Arrival);
  }
  passMinutes(state, intake, [...staying]);
  await turn.save();
}

function noteSettled(intake: Intake, there: readonly Arrival[], state: OutboxState): void {
  for (const { id, minute } of settledOf(there))
    state.settled[minute] = [...new Set([...(state.settled[minute] ?? []), id])];
  for (const { id, inbox } of settledOf(intake.arrivals)) if (inbox === 'driver') state.driverItem = id;
  const own = intake.arrivals.filter(({ inbox, isSettled: isDone }) => inbox === 'own' && !isDone);
  state.own = state.own.filter((text) => own.some(({ item }) => item !== null && keptId(item) === idOfPacked(text)));
}

function settledOf(arrivals: readonly Arrival[]): { id: string; minute: number; inbox: Arrival['inbox'] }[] {
  return arrivals.flatMap(({ item, minute, inbox, isSettled: isDone }) =>
    isDone && item !== null ? [{ id: keptId(item), minute, inbox }] : [],
  );
}

function idOfPacked(text: string): string {
  const item = unpack(text);
  return item === null ? '' : keptId(item);
}

/** The cursor stands before the first minute of which something is still there; what was settled before it is no longer of interest. */
function passMinutes(state: OutboxState, intake: Intake, there: readonly Arrival[]): void {
  const closed = there.filter(({ minute }) => minute < intake.closed).map(({ minute }) => minute);
  const unsettled = there.filter(({ isSettled: isDone }) => !isDone).map(({ minute }) => minute);
  state.cursor = Math.min(intake.closed, ...closed);
  state.unread = Math.max(state.cursor, Math.min(intake.read, ...unsettled));
  for (const minute of Object.keys(state.settled))
    if (Number(minute) < state.cursor) Reflect.deleteProperty(state.settled, minute);
}

/** How many items the fullest box holds. */
function fullestOf(there: readonly Arrival[]): number {
  const counts = new Map<number, number>();
  for (const { inbox, minute } of there) if (inbox === 'boxes') counts.set(minute, (counts.get(minute) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
