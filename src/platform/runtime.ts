/** Time and chance: passed in, so that tests steer them. */
export interface Runtime {
  /** Epoch ms. */
  now(): number;
  /** 0 ≤ x < 1. */
  random(): number;
  /** Resolves after so many ms; never where the engine has no such timer. */
  after(ms: number): Promise<unknown>;
  /** Resolves after so many ms, or at once where the engine has no such timer; true where time has passed. */
  pause(ms: number): Promise<boolean>;
}

/** The real ones, as far as the platform has them. */
export const realRuntime: Runtime = { now: () => Date.now(), random: () => Math.random(), after, pause };

/**
 * The platform has no timers, but the language has one: waiting for a place in memory that nobody changes (ECMAScript
 * 2024, Node since 16). It neither blocks nor keeps a process alive.
 */
function waited(ms: number): Promise<unknown> | null {
  if (typeof SharedArrayBuffer !== 'function' || Atomics.waitAsync === undefined) return null;
  return Promise.resolve(Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms).value);
}

function after(ms: number): Promise<unknown> {
  return waited(ms) ?? new Promise(() => undefined);
}

async function pause(ms: number): Promise<boolean> {
  const time = waited(ms);
  await time;
  return time !== null;
}
