/**
 * The driver: a recurring schedule that takes a turn every five minutes while something is kept. Creating it with an item
 * inside keeps the item and wakes the outbox in one step, so no death can come between the two.
 */
import { own } from '../../lib/json';
import { MINUTE_MS } from '../../lib/time';
import { DRIVER } from '../../platform/registry';
import type { Runtime } from '../../platform/runtime';
import { create, scheduled, unschedule } from '../../platform/schedules';
import { unpack, type Packed } from '../item';
import { minuteOf } from '../state';
import type { Inbox } from './inbox';

const PERIOD_MINUTES = 5;
/** What is due in five minutes must not come too early by the platform's clock, which may be ahead of ours. */
const LEADS_MS = [5 * MINUTE_MS + 15_000, 7 * MINUTE_MS + 30_000];
/** Many installations should not all come at once. */
const SPREAD_MS = 30_000;

export const driver: Inbox = {
  put: (item, runtime, until) => drive(minuteOf(runtime.now()), item, runtime, until),

  /** Nothing where there is no driver; where there is one, itself, with its item if it has one. */
  read: async () => {
    const data = await scheduled(DRIVER);
    return data === null ? [] : [{ inbox: 'driver', minute: 0, place: '', item: unpack(own(data, 'item')) }];
  },

  forget: async (found) => (found.length === 0 || (await unschedule(DRIVER)) ? [] : found),
};

/** Sees to it that the outbox is driven, from the given minute on; false where it is already, or cannot be. */
export async function drive(since: number, item: Packed | null, runtime: Runtime, until: number): Promise<boolean> {
  const data = { kind: 'outbox', since, ...(item === null ? {} : { item: item.text }) } as const;
  for (const lead of LEADS_MS) {
    if (runtime.now() >= until) return false;
    const at = runtime.now() + lead + Math.floor(runtime.random() * SPREAD_MS);
    const creation = await create({ name: DRIVER, data, at, everyMinutes: PERIOD_MINUTES });
    if (creation !== 'refused') return creation === 'created';
  }
  return false;
}
