/** The platform's key-value store and schedules, with their refusals as values. The only file that calls `$db` and `$schedule`. */
import { idOf, isObject, objectOf, own } from '../lib/json';

/** The store refused an operation: the quota is spent, or it is out of order. Whoever meets it stops, and leaves the rest for later. */
export class StoreRefused extends Error {
  declare readonly status: number;

  constructor(status: number) {
    super(`The store refused an operation with status ${status}.`);
    this.name = 'StoreRefused';
    this.status = status;
  }
}

function statusOf(rejection: unknown): number {
  return Number(idOf(own(objectOf(rejection), 'status')) ?? 0);
}

/** Counts its operations, so that one invocation leaves others their share of the 50 a minute. */
export interface Store {
  left: number;
  /** Null where there is no such key. */
  get(key: string): Promise<Readonly<Record<string, unknown>> | null>;
  set(key: string, value: object): Promise<void>;
  /** False where the key exists. */
  claim(key: string, value: object, seconds: number): Promise<boolean>;
  delete(key: string): Promise<void>;
}

export function createStore(operations: number): Store {
  const counted = async <T>(work: Promise<T>): Promise<T | null> => {
    store.left -= 1;
    try {
      return await work;
    } catch (rejection) {
      // A missing key is no refusal.
      if (statusOf(rejection) === 404) return null;
      throw new StoreRefused(statusOf(rejection));
    }
  };
  const store: Store = {
    left: operations,
    get: async (key) => {
      const value: unknown = await counted($db.get(key));
      return isObject(value) ? value : null;
    },
    set: async (key, value) => {
      await counted($db.set(key, value));
    },
    claim: async (key, value, seconds) => {
      store.left -= 1;
      try {
        await $db.set(key, value, { ttl: seconds, setIf: 'not_exist' });
        return true;
      } catch (rejection) {
        if (statusOf(rejection) === 429) throw new StoreRefused(429);
        return false;
      }
    },
    delete: async (key) => {
      await counted($db.delete(key));
    },
  };
  return store;
}

/** Adds one item to a key, atomically; false where the store refuses or the key is full. */
export async function append(key: string, attribute: string, text: string): Promise<boolean> {
  try {
    await $db.update(key, 'append', { [attribute]: [text] });
    return true;
  } catch {
    return false;
  }
}

export interface Schedule {
  /** At most 30 characters. */
  name: string;
  data: object;
  /** Epoch ms, at least five minutes ahead. */
  at: number;
  everyMinutes?: number;
}

/** `refused`: one of that name is pending already, no more are taken, or it is due too soon; `busy`: another time it may be taken. */
export type Creation = 'created' | 'refused' | 'busy';

export async function create({ name, data, at, everyMinutes }: Schedule): Promise<Creation> {
  const repeat =
    everyMinutes === undefined ? {} : { repeat: { time_unit: 'minutes' as const, frequency: everyMinutes } };
  try {
    await $schedule.create({ name, data, schedule_at: new Date(at).toISOString(), ...repeat });
    return 'created';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'refused';
  }
}

/** False where it was not created, whatever the reason. */
export async function schedule(wanted: Schedule): Promise<boolean> {
  return (await create(wanted)) === 'created';
}

function isBusy(status: number): boolean {
  return status === 429 || status >= 500;
}

/** The data of a pending schedule; null where there is none. Throws a StoreRefused where the platform is busy or out of order. */
export async function scheduled(name: string): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return objectOf((await $schedule.fetch({ name })).data);
  } catch (rejection) {
    const status = statusOf(rejection);
    if (isBusy(status)) throw new StoreRefused(status);
    return null;
  }
}

/** False where it could not be taken off; it may be gone already. */
export async function unschedule(name: string): Promise<boolean> {
  try {
    await $schedule.delete({ name });
    return true;
  } catch {
    return false;
  }
}

/** All of them to their end, side by side; only then is the first one's fault thrown. */
export async function together(works: readonly Promise<unknown>[]): Promise<void> {
  const ended = await Promise.allSettled(works);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
