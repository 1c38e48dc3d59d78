/** What is kept and not on a page yet: in the boxes, the driver and the slots; read, settled, and only then forgotten. */
import { saveBacklog, type Backlog } from './backlog';
import { DESTINATION_NAMES, type DestinationName } from './destinations';
import { own, type JsonObject } from './json';
import { keptId, unpack, type Kept } from './kept';
import { deliver, maySend, TOLERANCE_MS, type LaneWork, type Turn } from './lane';
import { boxKey, giveUp, minuteOf } from './outbox';
import { addPages, itemsOf, pagesOf, unique, withoutExpired } from './pages';
import { deleteSlots, readSlots, type SlotItem } from './slots';
import type { Store } from './store';

/** A box is read when nobody can write to it any more: its minute has been over for longer than an invocation lives. */
const CLOSED_AFTER_MINUTES = 2;

export interface Fresh {
  /** From the boxes and the driver; all of it is settled in the turn that reads it. */
  items: Kept[];
  /** What the turn cannot settle stays where it is. */
  slots: SlotItem[];
  /** The boxes that were found, and the first minute not read. */
  boxes: number[];
  upTo: number;
  /** The id of the driver's item. */
  first: string;
}

/** The first minute whose box may still be written to. */
export function openMinute(now: number): number {
  return minuteOf(now) - CLOSED_AFTER_MINUTES + 1;
}

/** Reads the closed boxes, oldest first, as many as this turn can settle. */
export async function readFresh(data: JsonObject, backlog: Backlog, { store, runtime }: Turn): Promise<Fresh> {
  const most = Math.max(1, Math.floor((store.left - 7) / 2));
  const upTo = Math.max(backlog.cursor, Math.min(openMinute(runtime.now()), backlog.cursor + most));
  const minutes = [...Array(upTo - backlog.cursor).keys()].map((index) => backlog.cursor + index);
  const boxes = await Promise.all(minutes.map(async (minute) => ({ minute, box: await store.get(boxKey(minute)) })));
  const inside = unpack(own(data, 'item'));
  const isNew = inside !== null && keptId(inside) !== backlog.first;
  return {
    items: unique([...(isNew ? [inside] : []), ...boxes.flatMap(({ box }) => itemsOf(box))]),
    slots: await readSlots(backlog.slots),
    boxes: boxes.filter(({ box }) => box !== null).map(({ minute }) => minute),
    upTo,
    first: inside === null ? backlog.first : keptId(inside),
  };
}

/** Delivers what can be delivered at once and keeps the rest on pages; then commits, and deletes where it came from. */
export async function settleFresh(fresh: Fresh, backlog: Backlog, works: ReadonlyMap<DestinationName, LaneWork>, turn: Turn): Promise<void> {
  const stay = new Set<string>();
  for (const name of DESTINATION_NAMES) for (const id of await settleFor(name, fresh, works.get(name), turn)) stay.add(id);
  Object.assign(backlog, { cursor: fresh.upTo, first: fresh.first, slots: fresh.slots.length > 0, settled: fresh.boxes });
  if (fresh.items.length + fresh.slots.length + fresh.boxes.length === 0) return;
  await saveBacklog(turn.store, backlog);
  await Promise.all([deleteBoxes(backlog, turn.store), deleteSlots(fresh.slots.filter(({ item }) => !stay.has(keptId(item))))]);
}

/** Returns the ids of what stays in its slot. */
async function settleFor(name: DestinationName, fresh: Fresh, work: LaneWork | undefined, turn: Turn): Promise<string[]> {
  const boxed = fresh.items.filter(({ to }) => to === name);
  const slotted = fresh.slots.map(({ item }) => item).filter(({ to }) => to === name);
  const items = withoutExpired(unique([...boxed, ...slotted]), turn.runtime.now());
  if (work === undefined) {
    for (const { events } of items) giveUp(name, events, 'the destination was taken off');
    return [];
  }
  respect(work, items);
  const isNext = work.lane.head === work.lane.tail && maySend(work, turn);
  const left = isNext ? await deliver(work, items, turn, () => Promise.resolve()) : items;
  return keepOnPages(work, left, new Set(boxed.map(keptId)), turn.store);
}

/** A live request was asked not to come again before some time. */
function respect({ lane }: LaneWork, items: readonly Kept[]): void {
  for (const { notBefore } of items) if (notBefore !== null) lane.next = Math.max(lane.next, notBefore + TOLERANCE_MS);
}

/** Boxes must be emptied; slots only as far as the turn's operations reach. */
async function keepOnPages(work: LaneWork, items: readonly Kept[], boxed: ReadonlySet<string>, store: Store): Promise<string[]> {
  const must = items.filter((kept) => boxed.has(keptId(kept)));
  const may = items.filter((kept) => !boxed.has(keptId(kept)));
  const room = Math.max(0, store.left - 8 - pagesOf(must).length);
  const paged = pagesOf(may).slice(0, room).flat();
  await addPages(work, [...must, ...paged], store);
  return may.slice(paged.length).map(keptId);
}

/** The backlog names the boxes it has settled until they are deleted. */
export async function deleteBoxes(backlog: Backlog, store: Store): Promise<void> {
  await Promise.all(backlog.settled.map((minute) => store.delete(boxKey(minute))));
  backlog.settled = [];
}
