/** What a turn has to tell besides what is kept: how the destinations are doing. */
import type { RelayEvent } from '../events/event';
import { oneLine } from '../lib/json';
import { together } from '../lib/together';
import type { LaneWork, Turn } from './work';
import { MOST_NOTICES, type Arrival, type Intake } from './intake';
import { keptId, pack, type Kept } from './item';
import { settleFor } from './settle';
import { outageOf, type Lane, type OutboxState, type Told } from './state';

/** How a destination has been doing, for whoever tells of it. */
export interface LaneReport {
  id: string;
  /** Epoch ms since which nothing was taken; 0 while it works. */
  failingSince: number;
  reason: string;
  /** Items that wait for it. */
  waiting: number;
  /** Items given up after three days, in the outage that goes on or was the last. */
  givenUp: number;
  /** What the last notice about it has set. */
  told: Told;
}

/** Something to tell the other destinations about one of them. */
export interface Notice {
  about: string;
  /** Remembered for that destination. */
  told: Told;
  to: readonly string[];
  events: readonly RelayEvent[];
}

/** What there is to tell of how the destinations are doing; `now` in epoch ms. */
export type NoticesOf = (reports: readonly LaneReport[], now: number) => readonly Notice[];

/** Notices are kept with the state until they are told, which is at once where it can be. */
export async function tellNotices(
  state: OutboxState,
  works: readonly LaneWork[],
  intake: Intake,
  noticesOf: NoticesOf,
  turn: Turn,
): Promise<void> {
  const now = turn.runtime.now();
  const fresh: Kept[] = [];
  for (const { about, told, to, events } of noticesOf(works.map(reportOf), now)) {
    const lane = state.lanes[about];
    if (lane !== undefined) remember(lane, told);
    fresh.push(...to.map((id) => ({ to: id, at: now, notBefore: null, refusals: 0, events })));
  }
  const place = Math.max(0, MOST_NOTICES - state.own.length);
  state.own.push(...fresh.map((item) => pack(item)));
  const arrivals = fresh.slice(0, place).map((item): Arrival => ({
    inbox: 'own',
    minute: 0,
    place: keptId(item),
    item,
    isSettled: false,
    isGone: false,
  }));
  intake.arrivals.push(...arrivals);
  await together(works.map((lane) => settleFor(lane, arrivals, turn)));
}

/** An outage that is over takes with it what was given up in it. */
function remember(lane: Lane, told: Told): void {
  lane.told = told;
  if (told.since === 0) lane.givenUp = 0;
}

function reportOf({ id, lane }: LaneWork): LaneReport {
  const { page, refused, givenUp, told } = lane;
  const { failingSince, reason } = outageOf(lane);
  return { id, failingSince, reason, waiting: page.items + refused.items, givenUp, told };
}

export function report(works: readonly LaneWork[]): void {
  const active = works.filter(({ delivered, sent }) => delivered > 0 || sent > 0);
  if (active.length === 0) return;
  const lanes = Object.fromEntries(
    active.map((lane) => [lane.id, { delivered: lane.delivered, waiting: reportOf(lane).waiting }]),
  );
  console.log(oneLine({ event: 'onScheduledEvent', outbox: lanes }));
}
