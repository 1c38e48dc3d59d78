/** One thing after the other: two clicks at once must not both move the clock. */

export interface Queue {
  /** Resolves or rejects as the work does, when everything before it is through. */
  run: <T>(work: () => Promise<T>) => Promise<T>;
  /** Nothing is under way or waits. */
  isIdle: () => boolean;
}

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    run: (work) => {
      waiting += 1;
      const done = last.then(work).finally(() => {
        waiting -= 1;
      });
      last = done.catch(() => undefined);
      return done;
    },
    isIdle: () => waiting === 0,
  };
}
