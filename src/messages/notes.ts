/** What a channel is told: a sentence per payload, with a link to its conversation. */
import { isAboutConversation, type RelayEvent } from '../events/event';
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
  const about = events.filter(isAboutConversation);
  const sentence = about.length === 0 ? 'Conversation Relay has news that it has no words for yet.' : sentenceOf(about);
  return { sentence, url: about[0]?.conversation.url ?? null, at: events[0]?.occurred_at ?? '' };
}

/** Said above a backlog, which comes in one message. */
export function backlogTitle(notes: readonly Note[]): string {
  return `${notes.length} updates that could not be delivered earlier:`;
}

/** `2026-03-02 14:05 UTC`: a backlog's lines need the time the channel no longer shows. */
export function timeOf({ at }: Note): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
