/** What happened in every conversation, and what became of it at every destination. */
import type { Kept } from '../../src/kept';
import { dig, digRecord, digText, type Json } from '../dig';
import type { InvocationResult } from '../types';
import { DESTINATIONS, type DestinationName, type Told } from './api';
import type { Attempt } from './attempts';

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
  /** Ids of the events that were kept, by destination. */
  kept: Partial<Record<DestinationName, string[]>>;
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
export function stepOf(result: InvocationResult, payload: Json, outbox: readonly Kept[], known: ReadonlySet<string>): HistoryStep {
  const summary = summaryIn(result);
  const conversation = digText(summary, 'conversation') || conversationIn(payload);
  const told = DESTINATIONS.map((destination) => toldIn(summary, destination));
  const kept = told.filter(({ state }) => state === 'kept').map(({ destination }) => [destination, keptNow(destination, conversation, outbox, known)] as const);
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

const STATES: Readonly<Record<string, Told['state']>> = { delivered: 'delivered', kept: 'kept', undelivered: 'given up' };

function toldIn(summary: Json | null, destination: DestinationName): Told {
  const answer = digRecord(summary, 'destinations', destination);
  return { destination, state: STATES[digText(answer, 'outcome')] ?? 'not told', reason: digText(answer, 'reason') };
}

/** An event the platform repeats is kept under the id it has already; then the whole conversation's count. */
function keptNow(to: DestinationName, conversation: string, outbox: readonly Kept[], known: ReadonlySet<string>): string[] {
  const events = outbox.filter((kept) => kept.to === to).flatMap((kept) => kept.events).filter((event) => event.conversation.id === conversation);
  const ids = events.map(({ id }) => `${to} ${id}`);
  const fresh = ids.filter((id) => !known.has(id));
  return fresh.length > 0 ? fresh : ids;
}

/** The ids under which everything in the outbox is known, destination and all. */
export function idsOf(outbox: readonly Kept[]): Set<string> {
  return new Set(outbox.flatMap(({ to, events }) => events.map(({ id }) => `${to} ${id}`)));
}

/** After an invocation: what was kept and is so no longer was delivered by it, or given up. */
export function settle(steps: readonly HistoryStep[], result: InvocationResult, waiting: ReadonlySet<string>, attempts: readonly Attempt[]): void {
  for (const step of steps) {
    for (const told of step.told.filter(({ state }) => state === 'kept')) {
      const ids = step.kept[told.destination] ?? [];
      if (!ids.some((id) => waiting.has(id))) Object.assign(told, outcomeOf(step, told.destination, result, attempts));
    }
  }
}

function outcomeOf(step: HistoryStep, to: DestinationName, result: InvocationResult, attempts: readonly Attempt[]): Partial<Told> {
  const by = attempts.find((attempt) => attempt.invocation === result.invocation && attempt.destination === to && attempt.problem === null && attempt.body.includes(step.conversation));
  if (by === undefined) return { state: 'given up' };
  return { state: 'retried', deliveredAt: by.at, deliveredBy: by.id };
}
