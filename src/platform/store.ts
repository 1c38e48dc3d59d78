/** The platform's key-value store, with its refusals as values. The only file that calls `$db`. */
import { isObject } from '../lib/json';
import type { Runtime } from './runtime';
import { isBusy, persistently, statusOf, StoreRefused } from './refusals';

/** Schedules that an invocation looks at in search of what was kept, as long as nothing says that it may not. */
export const MOST_FETCHES = 5_000;

/** The quota counts a sliding minute, so a place in it comes free within seconds as a rule. */
const AGAIN_MS = 3_000;

/** Counts its operations, so that one invocation leaves others their share of the 50 a minute. */
export interface Store {
  left: number;
  /** How many schedules may still be looked at in search of what was kept. */
  fetches: number;
  /** Whether the schedules refused something, as they do where their own quota is spent. */
  isScarce: boolean;
  /** Whether its quota has refused something that was tried again. */
  isSpent: boolean;
  /** Epoch ms: what is refused is tried again as long as that is over by then. */
  patientUntil: number;
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

/** `onSpent` is called once, when the quota refuses something that is tried again. */
export function createStore(
  operations: number,
  { now, pause }: Pick<Runtime, 'now' | 'pause'>,
  onSpent: () => Promise<void> = () => Promise.resolve(),
): Store {
  const patiently = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await timed(call);
    } catch (rejection) {
      const status = statusOf(rejection);
      if (!isBusy(status) || now() + AGAIN_MS > store.patientUntil) throw rejection;
      if (status === 429) await noteSpent();
      if (!(await pause(AGAIN_MS))) throw rejection;
      return patiently(call);
    }
  };
  const noteSpent = async (): Promise<void> => {
    if (store.isSpent) return;
    store.isSpent = true;
    await onSpent();
  };
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
      return await patiently(call);
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
    patientUntil: 0,
    isSpent: false,
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
        await patiently(() => $db.set(key, value, { ttl: seconds, setIf: 'not_exist' }));
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
 * Creates a key with one item, to be forgotten after so many seconds; `full` where it is there already. An attribute's name has less than
 * 30 characters.
 */
export function open(key: string, attribute: string, text: string, seconds: number): Promise<Appending> {
  return tried(() => $db.set(key, { [attribute]: [text] }, { ttl: seconds, setIf: 'not_exist' }));
}

/** Adds one item to a key that is there, atomically: a missing one would be created, without a time to live. */
export function append(key: string, attribute: string, text: string): Promise<Appending> {
  return tried(() => $db.update(key, 'append', { [attribute]: [text] }));
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
