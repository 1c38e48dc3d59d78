/** How every destination is doing, for the settings page. */
import type { Runtime } from '../platform/runtime';
import { together } from '../lib/together';
import { unlessRefused } from '../platform/refusals';
import { createStore, type Store } from '../platform/store';
import { boxes } from './inbox/boxes';
import { driver } from './inbox/driver';
import type { Found } from './inbox/inbox';
import { isSettled, minutesFrom } from './intake';
import { keptId, type Kept } from './item';
import { createPages } from './pages';
import { boxMinuteAt, hasPages, loadState, newLane, openMinute, outageOf, type Lane, type OutboxState } from './state';

export interface DestinationStatus {
  id: string;
  /** `off`: what is set for it does not work. */
  state: 'working' | 'failing' | 'off';
  /** ISO; null while it works. */
  since: string | null;
  reason: string | null;
  /** Payloads that wait, but for those that found the app's own request quota spent in the last minutes. */
  waiting: number;
  /** ISO, of the next try; null where none is due, or the next turn of the outbox is yet to plan it. */
  next: string | null;
}

/** Those of the state, of the minutes that no turn has read yet, and of a page or two. */
const STATUS_OPERATIONS = 20;

/** Throws a StoreRefused where the store cannot be read, as before the app is installed. */
export async function outboxStatus(ids: readonly string[], runtime: Runtime): Promise<DestinationStatus[]> {
  const store = createStore(STATUS_OPERATIONS, runtime);
  const state = await loadState(store);
  const arrived = await unlessRefused(arrivedSince(state, store, runtime), []);
  return await together(
    ids.map(async (id) => {
      const lane = state?.lanes[id] ?? newLane();
      const mine = arrived.filter(({ to }) => to === id);
      const first = hasJustFailed(lane) ? await unlessRefused(firstOn(lane, id, store), []) : [];
      return laneStatus(id, lane, mine.length, timeOf([...first, ...mine]));
    }),
  );
}

/** What was kept since the last turn. */
async function arrivedSince(state: OutboxState | null, store: Store, runtime: Runtime): Promise<Kept[]> {
  const driven = await driver.read(0, store);
  const boxed = driven.length === 0 ? [] : await boxedSince(state, store, runtime);
  const open = [...driven, ...boxed].filter((found) => state === null || !isSettled(found, state));
  const items = open.map(({ item }) => item).filter((item) => item !== null);
  return [...new Map(items.map((item) => [keptId(item), item])).values()];
}

/** Boxes hold what a receiver did not take. Nothing is in one while nothing drives the outbox. */
async function boxedSince(state: OutboxState | null, store: Store, runtime: Runtime): Promise<Found[]> {
  const now = runtime.now();
  const minutes = minutesFrom(Math.max(openMinute(now), state?.cursor ?? 0), boxMinuteAt(now) + 1);
  return (await together(minutes.map((minute) => boxes.read(minute, store)))).flat();
}

/** The first failure of an outage is waited for by nobody, so the lane does not say yet since when it lasts. */
function hasJustFailed(lane: Lane): boolean {
  const { failingSince, failures } = outageOf(lane);
  return failingSince === 0 && failures > 0;
}

/** What stands first on the pages. */
async function firstOn(lane: Lane, id: string, store: Store): Promise<Kept[]> {
  const names = QUEUES.filter((name) => hasPages(lane[name]));
  return (await together(names.map((name) => createPages(store).read(name, id, lane[name].head)))).flat();
}

const QUEUES = ['page', 'refused'] as const;

/** When the oldest was kept, epoch ms; 0 where there is none. */
function timeOf(items: readonly Kept[]): number {
  return items.length === 0 ? 0 : Math.min(...items.map(({ at }) => at));
}

function laneStatus(id: string, lane: Lane, arrived: number, oldest: number): DestinationStatus {
  const { failingSince, reason, next } = outageOf(lane);
  const waiting = lane.page.items + lane.refused.items + arrived;
  const since = failingSince || oldest;
  return {
    id,
    ...(since === 0 ? WELL : { state: 'failing', since: isoOf(since), reason: reason || NOT_TAKEN }),
    waiting,
    next: waiting === 0 || next === 0 ? null : isoOf(next),
  };
}

const WELL = { state: 'working', since: null, reason: null } as const;

/** The outbox learns why with its next turn. */
const NOT_TAKEN = 'it did not take what it was sent last';

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
