/** The schedule of a wait has fired: the conversation is told as unattended, to those that hear it. */
import type { ConversationEvent } from '../events/event';
import { withoutPersonalData } from '../events/build';
import { idFrom } from '../events/ids';
import { isObject, objectOf, type JsonObject } from '../lib/json';
import { MINUTE_MS } from '../lib/time';
import type { Runtime } from '../platform/runtime';
import type { Settings } from '../settings/read';
import { isWithin, passedWithin } from './hours';
import { isWatching, keepWait, watchIn, type Wait } from './watch';

/** How early a schedule may fire by our clock. */
const EARLY_BY_MS = MINUTE_MS;
const TURNS = 2;

/** What is to be told now; null where nothing is, because somebody holds it, or because it is not due any more. */
export async function unattendedEvent(
  data: JsonObject,
  settings: Settings,
  runtime: Runtime,
): Promise<ConversationEvent | null> {
  const wait = watchIn(data);
  if (wait === null || 'attended' in wait || !isWatching(settings)) return null;
  if (!isWaitDue(wait, settings, runtime.now())) {
    // The settings were changed since, or the schedule fired late: it is told when its time has come.
    await keepWait(wait, settings, runtime);
    return null;
  }
  // The next one first: what somebody has picked up a moment ago leaves no room for it, and is not told.
  const next = wait.turn < TURNS ? await keepWait({ ...wait, turn: 2 }, settings, runtime) : null;
  return next === 'attended' ? null : toldEvent(wait, settings, runtime.now());
}

function isWaitDue({ since, turn }: Wait, { hours, timeZone, unattendedMinutes }: Settings, now: number): boolean {
  const passed = passedWithin(hours, timeZone, since, now + EARLY_BY_MS);
  return passed >= turn * unattendedMinutes * MINUTE_MS && isWithin(hours, timeZone, now);
}

function toldEvent(wait: Wait, settings: Settings, now: number): ConversationEvent | null {
  const event = parsedEvent(wait.event);
  if (event === null) return null;
  const { hours, timeZone } = settings;
  const told: ConversationEvent = {
    ...event,
    id: idFrom(['unattended', wait.of, wait.since, wait.turn]),
    occurred_at: new Date(now).toISOString(),
    unattended_seconds: Math.round(passedWithin(hours, timeZone, wait.since, now) / 1000),
  };
  return settings.personalData ? told : (withoutPersonalData(told) as ConversationEvent);
}

function parsedEvent(text: string): ConversationEvent | null {
  try {
    const event: unknown = JSON.parse(text);
    return isObject(event) && isObject(objectOf(event)['conversation'])
      ? (event as unknown as ConversationEvent)
      : null;
  } catch {
    return null;
  }
}
