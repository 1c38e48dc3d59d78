/**
 * One turn of the outbox. The order of its steps is what makes a death between any two of them harmless; docs/outbox.md says why each
 * stands where it does.
 */
import { isNumber, own, type JsonObject } from '../lib/json';
import { MINUTE_MS } from '../lib/time';
import { DRIVER } from '../platform/registry';
import type { Runtime } from '../platform/runtime';
import { together } from '../lib/together';
import { unlessRefused } from '../platform/refusals';
import { isScheduled, scheduled } from '../platform/schedules';
import { createStore, type Store } from '../platform/store';
import { commit, takeOffLeft } from './commit';
import { drainQueue } from './deliver';
import { worksOf, type TurnOptions } from './options';
import type { LaneWork, Turn } from './work';
import { giveWay } from './inbox/marks';
import { askForTurn, hasSlots } from './inbox/slots';
import { readInboxes, type Intake } from './intake';
import { unpack, type Kept } from './item';
import { claimLease, endLease } from './lease';
import { report, tellNotices } from './notices';
import { createPages, deleteStrays } from './pages';
import { askAhead, askForExtraTurns, endTurn } from './rest';
import { settleFor } from './settle';
import { limitTurn, operationsOf, requestsBeside } from './share';
import {
  isEmpty,
  isUnreadOfRest,
  isWell,
  loadState,
  minuteOf,
  readAgainFrom,
  resumed,
  saveState,
  SKEW_MINUTES,
  stateFrom,
  undrivenSince,
  type OutboxState,
} from './state';
import { dropOthers, forgetLanes } from './taken-off';

/** How long a turn that has told nothing tries again what the store refuses. */
const PATIENCE_MS = 4_000;
/** After which a turn that the store refused is taken again. */
const LATER_MS = 6 * MINUTE_MS;

/** `busy`: another turn is at work, or the store refused. */
export type TurnEnd = 'done' | 'busy';

/** A refused operation ends the turn where it stands: everything is kept, and a later turn goes on. */
export async function takeTurn(data: JsonObject, options: TurnOptions, runtime: Runtime): Promise<TurnEnd> {
  const task = await taskOf(data, options, runtime);
  const store = createStore(operationsOf(task.isExtra), runtime, () => giveWay(runtime));
  store.patientUntil = task.startedAt + PATIENCE_MS;
  const end = await unlessRefused(takeIfNeeded(task, store, runtime), 'refused');
  if (end !== 'refused') return end;
  await (task.isExtra ? askAgain(task, runtime) : askForExtraTurns(task.startedAt));
  return 'busy';
}

async function takeIfNeeded(task: Task, store: Store, runtime: Runtime): Promise<TurnEnd> {
  if (await isNeedless(task, store)) return 'done';
  // Once it has looked at those slots, the schedules may take nothing more for a minute.
  if (task.isLeft) await askAgain(task, runtime);
  return takeAlone(task, store, runtime);
}

function askAgain({ minute }: Task, runtime: Runtime): Promise<boolean> {
  return askForTurn(runtime.now() + LATER_MS, minute);
}

interface Task {
  options: TurnOptions;
  /** Epoch ms. */
  startedAt: number;
  /** Whether it was asked for, and is not the driver's. */
  isExtra: boolean;
  /** The minute in which the driver was created whose turn it is; null for another turn's. */
  since: number | null;
  /** The minute for whose slots the turn was asked for; null for none. */
  minute: number | null;
  /** Whether sweeps have left anything in those slots, or may have. */
  isLeft: boolean;
}

async function taskOf(data: JsonObject, options: TurnOptions, runtime: Runtime): Promise<Task> {
  const startedAt = runtime.now();
  const isExtra = own(data, 'turn') === true;
  const value = own(data, 'since');
  const known = isNumber(value) ? value : null;
  const [since, minute] = isExtra ? [null, known] : [known, null];
  const isLeft = minute !== null && (await hasSlots(minute)) !== false;
  return { options, startedAt, isExtra, since, minute, isLeft };
}

/** Whether sweeps have left nothing in the slots that a turn was asked for, and nothing else is kept either, or the driver sees to that. */
async function isNeedless({ minute, isLeft, options }: Task, store: Store): Promise<boolean> {
  // A person who asks does not wait for the driver.
  if (minute === null || isLeft || options.urgent !== undefined) return false;
  const isDriven = await isScheduled(DRIVER);
  return isDriven === true || (isDriven === false && (await isNothingKept(store)));
}

async function isNothingKept(store: Store): Promise<boolean> {
  return (await loadState(store)) === null && (await undrivenSince(store)) === null;
}

