/**
 * Watching over conversations that nobody holds: a one-time schedule from the moment a wait begins, taken off when it
 * ends. That is one operation each, nothing is read and nothing is stored. Where one is pending already under a
 * conversation's name it is read, and the later of the two payloads counts, so that payloads may come in any order and twice.
 */
import type { Payload } from '../conversation/payload';
import type { ProductEvent } from '../conversation/transitions';
import { eventsOf } from '../events/build';
import type { ConversationEvent } from '../events/event';
import { isObject, own, type JsonObject } from '../lib/json';
import { cut } from '../lib/text';
import { MINUTE_MS } from '../lib/time';
import type { Runtime } from '../platform/runtime';
import {
  SCHEDULE_LEAD_MS,
  create,
  reschedule,
  scheduled,
  StoreRefused,
  takeOff,
  type Creation,
  type Removal,
} from '../platform/store';
import { isHeard, type Settings } from '../settings/read';
import { whenPassed } from './hours';
import { markOf, watchOf } from './slots';
import { beginsOf, isOfBurst, momentNear, stepOf, type Step } from './wait';

/** What the schedule of a wait holds. */
export interface Wait extends Readonly<Record<string, unknown>> {
  kind: 'unattended';
  /** The conversation's mark. */
  of: string;
  /** Epoch ms of the payload that this is by. */
  by: number;
  /** Epoch ms since which nobody holds it. */
  since: number;
  /** 1: it is told when the minutes are over; 2: once more, after twice as many. */
  turn: 1 | 2;
  /** The event that is told, as JSON in ASCII. */
  event: string;
}

/** Left for a few minutes where a wait ended in a burst: the payload that begins it may still be on its way. */
interface Attended extends Readonly<Record<string, unknown>> {
  kind: 'unattended';
  of: string;
  by: number;
  attended: true;
}

/** What came of it, for the log: null where there is nothing to say. */
export type Watched = 'watched' | 'attended' | 'moved' | 'not watched' | 'still watched' | null;

/** When a wait is told for the nth time, at the earliest moment that the platform takes; null for never. */
export function dueAt(since: number, turn: number, settings: Settings, now: number): number | null {
  const { hours, timeZone, unattendedMinutes } = settings;
  const due = whenPassed(hours, timeZone, since, turn * unattendedMinutes * MINUTE_MS);
  if (due === null || due >= now + SCHEDULE_LEAD_MS) return due;
  return whenPassed(hours, timeZone, now + SCHEDULE_LEAD_MS, 0);
}

/** Whether anybody hears of it at all. */
export function isWatching(settings: Settings): boolean {
  return settings.unattendedMinutes > 0 && isHeard('Unattended', settings);
}

type Taking = (payload: Payload, settings: Settings, runtime: Runtime) => Promise<Watched>;

const STEPS: Readonly<Record<Step, Taking>> = { begins: begin, moves: move, ends: end };

/** Takes note of what a payload means for the wait of its conversation. */
export async function watch(
  event: ProductEvent,
  payload: Payload,
  settings: Settings,
  runtime: Runtime,
): Promise<Watched> {
  const step = isWatching(settings) ? stepOf(event, payload) : null;
  if (step === null) return null;
  try {
    return await STEPS[step](payload, settings, runtime);
  } catch (fault) {
    if (fault instanceof StoreRefused) return 'not watched';
    throw fault;
  }
}

async function begin(payload: Payload, settings: Settings, runtime: Runtime): Promise<Watched> {
  const moment = momentNear(payload, runtime.now());
  const wait: Wait = {
    kind: 'unattended',
    of: markOf(payload.id),
    by: moment,
    since: moment,
    turn: 1,
    event: waitingEvent(payload, settings, runtime),
  };
  return await keepWait(wait, settings, runtime);
}

/** Sets the schedule of a wait, unless what is pending under its name is by a later payload, or watches another conversation. */
export async function keepWait(wait: Wait, settings: Settings, runtime: Runtime): Promise<Watched> {
  const at = dueAt(wait.since, wait.turn, settings, runtime.now());
  if (at === null) return 'not watched';
  const wanted = { name: watchOf(wait.of), data: wait, at };
  if ((await insisted(() => create(wanted))) === 'created') return 'watched';
  const pending = watchIn(await scheduled(wanted.name));
  const known = pending === null ? 'not watched' : settledBy(pending, wait);
  if (known !== null) return known;
  return (await reschedule(wanted)) === 'created' ? 'watched' : 'not watched';
}

