/** Which conversation a message is about, where it is, who holds it and how long it has been going on, in words. */
import type { Named } from '../conversation/payload';
import type { ConversationEvent, EventConversation } from '../events/event';
import { duration } from '../lib/text';
import type { Place } from './escaping';
import { capital, sourceInWords, sourceName } from './words';

/** `Ana Reyes’s conversation in Orders`, or `conversation #7fd0 in Orders` where no customer is named. */
export function conversationInWords(conversation: EventConversation, place: Place): string {
  const customer = customerIn(conversation, place);
  const which = customer === null ? `conversation ${conversation.ref}` : `${customer}’s conversation`;
  return `${which}${channelInWords(conversation, place)}`;
}

/** ` in Orders`; empty where the topic is not known. */
export function channelInWords({ channel }: EventConversation, place: Place): string {
  return within(channel, place);
}

/** ` in Billing`; empty for nothing, or nothing with a name. */
function within(thing: Named | null, place: Place): string {
  const name = thing?.name ?? null;
  return name === null ? '' : ` in ${place.outside(name)}`;
}

/** The customer's name where personal data is included. */
export function customerIn({ user }: EventConversation, place: Place): string | null {
  const name = user?.name ?? null;
  return name === null ? null : place.outside(name);
}

/** ` by web chat`; empty where the topic's name says as much, as an email address does. */
export function sourceOf({ source, channel }: EventConversation, place: Place): string {
  if (source === null) return '';
  const topic = (channel?.name ?? '').toLowerCase();
  const name = sourceName(source, place).toLowerCase();
  const isSaid = topic.includes(name) || (name === 'email' && topic.includes('@'));
  return isSaid ? '' : ` ${sourceInWords(source, place)}`;
}

export function nameOf(thing: Named | null, otherwise: string, place: Place): string {
  const name = thing?.name ?? null;
  return name === null ? otherwise : place.outside(name);
}

/** What the sentences before have said of who holds it. */
export interface Said {
  holder: boolean;
  /** That nobody does. */
  nobody: boolean;
  group: boolean;
  /** That somebody had it before, and that this one has it no more. */
  former: boolean;
  letGo: boolean;
  resolved: boolean;
}

/** Who holds it now, as a sentence; empty where that is said or the payload does not tell. */
export function holderOf({ conversation, actor }: ConversationEvent, said: Said, place: Place): string {
  const { agent } = conversation;
  if (said.holder || (agent !== null && actor.id === agent.id && /^(?:agent|bot)$/.test(actor.type ?? ''))) return '';
  return agent === null ? waitingOf(conversation, said, place) : heldBy(conversation, place);
}

function heldBy({ agent, group, status }: EventConversation, place: Place): string {
  return `It ${status === 'resolved' ? 'was' : 'is'} with ${nameOf(agent, 'an agent', place)}${within(group, place)}.`;
}

function waitingOf(conversation: EventConversation, said: Said, place: Place): string {
  const status = conversation.status?.trim().toLowerCase();
  if (status === 'resolved') return said.former && !said.resolved ? 'It is resolved.' : '';
  if (!said.letGo && mayBeHeld(status)) return '';
  return sentence([...nobodyHasIt(conversation, said), ...waitsWithin(conversation, said, place)]);
}

/** `assigned` says that somebody has it, though no agent is named; it may be older than a change that let go of it. */
function mayBeHeld(status: string | undefined): boolean {
  return status === undefined || status === 'assigned';
}

function nobodyHasIt({ assigned_at }: EventConversation, { nobody, former }: Said): string[] {
  return nobody ? [] : [`nobody has it ${former || assigned_at !== null ? 'now' : 'yet'}`];
}

function waitsWithin({ group }: EventConversation, said: Said, place: Place): string[] {
  const where = said.group ? '' : within(group, place);
  return where === '' ? [] : [`it waits${where}`];
}

function sentence(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `${capital(parts.join('; '))}.`;
}

/** Seconds between a moment and the event; null where the moment is unknown or lies behind it. */
export function secondsSince(moment: string | null, { occurred_at }: ConversationEvent): number | null {
  const seconds = moment === null ? Number.NaN : (Date.parse(occurred_at) - Date.parse(moment)) / 1_000;
  return seconds >= 0 ? seconds : null;
}

/** A wait that anybody would call one. */
const WORTH_TELLING_S = 5;

/** `, 12 min after it began`, or since it was reopened; empty where that is not known or next to nothing. */
export function sinceItBegan(event: ConversationEvent): string {
  const { created_at, reopened_at } = event.conversation;
  const reopened = secondsSince(reopened_at, event);
  const seconds = reopened ?? secondsSince(created_at, event);
  if (seconds === null || seconds < WORTH_TELLING_S) return '';
  return `, ${duration(seconds)} after it ${reopened === null ? 'began' : 'was reopened'}`;
}

/** How long the customer waited for the end and for an answer, once it is resolved: `it took 2 h 4 min, with a first response after 5 min`. */
export function tookInWords(event: ConversationEvent): string {
  const { conversation, metrics } = event;
  const whole = metrics['resolution_time_chrs'] ?? secondsSince(conversation.created_at, event);
  const answered = answeredInWords(metrics['first_response_time_chrs'] ?? 0);
  const took = whole === null ? answered.replace(', with', 'it had') : `it took ${atLeast(whole)}${answered}`;
  const reopened = conversation.reopened_at === null ? '' : 'it had been reopened before';
  return [took, reopened].filter((part) => part !== '').join('; ');
}

/** Nothing of an answer that came at once, as a bot's. */
function answeredInWords(seconds: number): string {
  return seconds < 1 ? '' : `, with a first response after ${duration(seconds)}`;
}

function atLeast(seconds: number): string {
  return seconds < 1 ? 'less than a second' : duration(seconds);
}
