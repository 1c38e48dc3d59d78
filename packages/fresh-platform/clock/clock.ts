/** Virtual time: a queue of things to happen, run in order when someone moves the clock. */
import { setImmediate } from 'node:timers';
import { createEventQueue } from './event-queue';
import type { Clock } from '../types';

/** Someone who waits for time to pass: up to a moment, or (`target` infinite) until something has settled. */
interface Waiter {
  target: number;
  isDone: () => boolean;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * A clock that stands still until moved. `start` is epoch ms; by default today's, since receivers compare signed
 * timestamps with their own clock.
 *
 * Moving it while it moves already is allowed: every mover waits for its own moment, and one loop serves them all. So
 * several `invoke`s at once interleave, and a callback may move the clock without waiting for itself.
 */
export function createClock(start: number = Date.now()): Clock {
  const queue = createEventQueue();
  const waiters = new Set<Waiter>();
  const holders = createHolders();
  let now = start;
  let running = false;

  /** Runs whatever comes next for the most impatient waiter; false when nobody waits any more. */
  const step = (): boolean => {
    for (const waiter of waiters) if (waiter.isDone()) leave(waiter);
    const first = earliest(waiters);
    if (!first) return false;
    const event = queue.takeDue(first.target);
    if (event) {
      now = Math.max(now, event.time);
      event.callback();
    } else if (first.target === Infinity) {
      waiters.delete(first);
      first.reject(
        new Error('Nothing is left to happen that could end the wait: an answer never came and no time limit applies.'),
      );
    } else {
      now = Math.max(now, first.target);
      leave(first);
    }
    return true;
  };

  const leave = (waiter: Waiter): void => {
    waiters.delete(waiter);
    waiter.resolve();
  };

  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      do await holders.settle();
      while (step());
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error);
      waiters.clear();
    }
    running = false;
  };

  const wait = (target: number, isDone: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      waiters.add({ target, isDone, resolve, reject });
      void run();
    });

  return {
    now: () => now,
    at: (time, callback) => queue.add(Math.max(known(time), now), callback),
    hold: holders.hold,
    advanceTo: (time) => wait(known(time), () => false),
    advance: (ms) => wait(known(now + ms), () => false),
    until: async (promise) => {
      let settled = false;
      const mark = (): void => {
        settled = true;
      };
      promise.then(mark, mark);
      await wait(Infinity, () => settled);
      return promise;
    },
  };
}

/** What is no number comes neither before nor after anything: waiting for it would never end. */
function known(time: number): number {
  if (Number.isNaN(time)) throw new RangeError('The clock takes numbers, epoch ms, and this is none.');
  return time;
}

function earliest(waiters: Set<Waiter>): Waiter | undefined {
  let first: Waiter | undefined;
  for (const waiter of waiters) if (!first || waiter.target < first.target) first = waiter;
  return first;
}

/** Real work under way, for which time waits. */
function createHolders(): { hold: () => () => void; settle: () => Promise<void> } {
  let held = 0;
  let released: (() => void) | undefined;

  const hold = (): (() => void) => {
    let mine = 1;
    held += 1;
    return () => {
      held -= mine;
      mine = 0;
      released?.();
    };
  };

  /** Node empties the whole microtask queue before it comes to an immediate, so one turn lets every promise chain run out. */
  const settle = async (): Promise<void> => {
    await turn();
    while (held > 0) {
      await new Promise<void>((resolve) => {
        released = resolve;
      });
      await turn();
    }
  };

  return { hold, settle };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
