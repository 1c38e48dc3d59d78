/** How many payloads' events fit into one request. */
import type { RelayEvent } from './events';
import { utf8Bytes } from './json';

/** The platform takes bodies of 100 KB; a message of Slack or Teams is smaller than the events it tells. */
export const REQUEST_BYTES = 96_000;

type Events = readonly RelayEvent[];

/**
 * Payloads in the same order, as few requests as possible: at most `mostPayloads` and 96 KB in each. The events of one
 * payload are parted only where they alone exceed that.
 */
export function batchesOf(payloads: readonly Events[], limits: { mostPayloads: number }): Events[][] {
  const [only] = payloads;
  // A lone event, which nearly every call is for, is not measured.
  return payloads.length === 1 && only?.length === 1 ? [[only]] : packed(payloads, limits);
}

function packed(payloads: readonly Events[], { mostPayloads }: { mostPayloads: number }): Events[][] {
  const batches: Events[][] = [];
  let room = 0;
  for (const { events, bytes } of payloads.flatMap(parted)) {
    const last = batches[batches.length - 1];
    if (last === undefined || last.length >= mostPayloads || bytes > room) {
      batches.push([events]);
      room = REQUEST_BYTES - bytes;
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
function parted(events: Events): Part[] {
  const bytes = utf8Bytes(JSON.stringify(events));
  return bytes <= REQUEST_BYTES || events.length < 2 ? [{ events, bytes }] : halves(events).flatMap(parted);
}

export function halves<T>(list: readonly T[]): [readonly T[], readonly T[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
