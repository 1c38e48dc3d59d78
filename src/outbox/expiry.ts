/** Giving up: after three days, or for a reason that no time mends; always aloud. */
import { withoutPersonalData } from '../events/build';
import type { RelayEvent } from '../events/event';
import { oneLine } from '../lib/json';
import { DAY_MS } from '../lib/time';
import type { Kept } from './item';

const KEPT_FOR_MS = 3 * DAY_MS;

export const EXPIRED = 'it could not be delivered for three days';
export const TAKEN_OFF = 'the destination was taken off';
export const GONE = 'the receiver is gone for good';
export const NOTHING_TOOK_IT = 'neither the store nor the schedules took it';

/** Logs every event as an error line, without personal data as everything in the log: it will not be tried again. */
export function giveUp(
  { id, name }: { id: string; name?: string | undefined },
  events: readonly RelayEvent[],
  reason: string,
): void {
  for (const event of events)
    console.error(oneLine({ undelivered: withoutPersonalData(event), destination: id, name, reason }));
}

/** Gives up aloud what is older than three days, and counts it; returns the rest. */
export function withoutExpired(items: readonly Kept[], lane: { name?: string; givenUp: number }, now: number): Kept[] {
  const expired = items.filter(({ at }) => at + KEPT_FOR_MS <= now);
  for (const { to, events } of expired) giveUp({ id: to, name: lane.name }, events, EXPIRED);
  lane.givenUp += expired.length;
  return items.filter(({ at }) => at + KEPT_FOR_MS > now);
}
