/**
 * The events of the contract, built from a payload and its transitions. Pure: the same payload gives the same events,
 * ids included. Their shape is published as docs/events.schema.json.
 */
import { eventId } from './identity';
import { utf8Bytes, type JsonObject } from './json';
import { isStaff, maskChangeSide } from './mask';
import type { Named, Payload } from './payload';
import type { Change, EventType, Transition } from './transitions';
import { cut, onOneLine } from './words';

export interface EventUser {
  id: string | null;
  /** These three only where `personal_data` is `Include`. */
  name?: string | null;
  email?: string | null;
  phone?: string | null;
}

export interface RelayEvent {
  /** The same each time the same change is told. */
  id: string;
  type: EventType;
  /** ISO 8601, UTC. */
  occurred_at: string;
  account: { app_id: string | null; region: string | null; url: string | null };
  conversation: {
    id: string;
    status: string | null;
    url: string | null;
    channel: Named | null;
    group: Named | null;
    agent: Named | null;
    user: EventUser | null;
    source: string | null;
    created_at: string | null;
    assigned_at: string | null;
    resolved_at: string | null;
    reopened_at: string | null;
  };
  actor: { type: string | null; id: string | null; name: string | null; cause: string | null };
  /** Absent on `conversation.created`. */
  change?: Change;
  /** On `conversation.created` only, and only where `personal_data` is `Include`: what the customer wrote first. */
  first_message?: string;
  /** The statistics the payload holds, in seconds. */
  metrics: Record<string, number>;
}

export interface EventOptions {
  personalData: boolean;
  /** Epoch ms, for a payload that does not say when it happened. */
  now: number;
}

/** How long texts may be, in characters: as they come, and in an event that is too large to be kept in one piece. */
const LENGTHS = {
  usual: { name: 120, text: 300, message: 1000, metrics: 24 },
  short: { name: 30, text: 60, message: 120, metrics: 8 },
} as const;
type Lengths = (typeof LENGTHS)[keyof typeof LENGTHS];

/** What a one-time schedule can hold is 4 KB with its wrapping; no event is larger, so that every event can be kept anywhere. */
const EVENT_BYTES = 3_400;
/** There it is a text within a text, in which every quote and backslash is escaped once more. */
const ESCAPED_BYTES = 3_800;

/** One event per transition, in the same order. */
export function eventsOf(payload: Payload, transitions: Transition[], options: EventOptions): RelayEvent[] {
  return transitions.map((transition) => {
    const event = eventOf(payload, transition, options, LENGTHS.usual);
    return fits(JSON.stringify(event)) ? event : eventOf(payload, transition, options, LENGTHS.short);
  });
}

/** Escaping doubles a text at most, so what is short needs no second look. */
function fits(json: string): boolean {
  const bytes = utf8Bytes(json);
  return bytes <= EVENT_BYTES && (bytes <= ESCAPED_BYTES / 2 || utf8Bytes(JSON.stringify(json)) <= ESCAPED_BYTES);
}

function eventOf(payload: Payload, transition: Transition, options: EventOptions, lengths: Lengths): RelayEvent {
  const { actor, conversation } = payload;
  const url = payload.accountUrl;
  const event: RelayEvent = {
    id: eventId(payload, transition),
    type: transition.type,
    occurred_at: occurredAt(payload, options.now),
    account: { app_id: short(conversation.appId, lengths.name), region: short(payload.region, lengths.name), url },
    conversation: conversationOf(payload, options, lengths),
    actor: {
      type: short(actor.type, lengths.name),
      id: short(actor.id, lengths.name),
      name: isStaff(actor.type) || options.personalData ? short(actor.name, lengths.name) : null,
      cause: short(actor.cause, lengths.name),
    },
    ...(transition.change === undefined ? {} : { change: changeOf(transition.change, options, lengths) }),
    metrics: metricsOf(conversation.statistics, lengths),
  };
  if (transition.type === 'conversation.created' && options.personalData && conversation.firstMessage !== null) {
    event.first_message = cut(conversation.firstMessage, lengths.message);
  }
  return event;
}

