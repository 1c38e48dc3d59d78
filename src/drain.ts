/**
 * One turn of the outbox, fired by the driver every five minutes while something is kept. The order of the steps is what
 * makes a death between any two of them harmless; docs/outbox.md says why each stands where it does.
 */
import { newLane, pageKey, saveBacklog, type Backlog, BACKLOG_KEY, loadBacklog } from './backlog';
import { destinationsOf, DESTINATION_NAMES, type DestinationName } from './destinations';
import { isObject, objectOf, oneLine, own } from './json';
import { keptId, unpack, type Kept } from './kept';
import { deliver, drainPages, isDue, itemsOf, mayStart, pageOf, withoutExpired, type Drain, type LaneWork } from './lane';
import { boxKey, drive, DRIVER, giveUp, keepPiece, minuteOf } from './outbox';
import type { Runtime } from './runtime';
import { readSettings, type Settings } from './settings';
import { deleteSlots, readSlots, type SlotItem } from './slots';
import { createStore, schedule, StoreRefused, unschedule, type Store } from './store';

const MINUTE = 60_000;
/** Of the 50 operations a minute, some are left to those who keep. */
const OPERATIONS = 45;
const LEASE_KEY = 'lease';
const LEASE_SECONDS = 60;
/** A box is read when nobody can write to it any more: its minute is over for longer than an invocation lives. */
const CLOSED_AFTER_MINUTES = 2;
const PAGE_BYTES = 36_000;

/** Everything that is kept and not on a page: what the boxes, the driver and the slots hold. */
interface Fresh {
  items: Kept[];
  boxes: number[];
  upTo: number;
  first: string;
  slots: SlotItem[];
}

/** Handles onScheduledEvent: the driver, an extra turn, or a slot that nobody emptied. */
export async function drain(payload: unknown, runtime: Runtime): Promise<void> {
  const data = objectOf(own(objectOf(payload), 'data'));
  const iparams = own(objectOf(payload), 'iparams');
  if (own(data, 'since') === undefined && own(data, 'item') !== undefined) {
    await keepAgain(unpack(own(data, 'item')), runtime);
    return;
  }
  // Without settings there is no telling whether a destination was taken off or is just not known.
  if (!isObject(iparams)) return;
  await turn(data, readSettings(iparams), { store: createStore(OPERATIONS), runtime, startedAt: runtime.now() });
}

async function keepAgain(item: Kept | null, runtime: Runtime): Promise<void> {
  if (item !== null && withoutExpired([item], runtime.now()).length > 0) await keepPiece(item, runtime);
}

/** A refused operation ends the turn where it stands: everything is kept, and the next turn goes on. */
async function turn(data: Readonly<Record<string, unknown>>, settings: Settings, drain: Drain): Promise<void> {
  try {
    if (!(await lease(drain))) return;
    await work(data, settings, drain);
    await drain.store.delete(LEASE_KEY);
  } catch (fault) {
    if (!(fault instanceof StoreRefused)) throw fault;
    await extraTurns(drain.runtime);
  }
}

/** One drain at a time. A lease outlives a dead drain by at most a minute, also where the store is slow to forget. */
async function lease({ store, runtime }: Drain): Promise<boolean> {
  const value = { until: runtime.now() + LEASE_SECONDS * 1000 };
  if (await store.claim(LEASE_KEY, value, LEASE_SECONDS)) return true;
  const held = await store.get(LEASE_KEY);
  if (held !== null && Number(own(held, 'until')) > runtime.now()) return false;
  if (held !== null) await store.delete(LEASE_KEY);
  return store.claim(LEASE_KEY, value, LEASE_SECONDS);
}

async function work(data: Readonly<Record<string, unknown>>, settings: Settings, drain: Drain): Promise<void> {
  const since = Number(own(data, 'since') ?? Number.NaN);
  const backlog = await loadBacklog(drain.store, Number.isFinite(since) ? since : minuteOf(drain.runtime.now()));
  const works = worksOf(backlog, settings);
  await Promise.all([...works.values()].map((lane) => drainPages(lane, drain)));
  const isExtra = !Number.isFinite(since);
  const fresh = isExtra && hasPages(backlog) ? null : await collect(data, backlog, drain);
  if (fresh !== null) await settle(fresh, backlog, works, drain);
  await finish(backlog, works, fresh, drain);
}

