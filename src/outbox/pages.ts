/** Pages: what waits for one destination, dense, each as an object from item ids to packed items. */
import { pageKey, type Lane } from './backlog';
import { isList, isObject, own, utf8Bytes } from '../lib/json';
import { keptId, pack, unpack, type Kept } from './item';
import { giveUp } from './keep';
import type { Store } from '../platform/store';
import { DAY_MS } from '../lib/time';

/** A key and its value may have 40 KB. */
export const PAGE_BYTES = 38_000;
const KEPT_FOR_MS = 3 * DAY_MS;
export const EXPIRED = 'it could not be delivered for three days';
export const TAKEN_OFF = 'the destination was taken off';

/** The items of a page or a box, in the order in which they are tried; what this app did not write is passed over. */
export function itemsOf(page: unknown): Kept[] {
  if (!isObject(page)) return [];
  return inOrder(
    Object.keys(page)
      .map((key) => unpack(oneOf(own(page, key))))
      .filter((kept) => kept !== null),
  );
}

/** An item appended twice stands twice in its array. */
function oneOf(value: unknown): unknown {
  return isList(value) ? value[0] : value;
}

export function pageOf(items: readonly Kept[]): Record<string, string> {
  return Object.fromEntries(items.map((kept) => [keptId(kept), pack(kept)]));
}

/** Oldest first, but what was refused on its own stands behind the rest. */
function inOrder(items: readonly Kept[]): Kept[] {
  return [...items].sort((a, b) => a.refusals - b.refusals || a.at - b.at);
}

/** Each item once, in order: one may stand in the driver and in a box, or on two pages. */
export function unique(items: readonly Kept[]): Kept[] {
  return inOrder([...new Map(items.map((kept) => [keptId(kept), kept])).values()]);
}

/** Gives up aloud what is older than three days; returns the rest. */
export function withoutExpired(items: readonly Kept[], now: number): Kept[] {
  for (const { to, at, events } of items) if (at + KEPT_FOR_MS <= now) giveUp({ id: to }, events, EXPIRED);
  return items.filter(({ at }) => at + KEPT_FOR_MS > now);
}

/**
 * Fills up the last page, and opens as many new ones as it takes. What stands on the last page stays there: it is nowhere else,
 * and the backlog does not know the new pages before it is saved. Done twice, nothing is lost or doubled.
 */
export async function addPages(
  { id, lane }: { id: string; lane: Lane },
  items: readonly Kept[],
  store: Store,
): Promise<void> {
  if (items.length === 0) return;
  const last = lane.tail > lane.head ? itemsOf(await store.get(pageKey(id, lane.tail - 1))) : [];
  const known = new Set(last.map(keptId));
  const more = unique(items).filter((kept) => !known.has(keptId(kept)));
  const here = more.slice(0, last.length === 0 ? 0 : roomFor(more, PAGE_BYTES - bytesTogether(last)));
  const pages = pagesOf(more.slice(here.length));
  for (const [index, page] of pages.entries()) await store.set(pageKey(id, lane.tail + index), pageOf(page));
  if (here.length > 0) await store.set(pageKey(id, lane.tail - 1), pageOf([...last, ...here]));
  lane.tail += pages.length;
}

/** How many items, from the first on, have room in so many bytes. */
export function roomFor(items: readonly Kept[], bytes: number): number {
  let room = bytes;
  const end = items.findIndex((kept) => (room -= bytesOnPage(kept)) < 0);
  return end < 0 ? items.length : end;
}

function bytesTogether(items: readonly Kept[]): number {
  return items.reduce((sum, kept) => sum + bytesOnPage(kept), 0);
}

/** Items in the same order, as few pages as they fill. */
export function pagesOf(items: readonly Kept[]): Kept[][] {
  const pages: Kept[][] = [];
  let rest = items;
  while (rest.length > 0) {
    const page = rest.slice(0, Math.max(1, roomFor(rest, PAGE_BYTES)));
    pages.push(page);
    rest = rest.slice(page.length);
  }
  return pages;
}

export function bytesOnPage(kept: Kept): number {
  return utf8Bytes(JSON.stringify(pageOf([kept])));
}
