/** The platform's key-value store, with its refusals as values. The only file that calls `$db`. */
import { isObject } from '../lib/json';
import { isBusy, persistently, statusOf, StoreRefused } from './refusals';

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

/**
 * Adds one item to a key, atomically. An attribute's name has less than 30 characters. An append creates a missing key without a time to
 * live, so the key is claimed with the item first, to be forgotten after so many seconds; that is refused where it is there already.
 */
export async function append(key: string, attribute: string, text: string, seconds: number): Promise<Appending> {
  const added = { [attribute]: [text] };
  const isFirst = await tried(() => $db.set(key, added, { ttl: seconds, setIf: 'not_exist' }));
  return isFirst === 'full' ? tried(() => $db.update(key, 'append', added)) : isFirst;
}

async function tried(call: () => Promise<unknown>): Promise<Appending> {
  try {
    await persistently(call);
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
