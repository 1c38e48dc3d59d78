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
}

export function createPages(store: Store): Pages {
  const known = new Map<string, readonly Kept[]>();
  return {
    read: async (name, destination, page) => {
      const key = pageKey(name, destination, page);
      return known.get(key) ?? itemsOf(await store.get(key));
    },
    write: async (name, destination, page, items) => {
      const key = pageKey(name, destination, page);
      known.set(key, items);
      await (items.length === 0 ? store.delete(key) : store.set(key, pageOf(items), LIFE_SECONDS));
    },
  };
}

/** The items of a stored page; what this app did not write is passed over. */
export function itemsOf(page: unknown): Kept[] {
  const texts = own(objectOf(page), 'items');
  const items: Kept[] = [];
  for (const text of isList(texts) ? texts : []) {
    const kept = unpack(text, items[0]);
    if (kept !== null) items.push(kept);
  }
  return items;
}

/** All but the first are written beside it: most of what they say is the same. */
export function pageOf(items: readonly Kept[]): { items: string[] } {
  return { items: items.map((kept, index) => pack(kept, index === 0 ? undefined : items[0])) };
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
  const here = last.slice(0, 1).flatMap((first) => more.slice(0, roomFor(more, first, PAGE_BYTES - bytesOf(last))));
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

/** How many of some items a page has room for, of which the first is given. */
function roomFor(items: readonly Kept[], first: Kept, bytes: number): number {
  let room = bytes;
  const end = items.findIndex((kept) => (room -= textBytes(pack(kept, first))) < 0);
  return end < 0 ? items.length : end;
}

function bytesOf(page: readonly Kept[]): number {
  return pageOf(page).items.reduce((sum, text) => sum + textBytes(text), 0);
}

function pagesOf(items: readonly Kept[]): Kept[][] {
  const [first, ...others] = items;
  if (first === undefined) return [];
  const room = roomFor(others, first, PAGE_BYTES - textBytes(pack(first)));
  return [[first, ...others.slice(0, room)], ...pagesOf(others.slice(room))];
}

/** As a text in a list inside JSON. */
function textBytes(text: string): number {
  return utf8Bytes(JSON.stringify(text)) + 1;
}
