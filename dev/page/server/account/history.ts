/** What happened in every conversation, and what became of it at every destination. */
import type { Kept } from '../../../../src/outbox/item';
import { conversationIdIn } from '../../../../src/events/event';
import { SLACK, TEAMS } from '../../../../src/messages/escaping';
import { dig, digRecord, digText, type Json } from '../../../../packages/fresh-platform/lib/dig';
import type { InvocationResult } from '../../../../packages/fresh-platform/types';
import { DESTINATIONS, type Destination, type Told } from '../api';
import type { SentDelivery } from './deliveries';

/** One product event as the app handled it. */
export interface HistoryStep {
  invocation: number;
  conversation: string;
  event: string;
  payload: Json;
  /** When the platform delivered it, epoch ms. */
  at: number;
  /** Event types the app found. */
  types: string[];
  told: Told[];
  /** What was kept, by destination: the events' ids, and when they happened, ISO 8601. */
  kept: Partial<Record<Destination, { ids: string[]; moment: string }>>;
}

/** The app's summary, which is the second line it logs; null when there is none. */
export function summaryIn({ logs }: InvocationResult): Json | null {
  for (const { text } of logs) {
    if (!text.startsWith('{') || !text.includes('"transitions"')) continue;
    try {
      return JSON.parse(text) as Json;
    } catch {
      return null;
    }
  }
  return null;
}

/** `known` are the ids of everything that was kept before. */
export function stepOf(
  result: InvocationResult,
  payload: Json,
  outbox: readonly Kept[],
  known: ReadonlySet<string>,
): HistoryStep {
  const summary = summaryIn(result);
  const conversation = digText(summary, 'conversation') || conversationIn(payload);
  const told = DESTINATIONS.map((destination) => toldIn(summary, destination));
  const kept = told
    .filter(({ state }) => state === 'kept')
    .map(({ destination }) => [destination, keptNow(destination, conversation, outbox, known)] as const);
  return {
    invocation: result.invocation,
    conversation,
    event: result.event,
    payload,
    at: result.startedAt,
    types: typesIn(summary),
    told,
    kept: Object.fromEntries(kept),
  };
}

export function typesIn(summary: Json | null): string[] {
  const transitions = summary?.['transitions'];
  return Array.isArray(transitions) ? transitions.map(String) : [];
}

/** The id of the conversation a payload tells of; empty where it names none. */
export function conversationIn(payload: Json): string {
  const id = dig(payload, 'data', 'conversation', 'conversation_id');
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}

const STATES: Readonly<Record<string, Told['state']>> = {
  delivered: 'delivered',
  kept: 'kept',
  undelivered: 'given up',
};

function toldIn(summary: Json | null, destination: Destination): Told {
  const answer = digRecord(summary, 'destinations', destination);
  return { destination, state: STATES[digText(answer, 'outcome')] ?? 'not told', reason: digText(answer, 'reason') };
}

/** An event the platform repeats is kept under the id it has already; then all of the conversation counts. */
function keptNow(
  to: Destination,
  conversation: string,
  outbox: readonly Kept[],
  known: ReadonlySet<string>,
): { ids: string[]; moment: string } {
  const own = outbox.filter((kept) => kept.to === to && conversationIdIn(kept.events) === conversation);
  const fresh = own.filter(({ events }) => events.some(({ id }) => !known.has(`${to} ${id}`)));
  const events = (fresh.length > 0 ? fresh : own).flatMap((kept) => kept.events);
  return { ids: events.map(({ id }) => id), moment: events[0]?.occurred_at ?? '' };
}

/** The ids of everything in the outbox, each after its destination and a blank. */
export function idsOf(outbox: readonly Kept[]): Set<string> {
  return new Set(outbox.flatMap(({ to, events }) => events.map(({ id }) => `${to} ${id}`)));
}

/** After an invocation: what was kept and is so no longer was delivered by it, or given up. `waiting` as `idsOf` has it. */
export function settle(
  steps: readonly HistoryStep[],
  result: InvocationResult,
  waiting: ReadonlySet<string>,
  deliveries: readonly SentDelivery[],
): void {
  for (const step of steps) {
    for (const told of step.told.filter(({ state }) => state === 'kept')) {
      const ids = step.kept[told.destination]?.ids ?? [];
      if (!ids.some((id) => waiting.has(`${told.destination} ${id}`)))
        Object.assign(told, outcomeOf(step, told.destination, result, deliveries));
    }
  }
}

function outcomeOf(
  step: HistoryStep,
  to: Destination,
  result: InvocationResult,
  deliveries: readonly SentDelivery[],
): Partial<Told> {
  const by = deliveries.find(
    (delivery) =>
      delivery.invocation === result.invocation &&
      delivery.destination === to &&
      delivery.problem === null &&
      holds(delivery, step),
  );
  return by === undefined ? { state: 'given up' } : { state: 'retried', deliveredAt: by.at, deliveredBy: by.id };
}

/** Whether an delivery brings what was kept of a step. A webhook names its events; a channel is told the moment, with a link to the conversation. */
export function holds({ destination, ids, body }: SentDelivery, { conversation, kept }: HistoryStep): boolean {
  const wanted = kept[destination];
  if (wanted === undefined) return false;
  if (destination === 'webhook') return wanted.ids.some((id) => ids.includes(id));
  const place = destination === 'slack' ? SLACK : TEAMS;
  return body.includes(conversation) && wanted.moment !== '' && body.includes(place.moment(wanted.moment));
}
