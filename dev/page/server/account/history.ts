/** What happened in every conversation, and what became of it at every destination. */
import { dig, digRecord, digText, type Json } from '../../../../packages/fresh-platform/lib/dig';
import type { InvocationResult } from '../../../../packages/fresh-platform/types';
import type { Told } from '../api/destinations';
import { recipientOf, recipientsIn } from './recipients';
import type { KeptItem } from './kept-items';

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
  /** Keys of what was kept, by destination. */
  kept: Record<string, string[]>;
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

/**
 * A product event that was handled; `items` is what the app keeps, this invocation's own included, and `iparams` are the settings,
 * which name the destinations.
 */
export function stepOf(
  result: InvocationResult,
  payload: Json,
  items: readonly KeptItem[],
  iparams: Json,
): HistoryStep {
  const summary = summaryIn(result);
  const conversation = digText(summary, 'conversation') || conversationIn(payload);
  const told = toldIn(summary, iparams);
  const kept = told
    .filter(({ state }) => state === 'kept')
    .map(({ destination }) => [destination, keptNow(destination, conversation, result.invocation, items)] as const);
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

/** Of every destination that is set up, and of what the app told besides. */
function toldIn(summary: Json | null, iparams: Json): Told[] {
  const answers = digRecord(summary, 'destinations');
  const ids = new Set([...recipientsIn(iparams).map(({ id }) => id), ...Object.keys(answers)]);
  return [...ids].map((id) => {
    const answer = digRecord(answers, id);
    const { kind, name } = recipientOf(id, iparams, digText(answer, 'name'));
    const state = STATES[digText(answer, 'outcome')] ?? 'not told';
    return { destination: id, kind, name, state, reason: digText(answer, 'reason') };
  });
}

/** An event the platform repeats is kept under the id it has already; then all of the conversation counts. */
function keptNow(to: string, conversation: string, invocation: number, items: readonly KeptItem[]): string[] {
  const own = items.filter((item) => item.to === to && item.conversation === conversation && item.ending === null);
  const fresh = own.filter(({ keptBy }) => keptBy === invocation);
  return (fresh.length > 0 ? fresh : own).map(({ key }) => key);
}

/** What was kept of a step, and waits no longer, was delivered or given up. */
export function settle(steps: readonly HistoryStep[], items: readonly KeptItem[]): void {
  for (const { told, kept } of steps) {
    for (const one of told.filter(({ state }) => state === 'kept')) {
      const own = items.filter(({ key }) => kept[one.destination]?.includes(key) ?? false);
      if (own.every(({ ending }) => ending !== null)) Object.assign(one, own.at(-1)?.ending ?? { state: 'given up' });
    }
  }
}
