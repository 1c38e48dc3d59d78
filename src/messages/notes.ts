/** What a channel is told: a note per payload, and how the notes of a catch-up stand together. */
import { isAboutConversation, type ConversationEvent, type RelayEvent } from '../events/event';
import type { Place } from './escaping';
import { noticeInWords, noticeSign } from './notices';
import { sentencesOf, signOf, type Standing } from './sentences';
import { conversationInWords } from './which';
import { capital } from './words';

export interface Note {
  /** An emoji that says of which kind it is. */
  sign: string;
  /** The sentences for a place. Never empty. */
  say(place: Place, standing?: Standing): string;
  /** Which conversation it is about; null for a notice of the relay's own. */
  conversation: { id: string; name(place: Place): string } | null;
  /** Where the conversation opens. */
  url: string | null;
  /** ISO 8601, UTC. */
  at: string;
  sequence: number;
}

/** `events` are those of one payload, at least one. */
export function noteOf(events: readonly RelayEvent[]): Note {
  const about = events.filter(isAboutConversation);
  const [first] = about;
  return first === undefined ? noteOnRelay(events) : noteOnConversation(first, about);
}

function noteOnConversation(first: ConversationEvent, events: readonly ConversationEvent[]): Note {
  const { conversation, occurred_at, sequence } = first;
  return {
    sign: signOf(events),
    say: (place, standing) => sentencesOf(events, place, standing),
    conversation: { id: conversation.id, name: (place) => capital(conversationInWords(conversation, place)) },
    url: conversation.url,
    at: occurred_at,
    sequence,
  };
}

function noteOnRelay(events: readonly RelayEvent[]): Note {
  const notices = events.filter((event) => !isAboutConversation(event));
  const [first] = notices;
  return {
    sign: first === undefined ? '🔹' : noticeSign(first),
    say: (place) => notices.map((notice) => noticeInWords(notice, place)).join(' '),
    conversation: null,
    url: null,
    at: first?.occurred_at ?? '',
    sequence: first?.sequence ?? 0,
  };
}

/** Said above a catch-up, which comes in one message. */
export function catchUpTitle(notes: readonly Note[]): string {
  return `Catching up: ${notes.length} updates that could not be delivered earlier`;
}

/** The notes of a catch-up in order of time, those on one conversation together; a lone one is a list of its own. */
export function threadsOf(notes: readonly Note[]): Note[][] {
  const threads = new Map<string, Note[]>();
  for (const [index, note] of [...notes].sort(byTime).entries()) {
    const key = note.conversation === null ? `notice ${index}` : `conversation ${note.conversation.id}`;
    const thread = threads.get(key);
    if (thread === undefined) threads.set(key, [note]);
    else thread.push(note);
  }
  return [...threads.values()];
}

function byTime(a: Note, b: Note): number {
  return Date.parse(a.at) - Date.parse(b.at) || a.sequence - b.sequence;
}
