/** How every destination is doing, for the settings page. */
import type { Runtime } from '../platform/runtime';
import { createStore } from '../platform/store';
import type { RetryState } from './retry-policy';
import { loadState, newLane, outageOf } from './state';

export interface DestinationStatus {
  id: string;
  /** `off`: what is set for it does not work. */
  state: 'working' | 'failing' | 'off';
  /** ISO; null while it works. */
  since: string | null;
  reason: string | null;
  /** Payloads that wait on its pages; what was kept in the last minutes is not counted yet. */
  waiting: number;
  /** ISO, of the next try; null where none is due. */
  next: string | null;
}

/** One store operation. Throws a StoreRefused where the store cannot be read, as before the app is installed. */
export async function outboxStatus(ids: readonly string[], runtime: Runtime): Promise<DestinationStatus[]> {
  const state = await loadState(createStore(1, () => runtime.now()));
  return ids.map((id) => {
    const lane = state?.lanes[id] ?? newLane();
    const { page, refused } = lane;
    const retry = outageOf(lane);
    const waiting = page.items + refused.items;
    return { id, ...failureOf(retry), waiting, next: waiting > 0 && retry.next > 0 ? isoOf(retry.next) : null };
  });
}

function failureOf({ failingSince, reason }: RetryState): Pick<DestinationStatus, 'state' | 'since' | 'reason'> {
  return failingSince === 0
    ? { state: 'working', since: null, reason: null }
    : { state: 'failing', since: isoOf(failingSince), reason };
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
