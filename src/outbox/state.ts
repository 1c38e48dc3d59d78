/** What the outbox remembers between turns: one key, written only by the turn that holds the lease. */
import { isNumber, isObject, objectOf, own } from '../lib/json';
import { DAY_MS, MINUTE_MS } from '../lib/time';
import { STATE_KEY, UNDRIVEN_KEY } from '../platform/registry';
import { MOST_FETCHES, type Store } from '../platform/store';
import { WORKING, type RetryState } from './retry-policy';

/** Pages `head` up to, not including, `tail` exist, first in, first out; one that is gone already is passed over. */
export interface Queue {
  head: number;
  tail: number;
  /** Pages from `tail` up to, not including, this one are being written: after a death, what stands on them is still where it came from. */
  ahead: number;
  /** How many items wait on them. */
  items: number;
  retry: RetryState;
}

/** What waits for one destination: the queue, and a second one of what was refused on its own. */
export interface Lane {
  /** What people call the destination: known also when it was taken off. */
  name?: string;
  page: Queue;
  refused: Queue;
  /** Items given up after three days, in the outage that goes on or was the last. */
  givenUp: number;
  /** What the other destinations know of it. */
  told: Told;
}

/** What was told of an outage: since when it lasts (epoch ms; 0: nothing was told), and how many items were given up. */
export interface Told {
  since: number;
  givenUp: number;
}

export interface OutboxState {
  /** The first minute (epoch minutes) that somebody may still write to, or whose items are not settled yet. */
  cursor: number;
  /** The first minute that was not read even once. */
  unread: number;
  /** Items that are settled although they are still where they were kept, by id, under the minute of their place. */
  settled: Record<string, string[]>;
  /** The driver's own item that is settled; blank for none. */
  driverItem: string;
  /** Epoch ms at which the driver was taken off, because nothing was kept any more; 0 again once there is another and the minutes until then are read. */
  restingSince: number;
  /** By destination id. */
  lanes: Record<string, Lane>;
  /** Packed items of the outbox's own, for want of another place. */
  own: string[];
  /** Epoch ms since which every receiver takes what it is sent, 0 where none ever failed; null while one does not. */
  wellSince: number | null;
  /** How many operations a minute it took to fill the fullest box of those read last: whoever keeps something needs as many a minute. */
  busiest: number;
  /** Whether the app's own request quota stood in the way: then there are two turns a minute. */
  isOverloaded: boolean;
  /** How many schedules the next turn may look at: few after the quota of the schedules was spent, so that some are left to take slots off. */
  fetches: number;
  /** Slots that are settled, and that the schedules refused to take off: the next turn does so before anything else. */
  leaving: Place[];
}

/** Where a slot is. */
export interface Place {
  /** Epoch minutes. */
  minute: number;
  place: string;
}

/** Nothing is kept longer than it is tried; this is longer than both. */
export const LIFE_SECONDS = (4 * DAY_MS) / 1000;
/** Clocks may be two minutes off, ours and whoever's kept something. */
export const SKEW_MINUTES = 5;

export function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS);
}

/** Minutes that share a box. */
export const BOX_MINUTES = 2;

/** The last of those minutes, by which the box is found. */
export function boxMinute(minute: number): number {
  return minute - (minute % BOX_MINUTES) + BOX_MINUTES - 1;
}

/** The box to which whoever keeps something now writes. `now` in epoch ms. */
export function boxMinuteAt(now: number): number {
  return boxMinute(minuteOf(now));
}

/** Whoever keeps something by the clock of a minute is through so long after it: an invocation lives no longer. */
export const LATE_MS = 20_000;

/** The first minute to which somebody may still write, by whatever clock. */
export function openMinute(now: number): number {
  return minuteOf(now - LATE_MS) - SKEW_MINUTES;
}

/** Minutes. */
const LAG = 15;

/** So far behind, turns have been dying or refused. */
export function isLagging({ cursor }: OutboxState, now: number): boolean {
  return openMinute(now) - cursor > LAG;
}

