/**
 * Every key of the store and every schedule's name in one place, so that no two can be the same. A key has at most 60
 * characters, a schedule's name 30. Every schedule's data carries a `kind`, by which its firing finds its handler.
 */
import { MINUTE_MS } from '../lib/time';

/** Who a scheduled event is for: `src/handlers/scheduled-event.ts` has one handler for each. */
export type ScheduleKind = 'outbox' | 'unattended' | 'summary' | 'count';

/** What the outbox remembers between turns. */
export const STATE_KEY = 'outbox';
/** Held by the turn at work. */
export const LEASE_KEY = 'outbox:lease';
/** The first minute of boxes that were filled while nobody could tell whether anything drives the outbox. */
export const UNDRIVEN_KEY = 'outbox:undriven';

/** A lease that was taken over is named by the end of the one before it. */
export function leaseAfter(until: number): string {
  return `${LEASE_KEY}:${until}`;
}

/** What was kept in the two minutes that end with this one (epoch minutes), in parts. */
export function boxKey(minute: number, part: number): string {
  return `box:${minute}${part === 0 ? '' : `:${part}`}`;
}

/** Says that a box is there (`src/outbox/inbox/marks.ts`). */
export function markName(minute: number): string {
  return `relay-box-${minute}`;
}

/** Pages of one destination, by number; `refused` are those of items that were refused on their own. */
export type QueueName = 'page' | 'refused';

export function pageKey(queue: QueueName, destination: string, page: number): string {
  return `${queue}:${destination}:${page}`;
}

/** The recurring schedule that drives the outbox while something is kept. */
export const DRIVER = 'relay-outbox';

/** A turn besides the driver's, one-time; one in each half of a minute, or one for each minute whose slots it is for. */
export function turnName(at: number, since: number | null): string {
  const half = Math.floor((2 * at) / MINUTE_MS);
  return since === null ? `relay-turn-${half}` : `relay-turn-${half}-${since}`;
}

/** A sweep, one-time; one in each twenty seconds, as long as an invocation lives. */
export function sweepName(at: number): string {
  return `relay-sweep-${Math.floor(at / SWEEP_GRID_MS)}`;
}

export const SWEEP_GRID_MS = 20_000;

/** The first slot of a minute, or one further down (`src/outbox/inbox/slots.ts`). */
export function slotName(minute: number, place: string): string {
  return `relay-slot-${minute}${place === '' ? '' : `-${place}`}`;
}

/** Watches over waits: as many names as may be pending at once. */
export const WATCHES = 480;

export function watchName(place: number): string {
  return `relay-wait-${place % WATCHES}`;
}

/** What a day held. No two days end in the same minute, whatever the settings were. */
export function dayKey(end: number): string {
  return `summary:${Math.round(end / MINUTE_MS)}`;
}

/** The next two summaries, and one that is told again. */
export const SUMMARY_NAMES = ['relay-summary-0', 'relay-summary-1'] as const;
export const SUMMARY_AGAIN = 'relay-summary-again';

/** Counts that the store refused wait in so many schedules at most. */
export const COUNT_PLACES = 16;

export function countName(place: number): string {
  return `relay-count-${place % COUNT_PLACES}`;
}

/** A conversation's first message in a Slack channel; `mark` has 32 characters. */
export function firstMessageKey(destination: string, mark: string): string {
  return `slack:${destination}:${mark}`;
}
