/** What a channel is told: a sentence per payload, with a link to its conversation. */
import type { RelayEvent } from '../events/build';
import { sentenceOf } from './sentences';

export interface Note {
  /** Harmless plain text. */
  sentence: string;
  url: string | null;
  /** ISO 8601. */
  at: string;
}

/** `events` are those of one payload, at least one. */
export function noteOf(events: readonly RelayEvent[]): Note {
  const [event] = events;
  return { sentence: sentenceOf(events), url: event?.conversation.url ?? null, at: event?.occurred_at ?? '' };
}

/** Said above a backlog, which comes in one message. */
export function backlogTitle(notes: readonly Note[]): string {
  return `${notes.length} updates that could not be delivered earlier:`;
}

/** `2026-03-02 14:05 UTC`: a backlog's lines need the time the channel no longer shows. */
export function timeOf({ at }: Note): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
