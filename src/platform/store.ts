/** The platform's key-value store and schedules, with their refusals as values. The only file that calls `$db` and `$schedule`. */
import { idOf, isObject, objectOf, own } from '../lib/json';
import { MINUTE_MS } from '../lib/time';
import type { ScheduleKind } from './registry';

/** An operation was refused: the quota is spent, or the platform is out of order. Whoever meets it stops, and leaves the rest for later. */
export class StoreRefused extends Error {
  declare readonly status: number;

  constructor(status: number) {
    super(`The store refused an operation with status ${status}.`);
    this.name = 'StoreRefused';
    this.status = status;
  }
}

/** What the work gives; `otherwise` where an operation of it was refused. Any other fault is thrown on. */
export async function unlessRefused<Result, const Otherwise>(
  work: Promise<Result>,
  otherwise: Otherwise,
): Promise<Result | Otherwise> {
  try {
    return await work;
  } catch (fault) {
    if (fault instanceof StoreRefused) return otherwise;
    throw fault;
  }
}

function statusOf(rejection: unknown): number {
  return Number(idOf(own(objectOf(rejection), 'status')) ?? 0);
}

/** How often an operation is made at most, while the platform is out of order. A spent quota is not asked again: it may count that, and stay spent. */
const TRIES = 3;

/** Some mistakes are thrown rather than rejected, so the call itself stands inside. */
async function persistently<T>(call: () => Promise<T>, tried = 1): Promise<T> {
  try {
    return await call();
  } catch (rejection) {
    const status = statusOf(rejection);
    if (!isBusy(status) || status === 429 || tried >= TRIES) throw rejection;
    return persistently(call, tried + 1);
  }
}

/** Schedules that an invocation looks at in search of what was kept, as long as nothing says that it may not. */
export const MOST_FETCHES = 5_000;

/** Counts its operations, so that one invocation leaves others their share of the 50 a minute. */
export interface Store {
  left: number;
  /** How many schedules may still be looked at in search of what was kept. */
  fetches: number;
  /** Whether the schedules refused something, as they do where their own quota is spent. */
  isScarce: boolean;
  /** Ms that an operation takes here, by the slowest of the last ones. */
  pace: number;
  /** Null where there is no such key. */
  get(key: string): Promise<Readonly<Record<string, unknown>> | null>;
  /** Forgotten after so many seconds, should nobody delete it. */
  set(key: string, value: object, seconds: number): Promise<void>;
  /** False where the key exists. An entry that has expired may refuse this until somebody has read it: read it first. */
  claim(key: string, value: object, seconds: number): Promise<boolean>;
  delete(key: string): Promise<void>;
}

export function createStore(operations: number, now: () => number): Store {
  const timed = async <T>(call: () => Promise<T>): Promise<T> => {
    const start = now();
    try {
      return await persistently(() => {
        store.left -= 1;
        return call();
      });
    } finally {
      store.pace = Math.max(now() - start, store.pace / 2);
    }
  };
  const counted = async <T>(call: () => Promise<T>): Promise<T | null> => {
    try {
      return await timed(call);
    } catch (rejection) {
      // A missing key is no refusal.
      if (statusOf(rejection) === 404) return null;
      throw new StoreRefused(statusOf(rejection));
    }
  };
  const store: Store = {
    left: operations,
    fetches: MOST_FETCHES,
    isScarce: false,
    pace: 0,
    get: async (key) => {
      const value: unknown = await counted(() => $db.get(key));
      return isObject(value) ? value : null;
    },
    set: async (key, value, seconds) => {
      await counted(() => $db.set(key, value, { ttl: seconds }));
    },
    claim: async (key, value, seconds) => {
      try {
        await timed(() => $db.set(key, value, { ttl: seconds, setIf: 'not_exist' }));
        return true;
      } catch (rejection) {
        if (isBusy(statusOf(rejection))) throw new StoreRefused(statusOf(rejection));
        return false;
      }
    },
    delete: async (key) => {
      await counted(() => $db.delete(key));
    },
  };
  return store;
}

/** `full`: the key holds no more; `busy`: another time it may be taken. */
export type Appending = 'kept' | 'full' | 'busy';

/** Adds one item to a key, atomically. An attribute's name has less than 30 characters. */
export async function append(key: string, attribute: string, text: string): Promise<Appending> {
  try {
    await persistently(() => $db.update(key, 'append', { [attribute]: [text] }));
    return 'kept';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'full';
  }
}

/** Adds numbers to a key's attributes, atomically, and creates what is missing; false where the store refuses or the key is full. */
export async function increment(key: string, attributes: Readonly<Record<string, number>>): Promise<boolean> {
  try {
    await $db.update(key, 'increment', attributes);
    return true;
  } catch {
    return false;
  }
}

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

function isBusy(status: number): boolean {
  return status === 429 || status >= 500;
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

/** All of them to their end, side by side; only then is the first one's fault thrown. */
export async function together(works: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(works);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

/** Works through a list, so many at a time; the results in the order of the list. */
export async function pooled<T, R>(list: readonly T[], most: number, work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < list.length; index = next++) results[index] = await work(list[index] as T);
  };
  await together(Array.from({ length: Math.min(most, list.length) }, worker));
  return results;
}
