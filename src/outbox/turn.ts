/**
 * One turn of the outbox, fired by the driver every five minutes while something is kept. The order of the steps is what
 * makes a death between any two of them harmless; docs/outbox.md says why each stands where it does.
 */
import { loadBacklog, newLane, pageKey, saveBacklog, type Backlog, type Lane } from './backlog';
import { destinationsOf } from '../destinations/destination';
import { deleteBoxes, minutesFrom, openMinute, readFresh, settleFresh } from './inbox/inbox';
import { isObject, objectOf, oneLine, own, type JsonObject } from '../lib/json';
import { allowed, keptId, unpack, type Kept } from './item';
import {
  deliver,
  drainPages,
  hasPages,
  RESERVED_OPERATIONS,
  waitWithRefused,
  workOf,
  type LaneWork,
  type Turn,
} from './deliver';
import { boxKey, DRIVER, giveUp, minuteOf } from './keep';
import { addPages, EXPIRED, itemsOf, TAKEN_OFF, unique } from './pages';
import { driveAgain, dropGuards, guardedSince, rest } from './retire';
import type { Runtime } from '../platform/runtime';
import { readSettings, type Settings } from '../settings/read';
import { deleteSlots, readSlots, type SlotItem } from './inbox/slots';
import { createStore, schedule, scheduled, StoreRefused, together, type Store } from '../platform/store';
import { MINUTE_MS } from '../lib/time';

/** Of the 50 operations a minute; whoever keeps something takes the others. */
const OPERATIONS = 45;
const LEAST_OPERATIONS = 14;
const LEASE_KEY = 'lease';
const LEASE_SECONDS = 50;
/** Each was left behind by a turn that died. */
const MOST_LEASES = 4;

type Works = Map<string, LaneWork>;

/** Handles onScheduledEvent: the driver, an extra turn, a guard, or a slot that nobody emptied in three days. */
export async function drain(payload: unknown, runtime: Runtime): Promise<void> {
  const data = objectOf(own(objectOf(payload), 'data'));
  const iparams = own(objectOf(payload), 'iparams');
  const settings = readSettings(iparams);
  if (own(data, 'guard') === true) await driveAgain(Number(own(data, 'since')), runtime);
  else if (!isDriver(data) && own(data, 'item') !== undefined) giveUpSlot(unpack(own(data, 'item')), settings);
  // Without settings there is no telling whether a destination was taken off or is just not known.
  else if (isObject(iparams))
    await takeTurn(data, settings, {
      store: createStore(OPERATIONS),
      runtime,
      startedAt: runtime.now(),
      personalData: settings.personalData,
    });
}

/** The driver says since which minute something may be kept. */
function isDriver(data: JsonObject): boolean {
  return typeof own(data, 'since') === 'number';
}

function giveUpSlot(item: Kept | null, { personalData }: Settings): void {
  if (item !== null) giveUp({ id: item.to }, allowed(item, personalData).events, EXPIRED);
}

/** A refused operation ends the turn where it stands: everything is kept, and a later turn goes on. */
async function takeTurn(data: JsonObject, settings: Settings, turn: Turn): Promise<void> {
  try {
    const keys = await lease(turn, [LEASE_KEY]);
    if (keys === null) return;
    await work(data, settings, turn);
    for (const key of keys) await turn.store.delete(key);
  } catch (fault) {
    if (!(fault instanceof StoreRefused)) throw fault;
    await emptySlots(settings, turn);
    if (isDriver(data)) await extraTurns(turn.runtime);
  }
}

/**
 * One turn at a time. The store forgets a dead turn's lease within a minute; where it is slow to, a lease that is over, also by
 * a clock that is a minute behind, is taken over under a key that its end names, which only one turn can claim. Returns the
 * keys to delete at the end; null where another turn is at work.
 */
async function lease(turn: Turn, keys: readonly string[]): Promise<readonly string[] | null> {
  const { store, runtime } = turn;
  const key = keys[keys.length - 1] ?? LEASE_KEY;
  if (await store.claim(key, { until: runtime.now() + LEASE_SECONDS * 1000 }, LEASE_SECONDS)) return keys;
  const until = Number(own(objectOf(await store.get(key)), 'until'));
  const isOver = until + MINUTE_MS <= runtime.now();
  return isOver && keys.length < MOST_LEASES ? lease(turn, [...keys, `${LEASE_KEY}:${until}`]) : null;
}

