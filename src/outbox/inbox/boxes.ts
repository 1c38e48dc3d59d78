/**
 * Boxes: a key of the store for every two minutes, to which items are appended, atomically, each under a name of its own. The cheapest
 * place in an outage. A box can only be deleted as a whole, so it is forgotten when nobody can write to it any more.
 */
import { objectOf, utf8Bytes } from '../../lib/json';
import { together } from '../../lib/together';
import { boxKey } from '../../platform/registry';
import type { Runtime } from '../../platform/runtime';
import { append, open, type Appending } from '../../platform/store';
import { besideId, boxItems, FIRST, keptId, pack, packedOf, unpack, type Kept, type Packed } from '../item';
import { boxMinute, boxMinuteAt, LIFE_SECONDS } from '../state';
import type { Found, Inbox } from './inbox';
import {
  FULL,
  isClosed,
  mark,
  markSpent,
  moveMark,
  NO_PART,
  PARTS,
  readMark,
  spent,
  takeOffMark,
  type Mark,
} from './marks';

export const boxes: Inbox = {
  put: (item, runtime, until, isDriven) => putIn(PARTS, item, runtime, until, isDriven),

  /** A box is found by the last of its minutes, when it is over. */
  read: async (minute, store) => {
    const found: Found[] = [];
    for (const part of isLastOfBox(minute) ? PARTS : []) {
      const box = objectOf(await store.get(boxKey(minute, part)));
      found.push(...boxItems(box).map((item): Found => ({ inbox: 'boxes', minute, place: String(part), item })));
      if (utf8Bytes(JSON.stringify(box)) < LEAST_BYTES_OF_FULL) break;
    }
    return found;
  },

  /** A part is only found by way of those before it, so it goes before them; and a mark before its box. */
  forget: async (found, store) => {
    const minutes = [...new Set(found.map(({ minute }) => minute))];
    const isGone = await together(
      minutes.map(async (minute) => {
        if (!(await takeOffMark(minute))) return false;
        const parts = new Set(found.filter((each) => each.minute === minute).map(({ place }) => Number(place)));
        for (const part of [...parts].sort((a, b) => b - a)) await store.delete(boxKey(minute, part));
        return true;
      }),
    );
    return found.filter(({ minute }) => isGone[minutes.indexOf(minute)] !== true);
  },
};

/** The same boxes for what is small: the parts after the first are for what is large, and for whoever finds no other place. */
export const firstParts: Inbox = {
  ...boxes,
  put: (item, runtime, until, isDriven) => putIn([0], item, runtime, until, isDriven),
};

/** Below that, a key has had room for the largest item, of 20 KB. */
const LEAST_BYTES_OF_FULL = 18_000;

function isLastOfBox(minute: number): boolean {
  return boxMinute(minute) === minute;
}

/**
 * Puts an item in the first of some parts that has room. Where there is a driver, the box is marked by whoever opens a part of it, or finds
 * the store spent.
 */
async function putIn(
  parts: readonly number[],
  item: Packed,
  runtime: Runtime,
  until: number,
  isDriven: boolean,
): Promise<boolean> {
  const minute = boxMinuteAt(runtime.now());
  const { part, placing } = await placeInFirst(parts, minute, item, runtime, until);
  const isKept = placing === 'opened' || placing === 'kept';
  if (isDriven && placing === 'opened') await mark(minute, part, item.text, runtime);
  if (isDriven && !isKept) await markSpent(minute, runtime);
  return isKept;
}

/** `opened`: kept, as the first. */
type Placing = 'opened' | Appending;

async function placeInFirst(
  [part = 0, ...others]: readonly number[],
  minute: number,
  item: Packed,
  runtime: Runtime,
  until: number,
): Promise<{ part: number; placing: Placing }> {
  if (runtime.now() >= until) return { part, placing: 'busy' };
  const placing = await placeIn(boxKey(minute, part), item);
  const isNext = placing === 'full' && others.length > 0;
  return isNext ? placeInFirst(others, minute, item, runtime, until) : { part, placing };
}

/** An append creates a missing key without a time to live, so it is tried only where opening is refused. */
async function placeIn(key: string, { id, text }: Packed): Promise<Placing> {
  const opening = await open(key, FIRST, text, LIFE_SECONDS);
  if (opening === 'kept') return 'opened';
  return opening === 'full' ? append(key, id, text) : opening;
}

/**
 * Where a box is marked, an append is enough, and no look for the driver. `full`: it holds no more, or the store is spent, and slots are the
 * place; `unmarked`: nothing says that there is a box.
 */
export async function putInMarked(kept: Kept, runtime: Runtime, until: number): Promise<'kept' | 'full' | 'unmarked'> {
  const minute = boxMinuteAt(runtime.now());
  const seen = await readMark(minute);
  if (seen === null) return 'unmarked';
  const now = runtime.now();
  if (isClosed(seen, now) || now >= until) return 'full';
  if (seen.part === NO_PART) return 'unmarked';
  const { isKept, moved } = await appendTo(minute, seen, kept, runtime);
  if (moved !== null) await moveMark(minute, moved, runtime);
  return isKept ? 'kept' : 'full';
}

/** Where an item was put, and what the mark is to say from then on; null: what it says. */
interface Placed {
  isKept: boolean;
  moved: Mark | null;
}

async function appendTo(minute: number, seen: Mark, kept: Kept, runtime: Runtime): Promise<Placed> {
  const appending = await appendBeside(boxKey(minute, seen.part), kept, unpack(seen.first));
  if (appending === 'kept') return { isKept: true, moved: null };
  return appending === 'full'
    ? putInNext(minute, seen, packedOf(kept), runtime)
    : { isKept: false, moved: spent(seen, runtime) };
}

function appendBeside(key: string, kept: Kept, first: Kept | null): Promise<Appending> {
  return first === null ? append(key, keptId(kept), pack(kept)) : append(key, besideId(kept), pack(kept, first));
}

/** Of the part after the one that is marked, which is full. */
async function putInNext(minute: number, seen: Mark, item: Packed, runtime: Runtime): Promise<Placed> {
  const part = seen.part + 1;
  const placing = part === FULL ? 'full' : await placeIn(boxKey(minute, part), item);
  switch (placing) {
    case 'opened':
      return { isKept: true, moved: { part, spentUntil: 0, first: item.text } };
    case 'kept':
      return { isKept: true, moved: null };
    case 'busy':
      return { isKept: false, moved: spent(seen, runtime) };
    case 'full':
      return { isKept: false, moved: { part: FULL, spentUntil: 0, first: '' } };
  }
}
