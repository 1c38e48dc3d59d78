/** The platform's schedules, with their refusals as values. The only file that calls `$schedule`. */
import { objectOf } from '../lib/json';
import { MINUTE_MS } from '../lib/time';
import { isBusy, persistently, statusOf, StoreRefused } from './refusals';
import type { ScheduleKind } from './registry';

/** A schedule must lie five minutes ahead by the platform's clock, which may not be ours. */
export const SCHEDULE_LEAD_MS = 5 * MINUTE_MS + 15_000;

export interface Schedule {
  /** At most 30 characters. */
  name: string;
  /** ASCII, at most 4 KB. */
  data: { kind: ScheduleKind } & Readonly<Record<string, unknown>>;
  /** Epoch ms, at least five minutes ahead by the platform's clock. */
  at: number;
  everyMinutes?: number;
}

/**
 * `refused`: one of that name is pending already, no more are taken, or it is due too soon by the platform's clock, and
 * nothing tells these apart; `busy`: another time it may be taken.
 */
export type Creation = 'created' | 'refused' | 'busy';

export async function create({ name, data, at, everyMinutes }: Schedule): Promise<Creation> {
  const repeat =
    everyMinutes === undefined ? {} : { repeat: { time_unit: 'minutes' as const, frequency: everyMinutes } };
  try {
    await persistently(() => $schedule.create({ name, data, schedule_at: new Date(at).toISOString(), ...repeat }));
    return 'created';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'refused';
  }
}

/** The data of a pending schedule; null where there is none. Throws a StoreRefused where the platform is busy or out of order. */
export async function scheduled(name: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return objectOf((await persistently(() => $schedule.fetch({ name }))).data);
  } catch (rejection) {
    const status = statusOf(rejection);
    if (isBusy(status)) throw new StoreRefused(status);
    return null;
  }
}

/** Whether a schedule is pending; null where nobody can tell just now. */
export async function isScheduled(name: string): Promise<boolean | null> {
  try {
    return (await scheduled(name)) !== null;
  } catch {
    return null;
  }
}

/** False where it could not be taken off. */
export async function unschedule(name: string): Promise<boolean> {
  try {
    await persistently(() => $schedule.delete({ name }));
    return true;
  } catch (rejection) {
    return statusOf(rejection) === 404;
  }
}

/** Puts new data and a new time in the place of a pending schedule's; `refused`: none of that name is pending, or it is due too soon. */
export async function reschedule({ name, data, at }: Schedule): Promise<Creation> {
  try {
    await $schedule.update({ name, data, schedule_at: new Date(at).toISOString() });
    return 'created';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'refused';
  }
}

/** `missing`: none of that name was pending; `busy`: it could not be taken off, and may be another time. */
export type Removal = 'removed' | 'missing' | 'busy';

export async function takeOff(name: string): Promise<Removal> {
  try {
    await $schedule.delete({ name });
    return 'removed';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'missing';
  }
}
