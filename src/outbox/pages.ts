/** Pages: what waits in a destination's queue, dense and in order, a key of the store each. */
import { isList, objectOf, own, utf8Bytes } from '../lib/json';
import { pageKey, type QueueName } from '../platform/registry';
import type { Store } from '../platform/store';
import { keptId, pack, unpack, type Kept } from './item';
import { LIFE_SECONDS, type Queue } from './state';

/** A key and its value may have 40 KB. */
const PAGE_BYTES = 38_000;

/** Reads and writes pages for one turn, which sees what it wrote itself even where the store's reads are late. */
export interface Pages {
  read(name: QueueName, destination: string, page: number): Promise<readonly Kept[]>;
  /** Nothing: the page is deleted. */
  write(name: QueueName, destination: string, page: number, items: readonly Kept[]): Promise<void>;
  /** The item beside which those of a page are written that was read or written before. */
  baseOf(name: QueueName, destination: string, page: number): Kept | undefined;
}

export function createPages(store: Store): Pages {
  const known = new Map<string, readonly Kept[]>();
  const bases = new Map<string, Kept>();
  return {
    read: async (name, destination, page) => {
      const key = pageKey(name, destination, page);
      const items = known.get(key);
      if (items !== undefined) return items;
      const stored = await store.get(key);
      const base = baseIn(stored);
      if (base !== undefined) bases.set(key, base);
      return itemsOf(stored);
    },
    write: async (name, destination, page, items) => {
      const key = pageKey(name, destination, page);
      const [first] = items;
      known.set(key, items);
      const base = bases.get(key) ?? first;
      if (base !== undefined) bases.set(key, base);
      await (first === undefined ? store.delete(key) : store.set(key, pageOf(items, base), LIFE_SECONDS));
    },
    baseOf: (name, destination, page) => bases.get(pageKey(name, destination, page)),
  };
}

/** The items of a stored page; what this app did not write is passed over. */
export function itemsOf(page: unknown): Kept[] {
  const texts = own(objectOf(page), 'items');
  const base = baseIn(page);
  return (isList(texts) ? texts : []).map((text) => unpack(text, base)).filter((kept) => kept !== null);
}

function baseIn(page: unknown): Kept | undefined {
  return unpack(own(objectOf(page), 'base')) ?? undefined;
}

/**
 * Most of what items say is the same, so each says only what it has otherwise than one that stands on the page besides. That one stays
 * whatever is taken off, so a page that loses items never grows.
 */
export function pageOf(items: readonly Kept[], base = items[0]): { base: string; items: string[] } {
  return { base: base === undefined ? '' : baseText(base), items: items.map((kept) => pack(kept, base)) };
}

function baseText(base: Kept): string {
  return pack({ ...base, events: base.events.slice(0, 1) });
}

/**
 * Adds to the end of a queue: fills up the last page, and opens as many new ones as it takes, which `announce` writes down before. They
 * belong to the queue once they are committed: done again after a death, nothing is lost, doubled or left behind.
 */
export async function addToQueue(
  name: QueueName,
  destination: string,
  queue: Queue,
  items: readonly Kept[],
  pages: Pages,
  announce: () => Promise<void>,
): Promise<void> {
  if (items.length === 0) return;
  const end = queue.ahead;
  const last = end > queue.head ? await pages.read(name, destination, end - 1) : [];
  const known = new Set(last.map(keptId));
  const more = items.filter((kept) => !known.has(keptId(kept)));
  const here = fillingUp(more, last, pages.baseOf(name, destination, end - 1));
  const fresh = pagesOf(more.slice(here.length));
  queue.ahead += fresh.length;
  queue.items += more.length;
  if (fresh.length > 0) await announce();
  for (const [index, page] of fresh.entries()) await pages.write(name, destination, end + index, page);
  if (here.length > 0) await pages.write(name, destination, end - 1, [...last, ...here]);
}

/** What was added belongs to the queue, as soon as the state is saved. */
export function commitQueue(queue: Queue): void {
  queue.tail = queue.ahead;
}

/** Takes off what a turn that died had begun to write. */
export async function deleteStrays(name: QueueName, destination: string, queue: Queue, pages: Pages): Promise<void> {
  for (let page = queue.tail; page < queue.ahead; page += 1) await pages.write(name, destination, page, []);
  queue.ahead = queue.tail;
}

/** What of more items finds room on a page with some; nothing where it is gone. */
function fillingUp(more: readonly Kept[], items: readonly Kept[], base = items[0]): readonly Kept[] {
  return items.length === 0 || base === undefined ? [] : more.slice(0, roomFor(more, base, roomOn(items, base)));
}

/** How many of some items, beside another one, so many bytes hold. */
function roomFor(items: readonly Kept[], base: Kept, bytes: number): number {
  let room = bytes;
  const end = items.findIndex((kept) => (room -= textBytes(pack(kept, base))) < 0);
  return end < 0 ? items.length : end;
}

/** The bytes that are left on a page. */
function roomOn(items: readonly Kept[], base: Kept): number {
  return items.reduce((room, kept) => room - textBytes(pack(kept, base)), PAGE_BYTES - textBytes(baseText(base)));
}

function pagesOf(items: readonly Kept[]): Kept[][] {
  const [base] = items;
  if (base === undefined) return [];
  const room = Math.max(1, roomFor(items, base, roomOn([], base)));
  return [items.slice(0, room), ...pagesOf(items.slice(room))];
}

/** As a text in a list inside JSON. */
function textBytes(text: string): number {
  return utf8Bytes(JSON.stringify(text)) + 1;
}
