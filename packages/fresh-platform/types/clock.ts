/** Virtual time. Nothing in the simulator sleeps: time moves only when a test or command moves it. */
export interface Clock {
  now(): number;
  /** Calls back at a virtual time; returns a function that calls it off. */
  at(time: number, callback: () => void): () => void;
  /** Marks real work (a socket) under way, for which `advance` waits; returns a function that ends it. */
  hold(): () => void;
  /** Runs everything that falls due up to the given time, in order, letting promises settle in between. */
  advanceTo(time: number): Promise<void>;
  advance(ms: number): Promise<void>;
  /**
   * Moves time from event to event until the promise settles, and settles as it does. Rejects when nothing is
   * left that could happen, rather than wait for ever.
   */
  until<T>(promise: Promise<T>): Promise<T>;
}
