/**
 * Watching over conversations that nobody holds: a one-time schedule from the moment a wait begins, taken off when it
 * ends. That is one operation each, nothing is read and nothing is stored. docs/schedules.md says what it costs where
 * conversations share a schedule.
 */
import type { Payload } from '../conversation/payload';
import type { ProductEvent } from '../conversation/transitions';
import { eventsOf } from '../events/build';
import type { ConversationEvent } from '../events/event';
import { LENGTHS } from '../events/lengths';
import { isObject } from '../lib/json';
import { cut } from '../lib/text';
import { MINUTE_MS } from '../lib/time';
import { pack } from '../outbox/item';
import type { Runtime } from '../platform/runtime';
import { unlessRefused } from '../platform/refusals';
import { reschedule, takeOff } from '../platform/schedules';
import { isHeard, type Settings } from '../settings/read';
import { passedWithin } from './hours';
import {
  dueAt,
  insisted,
  isAttended,
  joinPending,
  leave,
  pendingUnder,
  set,
  without,
  type Attended,
  type Entry,
  type Wait,
} from './pending';
import { markOf, watchOf } from './slots';
import { beginsOf, isOfBurst, momentNear, stepOf, type Step } from './wait';

/** What came of it, for the log: null where there is nothing to say. */
export type Watched = 'watched' | 'attended' | 'moved' | 'not watched' | 'still watched' | null;

/** Whether anybody hears of it at all. */
export function isWatching(settings: Settings): boolean {
  return settings.unattendedMinutes !== 0 && isHeard('Unattended', settings);
}

type Taking = (payload: Payload, settings: Settings, runtime: Runtime) => Promise<Watched>;

const STEPS: Readonly<Record<Step, Taking>> = { begins: begin, moves: move, ends: end };
/** What is said where the schedules do not even say what is pending. */
const UNKNOWN: Readonly<Record<Step, Watched>> = {
  begins: 'not watched',
  moves: 'not watched',
  ends: 'still watched',
};

/** Takes note of what a payload means for the wait of its conversation. */
export async function watch(
  event: ProductEvent,
  payload: Payload,
  settings: Settings,
  runtime: Runtime,
): Promise<Watched> {
  const step = isWatching(settings) ? stepOf(event, payload) : null;
  return step === null ? null : await unlessRefused(STEPS[step](payload, settings, runtime), UNKNOWN[step]);
}

async function begin(payload: Payload, settings: Settings, runtime: Runtime): Promise<Watched> {
  const moment = momentNear(payload, runtime.now());
  const of = markOf(payload.id);
  const wait: Wait = { of, by: moment, since: moment, turn: 1, event: waitingEvent(payload, settings, runtime) };
  const pending = await joinPending([wait], settings, runtime);
  const known = pending?.find((each) => each.of === of);
  if (known === undefined) return 'not watched';
  return isAttended(known) ? 'attended' : 'watched';
}

/** Longer than that, waits lie pending in such numbers that many a name is shared. */
const SHORT_MINUTES = 30;

/**
 * Whether waits may lie pending for long, as over a night: until what came outside the hours has been told. Then what is
 * pending is read before it is taken off, which is an operation more; else what the few share is taken off with the first
 * that ends.
 */
function isPendingLong({ hours, timeZone, unattendedMinutes }: Settings, now: number): boolean {
  const longest = 2 * unattendedMinutes * MINUTE_MS;
  return unattendedMinutes > SHORT_MINUTES || passedWithin(hours, timeZone, now - longest, now) < longest;
}

async function end(payload: Payload, settings: Settings, runtime: Runtime): Promise<Watched> {
  const now = runtime.now();
  const mark: Attended = { of: markOf(payload.id), by: momentNear(payload, now), attended: true };
  const isEnded = isPendingLong(settings, now)
    ? await endAmong(mark, payload, settings, runtime)
    : await endAlone(mark, payload, settings, runtime);
  return isEnded ? 'attended' : 'still watched';
}

/** Whatever is pending under the name. */
async function endAlone(mark: Attended, payload: Payload, settings: Settings, runtime: Runtime): Promise<boolean> {
  if (isOfBurst(payload)) return leave([mark], settings, runtime);
  const removal = await insisted(() => takeOff(watchOf(mark.of)));
  const isTold = removal !== 'removed' && isBeingTold(payload, settings, runtime.now());
  return isTold ? leave([mark], settings, runtime) : removal !== 'busy';
}

/** One of the waits that share a name, and no other. */
async function endAmong(mark: Attended, payload: Payload, settings: Settings, runtime: Runtime): Promise<boolean> {
  const pending = await pendingUnder(watchOf(mark.of));
  const known = pending.find(({ of }) => of === mark.of);
  // A payload that came earlier has let it go again since.
  if (known !== undefined && known.by > mark.by) return true;
  const others = without(pending, mark.of);
  const isMissed = known === undefined && isBeingTold(payload, settings, runtime.now());
  if (isMissed || isOfBurst(payload)) return leave([...others, mark], settings, runtime);
  return known === undefined || takeOffAmong(others, mark, settings, runtime);
}

async function takeOffAmong(
  others: readonly Entry[],
  { of }: Attended,
  settings: Settings,
  runtime: Runtime,
): Promise<boolean> {
  if (others.length > 0) return leave(others, settings, runtime);
  return (await insisted(() => takeOff(watchOf(of)))) !== 'busy';
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
  const pending = await pendingUnder(watchOf(of));
  const known = pending.find((each) => each.of === of);
  // The payload that begins the wait may still be on its way, with an older group.
  if (known === undefined) return isOfBurst(payload) ? begin(payload, settings, runtime) : null;
  if (isAttended(known) || known.by > by) return null;
  const moved: Wait = { ...known, by, event: waitingEvent(payload, settings, runtime) };
  const change = await set(reschedule, [...without(pending, of), moved], settings, runtime);
  return change === 'created' ? 'moved' : null;
}

/** Characters of a packed event, so that several find room beside each other. */
const MOST_CHARACTERS = 1_200;
/** How long a text in it may be, in characters: as it comes, and where it would be too long in all. */
const TEXT_LENGTHS = [LENGTHS.usual.name, 40, 12];

/** The event that will be told, as it is known now. */
function waitingEvent(payload: Payload, { personalData }: Settings, runtime: Runtime): string {
  const now = runtime.now();
  const [event] = eventsOf(payload, [{ type: 'conversation.unattended' }], { personalData, now });
  if (event === undefined) return '';
  const texts = TEXT_LENGTHS.map((longest) =>
    pack({ to: '', at: now, notBefore: null, refusals: 0, events: [slim(event, longest)] }),
  );
  return texts.find((text) => text.length <= MOST_CHARACTERS) ?? texts[texts.length - 1] ?? '';
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
