/** What the outbox keeps: one payload's events for one destination, written small and in ASCII. */
import type { RelayEvent } from '../events/event';
import { fromAscii, toAscii } from '../lib/ascii';
import { isList, isObject, own, type JsonObject } from '../lib/json';

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

const VERSION = 1;

/** What an event has otherwise than the first of its payload, and the names of what it lacks; or the event as a whole. */
type Coded = readonly [other: JsonObject, ...lacks: string[]] | JsonObject;

/** ASCII, and as a text inside JSON hardly longer. */
export function pack({ to, at, notBefore, refusals, events }: Kept): string {
  const [first, ...others] = events as readonly unknown[] as readonly JsonObject[];
  const coded = first === undefined ? [] : [first, ...others.map((event) => codedAfter(first, event))];
  return toAscii(JSON.stringify([VERSION, to, at, notBefore ?? 0, refusals, ...coded]));
}

/** Null for anything that `pack` did not write. */
export function unpack(text: unknown): Kept | null {
  const packed = typeof text === 'string' ? parsed(fromAscii(text)) : null;
  if (!isList(packed) || packed[0] !== VERSION) return null;
  const [, to, at, notBefore, refusals, first, ...others] = packed;
  if (!isObject(first)) return null;
  const events = [first, ...others.map((each) => decodedAfter(first, each as Coded))] as readonly unknown[];
  return {
    to: String(to),
    at: Number(at),
    notBefore: Number(notBefore) || null,
    refusals: Number(refusals),
    events: events as readonly RelayEvent[],
  };
}

/** The items of a box, each null that this app did not write: a list of packed ones by id, longer than one where it was appended twice. */
export function boxItems(box: JsonObject): (Kept | null)[] {
  return Object.keys(box).map((id) => {
    const value = own(box, id);
    return unpack(isList(value) ? value[0] : null);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The events of one payload have nearly everything in common. */
function codedAfter(first: JsonObject, event: JsonObject): Coded {
  const other = Object.fromEntries(
    Object.entries(event).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(first[name])),
  );
  const coded: Coded = [other, ...Object.keys(first).filter((name) => !(name in event))];
  // Names in another order would make another body, and a body that is told again must be the same.
  return JSON.stringify(decodedAfter(first, coded)) === JSON.stringify(event) ? coded : event;
}

function decodedAfter(first: JsonObject, coded: Coded): JsonObject {
  if (!isList(coded)) return coded;
  const [other, ...lacks] = coded;
  const whole = { ...first, ...other };
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !lacks.includes(name)));
}
