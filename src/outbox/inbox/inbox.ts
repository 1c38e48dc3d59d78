/** What is kept and not on a page yet: in the boxes, the driver and the slots; read, settled, and only then forgotten. */
import { saveBacklog, type Backlog } from '../backlog';
import { own, type JsonObject } from '../../lib/json';
import { allowed, keptId, unpack, type Kept } from '../item';
import { deliver, maySend, TOLERANCE_MS, type LaneWork, type Turn } from '../deliver';
import { boxKey, giveUp, minuteOf } from '../keep';
import { addPages, itemsOf, PAGE_BYTES, pagesOf, roomFor, TAKEN_OFF, unique, withoutExpired } from '../pages';
import { deleteSlots, readSlots, type SlotItem } from './slots';
import { together, type Store } from '../../platform/store';

/** A box is read when nobody can write to it any more: its minute has been over for longer than an invocation lives. */
const CLOSED_AFTER_MINUTES = 2;
/** For the backlog, the lease, and a page of each destination that is filled up. */
const SETTLING_OPERATIONS = 8;

export interface Fresh {
  /** From the boxes, the driver and the slots; all of it is settled in the turn that reads it. */
  items: Kept[];
  /** Where it came from: boxes by minute, and slots in the order in which they may be deleted. */
  boxes: number[];
  slots: SlotItem[];
  /** The first minute that is not settled whole by this turn. */
  upTo: number;
  /** The id of the driver's item. */
  first: string;
}

/** The first minute whose box may still be written to. */
export function openMinute(now: number): number {
  return minuteOf(now) - CLOSED_AFTER_MINUTES + 1;
}

/** Reads the closed minutes, oldest first, as many as this turn can settle. */
export async function readFresh(
  data: JsonObject,
  backlog: Backlog,
  { store, runtime, personalData }: Turn,
): Promise<Fresh> {
  const most = Math.max(1, Math.floor((store.left - 7) / 2));
  const upTo = Math.max(backlog.cursor, Math.min(openMinute(runtime.now()), backlog.cursor + most));
  const minutes = minutesFrom(backlog.cursor, upTo);
  const boxes = await Promise.all(minutes.map(async (minute) => ({ minute, box: await store.get(boxKey(minute)) })));
  const slots = (await Promise.all(minutes.map(readSlots))).flat();
  const inside = unpack(own(data, 'item'));
  const isNew = inside !== null && keptId(inside) !== backlog.first;
  const items = [...(isNew ? [inside] : []), ...boxes.flatMap(({ box }) => itemsOf(box))];
  // Should none of it be delivered at once, it goes on so many pages.
  const pages = store.left - SETTLING_OPERATIONS - pagesOf(items).length;
  const taken = slots.slice(
    0,
    roomFor(
      slots.map(({ item }) => item),
      pages * PAGE_BYTES,
    ),
  );
  return {
    items: unique([...items, ...taken.map(({ item }) => item)]).map((kept) => allowed(kept, personalData)),
    boxes: boxes.filter(({ box }) => box !== null).map(({ minute }) => minute),
    slots: taken,
    upTo: slots[taken.length]?.minute ?? upTo,
    first: inside === null ? backlog.first : keptId(inside),
  };
}

export function minutesFrom(first: number, end: number): number[] {
  return [...Array(end - first).keys()].map((index) => first + index);
}

/** Delivers what can be delivered at once and keeps the rest on pages; then commits, and deletes where it came from. */
export async function settleFresh(
  fresh: Fresh,
  backlog: Backlog,
  works: ReadonlyMap<string, LaneWork>,
  turn: Turn,
): Promise<void> {
  const ids = new Set([...works.keys(), ...fresh.items.map(({ to }) => to)]);
  await together([...ids].map((id) => settleFor(id, fresh.items, works.get(id), turn)));
  // Slots are found by their minute, so the cursor passes it when they are gone; boxes are named until they are.
  Object.assign(backlog, { cursor: fresh.slots[0]?.minute ?? fresh.upTo, first: fresh.first, settled: fresh.boxes });
  if (fresh.items.length + fresh.slots.length + fresh.boxes.length > 0) {
    await saveBacklog(turn.store, backlog);
    await Promise.all([deleteBoxes(backlog, turn.store), deleteSlots(fresh.slots)]);
  }
  backlog.cursor = fresh.upTo;
}

async function settleFor(id: string, fresh: readonly Kept[], work: LaneWork | undefined, turn: Turn): Promise<void> {
  const items = withoutExpired(
    fresh.filter(({ to }) => to === id),
    turn.runtime.now(),
  );
  if (work === undefined) {
    for (const { events } of items) giveUp({ id }, events, TAKEN_OFF);
    return;
  }
  respect(work, items);
  const isNext = work.lane.head === work.lane.tail && maySend(work, turn);
  const left = isNext ? await deliver(work, items, turn, () => Promise.resolve()) : items;
  await addPages(work, left, turn.store);
}

/** A live request was asked not to come again before some time. */
function respect({ lane }: LaneWork, items: readonly Kept[]): void {
  for (const { notBefore } of items) if (notBefore !== null) lane.next = Math.max(lane.next, notBefore + TOLERANCE_MS);
}

/** The backlog names the boxes it has settled until they are deleted. */
export async function deleteBoxes(backlog: Backlog, store: Store): Promise<void> {
  await Promise.all(backlog.settled.map((minute) => store.delete(boxKey(minute))));
  backlog.settled = [];
}
