/**
 * Boxes: a key of the store for every minute, to which items are appended, atomically, each under a name of its own. The cheapest
 * place in an outage. A box can only be deleted as a whole, so it is forgotten when nobody can write to it any more.
 */
import { objectOf, utf8Bytes } from '../../lib/json';
import { boxKey } from '../../platform/registry';
import { together } from '../../lib/together';
import { append } from '../../platform/store';
import { boxItems } from '../item';
import { LIFE_SECONDS, minuteOf } from '../state';
import type { Runtime } from '../../platform/runtime';
import type { Found, Inbox, Packed } from './inbox';

/** A key takes 40 KB, so what is large fills some. */
const PARTS = [0, 1, 2, 3] as const;

/** Puts an item in the first of a minute's parts that has room. */
async function putIn(
  parts: readonly number[],
  { id, text }: Packed,
  runtime: Runtime,
  until: number,
): Promise<boolean> {
  const minute = minuteOf(runtime.now());
  for (const part of parts) {
    const appending = runtime.now() < until ? await append(boxKey(minute, part), id, text, LIFE_SECONDS) : 'busy';
    if (appending !== 'full') return appending === 'kept';
  }
  return false;
}

/** As `boxes.put`, and leaves the other parts to what is large, and to whoever finds nothing else. */
export const firstParts: Pick<Inbox, 'put'> = { put: (item, runtime, until) => putIn([0], item, runtime, until) };

export const boxes: Inbox = {
  put: (item, runtime, until) => putIn(PARTS, item, runtime, until),

  read: async (minute, store) => {
    const found: Found[] = [];
    for (const part of PARTS) {
      const box = objectOf(await store.get(boxKey(minute, part)));
      found.push(...boxItems(box).map((item): Found => ({ inbox: 'boxes', minute, place: String(part), item })));
      if (utf8Bytes(JSON.stringify(box)) < LEAST_BYTES_OF_FULL) break;
    }
    return found;
  },

  /** A part is only found by way of those before it, so it goes before them. */
  forget: async (found, store) => {
    for (const part of [...PARTS].reverse()) {
      const mine = found.filter(({ place }) => Number(place) === part);
      const keys = new Set(mine.map(({ minute }) => boxKey(minute, part)));
      await together([...keys].map((key) => store.delete(key)));
    }
    return [];
  },
};

/** Below that, a key has had room for the largest item, of 20 KB. */
const LEAST_BYTES_OF_FULL = 18_000;
