/** Settling what has arrived for a destination: told at once where it may be, or put on its pages. */
import { addRefused, deliver, isRefused } from './deliver';
import { maySend, type LaneWork, type Turn } from './work';
import { withoutExpired } from './expiry';
import { slots } from './inbox/slots';
import type { Arrival } from './intake';
import { keptId, type Kept } from './item';
import { addToQueue } from './pages';
import { asAsked } from './retry-policy';
import { isEmpty } from './state';

/** What is still to be settled for one destination, each item once and the oldest first, with all the places where it is. */
function itemsFor(id: string, arrivals: readonly Arrival[]): Kept[] {
  const open = arrivals.filter(({ item, isSettled: isDone }) => !isDone && item?.to === id);
  const unique = new Map(open.map(({ item }) => [keptId(item as Kept), item as Kept]));
  return [...unique.values()].sort((a, b) => a.at - b.at);
}

/** Told at once where nothing waits before them and the receiver is well; else put on pages. */
export async function settleFor(work: LaneWork, arrivals: readonly Arrival[], turn: Turn): Promise<void> {
  const { page } = work.lane;
  const found = itemsFor(work.id, arrivals);
  const items = withoutExpired(found.map(turn.allowed), work.lane, turn.runtime.now());
  settle(arrivals, found, items);
  for (const { notBefore } of items) page.retry = asAsked(page.retry, notBefore);
  const isNext = isEmpty(page) && page.retry.failingSince === 0 && maySend(work, page.retry, turn);
  let known: readonly Kept[] = items;
  const left = !isNext
    ? items
    : await deliver(work, page, items, turn, async (rest) => {
        const told = settle(arrivals, known, rest);
        known = rest;
        await forgetSlots(told, arrivals, turn);
      });
  await putOnPages(work, left, arrivals, turn);
}

async function putOnPages(
  work: LaneWork,
  left: readonly Kept[],
  arrivals: readonly Arrival[],
  turn: Turn,
): Promise<void> {
  // Where the receiver is down, whatever is tried fails on its own.
  const isDown = work.lane.page.retry.failingSince !== 0;
  const refused = left.filter((kept) => isRefused(work, kept) && !isDown);
  const waiting = left.filter((kept) => !refused.includes(kept));
  await addRefused(work, refused, turn);
  await addToQueue('page', work.id, work.lane.page, waiting, turn.pages, turn.save);
  settle(arrivals, left, []);
}

/** Marks as settled what was there before and is not any more; returns it. */
function settle(arrivals: readonly Arrival[], before: readonly Kept[], after: readonly Kept[]): Arrival[] {
  const left = new Set(after.map(keptId));
  const ids = new Set(before.map(keptId).filter((id) => !left.has(id)));
  const settled = arrivals.filter(({ item, isSettled: isDone }) => item !== null && !isDone && ids.has(keptId(item)));
  for (const arrival of settled) arrival.isSettled = true;
  return settled;
}

/** A slot that is settled can go at once: it needs no store, and should it stay, the state says that it is settled. */
async function forgetSlots(told: readonly Arrival[], arrivals: readonly Arrival[], { store }: Turn): Promise<void> {
  const inSlots = told.filter(({ inbox }) => inbox === 'slots');
  const staying = arrivals.filter((each) => each.inbox === 'slots' && !each.isSettled);
  const left = new Set(await slots.forget(inSlots, store, staying));
  for (const each of inSlots) each.isGone = !left.has(each);
}
