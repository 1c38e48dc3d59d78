/**
 * The events of the contract, built from a payload and its transitions. Pure: the same payload gives the same events,
 * ids included. Their shape is published as docs/events.schema.json.
 */
import { eventId } from './ids';
import { idOf, isNumber, objectOf, textOf, utf8Bytes, type JsonObject } from '../lib/json';
import { isStaff, maskChangeSide } from '../conversation/masking';
import {
  accountUrlOf,
  assigneeOf,
  firstMessageOf,
  momentOf,
  personName,
  type Named,
  type Payload,
} from '../conversation/payload';
import type { Change, EventType, Transition } from '../conversation/transitions';
import { cut, onOneLine } from '../lib/text';

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

/**
 * How long texts may be, in characters, and how many statistics there may be: as they come; in an event that is too large to
 * be kept in one piece; and where nearly every character takes many bytes, in which an address would be the longest part.
 */
const LENGTHS = {
  usual: { name: 120, text: 300, message: 1000, metrics: 24, link: true },
  short: { name: 30, text: 60, message: 120, metrics: 8, link: true },
  least: { name: 12, text: 12, message: 12, metrics: 0, link: false },
} as const;
type Lengths = (typeof LENGTHS)[keyof typeof LENGTHS];

/** What a one-time schedule can hold is 4 KB with its wrapping; no event is larger, so that every event can be kept anywhere. */
const EVENT_BYTES = 3_400;
/** There it is a text within a text, in which every quote and backslash is escaped once more. */
const ESCAPED_BYTES = 3_800;

/** One event per transition, in the same order. */
export function eventsOf(payload: Payload, transitions: readonly Transition[], options: EventOptions): RelayEvent[] {
  const eventOf = builderOf(payload, options, LENGTHS.usual);
  return transitions.map((transition) => {
    const event = eventOf(transition);
    return fits(event) ? event : shortened(payload, transition, options);
  });
}

function shortened(payload: Payload, transition: Transition, options: EventOptions): RelayEvent {
  const event = builderOf(payload, options, LENGTHS.short)(transition);
  return fits(event) ? event : builderOf(payload, options, LENGTHS.least)(transition);
}

/** An event as it may be told when personal data is left out, whatever it was made with. */
export function withoutPersonalData(event: RelayEvent): RelayEvent {
  const { conversation, actor, change } = event;
  const told: RelayEvent = {
    ...event,
    conversation: { ...conversation, user: conversation.user?.id == null ? null : { id: conversation.user.id } },
    actor: { ...actor, name: isStaff(actor.type) ? actor.name : null },
    ...(change === undefined
      ? {}
      : {
          change: {
            ...change,
            from: maskChangeSide(change.field, change.from),
            to: maskChangeSide(change.field, change.to),
          },
        }),
  };
  delete told.first_message;
  return told;
}

/** Escaping doubles a text at most, so what is short needs no second look. */
function fits(event: RelayEvent): boolean {
  const json = JSON.stringify(event);
  const bytes = utf8Bytes(json);
  return bytes <= EVENT_BYTES && (bytes <= ESCAPED_BYTES / 2 || utf8Bytes(JSON.stringify(json)) <= ESCAPED_BYTES);
}

/** What the events of one payload have in common is read once. */
function builderOf(payload: Payload, options: EventOptions, lengths: Lengths): (transition: Transition) => RelayEvent {
  const { raw, data, conversation } = payload;
  const url = lengths.link ? accountUrlOf(payload) : null;
  const occurredAt = new Date(momentOf(payload) ?? options.now).toISOString();
  const account = {
    app_id: short(idOf(conversation['app_id']), lengths.name),
    region: short(textOf(raw['region']), lengths.name),
    url,
  };
  const told = conversationOf(payload, url, options, lengths);
  const actor = actorOf(objectOf(data['actor']), options, lengths);
  const metrics = metricsOf(objectOf(conversation['statistics']), lengths);
  return (transition) => ({
    id: eventId(payload, transition),
    type: transition.type,
    occurred_at: occurredAt,
    account,
    conversation: told,
    actor,
    ...changeIn(transition, options, lengths),
    metrics,
    ...firstMessageIn(transition, conversation, options, lengths),
  });
}

function changeIn({ change }: Transition, options: EventOptions, lengths: Lengths): Pick<RelayEvent, 'change'> {
  return change === undefined ? {} : { change: toldChange(change, options, lengths) };
}

function firstMessageIn(
  { type }: Transition,
  conversation: JsonObject,
  options: EventOptions,
  lengths: Lengths,
): Pick<RelayEvent, 'first_message'> {
  const message =
    type === 'conversation.created' && options.personalData ? firstMessageOf(conversation['messages']) : null;
  return message === null ? {} : { first_message: cut(message, lengths.message) };
}

