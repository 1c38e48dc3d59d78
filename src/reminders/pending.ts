/**
 * The schedules of waits. Conversations whose ids give the same name share one: whoever finds it pending reads it and
 * joins in, the later payload of a conversation counting, so that payloads may come in any order and twice.
 */
import { isList, isNumber, isObject, own, type JsonObject } from '../lib/json';
import { MINUTE_MS } from '../lib/time';
import type { Runtime } from '../platform/runtime';
import { SCHEDULE_LEAD_MS, create, reschedule, scheduled, type Creation, type Removal } from '../platform/schedules';
import type { Settings } from '../settings/read';
import { whenPassed } from './hours';
import { watchOf } from './slots';

/** A conversation that nobody holds. */
export interface Wait {
  /** The conversation's mark. */
  of: string;
  /** Epoch ms of the payload that this is by. */
  by: number;
  /** Epoch ms since which nobody holds it. */
  since: number;
  /** 1: it is told when the minutes are over; 2: once more, after twice as many. */
  turn: 1 | 2;
  /** The event that is told, packed. */
  event: string;
}

/** Left for a few minutes where a wait ended in a burst: the payload that begins it may still be on its way. */
export interface Attended {
  of: string;
  by: number;
  attended: true;
}

/** What a schedule of waits holds of one conversation; its data is `{ kind, waits: Entry[] }`. */
export type Entry = Wait | Attended;

/** When a wait is told for the nth time, at the earliest moment that the platform takes; null for never. */
export function dueAt(since: number, turn: number, settings: Settings, now: number): number | null {
  const { hours, timeZone, unattendedMinutes } = settings;
  const due = whenPassed(hours, timeZone, since, turn * unattendedMinutes * MINUTE_MS);
  return due === null ? null : whenPassed(hours, timeZone, Math.max(due, now + SCHEDULE_LEAD_MS), 0);
}

export function isAttended(entry: Entry): entry is Attended {
  return 'attended' in entry;
}

/** What is pending under a name. Throws a StoreRefused where nobody can tell. */
export async function pendingUnder(name: string): Promise<Entry[]> {
  return entriesIn(await scheduled(name));
}

/** What a schedule of waits holds; nothing for anything else. */
export function entriesIn(data: JsonObject | null): Entry[] {
  const waits = data === null ? null : own(data, 'waits');
  return isList(waits) ? (waits.filter(isEntry) as Entry[]) : [];
}

function isEntry(value: unknown): boolean {
  return isObject(value) && typeof own(value, 'of') === 'string' && isNumber(own(value, 'by'));
}

/**
 * Sets the schedule of conversations that share a name, beside what is pending under it. Returns all that is pending
 * then; null where the schedules refuse, or where there is no room left. Throws a StoreRefused where nobody can tell.
 */
export async function joinPending(
  entries: readonly Entry[],
  settings: Settings,
  runtime: Runtime,
): Promise<readonly Entry[] | null> {
  const creation = await set(create, entries, settings, runtime);
  if (creation === 'created') return entries;
  const pending = creation === 'refused' ? await pendingUnder(nameFor(entries)) : [];
  if (pending.length === 0) return null;
  const all = entries.reduce(withEntry, pending);
  const isThere = all === pending || (await set(reschedule, all, settings, runtime)) === 'created';
  return isThere ? all : null;
}

/** The same list where it knows better already. */
function withEntry(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  const known = entries.find(({ of }) => of === entry.of);
  return known !== undefined && !isLater(entry, known) ? entries : [...without(entries, entry.of), entry];
}

export function without(entries: readonly Entry[], mark: string): Entry[] {
  return entries.filter(({ of }) => of !== mark);
}

/** Of what happened in the same moment, what comes last in a wait. */
function isLater(entry: Entry, known: Entry): boolean {
  const rank = (one: Entry): number => (isAttended(one) ? 3 : one.turn);
  return entry.by > known.by || (entry.by === known.by && rank(entry) > rank(known));
}

/** A schedule's data may have 4 KB. */
const MOST_BYTES = 4_000;

/** Due when the first of them is; those that never will be are left out. `busy` also where there is no room: asking again does not help. */
export async function set(
  operation: typeof create,
  entries: readonly Entry[],
  settings: Settings,
  runtime: Runtime,
): Promise<Creation> {
  const now = runtime.now();
  const due = entries.map((entry) =>
    isAttended(entry) ? now + SCHEDULE_LEAD_MS : dueAt(entry.since, entry.turn, settings, now),
  );
  const waits = entries.filter((...[, index]) => due[index] !== null);
  const data = { kind: 'unattended' as const, waits };
  if (waits.length === 0 || JSON.stringify(data).length > MOST_BYTES) return 'busy';
  const at = Math.min(...due.filter((time) => time !== null));
  return await insisted(() => operation({ name: nameFor(waits), data, at }));
}

function nameFor(entries: readonly Entry[]): string {
  return watchOf(entries[0]?.of ?? '');
}

/** In the place of what is pending, if anything is; false where it could not be put there. */
export async function leave(entries: readonly Entry[], settings: Settings, runtime: Runtime): Promise<boolean> {
  const change = await set(reschedule, entries, settings, runtime);
  const result = change === 'refused' ? await set(create, entries, settings, runtime) : change;
  return result !== 'busy';
}

/** How often a platform that is busy is asked. */
const WATCH_TRIES = 3;

/** Nobody comes back to it: what is left pending is told of a conversation that somebody holds. */
export async function insisted<T extends Creation | Removal>(operation: () => Promise<T>): Promise<T> {
  let result = await operation();
  for (let tried = 1; tried < WATCH_TRIES && result === 'busy'; tried += 1) result = await operation();
  return result;
}
