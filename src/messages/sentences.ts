/** One sentence for the events of one payload: who did what where, and how long it took. Names from outside come out harmless. */
import type { ConversationEvent } from '../events/event';
import { duration, harmless } from '../lib/text';

// The tables are functions because every invocation of the app loads this file, also where nobody is told in words.
/** What acted where the actor is the system; source: `actor.sub_entity` of the product events. */
const causes = (): Readonly<Record<string, string>> => ({
  intelliassign: 'IntelliAssign',
  assignment_rule: 'An assignment rule',
  auto_resolve: 'Auto-resolve',
  channel_group_mapping: "The topic's group mapping",
  agent_group_mapping: "The agent's group mapping",
  freddy_bot: 'Freddy',
  hallway_bot: 'The hallway bot',
  user_message: 'A message from the customer',
});

const sources = (): Readonly<Record<string, string>> => ({
  WEBCHAT: 'web chat',
  MOBILE: 'the mobile app',
  WHATSAPP: 'WhatsApp',
  EMAIL: 'email',
  FACEBOOK_MESSENGER: 'Facebook Messenger',
  LINE: 'LINE',
  ABC: 'Apple Messages',
  GBM: 'Google Business Messages',
});

/** A step of the sentence: `object` stands where the conversation is spoken of, so that it is named once and then "it". */
type Phrase = (object: string) => string;

/** One sentence of plain text with its full stop. `events` are one payload's; for none at all it is empty. */
export function sentenceOf(events: readonly ConversationEvent[]): string {
  const [first] = events;
  if (first === undefined) return '';
  const [main, ...rest] = phrasesOf(events);
  if (main === undefined) return '';
  const head = main(`a conversation${placeOf(first, events)}`).replace(/^a /, 'A ') + tookOf(first, events);
  const tail = rest.map((phrase) => phrase('it'));
  const sentence = tail.length === 0 ? head : `${head}, and ${listOf(tail)}`;
  return `${sentence}.`;
}

/** The most telling phrase first; changes of one kind are told in one phrase. A missed SLA is nobody's deed. */
function phrasesOf(events: readonly ConversationEvent[]): Phrase[] {
  const deeds = [started, closed, assigned, unassigned, moved, prioritised, marked]
    .map((tell) => tell(events))
    .filter((phrase) => phrase !== null);
  const [deed, ...others] = deeds;
  const who = subjectOf(events);
  const told: Phrase[] = deed === undefined ? [] : [(object) => `${who} ${deed(object)}`, ...others];
  const breach = breached(events);
  return breach === null ? told : [...told, breach];
}

const ACTORS: Readonly<Record<string, string>> = { agent: 'An agent', bot: 'A bot', user: 'A customer' };

function subjectOf([event]: readonly ConversationEvent[]): string {
  const { type, cause, name } = event?.actor ?? { type: null, cause: null, name: null };
  // The platform calls all its own doings "System", which says less than their cause.
  if (type === 'system') return wordFor(causes(), cause) ?? 'The system';
  return name === null ? (wordFor(ACTORS, type) ?? 'Somebody') : harmless(name);
}

function wordFor(words: Readonly<Record<string, string>>, key: string | null): string | undefined {
  return key !== null && Object.prototype.hasOwnProperty.call(words, key) ? words[key] : undefined;
}

function find(events: readonly ConversationEvent[], type: ConversationEvent['type']): ConversationEvent | undefined {
  return events.find((event) => event.type === type);
}

function started(events: readonly ConversationEvent[]): Phrase | null {
  const event = find(events, 'conversation.created');
  if (event === undefined) return null;
  const source = event.conversation.source;
  const by =
    source === null ? '' : ` by ${wordFor(sources(), source) ?? harmless(source.toLowerCase().replace(/_/g, ' '))}`;
  return (object) => `started ${object}${by}`;
}

function closed(events: readonly ConversationEvent[]): Phrase | null {
  if (find(events, 'conversation.resolved') !== undefined) return (object) => `resolved ${object}`;
  return find(events, 'conversation.reopened') === undefined ? null : (object) => `reopened ${object}`;
}

function assigned(events: readonly ConversationEvent[]): Phrase | null {
  const group = find(events, 'conversation.group.assigned') ?? find(events, 'conversation.group.reassigned');
  const agent = find(events, 'conversation.agent.assigned') ?? find(events, 'conversation.agent.reassigned');
  return agent !== undefined && isSelf(agent) ? pickedUp(agent, group) : handedTo(group, agent);
}

