/** Payloads, and what a request tells of them. */
import { digList, digText, isRecord, type Json } from '../../../packages/fresh-platform/lib/dig';
import { changed } from '../../support/app';

export function payloadOf(index: number, at: number, weight: number): Json {
  const several = index % 3 === 0 ? { status: ['new', 'resolved'], assigned_agent_id: ['agent-2', 'agent-1'] } : {};
  const many = Object.fromEntries(
    [...Array(weight).keys()].map((field) => [`cf_${field}`, ['a'.repeat(200), `${field}b`.repeat(60)]]),
  );
  return changed(
    { priority: [index, index + 1], ...several, ...many },
    { conversation: { conversation_id: `c${index}` } },
    { timestamp: at },
  );
}

export function eventsOf(body: string): Json[] {
  // What the app says of its destinations is no event of a conversation.
  return digList(JSON.parse(body), 'data', 'events')
    .filter(isRecord)
    .filter((event) => !digText(event, 'type').startsWith('relay.'));
}

const CONVERSATION = /\/conversation\/c(\d+)(?!\d)/g;

export function conversationsIn(body: string): number[] {
  return [...new Set([...body.matchAll(CONVERSATION)].map(([, digits]) => Number(digits)))];
}