/**
 * An extra turn belongs to a backlog: without one, its driver is gone, or a new one whose item it does not know. A driver
 * that was taken off after it fired has nothing to drive any more.
 */
async function backlogOf(data: JsonObject, guarded: number | null, store: Store): Promise<Backlog | null> {
  if (!isDriver(data)) return loadBacklog(store, null);
  const driver = objectOf(await scheduled(DRIVER));
  if (own(driver, 'since') !== own(data, 'since') || own(driver, 'item') !== own(data, 'item')) return null;
  const backlog = await loadBacklog(store, Number(own(data, 'since')));
  return backlog === null ? null : { ...backlog, cursor: Math.min(backlog.cursor, guarded ?? backlog.cursor) };
}

async function work(data: JsonObject, settings: Settings, turn: Turn): Promise<void> {
  const guarded = await guardedSince();
  const backlog = await backlogOf(data, guarded, turn.store);
  if (backlog === null) return;
  await leaveRoom(turn);
  await deleteBoxes(backlog, turn.store);
  const works = worksOf(backlog, settings);
  await drainLanes([...works.values()], backlog, turn);
  await dropLanes(backlog, works, turn);
  if (isDriver(data) || !isAnyPaged(backlog))
    await settleFresh(await readFresh(data, backlog, turn), backlog, works, turn);
  report([...works.values()]);
  if (isDriver(data) && !isAnyPaged(backlog) && !isBehind(backlog.cursor, turn)) await rest(backlog, turn);
  else await goOn(data, backlog, [...works.values()], turn, guarded !== null);
}

/** There are minutes that could be read now. */
function isBehind(cursor: number, { runtime }: Turn): boolean {
  return cursor < openMinute(runtime.now());
}

/** Saves, and asks for extra turns where more could be delivered sooner. */
async function goOn(
  data: JsonObject,
  backlog: Backlog,
  works: readonly LaneWork[],
  turn: Turn,
  isGuarded: boolean,
): Promise<void> {
  await saveBacklog(turn.store, backlog);
  if (!isDriver(data)) return;
  // What the guards knew is known to the backlog now.
  if (isGuarded) await dropGuards();
  if (works.some(isMoving) || isBehind(backlog.cursor, turn)) await extraTurns(turn.runtime);
}

/** Leaves as many operations as were used to keep something in the last minute: a drain must not crowd them out. */
async function leaveRoom({ store, runtime }: Turn): Promise<void> {
  const kept = itemsOf(await store.get(boxKey(minuteOf(runtime.now()) - 1))).length;
  store.left = Math.max(LEAST_OPERATIONS, store.left - kept);
}

function laneOf({ lanes }: Backlog, id: string): Lane {
  const lane = lanes[id] ?? newLane();
  lanes[id] = lane;
  return lane;
}

function worksOf(backlog: Backlog, settings: Settings): Works {
  const destinations = destinationsOf(settings);
  const ids = [...destinations, ...settings.broken].map(({ id }) => id).filter((id) => id !== null);
  return new Map(
    [...new Set(ids)].map((id) => [
      id,
      workOf(id, laneOf(backlog, id), destinations.find((each) => each.id === id) ?? null),
    ]),
  );
}

/** The lanes at once; then, one by one, what is in the way of other pages goes behind them. */
async function drainLanes(works: readonly LaneWork[], backlog: Backlog, turn: Turn): Promise<void> {
  let blocked: LaneWork[];
  do {
    await together(works.map((lane) => drainPages(lane, turn)));
    blocked = works.filter(({ inTheWay }) => inTheWay.length > 0 && turn.store.left > RESERVED_OPERATIONS);
    for (const lane of blocked) await putPageBehind(lane, backlog, turn.store);
  } while (blocked.length > 0);
  for (const lane of works) waitWithRefused(lane, turn);
}

