/**
 * One-time schedules as slots, for what the store refuses: read by name while they are pending, because the platform lists
 * nothing. Every five minutes have slots of their own, in ranges that double, and who finds none free in a range goes on to
 * the next. So they are found by going on for as long as a range is in use, and must be deleted from the last to the first.
 */
import { own } from '../../lib/json';
import { unpack, type Kept } from '../item';
import type { Runtime } from '../../platform/runtime';
import { create, scheduled, unschedule, type Creation, type Schedule } from '../../platform/store';
import { DAY_MS, HOUR_MS } from '../../lib/time';

export interface SlotItem {
  /** The last of its five, in epoch minutes. */
  minute: number;
  slot: number;
  item: Kept;
}

/** First and last slot of a range: 0; 1 to 8; 9 to 24; … 1,017 to 2,040. A thousand may be pending. */
const RANGES = [
  [0, 0],
  [1, 8],
  [9, 24],
  [25, 56],
  [57, 120],
  [121, 248],
  [249, 504],
  [505, 1_016],
  [1_017, 2_040],
] as const;
const MINUTES = 5;
const TRIES_IN_A_RANGE = 2;
/** How often a platform that is busy is asked again: an item in a later range would not be found behind an empty one. */
const BUSY_TRIES = 3;
/** Longer than anything is kept: a slot is there to be read, and fires only where nobody came. */
const LIFE_MS = 3 * DAY_MS + HOUR_MS;

function slotName(minute: number, slot: number): string {
  return `relay-${minute}-${slot}`;
}

/** The minute by which the slots used in a minute are named, and at the end of which they are read. */
export function slotMinute(minute: number): number {
  return minute - (minute % MINUTES) + MINUTES - 1;
}

/** Puts a packed item into a free slot; false where none was found, or no more schedules are taken. */
export async function takeSlot(now: number, text: string, runtime: Runtime): Promise<boolean> {
  const minute = slotMinute(now);
  for (const [first, last] of RANGES) {
    for (let tried = 0; tried < Math.min(TRIES_IN_A_RANGE, last - first + 1); tried += 1) {
      const slot = first + Math.floor(runtime.random() * (last - first + 1));
      if (await createWhenFree({ name: slotName(minute, slot), data: { item: text }, at: runtime.now() + LIFE_MS }))
        return true;
    }
  }
  return false;
}

async function createWhenFree(wanted: Schedule): Promise<boolean> {
  let creation: Creation = 'busy';
  for (let tried = 0; tried < BUSY_TRIES && creation === 'busy'; tried += 1) creation = await create(wanted);
  return creation === 'created';
}

/** The slots that are closed with a minute, the last first, which is the order in which they may be deleted. */
export async function readSlots(minute: number): Promise<SlotItem[]> {
  if (slotMinute(minute) !== minute) return [];
  const items: SlotItem[] = [];
  for (const [first, last] of RANGES) {
    const slots = [...Array(last - first + 1).keys()].map((index) => first + index);
    const found = (await Promise.all(slots.map((slot) => readSlot(minute, slot)))).filter((item) => item !== null);
    if (found.length === 0) break;
    items.push(...found);
  }
  return items.reverse();
}

async function readSlot(minute: number, slot: number): Promise<SlotItem | null> {
  const item = unpack(own((await scheduled(slotName(minute, slot))) ?? {}, 'item'));
  return item === null ? null : { minute, slot, item };
}

export async function isAnySlotTaken(minute: number): Promise<boolean> {
  return (await scheduled(slotName(minute, 0))) !== null;
}

/** In the order given, one range after the other: what is left can still be found. */
export async function deleteSlots(items: readonly SlotItem[]): Promise<void> {
  for (const [first, last] of [...RANGES].reverse()) {
    await Promise.all(
      items
        .filter(({ slot }) => slot >= first && slot <= last)
        .map(({ minute, slot }) => unschedule(slotName(minute, slot))),
    );
  }
}
