/** The schedule of waits has fired: what is due of it is told as unattended, to those that hear it. */
import { isAboutConversation, type ConversationEvent } from '../events/event';
import { withoutPersonalData } from '../events/build';
import { idFrom } from '../events/ids';
import type { JsonObject } from '../lib/json';
import { MINUTE_MS } from '../lib/time';
import { unpack } from '../outbox/item';
import type { Runtime } from '../platform/runtime';
import { unlessRefused } from '../platform/refusals';
import type { Settings } from '../settings/read';
import { isWithin, passedWithin } from './hours';
import { entriesIn, isAttended, joinPending, type Entry, type Wait } from './pending';
import { isWatching } from './watch';

/** How early a schedule may fire by our clock. */
const EARLY_BY_MS = 2 * MINUTE_MS;
const TURNS = 2;

/** What is to be told now. What somebody holds, and what is not due any more, because the settings were changed, is not. */
export async function unattendedEvents(
  data: JsonObject,
  settings: Settings,
  runtime: Runtime,
): Promise<ConversationEvent[]> {
  if (!isWatching(settings)) return [];
  const now = runtime.now();
  const entries = entriesIn(data);
  const isDue = (entry: Entry): entry is Wait => !isAttended(entry) && isWaitDue(entry, settings, now);
  const kept = entries.flatMap((entry) => (isDue(entry) ? nextTurn(entry) : stillNeeded(entry, now)));
  // The next ones first: what somebody has picked up a moment ago has left a mark there, and is not told.
  const pending = kept.length === 0 ? [] : await pendingWith(kept, settings, runtime);
  const held = new Set(pending.filter(isAttended).map(({ of }) => of));
  return entries
    .filter(isDue)
    .filter(({ of }) => !held.has(of))
    .map((wait) => toldEvent(wait, settings, now))
    .filter((event) => event !== null);
}

function isWaitDue({ since, turn }: Wait, { hours, timeZone, unattendedMinutes }: Settings, now: number): boolean {
  const latest = now + EARLY_BY_MS;
  const passed = passedWithin(hours, timeZone, since, latest);
  const isOpen = isWithin(hours, timeZone, now) || isWithin(hours, timeZone, latest);
  return passed >= turn * unattendedMinutes * MINUTE_MS && isOpen;
}

function nextTurn(wait: Wait): Entry[] {
  return wait.turn < TURNS ? [{ ...wait, turn: 2 }] : [];
}

/** A mark outlives the burst that it was left for. */
function stillNeeded(entry: Entry, now: number): Entry[] {
  return isAttended(entry) && now - entry.by > MINUTE_MS ? [] : [entry];
}

/** Schedules that refuse leave the next turn out; what is due now is told all the same. */
async function pendingWith(entries: readonly Entry[], settings: Settings, runtime: Runtime): Promise<readonly Entry[]> {
  return (await unlessRefused(joinPending(entries, settings, runtime), null)) ?? [];
}

function toldEvent(wait: Wait, settings: Settings, now: number): ConversationEvent | null {
  const event = unpack(wait.event)?.events[0];
  if (event === undefined || !isAboutConversation(event)) return null;
  const { hours, timeZone } = settings;
  const told: ConversationEvent = {
    ...event,
    id: idFrom(['unattended', wait.of, wait.since, wait.turn]),
    occurred_at: new Date(now).toISOString(),
    unattended_seconds: Math.round(passedWithin(hours, timeZone, wait.since, now) / 1000),
  };
  return settings.personalData ? told : (withoutPersonalData(told) as ConversationEvent);
}
