/**
 * One turn of the outbox, fired by the driver every five minutes while something is kept. The order of the steps is what
 * makes a death between any two of them harmless; docs/outbox.md says why each stands where it does.
 */
import { BACKLOG_KEY, loadBacklog, newLane, pageKey, saveBacklog, type Backlog } from './backlog';
import { destinationsOf, DESTINATION_NAMES, type DestinationName } from './destinations';
import { deleteBoxes, openMinute, readFresh, settleFresh } from './fresh';
import { isObject, objectOf, oneLine, own, type JsonObject } from './json';
import { keptId, unpack, type Kept } from './kept';
import { deliver, drainPages, workOf, type LaneWork, type Turn } from './lane';
import { boxKey, drive, DRIVER, giveUp, keepPiece, minuteOf, NOTHING_TOOK_IT } from './outbox';
import { itemsOf, unique, withoutExpired } from './pages';
import type { Runtime } from './runtime';
import { readSettings, type Settings } from './settings';
import { deleteSlots, readSlots } from './slots';
import { createStore, schedule, scheduled, StoreRefused, unschedule, type Store } from './store';

const MINUTE = 60_000;
/** Of the 50 operations a minute; whoever keeps something takes the others. */
const OPERATIONS = 45;
const LEAST_OPERATIONS = 14;
const LEASE_KEY = 'lease';
const LEASE_SECONDS = 50;
const GUARD = 'relay-guard';

type Works = Map<DestinationName, LaneWork>;

/** Handles onScheduledEvent: the driver, an extra turn, or a slot that nobody emptied. */
export async function drain(payload: unknown, runtime: Runtime): Promise<void> {
  const data = objectOf(own(objectOf(payload), 'data'));
  const iparams = own(objectOf(payload), 'iparams');
  if (!isDriver(data) && own(data, 'item') !== undefined) {
    await keepAgain(unpack(own(data, 'item')), runtime);
    return;
  }
  // Without settings there is no telling whether a destination was taken off or is just not known.
  if (isObject(iparams)) await takeTurn(data, readSettings(iparams), { store: createStore(OPERATIONS), runtime, startedAt: runtime.now() });
}

/** The driver says since which minute there may be boxes. */
function isDriver(data: JsonObject): boolean {
  return typeof own(data, 'since') === 'number';
}

async function keepAgain(item: Kept | null, runtime: Runtime): Promise<void> {
  if (item === null || withoutExpired([item], runtime.now()).length === 0) return;
  giveUp(item.to, await keepPiece(item, runtime), NOTHING_TOOK_IT);
}

/** A refused operation ends the turn where it stands: everything is kept, and a later turn goes on. */
async function takeTurn(data: JsonObject, settings: Settings, turn: Turn): Promise<void> {
  try {
    if (!(await lease(turn))) return;
    await work(data, settings, turn);
    await turn.store.delete(LEASE_KEY);
  } catch (fault) {
    if (!(fault instanceof StoreRefused)) throw fault;
    await emptySlots(settings, turn);
    if (isDriver(data)) await extraTurns(turn.runtime);
  }
}

/** One turn at a time. A lease outlives a dead turn by less than a minute, also where the store is slow to forget. */
async function lease({ store, runtime }: Turn): Promise<boolean> {
  const value = { until: runtime.now() + LEASE_SECONDS * 1000 };
  if (await store.claim(LEASE_KEY, value, LEASE_SECONDS)) return true;
  const held = await store.get(LEASE_KEY);
  if (held !== null && Number(own(held, 'until')) > runtime.now()) return false;
  if (held !== null) await store.delete(LEASE_KEY);
  return store.claim(LEASE_KEY, value, LEASE_SECONDS);
}

async function work(data: JsonObject, settings: Settings, turn: Turn): Promise<void> {
  const backlog = await loadBacklog(turn.store, isDriver(data) ? Number(own(data, 'since')) : null);
  // An extra turn belongs to a backlog: without one, its driver is gone, or a new one whose item it does not know.
  if (backlog === null) return;
  if (own(data, 'guard') === true) backlog.cursor = Math.min(backlog.cursor, Number(own(data, 'since')));
  await leaveRoom(turn);
  await deleteBoxes(backlog, turn.store);
  const works = worksOf(backlog, settings);
  await Promise.all([...works.values()].map((lane) => drainPages(lane, turn)));
  await dropLanes(backlog, works, turn);
  const fresh = isDriver(data) || !hasPages(backlog) ? await readFresh(data, backlog, turn) : null;
  if (fresh !== null) await settleFresh(fresh, backlog, works, turn);
  report([...works.values()]);
  await finish(data, backlog, [...works.values()], turn);
}

/** Leaves as many operations as were used to keep something in the last minute: a drain must not crowd them out. */
async function leaveRoom({ store, runtime }: Turn): Promise<void> {
  const kept = itemsOf(await store.get(boxKey(minuteOf(runtime.now()) - 1))).length;
  store.left = Math.max(LEAST_OPERATIONS, store.left - kept);
}

function worksOf(backlog: Backlog, settings: Settings): Works {
  const destinations = destinationsOf(settings);
  const names = DESTINATION_NAMES.filter((name) => settings[name].state !== 'off');
  return new Map(names.map((name) => [name, workOf(name, (backlog.lanes[name] ??= newLane()), destinations.find((each) => each.name === name) ?? null)]));
}