function handedTo(group: ConversationEvent | undefined, agent: ConversationEvent | undefined): Phrase | null {
  const targets = [
    group && nameOf(group.conversation.group, 'a group'),
    agent && nameOf(agent.conversation.agent, 'an agent'),
  ].filter((name) => name !== undefined);
  const verb = [group, agent].some((event) => event?.type.endsWith('.reassigned')) ? 'handed' : 'assigned';
  return targets.length === 0 ? null : (object) => `${verb} ${object} to ${listOf(targets)}`;
}

/** The agent who acted is the one it is now assigned to. */
function isSelf({ actor, change }: ConversationEvent): boolean {
  return actor.type === 'agent' && actor.id !== null && actor.id === String(change?.to);
}

function pickedUp(agent: ConversationEvent, group: ConversationEvent | undefined): Phrase {
  const verb = agent.type.endsWith('.reassigned') ? 'took over' : 'picked up';
  const into = group === undefined ? '' : ` for ${nameOf(group.conversation.group, 'a group')}`;
  return (object) => `${verb} ${object}${into}`;
}

function unassigned(events: readonly ConversationEvent[]): Phrase | null {
  const from = [
    find(events, 'conversation.agent.unassigned') && 'agent',
    find(events, 'conversation.group.unassigned') && 'group',
  ].filter((whom) => whom !== undefined);
  return from.length === 0 ? null : (object) => `took ${object} off its ${listOf(from)}`;
}

function moved(events: readonly ConversationEvent[]): Phrase | null {
  const event = find(events, 'conversation.status.changed');
  if (event === undefined) return null;
  return (object) => `set ${object} to “${toldValue(event.change?.to)}”`;
}

function prioritised(events: readonly ConversationEvent[]): Phrase | null {
  const event = find(events, 'conversation.priority.changed');
  return event === undefined ? null : (object) => `set ${its('priority', object)} to “${toldValue(event.change?.to)}”`;
}

function marked(events: readonly ConversationEvent[]): Phrase | null {
  const isLabelled = find(events, 'conversation.label.changed') !== undefined;
  const others = events
    .filter(({ type }) => type === 'conversation.changed')
    .map(({ change }) => `“${harmless((change?.field ?? '').replace(/_/g, ' '), 40)}”`);
  const what = [...(isLabelled ? ['label'] : []), ...some(others)];
  return what.length === 0 ? null : (object) => `changed ${its(listOf(what), object)}`;
}

function its(attribute: string, object: string): string {
  return object === 'it' ? `its ${attribute}` : `the ${attribute} of ${object}`;
}

function breached(events: readonly ConversationEvent[]): Phrase | null {
  const fields = events.filter(({ type }) => type === 'conversation.sla.breached').map(({ sla }) => sla ?? 'response');
  return fields.length === 0 ? null : (object) => `${object} missed its ${listOf(fields)} SLA`;
}

/** Where: the channel, and the group in parentheses where the events are not about the group anyway. */
function placeOf(
  { conversation: { channel, group } }: ConversationEvent,
  events: readonly ConversationEvent[],
): string {
  const isAboutGroup = events.some(({ type }) => type.startsWith('conversation.group.'));
  const names = [channel, isAboutGroup ? null : group]
    .map((place) => place?.name ?? null)
    .filter((name) => name !== null);
  const [where, within] = [...new Set(names)].map((name) => harmless(name));
  if (where === undefined) return '';
  return within === undefined ? ` in ${where}` : ` in ${where} (${within})`;
}

/** How long it took: since it was created; for a reopening, since it was resolved. */
function tookOf({ conversation, occurred_at }: ConversationEvent, events: readonly ConversationEvent[]): string {
  if (find(events, 'conversation.created') !== undefined) return '';
  const reopened = find(events, 'conversation.reopened') !== undefined;
  const since = reopened ? conversation.resolved_at : conversation.created_at;
  const seconds = since === null ? Number.NaN : (Date.parse(occurred_at) - Date.parse(since)) / 1000;
  return seconds >= 0
    ? `, ${seconds < 1 ? 'right' : duration(seconds)} after it was ${reopened ? 'resolved' : 'created'}`
    : '';
}

function nameOf(thing: { name: string | null } | null, otherwise: string): string {
  const name = thing?.name ?? null;
  return name === null ? otherwise : harmless(name);
}

function toldValue(value: unknown): string {
  return value === null || value === undefined
    ? 'none'
    : harmless(typeof value === 'string' ? value : JSON.stringify(value), 40, 'none');
}

const MOST_LISTED = 4;

function some(things: string[]): string[] {
  return things.length <= MOST_LISTED
    ? things
    : [...things.slice(0, MOST_LISTED - 1), `${things.length - MOST_LISTED + 1} more attributes`];
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(things: readonly string[]): string {
  const last = things[things.length - 1] ?? '';
  return things.length < 2 ? last : `${things.slice(0, -1).join(', ')} and ${last}`;
}