function conversationOf(payload: Payload, options: EventOptions, lengths: Lengths): RelayEvent['conversation'] {
  const { conversation } = payload;
  return {
    id: cut(conversation.id, lengths.name),
    status: short(conversation.status, lengths.name),
    url: conversationUrl(payload),
    channel: named(conversation.channelId ?? undefined, payload.channel, lengths),
    group: named(conversation.groupId, payload.group, lengths),
    agent: named(conversation.agentId, payload.agent, lengths),
    user: userOf(payload, options, lengths),
    source: short(conversation.source, lengths.name),
    created_at: short(conversation.createdAt, lengths.name),
    assigned_at: short(conversation.assignedAt, lengths.name),
    resolved_at: short(conversation.resolvedAt, lengths.name),
    reopened_at: short(conversation.reopenedAt, lengths.name),
  };
}

/**
 * Who or what the conversation is with now: the id the conversation names (`null`: nobody), with the association's
 * name where it is about the same id; the association alone where the conversation does not say.
 */
function named(id: string | null | undefined, association: Named, lengths: Lengths): Named | null {
  const current = id === undefined ? association.id : id;
  if (current === null) return null;
  const isSame = association.id === null || association.id === current;
  return { id: cut(current, lengths.name), name: isSame ? short(association.name, lengths.name) : null };
}

function userOf(payload: Payload, options: EventOptions, lengths: Lengths): EventUser | null {
  const { user } = payload;
  const id = user.id ?? payload.conversation.userId;
  if (!options.personalData) return id === null ? null : { id: cut(id, lengths.name) };
  if ([id, user.name, user.email, user.phone].every((part) => part === null)) return null;
  return {
    id: short(id, lengths.name),
    name: short(user.name, lengths.name),
    email: short(user.email, lengths.name),
    phone: short(user.phone, lengths.name),
  };
}

/** Where a conversation opens in the product; a suite account has its own path. */
function conversationUrl({ accountUrl, conversation }: Payload): string | null {
  if (accountUrl === null || conversation.appId === null) return null;
  const app = pathSegment(conversation.appId);
  const id = pathSegment(conversation.id);
  if (/\.myfreshworks\.com$/.test(accountUrl)) return `${accountUrl}/crm/messaging/a/${app}/inbox/open/0/conversation/${id}`;
  return `${accountUrl}/a/${app}/open/conversation/${id}`;
}

/** Ids from outside as one segment of a path. */
function pathSegment(id: string): string {
  return encodeURIComponent(cut(id, 80).replace(/[\ud800-\udfff]/gu, '\ufffd'));
}

function occurredAt({ timestamp }: Payload, now: number): string {
  return new Date(timestamp ?? now).toISOString();
}

function changeOf({ field, from, to }: Change, options: EventOptions, lengths: Lengths): Change {
  const side = (value: unknown): unknown => sized(options.personalData ? value : maskChangeSide(field, value), lengths.text);
  return { field: cut(onOneLine(field), lengths.name), from: side(from), to: side(to) };
}

/** A text is cut; anything else that is longer than that as JSON is told as its cut JSON. */
function sized(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return cut(value, longest);
  const json = JSON.stringify(value);
  return json.length <= longest ? value : cut(json, longest);
}

function metricsOf(statistics: JsonObject, lengths: Lengths): Record<string, number> {
  const metrics: Record<string, number> = {};
  const names = Object.keys(statistics).filter((name) => /^[a-z][a-z_]{0,59}$/.test(name));
  for (const name of names.slice(0, lengths.metrics)) {
    const value = statistics[name];
    if (typeof value === 'number' && Number.isFinite(value)) metrics[name] = value;
  }
  return metrics;
}

function short(text: string | null, longest: number): string | null {
  return text === null ? null : cut(text, longest);
}
