/** One-time schedules as slots: what is kept there is read by name while they are pending, because the platform lists nothing. */
import { own } from './json';
import { unpack, type Kept } from './kept';
import { slotName, SLOTS } from './outbox';
import { scheduled, unschedule } from './store';

export interface SlotItem {
  slot: number;
  item: Kept;
}

const SIDE_BY_SIDE = 100;

/** Looks at slot 0, which whoever needs a slot tries first; at all of them where it is taken, or was when last looked. */
export async function readSlots(wereInUse: boolean): Promise<SlotItem[]> {
  const first = await readSlot(0);
  if (first === null && !wereInUse) return [];
  const items: SlotItem[] = first === null ? [] : [first];
  for (let slot = 1; slot < SLOTS; slot += SIDE_BY_SIDE) {
    const found = await Promise.all([...Array(Math.min(SIDE_BY_SIDE, SLOTS - slot)).keys()].map((index) => readSlot(slot + index)));
    items.push(...found.filter((item) => item !== null));
  }
  return items;
}

async function readSlot(slot: number): Promise<SlotItem | null> {
  const data = await scheduled(slotName(slot));
  const item = data === null ? null : unpack(own(data, 'item'));
  return item === null ? null : { slot, item };
}

/** Slot 0 last: while it is there, the others are looked for. */
export async function deleteSlots(items: readonly SlotItem[]): Promise<void> {
  await Promise.all(items.filter(({ slot }) => slot !== 0).map(({ slot }) => unschedule(slotName(slot))));
  if (items.some(({ slot }) => slot === 0)) await unschedule(slotName(0));
}