function worksOf(backlog: Backlog, settings: Settings): Map<DestinationName, LaneWork> {
  const destinations = destinationsOf(settings);
  return new Map(
    DESTINATION_NAMES.filter((name) => settings[name].state !== 'off').map((name) => {
      const lane = (backlog.lanes[name] ??= newLane());
      const destination = destinations.find((each) => each.name === name) ?? null;
      return [name, { name, lane, destination, delivered: 0, stopped: destination === null, busy: false, rejections: 0 }];
    }),
  );
}

function hasPages(backlog: Backlog): boolean {
  return Object.values(backlog.lanes).some(({ head, tail }) => head < tail);
}

/** Reads the closed boxes, oldest first, as many as can be settled too. */
async function collect(data: Readonly<Record<string, unknown>>, backlog: Backlog, { store, runtime }: Drain): Promise<Fresh> {
  await deleteBoxes(backlog, store);
  const closed = minuteOf(runtime.now()) - CLOSED_AFTER_MINUTES + 1;
  const upTo = Math.min(closed, backlog.cursor + Math.max(1, Math.floor((store.left - 8) / 2)));
  const minutes = Array.from({ length: Math.max(0, upTo - backlog.cursor) }, (_none, index) => backlog.cursor + index);
  const boxes = await Promise.all(minutes.map(async (minute) => ({ minute, box: await store.get(boxKey(minute)) })));
  const inside = unpack(own(data, 'item'));
  const first = inside === null || keptId(inside) === backlog.first ? null : inside;
  const slots = await readSlots(backlog.slots);
  return {
    items: [...(first === null ? [] : [first]), ...boxes.flatMap(({ box }) => itemsOf(box)), ...slots.map(({ item }) => item)],
    boxes: boxes.filter(({ box }) => box !== null).map(({ minute }) => minute),
    upTo: Math.max(upTo, backlog.cursor),
    first: inside === null ? backlog.first : keptId(inside),
    slots,
  };
}

/** Delivers what it can at once, keeps the rest on pages, commits, and only then forgets where it came from. */
async function settle(fresh: Fresh, backlog: Backlog, works: Map<DestinationName, LaneWork>, drain: Drain): Promise<void> {
  const items = withoutExpired(unique(fresh.items), drain.runtime.now());
  for (const name of DESTINATION_NAMES) await settleFor(name, items.filter(({ to }) => to === name), works.get(name), drain);
  if (fresh.items.length === 0 && fresh.boxes.length === 0) {
    backlog.cursor = fresh.upTo;
    backlog.slots = false;
    return;
  }
  Object.assign(backlog, { cursor: fresh.upTo, first: fresh.first, slots: fresh.slots.length > 0, settled: fresh.boxes });
  await saveBacklog(drain.store, backlog);
  await Promise.all([deleteBoxes(backlog, drain.store), deleteSlots(fresh.slots)]);
}

/** An item may stand in the driver and in a box, or in two slots. */
function unique(items: readonly Kept[]): Kept[] {
  return [...new Map(items.map((kept) => [keptId(kept), kept])).values()].sort((a, b) => a.at - b.at);
}

async function settleFor(name: DestinationName, items: Kept[], lane: LaneWork | undefined, drain: Drain): Promise<void> {
  if (items.length === 0) return;
  if (lane === undefined) {
    for (const { events } of items) giveUp(name, events, 'the destination was taken off');
    return;
  }
  const notBefore = Math.max(0, ...items.map((item) => item.notBefore ?? 0));
  lane.lane.next = Math.max(lane.lane.next, notBefore === 0 ? 0 : notBefore + 2.5 * MINUTE);
  const mayDeliver = lane.lane.head === lane.lane.tail && isDue(lane, drain.runtime.now()) && mayStart(drain);
  const left = mayDeliver ? await deliver(lane, items, drain, () => Promise.resolve()) : items;
  await addPages(lane, left, drain.store);
}