/** The backlog knows where it is now before it goes from where it was. */
async function putPageBehind(work: LaneWork, backlog: Backlog, store: Store): Promise<void> {
  await addPages(work, work.inTheWay, store);
  await saveBacklog(store, backlog);
  await store.delete(pageKey(work.id, work.lane.head));
  work.lane.head += 1;
}

function isAnyPaged(backlog: Backlog): boolean {
  return Object.values(backlog.lanes).some(hasPages);
}

/** What is kept for a destination that was taken off is given up, aloud. */
async function dropLanes(backlog: Backlog, works: Works, turn: Turn): Promise<void> {
  for (const id of Object.keys(backlog.lanes).filter((each) => !works.has(each))) await dropLane(id, backlog, turn);
}

async function dropLane(id: string, backlog: Backlog, { store, personalData }: Turn): Promise<void> {
  const lane = backlog.lanes[id];
  for (; lane !== undefined && hasPages(lane) && store.left > 8; lane.head += 1) {
    for (const kept of itemsOf(await store.get(pageKey(id, lane.head))))
      giveUp({ id }, allowed(kept, personalData).events, TAKEN_OFF);
    await store.delete(pageKey(id, lane.head));
  }
}

function isMoving({ delivered, busy }: LaneWork): boolean {
  return delivered > 0 || busy;
}

function report(works: LaneWork[]): void {
  const told = works.filter(({ delivered, stopped }) => delivered > 0 || stopped);
  if (told.length === 0) return;
  const lanes = Object.fromEntries(
    told.map(({ id, delivered, lane }) => [id, { delivered, pagesLeft: lane.tail - lane.head }]),
  );
  console.log(oneLine({ event: 'onScheduledEvent', outbox: lanes }));
}

const RECENT_MINUTES = 15;

/** Where the store is worn out, the slots of the last minutes can still be emptied; those that cannot be read are left to a later turn. */
async function emptySlots(settings: Settings, turn: Turn): Promise<void> {
  const now = turn.runtime.now();
  const slots = (
    await Promise.all(minutesFrom(openMinute(now) - RECENT_MINUTES, openMinute(now)).map(readableSlots))
  ).flat();
  const remaining = new Set(slots.map(({ item }) => keptId(item)));
  for (const destination of slots.length === 0 ? [] : destinationsOf(settings)) {
    const items = unique(slots.map(({ item }) => allowed(item, turn.personalData))).filter(
      ({ to, notBefore }) => to === destination.id && (notBefore ?? 0) <= now,
    );
    const left = new Set(
      (await deliver(workOf(destination.id, newLane(), destination), items, turn, () => Promise.resolve())).map(keptId),
    );
    for (const id of items.map(keptId)) if (!left.has(id)) remaining.delete(id);
  }
  await Promise.all(
    [...new Set(slots.map(({ minute }) => minute))].map((minute) =>
      deleteSlots(
        upToFirstOf(
          remaining,
          slots.filter((each) => each.minute === minute),
        ),
      ),
    ),
  );
}

async function readableSlots(minute: number): Promise<readonly SlotItem[]> {
  try {
    return await readSlots(minute);
  } catch (fault) {
    if (fault instanceof StoreRefused) return [];
    throw fault;
  }
}

/** A minute's slots may be deleted up to the first that must stay. */
function upToFirstOf(remaining: ReadonlySet<string>, slots: readonly SlotItem[]): readonly SlotItem[] {
  const end = slots.findIndex(({ item }) => remaining.has(keptId(item)));
  return end < 0 ? slots : slots.slice(0, end);
}

const EXTRA_TURNS = [1, 2, 3, 4];

/** One a minute between two turns of the driver: each has the whole quota of its minute. */
async function extraTurns(runtime: Runtime): Promise<void> {
  const times = EXTRA_TURNS.map((extra) => runtime.now() + (5 + extra) * MINUTE_MS);
  await Promise.all(times.map((at) => schedule({ name: extraTurnName(at), data: { extra: true }, at })));
}

/** Five minutes later the same minutes have other names: the extra turns of the driver's turn before are pending still. */
function extraTurnName(at: number): string {
  return `relay-extra-${minuteOf(at) % 10}`;
}
