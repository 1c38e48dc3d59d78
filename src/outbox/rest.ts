/**
 * The end of a turn: asking for the next one, or coming to rest. At rest there is no schedule and no key; the last turns after
 * the driver was taken off look at every minute once more, later than anybody lives who still saw it.
 */
import { MINUTE_MS } from '../lib/time';
import { together } from '../lib/together';
import { STATE_KEY, UNDRIVEN_KEY } from '../platform/registry';
import type { Runtime } from '../platform/runtime';
import type { Turn } from './work';
import { boxes } from './inbox/boxes';
import { drive, driver } from './inbox/driver';
import { askForTurn, slots } from './inbox/slots';
import { minutesFrom, type Intake } from './intake';
import { isEmpty, isLagging, lastOfRest, openMinute, undrivenSince, type OutboxState } from './state';

/** Between two turns of the driver, one a minute. */
const EXTRA_TURNS_MS = [1, 2, 3, 4].map((minute) => (5 + minute) * MINUTE_MS);
/** After the driver was taken off: as late as the slowest clock and the longest life need; more than one, because what fires once is gone. */
const LAST_TURNS_MS = [11.5, 13, 15.5].map((minutes) => minutes * MINUTE_MS);
const LEAST_LAST_TURNS = 2;
/**
 * Whoever saw the driver may have marked a box, and whoever sees the mark writes as long as the box's minutes last, by a clock that may be
 * off the other way: what is written after the driver was taken off is written within that, by anybody's clock.
 */
const WRITTEN_MS = 11 * MINUTE_MS;

export interface Ending {
  intake: Intake;
  /** Whether more could be delivered soon. */
  isMoving: boolean;
  /** Whether the driver took this turn. */
  isDrivers: boolean;
  /** Whether receivers take again since this turn. */
  isRecovered: boolean;
  /** Whether other turns were asked for before this one began. */
  isAhead: boolean;
}

/** Sees to it that there is another turn while anything is kept, and that nothing is left when nothing is; true where that is so. */
export async function endTurn(state: OutboxState, ending: Ending, turn: Turn): Promise<boolean> {
  const { intake, isDrivers } = ending;
  if (isAnyKept(state, ending, turn)) await goOn(state, ending, turn);
  else if (!intake.isDriven && state.restingSince !== 0) return lookOnceMore(state, turn);
  // Where there is a driver, its own turn sees to that: others would ask for turns without end.
  else if (!intake.isDriven || isDrivers) await comeToRest(state, intake.isDriven, turn);
  return false;
}

function isAnyKept(state: OutboxState, { intake }: Ending, { startedAt }: Turn): boolean {
  const isAnyPaged = Object.values(state.lanes).some(({ page, refused }) => !isEmpty(page) || !isEmpty(refused));
  // Without a driver, the last look is at whatever is left to read. A minute that has closed since the turn began is for the next one.
  const isBehind = state.cursor < openMinute(startedAt);
  const isAnySettled = Object.keys(state.settled).length > 0;
  // Notices are in the state, which says below whether one is still to be told.
  const isAnyArrived = intake.arrivals.some(({ inbox, item }) => !['driver', 'own'].includes(inbox) && item !== null);
  const isUnread = intake.isDriven && (isBehind || !intake.isWhole);
  return isAnyPaged || isUnread || isAnySettled || isAnyArrived || state.own.length > 0;
}

async function goOn(state: OutboxState, ending: Ending, { runtime, startedAt }: Turn): Promise<void> {
  // What was taken off to come to rest is wanted again; its item, if any, is another.
  if (!ending.intake.isDriven) await drive(state.cursor, null, runtime, Infinity);
  // Others than the driver's would ask for turns without end, but for one: what was kept last before receivers took again can be read
  // six minutes later, which may be just after the driver's next turn.
  const isAsking = (ending.isDrivers || ending.isRecovered) && !ending.isAhead;
  if (isAsking && isMoreSoon(state, ending, startedAt)) await askForExtraTurns(startedAt);
}

/** Where slots were found, the store is spent on what comes, and the next minutes have some as well. */
function isMoreSoon(state: OutboxState, { isMoving, intake }: Ending, startedAt: number): boolean {
  const isInSlots = intake.arrivals.some(({ inbox }) => inbox === 'slots');
  return isMoving || isInSlots || state.cursor < openMinute(startedAt);
}

/**
 * Where turns keep dying, and among the last ones, a turn asks for others before it begins, for it may die as they did. They find nothing
 * to do where this one was enough. True where they were asked for.
 */
export async function askAhead(state: OutboxState, isDrivers: boolean, runtime: Runtime): Promise<boolean> {
  const now = runtime.now();
  if (isDrivers && isLagging(state, now)) return askForExtraTurns(now);
  if (isDrivers || state.restingSince === 0) return false;
  await askForTurn(now + (LAST_TURNS_MS[0] ?? 0), null);
  return true;
}

/** After the driver's next turn, by when this one began, in epoch ms: what the store takes in a minute is then there for each. */
export async function askForExtraTurns(now: number): Promise<true> {
  await together(EXTRA_TURNS_MS.map((lead) => askForTurn(now + lead, null)));
  return true;
}

/** The last turns are asked for first. Where they are not granted, the driver stays. */
async function comeToRest(state: OutboxState, isDriven: boolean, turn: Turn): Promise<void> {
  const now = turn.runtime.now();
  const asked = await together(LAST_TURNS_MS.map((lead) => askForTurn(now + lead, null)));
  if (asked.filter((isAsked) => isAsked).length < LEAST_LAST_TURNS) {
    if (!isDriven) await drive(state.cursor, null, turn.runtime, Infinity);
    return;
  }
  state.restingSince = now;
  await turn.save();
  if (isDriven) await driver.forget(await driver.read(0, turn.store), turn.store, []);
}

/**
 * Nobody drives the outbox any more. Once nobody can have seen the driver any more either, what is not found now was not kept: whoever saw it
 * wrote to a minute that no clock within two minutes of the truth names later.
 */
async function lookOnceMore(state: OutboxState, turn: Turn): Promise<boolean> {
  const { runtime, store } = turn;
  const now = runtime.now();
  const minutes = minutesFrom(state.cursor, lastOfRest(state.restingSince) + 1);
  // Another turn was asked for before this one began.
  if (now - state.restingSince < WRITTEN_MS || minutes.length > store.left) return false;
  const found = await together(minutes.flatMap((minute) => [boxes, slots].map((inbox) => inbox.read(minute, store))));
  if (found.some((each) => each.length > 0)) {
    await drive(state.cursor, null, runtime, Infinity);
    return false;
  }
  if ((await undrivenSince(store)) !== null) {
    // Whoever relies on that word may be about to write to a later minute.
    await comeToRest(state, false, turn);
    await store.delete(UNDRIVEN_KEY);
    return false;
  }
  await store.delete(STATE_KEY);
  return true;
}
