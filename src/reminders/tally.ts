/**
 * Counting what happens into the day of now: one atomic increment per payload that counts. What the store refuses waits in
 * a one-time schedule for a quieter minute; what comes too late for its day is said in the next summary.
 */
import type { ConversationEvent } from '../events/event';
import { isNumber, isObject, own, type JsonObject } from '../lib/json';
import { COUNT_PLACES, countName, dayKey } from '../platform/registry';
import type { Runtime } from '../platform/runtime';
import { SCHEDULE_LEAD_MS, create } from '../platform/schedules';
import { increment } from '../platform/store';
import type { Settings } from '../settings/read';
import { incrementsOf, MISSED, type Increments } from './counts';
import { endAfter, isSummed } from './days';

/** `later`: the store refused, and is asked again; null: nothing counts, or there is no summary. */
export type Counted = 'counted' | 'later' | 'not counted' | null;

const COUNT_TRIES = 3;

/** Counts one payload's events. */
export async function count(
  events: readonly ConversationEvent[],
  settings: Settings,
  runtime: Runtime,
): Promise<Counted> {
  const added = isSummed(settings) ? incrementsOf(events) : null;
  if (added === null) return null;
  const end = endAfter(settings, runtime.now());
  return (await increment(dayKey(end), added)) ? 'counted' : countLater(end, added, runtime);
}

async function countLater(end: number, added: Increments, runtime: Runtime): Promise<Counted> {
  const first = Math.floor(runtime.random() * COUNT_PLACES);
  for (let tried = 0; tried < COUNT_TRIES; tried += 1) {
    const name = countName(first + tried);
    const data = { kind: 'count' as const, end, added };
    if ((await create({ name, data, at: runtime.now() + SCHEDULE_LEAD_MS })) === 'created') return 'later';
  }
  return 'not counted';
}

/** The schedule of a refused change has fired. Its day may be told by now, or have no room for it: then it is said that it is missing. */
export async function countAgain(data: JsonObject, settings: Settings, runtime: Runtime): Promise<void> {
  const end = own(data, 'end');
  const added = own(data, 'added');
  if (!isSummed(settings) || !isNumber(end) || !isObject(added)) return;
  const isOpen = end > runtime.now() && (await increment(dayKey(end), added as Increments));
  if (!isOpen) await increment(dayKey(endAfter(settings, runtime.now())), { [MISSED]: 1 });
}
