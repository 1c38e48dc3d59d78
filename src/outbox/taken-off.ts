/** What is kept for destinations that are not set any more. */
import type { LaneWork, Turn } from './work';
import { giveUp, TAKEN_OFF } from './expiry';
import type { Arrival } from './intake';
import { deleteStrays } from './pages';
import { hasPages, isEmpty, type Lane, type OutboxState } from './state';

/** What is kept for a destination that was taken off is given up, aloud. */
export async function dropOthers(
  state: OutboxState,
  works: readonly LaneWork[],
  arrivals: readonly Arrival[],
  turn: Turn,
): Promise<void> {
  const known = new Set(works.map(({ id }) => id));
  giveUpOthers(known, arrivals, turn);
  for (const id of Object.keys(state.lanes).filter((each) => !known.has(each)))
    for (const name of ['page', 'refused'] as const) await dropQueue(id, name, state, turn);
}

/** Lanes of which nothing is left, once a turn has put on pages whatever it had to. */
export function forgetLanes(state: OutboxState, works: readonly LaneWork[]): void {
  const known = new Set(works.map(({ id }) => id));
  for (const [id, lane] of Object.entries(state.lanes))
    if (isForgotten(lane, known.has(id))) Reflect.deleteProperty(state.lanes, id);
}

/** Whether nothing is left of a lane, not even an outage that somebody should hear the end of. */
function isForgotten({ page, refused, told }: Lane, isKnown: boolean): boolean {
  const isOver = isEmpty(page) && isEmpty(refused) && (page.retry.failingSince === 0 || !isKnown);
  return isOver && told.since === 0;
}

async function dropQueue(id: string, name: 'page' | 'refused', state: OutboxState, turn: Turn): Promise<void> {
  const queue = state.lanes[id]?.[name];
  if (queue !== undefined) await deleteStrays(name, id, queue, turn.pages);
  for (; queue !== undefined && hasPages(queue) && turn.store.left > 8; queue.head += 1) {
    for (const kept of await turn.pages.read(name, id, queue.head))
      giveUp({ id, name: turn.nameOf(id) }, kept.events, TAKEN_OFF);
    await turn.pages.write(name, id, queue.head, []);
  }
}

function giveUpOthers(known: ReadonlySet<string>, arrivals: readonly Arrival[], { nameOf }: Turn): void {
  for (const arrival of arrivals) {
    const { item, isSettled: isDone } = arrival;
    if (isDone || item === null || known.has(item.to)) continue;
    giveUp({ id: item.to, name: nameOf(item.to) }, item.events, TAKEN_OFF);
    arrival.isSettled = true;
  }
}
