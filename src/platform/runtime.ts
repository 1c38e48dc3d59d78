/** Time and chance: passed in, so that tests steer them. */
export interface Runtime {
  /** Epoch ms. */
  now(): number;
  /** 0 ≤ x < 1. */
  random(): number;
  /** Resolves after so many ms; never where the engine has no such timer. */
  after(ms: number): Promise<unknown>;
}

/** The real ones, as far as the platform has them. */
export const realRuntime: Runtime = { now: () => Date.now(), random: () => Math.random(), after };

/**
 * The platform has no timers, but the language has one: waiting for a place in memory that nobody changes (ECMAScript
 * 2024, Node since 16). It neither blocks nor keeps a process alive.
 */
function after(ms: number): Promise<unknown> {
  const never = new Promise(() => undefined);
  if (typeof SharedArrayBuffer !== 'function' || Atomics.waitAsync === undefined) return never;
  return Promise.resolve(Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms).value);
}