function actorOf(actor: JsonObject, options: EventOptions, lengths: Lengths): RelayEvent['actor'] {
  const type = textOf(actor['type']);
  return {
    type: short(type, lengths.name),
    id: short(idOf(actor['id']), lengths.name),
    name: isStaff(type) || options.personalData ? short(personName(actor), lengths.name) : null,
    cause: short(textOf(actor['sub_entity']), lengths.name),
  };
}

function conversationOf(
  { id, data, conversation }: Payload,
  accountUrl: string | null,
  options: EventOptions,
  lengths: Lengths,
): RelayEvent['conversation'] {
  const associations = objectOf(data['associations']);
  const channel = objectOf(associations['channel']);
  const group = objectOf(associations['group']);
  const agent = objectOf(associations['agent']);
  const text = (name: string): string | null => short(textOf(conversation[name]), lengths.name);
  return {
    id: cut(id, lengths.name),
    status: text('status'),
    url: accountUrl === null ? null : conversationUrl(accountUrl, idOf(conversation['app_id']), id),
    channel: namedBy(idOf(conversation['channel_id']) ?? undefined, channel, textOf(channel['name']), lengths),
    group: namedBy(assigneeOf(conversation['assigned_group_id']), group, textOf(group['name']), lengths),
    agent: namedBy(assigneeOf(conversation['assigned_agent_id']), agent, personName(agent), lengths),
    user: userOf(objectOf(associations['user']), idOf(conversation['user_id']), options, lengths),
    source: text('source'),
    created_at: text('created_time'),
    assigned_at: text('assigned_time'),
    resolved_at: text('resolved_time'),
    reopened_at: text('reopened_time'),
  };
}

/**
 * Who or what the conversation is with now: the id the conversation names (`null`: nobody), with the association's
 * name where it is about the same id; the association alone where the conversation does not say.
 */
function namedBy(
  id: string | null | undefined,
  association: JsonObject,
  name: string | null,
  lengths: Lengths,
): Named | null {
  const associated = idOf(association['id']);
  const current = id === undefined ? associated : id;
  if (current === null) return null;
  const isSame = associated === null || associated === current;
  return { id: cut(current, lengths.name), name: isSame ? short(name, lengths.name) : null };
}

function userOf(user: JsonObject, otherwise: string | null, options: EventOptions, lengths: Lengths): EventUser | null {
  const id = short(idOf(user['id']) ?? otherwise, lengths.name);
  if (!options.personalData) return id === null ? null : { id };
  const name = short(personName(user), lengths.name);
  const email = short(textOf(user['email']), lengths.name);
  const phone = short(idOf(user['phone']), lengths.name);
  return [id, name, email, phone].every((part) => part === null) ? null : { id, name, email, phone };
}

/** Where a conversation opens in the product; a suite account has its own path. */
function conversationUrl(accountUrl: string, appId: string | null, conversationId: string): string | null {
  if (appId === null) return null;
  const app = pathSegment(appId);
  const id = pathSegment(conversationId);
  if (/\.myfreshworks\.com$/.test(accountUrl))
    return `${accountUrl}/crm/messaging/a/${app}/inbox/open/0/conversation/${id}`;
  return `${accountUrl}/a/${app}/open/conversation/${id}`;
}

/** Ids from outside as one segment of a path. */
function pathSegment(id: string): string {
  return encodeURIComponent(cut(id, 80).replace(/[\ud800-\udfff]/gu, '\ufffd'));
}

function toldChange({ field, from, to }: Change, options: EventOptions, lengths: Lengths): Change {
  const side = (value: unknown): unknown =>
    sized(options.personalData ? value : maskChangeSide(field, value), lengths.text);
  return { field: cut(onOneLine(field), lengths.name), from: side(from), to: side(to) };
}

/** A text is cut; anything else that is longer than that as JSON is told as its cut JSON. */
function sized(value: unknown, longest: number): unknown {
  if (typeof value === 'string') return cut(value, longest);
  const json = JSON.stringify(value);
  return json.length <= longest ? value : cut(json, longest);
}

function metricsOf(statistics: JsonObject, lengths: Lengths): Record<string, number> {
  const names = Object.keys(statistics);
  const told = names
    .filter((name) => /^[a-z][a-z_]{0,59}$/.test(name) && isNumber(statistics[name]))
    .slice(0, lengths.metrics);
  // Nearly always all of them: a copy costs more than the look at them.
  return (
    told.length === names.length ? statistics : Object.fromEntries(told.map((name) => [name, statistics[name]]))
  ) as Record<string, number>;
}

function short(text: string | null, longest: number): string | null {
  return text === null ? null : cut(text, longest);
}
