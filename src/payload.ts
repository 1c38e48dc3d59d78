/**
 * A product event's payload as it really comes: anything may be missing, null or of another type than documented.
 * Source: app SDK v3.0, module chat_conversation, onConversationCreate and onConversationUpdate.
 */
import { idOf, isObject, objectOf, own, textOf, type JsonObject } from './json';

export interface Person {
  id: string | null;
  /** First and last name, or `name` where there is only that. */
  name: string | null;
  email: string | null;
  phone: string | null;
}

export interface Actor extends Person {
  /** `user`, `agent`, `bot`, `system`, or one that came later. */
  type: string | null;
  /** What acted, where the actor is the system: `intelliassign`, `auto_resolve`, … */
  cause: string | null;
}

export interface Named {
  id: string | null;
  name: string | null;
}

export interface Conversation {
  id: string;
  appId: string | null;
  status: string | null;
  source: string | null;
  channelId: string | null;
  userId: string | null;
  /** `undefined`: the payload does not say; `null`: nobody is assigned. */
  agentId: string | null | undefined;
  groupId: string | null | undefined;
  createdAt: string | null;
  assignedAt: string | null;
  resolvedAt: string | null;
  reopenedAt: string | null;
  /** In seconds; only those that are numbers. */
  statistics: JsonObject;
  /** What the customer wrote first, where the payload has it. */
  firstMessage: string | null;
}

export interface Payload {
  /** As received, with everything this reader does not know. */
  raw: JsonObject;
  conversation: Conversation;
  actor: Actor;
  agent: Person;
  user: Person;
  group: Named;
  channel: Named;
  /** Attribute → what stood there; a well-formed change is `[old, new]`. */
  modelChanges: JsonObject;
  region: string | null;
  /** Epoch ms at which the change happened; null where the payload does not say. */
  timestamp: number | null;
  /** Address of the account, `https://host`; null where it is missing or no plain HTTPS host. */
  accountUrl: string | null;
}

export type Reading = { payload: Payload } | { problem: string };

/** Reads a payload; where there is no conversation to speak of, a sentence says what is missing. */
export function readPayload(input: unknown): Reading {
  if (!isObject(input)) return { problem: 'The payload is not an object, so there is no conversation to tell about.' };
  const data = own(input, 'data');
  if (!isObject(data)) return { problem: 'The payload has no "data" object, so there is no conversation to tell about.' };
  const conversation = own(data, 'conversation');
  if (!isObject(conversation)) return { problem: 'The payload has no "data.conversation" object, so there is nothing to tell about.' };
  const id = idOf(own(conversation, 'conversation_id'));
  if (id === null) return { problem: 'The payload has no "data.conversation.conversation_id", so the conversation cannot be named.' };
  return { payload: readParts(input, data, readConversation(id, conversation)) };
}

function readParts(raw: JsonObject, data: JsonObject, conversation: Conversation): Payload {
  const associations = objectOf(own(data, 'associations'));
  return {
    raw,
    conversation,
    actor: readActor(objectOf(own(data, 'actor'))),
    agent: readPerson(objectOf(own(associations, 'agent'))),
    user: readPerson(objectOf(own(associations, 'user'))),
    group: readNamed(objectOf(own(associations, 'group'))),
    channel: readNamed(objectOf(own(associations, 'channel'))),
    modelChanges: objectOf(own(objectOf(own(data, 'changes')), 'model_changes')),
    region: textOf(own(raw, 'region')),
    timestamp: readTimestamp(own(raw, 'timestamp')),
    accountUrl: readAccountUrl(raw),
  };
}

function readConversation(id: string, conversation: JsonObject): Conversation {
  const text = (key: string): string | null => textOf(own(conversation, key));
  return {
    id,
    appId: idOf(own(conversation, 'app_id')),
    status: text('status'),
    source: text('source'),
    channelId: idOf(own(conversation, 'channel_id')),
    userId: idOf(own(conversation, 'user_id')),
    agentId: readAssignee(conversation, 'assigned_agent_id'),
    groupId: readAssignee(conversation, 'assigned_group_id'),
    createdAt: text('created_time'),
    assignedAt: text('assigned_time'),
    resolvedAt: text('resolved_time'),
    reopenedAt: text('reopened_time'),
    statistics: objectOf(own(conversation, 'statistics')),
    firstMessage: readFirstMessage(own(conversation, 'messages')),
  };
}

function readAssignee(conversation: JsonObject, key: string): string | null | undefined {
  const value = own(conversation, key);
  return value === undefined ? undefined : idOf(value);
}

function readActor(actor: JsonObject): Actor {
  return { ...readPerson(actor), type: textOf(own(actor, 'type')), cause: textOf(own(actor, 'sub_entity')) };
}

function readPerson(person: JsonObject): Person {
  const names = [textOf(own(person, 'first_name')), textOf(own(person, 'last_name'))].filter((name) => name !== null);
  return {
    id: idOf(own(person, 'id')),
    name: names.length > 0 ? names.join(' ') : textOf(own(person, 'name')),
    email: textOf(own(person, 'email')),
    phone: idOf(own(person, 'phone')),
  };
}

function readNamed(thing: JsonObject): Named {
  return { id: idOf(own(thing, 'id')), name: textOf(own(thing, 'name')) };
}

function readFirstMessage(messages: unknown): string | null {
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined;
  const parts = own(objectOf(first), 'message_parts');
  if (!Array.isArray(parts)) return null;
  const texts = parts.map((part: unknown) => textOf(own(objectOf(own(objectOf(part), 'text')), 'content')));
  return textOf(texts.filter((text) => text !== null).join('\n'));
}

/** The last moment a Date can hold; beyond it `toISOString` throws. */
const MAX_TIME = 8.64e15;

function readTimestamp(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && number > 0 && number <= MAX_TIME ? number : null;
}

/** Older payloads carry `domain` in place of `currentHost`. */
function readAccountUrl(raw: JsonObject): string | null {
  const endpoints = objectOf(own(objectOf(own(raw, 'currentHost')), 'endpoint_urls'));
  const address = textOf(own(endpoints, 'freshchat')) ?? textOf(own(raw, 'domain'));
  const host = address === null ? null : /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/?$/i.exec(address);
  return host?.[1] === undefined ? null : `https://${host[1].toLowerCase()}`;
}
