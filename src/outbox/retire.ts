/**
 * Coming to rest: the driver is taken off and the store emptied, under guards. A guard is a one-time schedule that drives
 * the same minutes again, should the turn die, or the store refuse, before it is through.
 */
import { BACKLOG_KEY, pageKey, saveBacklog, type Backlog } from './backlog';
import { minutesFrom } from './inbox/inbox';
import { own } from '../lib/json';
import type { Turn } from './deliver';
import { boxKey, drive, DRIVER, minuteOf } from './keep';
import type { Runtime } from '../platform/runtime';
import { isAnySlotTaken, slotMinute } from './inbox/slots';
import { schedule, scheduled, unschedule, type Store } from '../platform/store';
import { MINUTE_MS } from '../lib/time';

/** Two, because what fires once is gone, and its invocation may die as well. */
const GUARDS = ['relay-guard-1', 'relay-guard-2'];

/** To be called where nothing is left of what is closed. */
export async function rest(backlog: Backlog, { store, runtime }: Turn): Promise<void> {
  await dropGuards();
  if (!(await guard(backlog.cursor, runtime))) return;
  await saveBacklog(store, { ...backlog, resting: true });
  if (!(await unschedule(DRIVER))) return;
  await deleteStrayPages(backlog, store);
  await store.delete(BACKLOG_KEY);
  // Somebody else may drive it already, and from a later minute: only the guards know of this one.
  if (await isFilledAgain(backlog, store, runtime)) await drive(backlog.cursor + 1, {}, runtime);
  else await dropGuards();
}

/** Not much more than five minutes ahead, and a minute later where that was too early by the platform's clock. */
async function guard(since: number, runtime: Runtime): Promise<boolean> {
  const at = runtime.now() + 5 * MINUTE_MS + 20_000;
  const set = await Promise.all(GUARDS.map((name, index) => guardAt(name, since, at + index * MINUTE_MS)));
  return set.every((isSet) => isSet);
}

async function guardAt(name: string, since: number, at: number): Promise<boolean> {
  const data = { since, guard: true };
  return (await schedule({ name, data, at })) || schedule({ name, data, at: at + MINUTE_MS });
}

/** What a guard does that fires: sets itself up again first, until a turn takes it off. */
export async function driveAgain(since: number, runtime: Runtime): Promise<void> {
  await guard(since, runtime);
  await drive(since + 1, {}, runtime);
}

/** The first minute the pending guards know of, in epoch minutes; null where there is none. */
export async function guardedSince(): Promise<number | null> {
  const pending = (await Promise.all(GUARDS.map(scheduled))).filter((data) => data !== null);
  return pending.length === 0 ? null : Math.min(...pending.map((data) => Number(own(data, 'since'))));
}

export async function dropGuards(): Promise<void> {
  await Promise.all(GUARDS.map(unschedule));
}

/** A page whose commit was refused stands behind the last one, and its items were settled from where they were. */
async function deleteStrayPages(backlog: Backlog, store: Store): Promise<void> {
  for (const [id, { tail }] of Object.entries(backlog.lanes)) await deletePagesFrom(tail, id, store);
}

/** From the last on: a death half-way leaves none that could not be found. */
async function deletePagesFrom(first: number, id: string, store: Store): Promise<void> {
  let end = first;
  while ((await store.get(pageKey(id, end))) !== null) end += 1;
  for (let page = end - 1; page >= first; page -= 1) await store.delete(pageKey(id, page));
}

/** Somebody may have kept something after the minutes were read, and found the driver still there. */
async function isFilledAgain({ cursor }: Backlog, store: Store, runtime: Runtime): Promise<boolean> {
  const minutes = minutesFrom(cursor, minuteOf(runtime.now()) + 2);
  const boxes = await Promise.all(minutes.map((minute) => store.get(boxKey(minute))));
  const slots = await Promise.all([...new Set(minutes.map(slotMinute))].map(isAnySlotTaken));
  return slots.includes(true) || boxes.some((box) => box !== null);
}