function hasPages(backlog: Backlog): boolean {
  return Object.values(backlog.lanes).some(({ head, tail }) => head < tail);
}

/** What is kept for a destination that was taken off is given up, aloud. */
async function dropLanes(backlog: Backlog, works: Works, turn: Turn): Promise<void> {
  for (const name of DESTINATION_NAMES.filter((each) => !works.has(each))) await dropLane(name, backlog, turn);
}

async function dropLane(name: DestinationName, backlog: Backlog, { store }: Turn): Promise<void> {
  const lane = backlog.lanes[name];
  for (; lane !== undefined && lane.head < lane.tail && store.left > 8; lane.head += 1) {
    for (const { events } of itemsOf(await store.get(pageKey(name, lane.head)))) giveUp(name, events, 'the destination was taken off');
    await store.delete(pageKey(name, lane.head));
  }
}

/** Saves, or rests where nothing is left; and asks for extra turns where more could be delivered sooner. */
async function finish(data: JsonObject, backlog: Backlog, works: LaneWork[], turn: Turn): Promise<void> {
  const isBehind = isLeft(backlog, turn.runtime.now());
  if (isDriver(data) && !isBehind && (await mayRest(data))) {
    await rest(backlog, turn);
    return;
  }
  await saveBacklog(turn.store, backlog);
  if (isDriver(data) && isBehind && works.some(isMoving)) await extraTurns(turn.runtime);
}

/** Something is kept that could be delivered now. */
function isLeft(backlog: Backlog, now: number): boolean {
  return backlog.slots || hasPages(backlog) || backlog.cursor < openMinute(now);
}

function isMoving({ delivered, busy }: LaneWork): boolean {
  return delivered > 0 || busy;
}

/** Somebody may have created a driver anew, with an item inside that this turn does not know: that one is not ours to take off. */
async function mayRest(data: JsonObject): Promise<boolean> {
  const driver = await scheduled(DRIVER);
  return driver === null || (own(driver, 'since') === own(data, 'since') && own(driver, 'item') === own(data, 'item'));
}

function report(works: LaneWork[]): void {
  const told = works.filter(({ delivered, stopped }) => delivered > 0 || stopped);
  if (told.length === 0) return;
  const lanes = Object.fromEntries(told.map(({ name, delivered, lane }) => [name, { delivered, pagesLeft: lane.tail - lane.head }]));
  console.log(oneLine({ event: 'onScheduledEvent', outbox: lanes }));
}

/**
 * Takes the driver off and empties the store, under a guard: a one-time schedule that looks at the same boxes again,
 * should this turn die, or the store refuse, before it is through.
 */
async function rest(backlog: Backlog, { store, runtime }: Turn): Promise<void> {
  const at = runtime.now() + 5 * MINUTE + 20_000;
  await unschedule(GUARD);
  if (!(await schedule({ name: GUARD, data: { since: backlog.cursor, guard: true }, at }))) return;
  await saveBacklog(store, { ...backlog, resting: true });
  await unschedule(DRIVER);
  await deleteStrayPages(backlog, store);
  await store.delete(BACKLOG_KEY);
  if (!(await isFilledAgain(backlog, store, runtime)) || !(await drive(backlog.cursor + 1, {}, runtime))) await unschedule(GUARD);
}

/** A page whose commit was refused stands behind the last one, and its items were settled from where they were. */
async function deleteStrayPages(backlog: Backlog, store: Store): Promise<void> {
  for (const name of DESTINATION_NAMES) {
    const tail = backlog.lanes[name]?.tail;
    for (let page = tail ?? 0; tail !== undefined && (await store.get(pageKey(name, page))) !== null; page += 1) await store.delete(pageKey(name, page));
  }
}

/** Somebody may have kept something after the boxes were read, and found the driver still there. */
async function isFilledAgain(backlog: Backlog, store: Store, runtime: Runtime): Promise<boolean> {
  const open = [...Array(minuteOf(runtime.now()) + 2 - backlog.cursor).keys()].map((index) => backlog.cursor + index);
  const boxes = await Promise.all(open.map((minute) => store.get(boxKey(minute))));
  return boxes.some((box) => box !== null) || (await readSlots(false)).length > 0;
}

/** Where the store is worn out, slots can still be emptied, except the first: it tells the next turn to look. */
async function emptySlots(settings: Settings, turn: Turn): Promise<void> {
  const slots = (await readSlots(false)).filter(({ slot }) => slot !== 0);
  for (const destination of slots.length === 0 ? [] : destinationsOf(settings)) {
    const items = unique(slots.map(({ item }) => item).filter(({ to }) => to === destination.name));
    const left = await deliver(workOf(destination.name, newLane(), destination), items, turn, () => Promise.resolve());
    const remaining = new Set(left.map(keptId));
    await deleteSlots(slots.filter(({ item }) => item.to === destination.name && !remaining.has(keptId(item))));
  }
}

const EXTRA_TURNS = [1, 2, 3, 4];

/** One a minute between two turns of the driver: each has the whole quota of its minute. */
async function extraTurns(runtime: Runtime): Promise<void> {
  const next = runtime.now() + 5 * MINUTE;
  await Promise.all(EXTRA_TURNS.map((extra) => schedule({ name: `relay-extra-${extra}`, data: { extra: true }, at: next + extra * MINUTE })));
}
