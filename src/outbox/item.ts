/** What the outbox keeps: one payload's events for one destination, written small and in ASCII. */
import type { RelayEvent } from '../events/event';
import { fromAscii, toAscii } from '../lib/ascii';
import { isList, isObject, objectOf, own, type JsonObject } from '../lib/json';

export interface Kept {
  /** The destination's id. */
  to: string;
  /** Epoch ms at which it was first kept; three days later it is given up. */
  at: number;
  /** Epoch ms before which the receiver asked not to be tried again. */
  notBefore: number | null;
  /** How often it failed on its own. */
  refusals: number;
  /** Never empty. */
  events: readonly RelayEvent[];
}

/**
 * Names an item wherever it is kept: its destination, its first event and how many there are, in letters and digits, in
 * less than 30 characters, which is what an older platform takes as an attribute's name.
 */
export function keptId({ to, events }: Kept): string {
  const first = String(events[0]?.id)
    .replace(/^evt_/, '')
    .replace(/[^A-Za-z0-9]/g, 'x')
    .slice(0, 15);
  return `k${to.slice(0, 8)}x${first}${events.length === 1 ? '' : `x${events.length}`}`;
}

/** An item on its way into an inbox. */
export interface Packed {
  id: string;
  text: string;
}

export function packedOf(kept: Kept): Packed {
  return { id: keptId(kept), text: pack(kept) };
}

const VERSION = 1;

/** What an event has otherwise than another one, objects within it in the same way, and the names of what it lacks; or the event as a whole. */
type Coded = readonly [other: JsonObject, ...lacks: string[]] | JsonObject;

/** ASCII, and as a text inside JSON hardly longer. Beside another item, which is there whenever this one is read, it says only what is other. */
export function pack(kept: Kept, beside?: Kept): string {
  const { to, at, notBefore, refusals } = kept;
  const events = kept.events.map(objectOf);
  const [first = {}] = events;
  const coded =
    beside === undefined
      ? [first, ...events.slice(1).map((event) => codedAfter(first, event))]
      : events.map((event) => codedAfter(objectOf(beside.events[0]), event));
  return toAscii(JSON.stringify([VERSION, to, at, notBefore ?? 0, refusals, ...coded]));
}

/** Null for anything that `pack` did not write beside the same item, or beside none. */
export function unpack(text: unknown, beside?: Kept): Kept | null {
  const packed = typeof text === 'string' ? parsed(fromAscii(text)) : null;
  if (!isList(packed) || packed[0] !== VERSION) return null;
  const [, to, at, notBefore, refusals, ...coded] = packed;
  const events = eventsIn(coded, beside);
  return events === null
    ? null
    : { to: String(to), at: Number(at), notBefore: Number(notBefore) || null, refusals: Number(refusals), events };
}

function eventsIn(coded: readonly unknown[], beside?: Kept): readonly RelayEvent[] | null {
  const base: unknown = beside === undefined ? coded[0] : beside.events[0];
  if (!isObject(base) || coded.length === 0) return null;
  const events: readonly unknown[] = coded.map((each) => decodedAfter(base, each as Coded));
  return events as readonly RelayEvent[];
}

/** The attribute of a box for the item with which it was opened. The others are named by their ids. */
export const FIRST = 'first';
/** In the place of an id's first letter, where the item is packed beside that one. */
const PACKED_BESIDE = 'b';

export function besideId(kept: Kept): string {
  return PACKED_BESIDE + keptId(kept).slice(1);
}

/** The items of a box, each null that this app did not write: a list of packed ones by name, longer than one where it was appended twice. */
export function boxItems(box: JsonObject): (Kept | null)[] {
  const textOf = (name: string): unknown => {
    const value = own(box, name);
    return isList(value) ? value[0] : null;
  };
  const first = unpack(textOf(FIRST)) ?? undefined;
  return Object.keys(box).map((name) => unpack(textOf(name), name.startsWith(PACKED_BESIDE) ? first : undefined));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Most events have nearly everything in common. */
function codedAfter(base: JsonObject, event: JsonObject): Coded {
  const coded = differenceTo(base, event);
  // Names in another order would make another body, and a body that is told again must be the same.
  return JSON.stringify(decodedAfter(base, coded)) === JSON.stringify(event) ? coded : event;
}

function differenceTo(base: JsonObject, value: JsonObject): Coded {
  const others = Object.entries(value).filter(([name, each]) => JSON.stringify(each) !== JSON.stringify(base[name]));
  const coded = others.map(([name, each]) => {
    const before = base[name];
    return [name, isObject(before) && isObject(each) ? differenceTo(before, each) : each];
  });
  return [Object.fromEntries(coded) as JsonObject, ...Object.keys(base).filter((name) => !(name in value))];
}

function decodedAfter(base: JsonObject, coded: Coded): JsonObject {
  if (!isList(coded)) return coded;
  const [other, ...lacks] = coded;
  // A list in the place of an object is read here as well, to something else than it was: then the event is kept whole.
  const changed = Object.entries(objectOf(other)).map(([name, each]) => {
    const before = base[name];
    return [name, isObject(before) && isList(each) ? decodedAfter(before, each as unknown as Coded) : each];
  });
  const whole = { ...base, ...(Object.fromEntries(changed) as JsonObject) };
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !lacks.includes(name)));
}