function newQueue(): Queue {
  return { head: 0, tail: 0, ahead: 0, items: 0, retry: WORKING };
}

export function newLane(): Lane {
  return { page: newQueue(), refused: newQueue(), givenUp: 0, told: { since: 0, givenUp: 0 } };
}

/**
 * How a destination is doing: as its pages say, or, where all that waits failed on its own, as that does. What the receiver
 * rejects is no outage: it may take everything else.
 */
export function outageOf({ page, refused }: Lane): RetryState {
  const isLeftAlone = isEmpty(page) && page.retry.failingSince === 0;
  return isLeftAlone && refused.retry.failures > 0 ? refused.retry : page.retry;
}

/** Whether every receiver takes what it is sent. */
export function isWell({ lanes }: OutboxState): boolean {
  return Object.values(lanes).every(({ page }) => page.retry.failingSince === 0);
}

export function isEmpty({ head, ahead }: Queue): boolean {
  return head >= ahead;
}

/** Whether there are pages that belong to the queue for good. */
export function hasPages({ head, tail }: Queue): boolean {
  return head < tail;
}

export function newState(first: number): OutboxState {
  return {
    cursor: first,
    unread: first,
    settled: {},
    driverItem: '',
    restingSince: 0,
    lanes: {},
    own: [],
    wellSince: 0,
    busiest: 0,
    isOverloaded: false,
    fetches: MOST_FETCHES,
    leaving: [],
  };
}

/** The stored state; null where there is none. It is kept as a text, because the store turns empty ones inside an object into null. */
export async function loadState(store: Pick<Store, 'get'>): Promise<OutboxState | null> {
  const text = own(objectOf(await store.get(STATE_KEY)), 'state');
  const state: unknown = typeof text === 'string' ? JSON.parse(text) : null;
  return isObject(state) ? (state as unknown as OutboxState) : null;
}

/** Whether minutes are unread to which somebody may have written who saw the driver before it was taken off. */
export function isUnreadOfRest({ cursor, restingSince }: OutboxState): boolean {
  return restingSince !== 0 && cursor <= lastOfRest(restingSince);
}

/** The last minute to which somebody may have written, by whatever clock, who saw the driver before it was taken off at that moment (epoch ms). */
export function lastOfRest(restingSince: number): number {
  return minuteOf(restingSince) + SKEW_MINUTES + BOX_MINUTES - 1;
}

/** A state so many minutes behind its driver's first was left over by one that is gone; once its own minutes are read, nobody reads all those since. */
const LONGEST_LAG = 3 * 60;

export async function resumed(state: OutboxState, since: number, store: Store): Promise<OutboxState> {
  if (since - state.cursor <= LONGEST_LAG || isUnreadOfRest(state)) return state;
  const first = await firstKept(since - SKEW_MINUTES, store);
  return first <= state.cursor ? state : { ...state, cursor: first, unread: first, settled: {} };
}

/** For what nobody could read in time, as turns that were asked for it were refused. */
export function readAgainFrom(state: OutboxState, minute: number): OutboxState {
  return { ...state, cursor: Math.min(state.cursor, minute), unread: Math.min(state.unread, minute) };
}

/** A new state for boxes and slots from the given minute on, or from an earlier one that nobody could tell a driver of. */
export async function stateFrom(first: number, store: Store): Promise<OutboxState> {
  return newState(await firstKept(first, store));
}

async function firstKept(first: number, store: Store): Promise<number> {
  const undriven = await undrivenSince(store);
  return undriven === null ? first : Math.min(first, undriven - SKEW_MINUTES);
}

/** The minute of the first box of which nobody could tell a driver; null for none. */
export async function undrivenSince(store: Pick<Store, 'get'>): Promise<number | null> {
  const since = own(objectOf(await store.get(UNDRIVEN_KEY)), 'since');
  return isNumber(since) ? since : null;
}

export async function saveState(store: Store, state: OutboxState): Promise<void> {
  await store.set(STATE_KEY, { state: JSON.stringify(state) }, LIFE_SECONDS);
}