async function takeAlone(task: Task, store: Store, runtime: Runtime): Promise<TurnEnd> {
  const lease = await claimLease(store, runtime);
  if (lease === null) {
    // The turn that is at work may know nothing of that minute.
    if (task.minute !== null && !task.isLeft) await askAgain(task, runtime);
    return 'busy';
  }
  const state = await stateFor(task, store);
  const isAtRest = state === null || (await workAndRemember(state, task, turnOf(state, task, store, runtime)));
  await endLease(lease, store, runtime, isAtRest);
  return 'done';
}

/** Where nothing is remembered, only who knows since when something may be kept has something to do. */
async function stateFor({ since, minute, isLeft }: Task, store: Store): Promise<OutboxState | null> {
  const state = await loadState(store);
  if (since !== null) return state === null ? stateFrom(since - SKEW_MINUTES, store) : resumed(state, since, store);
  if (state !== null) return isLeft ? readAgainFrom(state, minute as number) : state;
  const firsts = [minute ?? (await undrivenSince(store)), await drivenSince()].filter(isNumber);
  return firsts.length === 0 ? null : stateFrom(Math.min(...firsts), store);
}

/** Who asked for a minute's turn took a slot of that very minute; the driver is for boxes as well, written to by whatever clock. */
async function drivenSince(): Promise<number | null> {
  const since = own((await scheduled(DRIVER)) ?? {}, 'since');
  return isNumber(since) ? since - SKEW_MINUTES : null;
}

function turnOf(state: OutboxState, { options, startedAt }: Task, store: Store, runtime: Runtime): Turn {
  let saving: Promise<void> = Promise.resolve();
  const save = (): Promise<void> => saveState(store, state);
  const turn: Turn = {
    store,
    pages: createPages(store),
    runtime,
    startedAt,
    spared: 0,
    requests: requestsBeside(options.destinations.length),
    allowed: (kept) => ({ ...kept, events: kept.events.map(options.allowed) }),
    nameOf: (id) => options.nameOf(id) ?? state.lanes[id]?.name,
    // One after the other, so that none overtakes a later one.
    save: () => (saving = saving.then(save, save)),
  };
  return turn;
}

/** Where the store refuses something, what was done until then is written down if it can be: that a receiver has taken something stands nowhere else. */
async function workAndRemember(state: OutboxState, task: Task, turn: Turn): Promise<boolean> {
  try {
    return await work(state, task, turn);
  } catch (fault) {
    await unlessRefused(turn.save(), undefined);
    throw fault;
  }
}

/** True where nothing is kept any more. */
async function work(state: OutboxState, { options, isExtra }: Task, turn: Turn): Promise<boolean> {
  limitTurn(turn, state, isExtra);
  const isAhead = await askAhead(state, !isExtra, turn.runtime);
  const works = worksOf(state, options);
  await takeOffLeft(state, turn);
  const reading = readInboxes(state, turn);
  // Side by side, so that none waits for another: each its pages first, then what has arrived.
  const [intake] = await together([reading, ...works.map((lane) => workOnLane(lane, reading, turn))]);
  // Somebody has begun to drive it again.
  if (intake.isDriven && !isUnreadOfRest(state)) state.restingSince = 0;
  await dropOthers(state, works, intake.arrivals, turn);
  await tellNotices(state, works, intake, options.noticesOf, turn);
  forgetLanes(state, works);
  state.isOverloaded = works.some(({ isOverloaded }) => isOverloaded);
  const isRecovered = state.wellSince === null && isWell(state);
  state.wellSince = isWell(state) ? (state.wellSince ?? turn.runtime.now()) : null;
  await commit(intake, state, turn);
  report(works);
  const isMoving = state.isOverloaded || works.some(({ delivered, lane }) => delivered > 0 && !isEmpty(lane.page));
  return endTurn(state, { intake, isMoving, isDrivers: !isExtra, isRecovered, isAhead }, turn);
}

async function workOnLane(lane: LaneWork, reading: Promise<Intake>, turn: Turn): Promise<void> {
  for (const name of ['page', 'refused'] as const) await deleteStrays(name, lane.id, lane.lane[name], turn.pages);
  await drainQueue(lane, 'page', turn);
  await settleFor(lane, (await reading).arrivals, turn);
  await drainQueue(lane, 'refused', turn);
  // What is gone for good need not say so twice.
  if (lane.isGone) await drainQueue(lane, 'page', turn);
}

/** What a slot holds that fired, because no turn had come for it; null for anything else. */
export function itemOfSlot(data: JsonObject): Kept | null {
  return own(data, 'since') === undefined && own(data, 'turn') === undefined ? unpack(own(data, 'item')) : null;
}

/** A turn asked for by a person: the wait of one destination is over now. */
export async function retryNow(id: string, options: TurnOptions, runtime: Runtime): Promise<TurnEnd> {
  const since = minuteOf(runtime.now());
  return await takeTurn({ since, turn: true }, { ...options, urgent: id }, runtime);
}
