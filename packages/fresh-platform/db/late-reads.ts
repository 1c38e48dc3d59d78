/** What a store held a while ago, for reads that are out of date. */

interface Version<T> {
  /** Epoch ms until which the entry was like this. */
  until: number;
  stored: T | undefined;
}

export interface LateReads<T> {
  /** To be told of an entry before it changes. */
  remember(key: string, now: number): void;
  /** A store that holds the entry as it was at a moment, and nothing else. */
  asOf(key: string, time: number): Map<string, T>;
}

const MOST_VERSIONS = 20;

export function createLateReads<T>(store: ReadonlyMap<string, T>): LateReads<T> {
  const versions = new Map<string, Version<T>[]>();
  return {
    remember: (key, now) => {
      versions.set(key, [...(versions.get(key) ?? []), { until: now, stored: store.get(key) }].slice(-MOST_VERSIONS));
    },
    asOf: (key, time) => {
      const past = versions.get(key)?.find(({ until }) => until > time);
      const stored = past === undefined ? store.get(key) : past.stored;
      return new Map(stored === undefined ? [] : [[key, stored]]);
    },
  };
}
