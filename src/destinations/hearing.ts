/** Which of one payload's events a destination is told: by the kinds it hears, and by its filters. */
import { heardOf, type Transition } from '../conversation/transitions';
import { isAboutConversation, type ConversationEvent, type RelayEvent } from '../events/event';
import { KIND_OF_TYPE, type Kind } from '../settings/kinds';
import type { Filters } from '../settings/destinations';

interface Hearing {
  tell: ReadonlySet<Kind>;
  filters: Filters;
}

/** In the order given; an echo of an assignment only where that assignment is not told beside it. */
export function heardBy({ tell, filters }: Hearing, events: readonly RelayEvent[]): readonly RelayEvent[] {
  const heard = heardOf(events, ({ type }) => tell.has(kindOfType(type)));
  return heard.length === 0 || isAbout(filters, events) ? heard : [];
}

/** Whether a destination could be told anything of such transitions, its filters aside. */
export function couldHear({ tell }: Hearing, transitions: readonly Transition[]): boolean {
  return transitions.some(({ type }) => tell.has(kindOfType(type)));
}

function kindOfType(type: string): Kind {
  return KIND_OF_TYPE.get(type) ?? 'Other changes';
}

/** Whether every list that is not empty holds the conversation, by id or by name. What is about no conversation passes. */
function isAbout(filters: Filters, events: readonly RelayEvent[]): boolean {
  const about = events.filter(isAboutConversation);
  const [event] = about;
  if (event === undefined) return true;
  const { group, channel, source, priority } = event.conversation;
  return (
    holds(filters.groups, () => [group?.id, group?.name, ...handedBetween(about)]) &&
    holds(filters.topics, () => [channel?.id, channel?.name]) &&
    holds(filters.sources.map(inOneWord), () => [source === null ? null : inOneWord(source)]) &&
    holds(filters.priorities, () => [priority])
  );
}

/** `WEBCHAT`, `Web chat` and `web-chat` are one source. */
function inOneWord(source: string): string {
  return source.replace(/[\s_-]+/g, '');
}

/** Both groups of a conversation that is handed from one to the other: either side has to know. */
function handedBetween(events: readonly ConversationEvent[]): readonly unknown[] {
  return events
    .filter(({ type }) => type.startsWith('conversation.group.'))
    .flatMap(({ change }) => [change?.from, change?.to, change?.from_name, change?.to_name]);
}

function holds(wanted: readonly string[], labelsOf: () => readonly unknown[]): boolean {
  if (wanted.length === 0) return true;
  const labels = labelsOf().filter((label) => typeof label === 'string' || typeof label === 'number');
  return labels.some((label) => wanted.some((text) => isLabelled(text, String(label))));
}

/** A long name ends in an ellipsis where an event had no room for all of it. */
function isLabelled(wanted: string, label: string): boolean {
  const [name, told] = [folded(wanted), folded(label)];
  return told === name || (told.length > 1 && told.endsWith('…') && name.startsWith(told.slice(0, -1)));
}

/** One form for all ways to write a name: capitals fold more than small letters do (`ß`, the two forms of sigma). */
function folded(text: string): string {
  return text.trim().normalize().toUpperCase();
}