/** What a pending schedule of the same name leaves of a wait; null where the wait may take its place. */
function settledBy(pending: Wait | Attended, wait: Wait): Watched {
  const isAttended = 'attended' in pending;
  if (pending.of !== wait.of) return isAttended ? null : 'not watched';
  if (pending.by < wait.by) return null;
  return isAttended ? 'attended' : 'watched';
}

/** What a schedule of a wait holds; null for anything else. */
export function watchIn(data: JsonObject | null): Wait | Attended | null {
  return data !== null && own(data, 'kind') === 'unattended' && typeof own(data, 'of') === 'string'
    ? (data as unknown as Wait | Attended)
    : null;
}

async function end(payload: Payload, settings: Settings, runtime: Runtime): Promise<Watched> {
  const of = markOf(payload.id);
  const name = watchOf(of);
  if (!isOfBurst(payload)) {
    const removal = await insisted(() => takeOff(name));
    if (removal === 'removed' || !isBeingTold(payload, settings, runtime.now()))
      return removal === 'busy' ? 'still watched' : 'attended';
  }
  const data: Attended = { kind: 'unattended', of, by: momentNear(payload, runtime.now()), attended: true };
  const wanted = { name, data, at: runtime.now() + SCHEDULE_LEAD_MS };
  if ((await insisted(() => reschedule(wanted))) !== 'created') await insisted(() => create(wanted));
  return 'attended';
}

/** How often a platform that is busy is asked. */
const WATCH_TRIES = 3;

/** Nobody comes back to it: what is left pending is told of a conversation that somebody holds. */
async function insisted<T extends Creation | Removal>(operation: () => Promise<T>): Promise<T> {
  let result = await operation();
  for (let tried = 1; tried < WATCH_TRIES && result === 'busy'; tried += 1) result = await operation();
  return result;
}

/** Whether the schedule may have fired just now, and be about to set the next one. */
function isBeingTold(payload: Payload, settings: Settings, now: number): boolean {
  return beginsOf(payload).some((begin) => {
    const due = dueAt(begin, 1, settings, begin);
    return due !== null && Math.abs(now - due) <= MINUTE_MS;
  });
}

/** Another group is to look after it: what is told names the group of then. */
async function move(payload: Payload, settings: Settings, runtime: Runtime): Promise<Watched> {
  const of = markOf(payload.id);
  const by = momentNear(payload, runtime.now());
  const pending = watchIn(await scheduled(watchOf(of)));
  if (pending === null || pending.of !== of || pending.by > by || 'attended' in pending) return null;
  const at = dueAt(pending.since, pending.turn, settings, runtime.now());
  if (at === null) return null;
  const data: Wait = { ...pending, by, event: waitingEvent(payload, settings, runtime) };
  return (await reschedule({ name: watchOf(of), data, at })) === 'created' ? 'moved' : null;
}

/** With what a schedule's data holds besides, it stays below 4 KB. */
const MOST_CHARACTERS = 3_800;
/** How long a text in it may be, in characters: as it comes, and where it would be too long in all. */
const TEXT_LENGTHS = [120, 40, 12];

/** The event that will be told, as it is known now. */
function waitingEvent(payload: Payload, { personalData }: Settings, runtime: Runtime): string {
  const [event] = eventsOf(payload, [{ type: 'conversation.unattended' }], { personalData, now: runtime.now() });
  const texts = event === undefined ? [] : TEXT_LENGTHS.map((longest) => asciiJson(slim(event, longest)));
  return texts.find((text) => JSON.stringify(text).length <= MOST_CHARACTERS) ?? '';
}

/** Nobody did anything, and nothing was measured: neither need be kept. */
function slim(event: ConversationEvent, longest: number): ConversationEvent {
  const { channel, group, agent, user, labels, url } = event.conversation;
  const names = cutTexts({ channel, group, agent, user, labels }, longest) as Partial<
    ConversationEvent['conversation']
  >;
  return {
    ...event,
    conversation: { ...event.conversation, ...names, url: longest < 40 ? null : url },
    actor: { type: null, id: null, name: null, cause: null, source: null },
    metrics: {},
  };
}

function cutTexts(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return cut(value, longest);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cutTexts(each, longest)]))
    : value;
}

/** An older scheduler damaged other letters. */
function asciiJson(value: object): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
