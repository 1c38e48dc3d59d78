/** Writing down what was told, which would be told again otherwise. */
import type { Runtime } from '../platform/runtime';
import { StoreRefused } from '../platform/refusals';

/** The store's quota counts a sliding minute, so a place in it comes free within seconds as a rule. */
const WRITE_PAUSE_MS = 3_000;

/** Tries again and again what the store refuses, as long as it is over by the given moment, in epoch ms. */
export async function patiently<T>(call: () => Promise<T>, until: number, runtime: Runtime): Promise<T> {
  try {
    return await call();
  } catch (fault) {
    const isTime = fault instanceof StoreRefused && runtime.now() + WRITE_PAUSE_MS <= until;
    if (!isTime || !(await runtime.pause(WRITE_PAUSE_MS))) throw fault;
    return patiently(call, until, runtime);
  }
}
