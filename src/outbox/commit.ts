/** The end of a turn's work: what is settled is written down, taken off, and written down again. */
import type { Turn } from './work';
import { boxes } from './inbox/boxes';
import type { Found } from './inbox/inbox';
import { isHolding, slots } from './inbox/slots';
import { FEW_FETCHES, type Arrival, type Intake } from './intake';
import { keptId, unpack } from './item';
import { commitQueue } from './pages';
import { MOST_FETCHES } from '../platform/store';
import { BOX_MINUTES, minuteOf, type OutboxState, type Place } from './state';

/**
 * Writes down what is settled, then takes it off from where it was, then writes down how far that came. A death in between leaves what
 * the state says is settled.
 */
export async function commit(intake: Intake, state: OutboxState, turn: Turn): Promise<void> {
  const there = intake.arrivals.filter((each) => !each.isGone && each.inbox !== 'driver' && each.inbox !== 'own');
  // What was kept before receivers took again says nothing of what comes.
  state.busiest = operationsFor(there.filter(({ minute }) => minute >= minuteOf(state.wellSince ?? 0)));
  const most = 2 * state.fetches;
  noteSettled(intake, there, state);
  passMinutes(state, intake, there);
  for (const { page, refused } of Object.values(state.lanes)) [page, refused].forEach(commitQueue);
  noteScarcity(state, most, turn);
  await turn.save();
  const leaving = there.filter(
    ({ inbox, isSettled: isDone, minute }) => isDone && (inbox === 'slots' || minute < intake.closed),
  );
  if (leaving.length === 0) return;
  const staying = new Set(there.filter((each) => !leaving.includes(each)));
  for (const [name, inbox] of [
    ['boxes', boxes],
    ['slots', slots],
  ] as const) {
    const mine = leaving.filter((each) => each.inbox === name);
    const left = await inbox.forget(
      mine,
      turn.store,
      [...staying].filter((each) => each.inbox === name),
    );
    for (const each of left) staying.add(each as Arrival);
  }
  passMinutes(state, intake, [...staying]);
  noteScarcity(state, most, turn);
  state.leaving = stillLeaving(leaving, [...staying]);
  await turn.save();
}

/** Looking at slots may leave none of the schedules' quota to take them off, so those that were to go go first the next time. */
export async function takeOffLeft(state: OutboxState, { store }: Turn): Promise<void> {
  const found = state.leaving.map(({ minute, place }): Found => ({ inbox: 'slots', minute, place, item: null }));
  state.leaving = (await slots.forget(found, store, [])).map(whereOf);
}

/** The slots that were to go and are there still, but for those on which something hangs that is to stay, or was not read. */
function stillLeaving(leaving: readonly Arrival[], there: readonly Arrival[]): Place[] {
  const holding = there.filter((each) => each.isOpen === true || !leaving.includes(each));
  return leaving
    .filter((each) => each.inbox === 'slots' && there.includes(each) && !isHolding(each, holding))
    .map(whereOf);
}

function whereOf({ minute, place }: Place): Place {
  return { minute, place };
}

/** After a quota that was spent the next turn looks at few schedules, and each one after that at twice as many. */
function noteScarcity(state: OutboxState, most: number, { store }: Turn): void {
  state.fetches = store.isScarce ? FEW_FETCHES : Math.min(MOST_FETCHES, most);
}

function noteSettled(intake: Intake, there: readonly Arrival[], state: OutboxState): void {
  for (const { id, minute } of settledOf(there))
    state.settled[minute] = [...new Set([...(state.settled[minute] ?? []), id])];
  for (const { id, inbox } of settledOf(intake.arrivals)) if (inbox === 'driver') state.driverItem = id;
  const told = new Set(settledOf(intake.arrivals).flatMap(({ id, inbox }) => (inbox === 'own' ? [id] : [])));
  state.own = state.own.filter((text) => {
    const item = unpack(text);
    return item !== null && !told.has(keptId(item));
  });
}

function settledOf(arrivals: readonly Arrival[]): { id: string; minute: number; inbox: Arrival['inbox'] }[] {
  return arrivals.flatMap(({ item, minute, inbox, isSettled: isDone }) =>
    isDone && item !== null ? [{ id: keptId(item), minute, inbox }] : [],
  );
}

/** The cursor stands before the first minute of which something is still there; what was settled before it is no longer of interest. */
function passMinutes(state: OutboxState, intake: Intake, there: readonly Arrival[]): void {
  const closed = there.filter(({ minute }) => minute < intake.closed).map(({ minute }) => minute);
  const unsettled = there.filter(({ isSettled: isDone }) => !isDone).map(({ minute }) => minute);
  state.cursor = Math.min(intake.closed, ...closed);
  state.unread = Math.max(state.cursor, Math.min(intake.read, ...unsettled));
  for (const minute of Object.keys(state.settled))
    if (Number(minute) < state.cursor) Reflect.deleteProperty(state.settled, minute);
}

/** How many operations a minute it took to fill the fullest box: one an item. */
function operationsFor(there: readonly Arrival[]): number {
  const counts = new Map<number, number>();
  for (const { inbox, minute } of there) if (inbox === 'boxes') counts.set(minute, (counts.get(minute) ?? 0) + 1);
  return Math.ceil(Math.max(0, ...counts.values()) / BOX_MINUTES);
}