/** Fills up the last page, and opens as many new ones as it takes. Every write can be done twice. */
async function addPages({ name, lane }: LaneWork, items: Kept[], store: Store): Promise<void> {
  if (items.length === 0) return;
  const last = lane.tail > lane.head ? itemsOf(await store.get(pageKey(name, lane.tail - 1))) : [];
  if (last.length > 0) lane.tail -= 1;
  for (const page of pagesOf(unique([...last, ...items]))) {
    await store.set(pageKey(name, lane.tail), pageOf(page));
    lane.tail += 1;
  }
}

function pagesOf(items: readonly Kept[]): Kept[][] {
  const pages: Kept[][] = [];
  let bytes = Infinity;
  for (const kept of items) {
    const size = JSON.stringify(pageOf([kept])).length * 1.2;
    if (bytes + size > PAGE_BYTES) {
      pages.push([]);
      bytes = 0;
    }
    pages[pages.length - 1]?.push(kept);
    bytes += size;
  }
  return pages;
}

async function deleteBoxes(backlog: Backlog, store: Store): Promise<void> {
  await Promise.all(backlog.settled.map((minute) => store.delete(boxKey(minute))));
  backlog.settled = [];
}

/** Gives up what is kept for destinations that were taken off, saves, and rests where nothing is left. */
async function finish(backlog: Backlog, works: Map<DestinationName, LaneWork>, fresh: Fresh | null, drain: Drain): Promise<void> {
  await dropLanes(backlog, works, drain);
  report([...works.values()]);
  const isEmpty = !hasPages(backlog) && !backlog.slots && fresh !== null && fresh.items.length === 0;
  const isQuiet = isEmpty || (fresh !== null && !hasPages(backlog) && !backlog.slots && backlog.cursor >= minuteOf(drain.runtime.now()) - CLOSED_AFTER_MINUTES);
  if (isQuiet) {
    await rest(backlog, drain);
    return;
  }
  await saveBacklog(drain.store, backlog);
  if (hasPages(backlog) && [...works.values()].some(({ delivered, busy }) => delivered > 0 || busy)) await extraTurns(drain.runtime);
}

async function dropLanes(backlog: Backlog, works: Map<DestinationName, LaneWork>, { store }: Drain): Promise<void> {
  for (const name of DESTINATION_NAMES) {
    const lane = backlog.lanes[name];
    if (lane === undefined || works.has(name)) continue;
    for (; lane.head < lane.tail && store.left > 4; lane.head += 1) {
      for (const { events } of itemsOf(await store.get(pageKey(name, lane.head)))) giveUp(name, events, 'the destination was taken off');
      await store.delete(pageKey(name, lane.head));
    }
    if (lane.head === lane.tail) Reflect.deleteProperty(backlog.lanes, name);
  }
}

function report(works: LaneWork[]): void {
  const told = works.filter(({ delivered, stopped, destination }) => delivered > 0 || (stopped && destination !== null));
  if (told.length === 0) return;
  const lanes = told.map(({ name, delivered, lane }) => [name, { delivered, pagesLeft: lane.tail - lane.head }]);
  console.log(oneLine({ event: 'onScheduledEvent', outbox: Object.fromEntries(lanes) as object }));
}

/**
 * Takes the driver off and empties the store; then looks once more, because somebody may have kept something after the
 * boxes were read and found the driver still there.
 */
async function rest(backlog: Backlog, { store, runtime }: Drain): Promise<void> {
  await saveBacklog(store, { ...backlog, resting: true });
  await unschedule(DRIVER);
  await store.delete(BACKLOG_KEY);
  const now = minuteOf(runtime.now());
  const open = Array.from({ length: Math.max(0, now + 2 - backlog.cursor) }, (_none, index) => backlog.cursor + index);
  const boxes = await Promise.all(open.map((minute) => store.get(boxKey(minute))));
  const isFilled = boxes.some((box) => box !== null) || (await readSlots(false)).length > 0;
  if (isFilled) await drive(backlog.cursor + 1, {}, runtime);
}

const EXTRA_TURNS = [1, 2, 3, 4];

/** Between two turns of the driver, one a minute: each has the whole quota of its minute. */
async function extraTurns(runtime: Runtime): Promise<void> {
  const at = runtime.now() + 5 * MINUTE + 15_000;
  await Promise.all(EXTRA_TURNS.map((extra) => schedule({ name: `relay-extra-${extra}`, data: { extra: true }, at: at + (extra - 1) * MINUTE })));
}

