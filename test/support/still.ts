/** A clock that stands still, for what only asks it: no pause passes any time. */
import type { Runtime } from '../../src/platform/runtime';

/** `now` in epoch ms. */
export function stillAt(now: number): Pick<Runtime, 'now' | 'pause'> {
  return { now: () => now, pause: () => Promise.resolve(false) };
}
