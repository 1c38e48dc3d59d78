/** Direct delivery only: what a receiver does not take is logged and lost. */
import type { RelayEvent } from '../../../src/events/event';

export function keep(...[, events]: [to: string, events: readonly RelayEvent[]]): Promise<readonly RelayEvent[]> {
  return Promise.resolve(events);
}

export function outboxEvent(): Promise<void> {
  return Promise.resolve();
}
