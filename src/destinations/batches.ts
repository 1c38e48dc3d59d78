/** How many payloads' events fit into one request. */
import type { RelayEvent } from '../events/event';

/** The platform takes bodies of 100 KB. */
export const REQUEST_BYTES = 96_000;

type Events = readonly RelayEvent[];

/** What a request to one destination can carry. */
export interface RequestLimits {
  /** How many payloads' events it may tell. */
  mostPayloads: number;
  /** How many bytes those may take together. */
  room: number;
  /** Bytes that one payload's events take. */
  bytesOf(events: Events): number;
}

/**
 * Payloads in the same order, as few requests as possible. The events of one payload are parted only where they alone
 * have no room in a request.
 */
export function batchesOf(payloads: readonly Events[], limits: RequestLimits): Events[][] {
  const only = payloads[0];
  // A lone event, which nearly every call is for, is not measured.
  return payloads.length === 1 && only?.length === 1 ? [[only]] : packed(payloads, limits);
}

function packed(payloads: readonly Events[], limits: RequestLimits): Events[][] {
  const batches: Events[][] = [];
  let room = 0;
  for (const { events, bytes } of payloads.flatMap((each) => parted(each, limits))) {
    const last = batches[batches.length - 1];
    if (last === undefined || last.length >= limits.mostPayloads || bytes > room) {
      batches.push([events]);
      room = limits.room - bytes;
    } else {
      last.push(events);
      room -= bytes;
    }
  }
  return batches;
}

interface Part {
  events: Events;
  bytes: number;
}

/** One payload's events in pieces that a request can carry; nearly always the one piece. */
function parted(events: Events, limits: RequestLimits): Part[] {
  const bytes = limits.bytesOf(events);
  return bytes <= limits.room || events.length < 2
    ? [{ events, bytes }]
    : slicesOf(events, Math.ceil((bytes / limits.room) * 1.1)).flatMap((piece) => parted(piece, limits));
}

/** At least two, of as many events each as can be. */
function slicesOf(events: Events, number: number): Events[] {
  const size = Math.ceil(events.length / Math.max(2, number));
  return [...Array(Math.ceil(events.length / size)).keys()].map((index) =>
    events.slice(index * size, (index + 1) * size),
  );
}

export function halves<T>(list: readonly T[]): [readonly T[], readonly T[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
