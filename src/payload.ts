/**
 * A product event's payload as it really comes: anything may be missing, null or of another type than documented.
 * Source: app SDK v3.0, module chat_conversation, onConversationCreate and onConversationUpdate.
 */
import { idOf, isObject, objectOf, textOf, type JsonObject } from './json';

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
  region: string | null;
  /** Epoch ms at which the change happened; null where the payload does not say. */
  timestamp: number | null;
  /** Address of the account, `https://host`; null where it is missing or no plain HTTPS host. */
  accountUrl: string | null;
}

/** A payload that has a conversation to speak of: what is looked at first. The rest is read only where there is something to tell. */
export interface Outline {
  /** Id of the conversation. */
  id: string;
  raw: JsonObject;
  /** `data` and `data.conversation` as received. */
  data: JsonObject;
  conversation: JsonObject;
  /** Attribute → what stood there; a well-formed change is `[old, new]`. */
  modelChanges: JsonObject;
}

export type Reading = { outline: Outline } | { problem: string };

/** Looks for the conversation; where there is none to speak of, a sentence says what is missing. */
export function outlineOf(input: unknown): Reading {
  if (!isObject(input)) return { problem: 'The payload is not an object, so there is no conversation to tell about.' };
  const data = input['data'];
  if (!isObject(data)) return { problem: 'The payload has no "data" object, so there is no conversation to tell about.' };
  const conversation = data['conversation'];
  if (!isObject(conversation)) return { problem: 'The payload has no "data.conversation" object, so there is nothing to tell about.' };
  const id = idOf(conversation['conversation_id']);
  if (id === null) return { problem: 'The payload has no "data.conversation.conversation_id", so the conversation cannot be named.' };
  return { outline: { id, raw: input, data, conversation, modelChanges: objectOf(objectOf(data['changes'])['model_changes']) } };
}

/** Reads everything an event tells. */
export function readPayload({ id, raw, data, conversation }: Outline): Payload {
  const associations = objectOf(data['associations']);
  return {
    raw,
    conversation: readConversation(id, conversation),
    actor: readActor(objectOf(data['actor'])),
    agent: readPerson(objectOf(associations['agent'])),
    user: readPerson(objectOf(associations['user'])),
    group: readNamed(objectOf(associations['group'])),
    channel: readNamed(objectOf(associations['channel'])),
    region: textOf(raw['region']),
    timestamp: readTimestamp(raw['timestamp']),
    accountUrl: readAccountUrl(raw),
  };
}

function readConversation(id: string, conversation: JsonObject): Conversation {
  return {
    id,
    appId: idOf(conversation['app_id']),
    status: textOf(conversation['status']),
    source: textOf(conversation['source']),
    channelId: idOf(conversation['channel_id']),
    userId: idOf(conversation['user_id']),
    agentId: readAssignee(conversation['assigned_agent_id']),
    groupId: readAssignee(conversation['assigned_group_id']),
    createdAt: textOf(conversation['created_time']),
    assignedAt: textOf(conversation['assigned_time']),
    resolvedAt: textOf(conversation['resolved_time']),
    reopenedAt: textOf(conversation['reopened_time']),
    statistics: objectOf(conversation['statistics']),
    firstMessage: readFirstMessage(conversation['messages']),
  };
}

function readAssignee(value: unknown): string | null | undefined {
  return value === undefined ? undefined : idOf(value);
}

function readActor(actor: JsonObject): Actor {
  const { id, name, email, phone } = readPerson(actor);
  return { id, name, email, phone, type: textOf(actor['type']), cause: textOf(actor['sub_entity']) };
}

function readPerson(person: JsonObject): Person {
  const [first, last] = [textOf(person['first_name']), textOf(person['last_name'])];
  return {
    id: idOf(person['id']),
    name: first === null || last === null ? (first ?? last ?? textOf(person['name'])) : `${first} ${last}`,
    email: textOf(person['email']),
    phone: idOf(person['phone']),
  };
}

function readNamed(thing: JsonObject): Named {
  return { id: idOf(thing['id']), name: textOf(thing['name']) };
}

function readFirstMessage(messages: unknown): string | null {
  const first: unknown = Array.isArray(messages) ? messages[0] : undefined;
  const parts = objectOf(first)['message_parts'];
  if (!Array.isArray(parts)) return null;
  const texts = parts.map((part: unknown) => textOf(objectOf(objectOf(part)['text'])['content']));
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
  const endpoints = objectOf(objectOf(raw['currentHost'])['endpoint_urls']);
  const address = textOf(endpoints['freshchat']) ?? textOf(raw['domain']);
  const host = address === null ? null : /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/?$/i.exec(address);
  return host?.[1] === undefined ? null : `https://${host[1].toLowerCase()}`;
}
