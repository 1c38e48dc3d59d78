/** What the receiver saw and what the platform counted. */
import type { LogLine, Operation, OutgoingRequest, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { conversationsIn } from './payloads';

export interface Tally {
  offered: number;
  /** Requests that reached a receiver. */
  requests: number;
  /** `$db` operations, refused ones included. */
  store: number;
  schedule: number;
  /** Requests and `$db` operations that a spent quota refused. */
  refused: number;
  repeats: number;
  undelivered: number;
  /** Deliveries that were logged as undelivered and came all the same. */
  falselyGivenUp: () => number;
  lastDelivery: number;
  /** The longest time from an event to its delivery, in ms, to receivers that were not down when it happened. */
  slowest: number;
  delivered: () => number;
  lost: () => number;
  /** An event happened, at some time. */
  offer: (id: number, at: number) => void;
  request: (request: OutgoingRequest, answer: ReceiverAnswer, answeredAt: number) => void;
  operation: (operation: Operation) => void;
  logs: (lines: readonly LogLine[]) => void;
}

/** The lines that give an event up. */
export function undeliveredIn(lines: readonly LogLine[]): string[] {
  return lines.filter(({ level, text }) => level === 'error' && text.includes('"undelivered"')).map(({ text }) => text);
}

/** Of the destination that a line of the log names. */
function hostOf(line: string, hosts: readonly string[]): string {
  const id = /"destination":"([a-z0-9]+)"/.exec(line)?.[1] ?? '';
  return hosts.find((host) => host.startsWith(`${id}.`)) ?? hosts[0] ?? '';
}

/** `isDown` says of a host, and of a moment in epoch ms, whether its receiver was down. */
export function createTally(
  start: number,
  hosts: readonly string[],
  isDown: (host: string, at: number) => boolean,
): Tally {
  const seen = new Map(hosts.map((host) => [host, new Set<number>()]));
  const delivered = (): number => [...seen.values()].reduce((sum, ids) => sum + ids.size, 0);
  const accept = ({ host, body }: OutgoingRequest, at: number): void => {
    const ids = seen.get(host);
    for (const id of conversationsIn(body)) {
      if (ids?.has(id)) tally.repeats += 1;
      else noteFirst(host, id, at);
      ids?.add(id);
    }
  };
  const offeredAt = new Map<number, number>();
  const noteFirst = (host: string, id: number, at: number): void => {
    tally.lastDelivery = at;
    const since = offeredAt.get(id) ?? at;
    if (!isDown(host, since)) tally.slowest = Math.max(tally.slowest, at - since);
  };
  const givenUp: [host: string, id: number][] = [];
  const tally: Tally = {
    offered: 0,
    requests: 0,
    store: 0,
    schedule: 0,
    refused: 0,
    repeats: 0,
    undelivered: 0,
    falselyGivenUp: () => givenUp.filter(([host, id]) => seen.get(host)?.has(id) === true).length,
    lastDelivery: start,
    slowest: 0,
    delivered,
    lost: () => tally.offered * hosts.length - delivered(),
    offer: (id, at) => {
      tally.offered += 1;
      offeredAt.set(id, at);
    },
    request: (request, { status }, answeredAt) => {
      tally.requests += 1;
      if (status >= 200 && status < 300) accept(request, answeredAt);
    },
    operation: ({ name, refused }) => {
      if (name.startsWith('db.')) tally.store += 1;
      if (name.startsWith('schedule.')) tally.schedule += 1;
      if (refused === 429) tally.refused += 1;
    },
    logs: (lines) => {
      const errors = lines.filter(({ level }) => level === 'error').map(({ text }) => text);
      const fault = errors.find((text) => text.startsWith('Error in'));
      if (fault !== undefined) throw new Error(fault);
      const lost = undeliveredIn(lines);
      tally.undelivered += lost.length;
      for (const text of lost)
        givenUp.push(...[...conversationsIn(text)].map((id): [string, number] => [hostOf(text, hosts), id]));
    },
  };
  return tally;
}
