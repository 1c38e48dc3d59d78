/** What a turn is given, and the lanes that it works on by it. */
import type { RelayEvent } from '../events/event';
import type { NoticesOf } from './notices';
import { newLane, type OutboxState } from './state';
import { workOf, type LaneWork, type OutboxDestination } from './work';

/** What a turn needs to know besides what is kept. */
export interface TurnOptions {
  /** The destinations that work. */
  destinations: readonly OutboxDestination[];
  /** Ids of those whose settings do not work: what is kept for them waits. */
  broken: readonly string[];
  /** An event as it may be told by the settings of now. */
  allowed: (event: RelayEvent) => RelayEvent;
  /** What people call a destination that is set. */
  nameOf: (id: string) => string | undefined;
  /** What there is to tell of how the destinations are doing; kept with the state, so it costs no operation. */
  noticesOf: NoticesOf;
  /** The id of a destination that is to be tried now, whatever its wait. */
  urgent?: string;
}

/** A lane at work for every destination that is set. */
export function worksOf(state: OutboxState, { destinations, broken, urgent, nameOf }: TurnOptions): LaneWork[] {
  const ids = [...destinations.map(({ id }) => id), ...broken];
  return ids.map((id) => {
    const lane = (state.lanes[id] = state.lanes[id] ?? newLane());
    lane.name = nameOf(id) ?? '';
    if (id === urgent) lane.page.retry = { ...lane.page.retry, next: 0 };
    if (id === urgent) lane.refused.retry = { ...lane.refused.retry, next: 0 };
    return workOf(id, lane, destinations.find((each) => each.id === id) ?? null);
  });
}
