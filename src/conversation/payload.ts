/**
 * A product event's payload as it really comes: anything may be missing, null or of another type than documented.
 * Source: app SDK v3.0, module chat_conversation, onConversationCreate and onConversationUpdate.
 */
import { bounded, idOf, isList, isObject, objectOf, own, textOf, type JsonObject } from '../lib/json';
import { MAX_HOST } from '../lib/text';
import { instantOf } from '../lib/time';

export interface Named {
  id: string | null;
  name: string | null;
}

/** A payload that has a conversation to speak of; all but `id` as received. */
export interface Payload {
  /** Id of the conversation. */
  id: string;
  raw: JsonObject;
  /** `data` and `data.conversation`. */
  data: JsonObject;
  conversation: JsonObject;
  /** Attribute → what stood there; a well-formed change is `[old, new]`. */
  modelChanges: JsonObject;
}

export type Reading = { payload: Payload } | { problem: string };

/** Looks for the conversation; where there is none to speak of, a sentence says what is missing. */
export function readPayload(input: unknown): Reading {
  if (!isObject(input)) return { problem: 'The payload is not an object, so there is no conversation to tell about.' };
  const data = input['data'];
  if (!isObject(data))
    return { problem: 'The payload has no "data" object, so there is no conversation to tell about.' };
  const conversation = data['conversation'];
  if (!isObject(conversation))
    return { problem: 'The payload has no "data.conversation" object, so there is nothing to tell about.' };
  const id = idOf(conversation['conversation_id']);
  if (id === null)
    return { problem: 'The payload has no "data.conversation.conversation_id", so the conversation cannot be named.' };
  return {
    payload: {
      id,
      raw: input,
      data,
      conversation,
      modelChanges: changesIn(objectOf(data['changes'])['model_changes']),
    },
  };
}

/** Sides that hold lists or objects are copied as deep as JSON can write them; nearly every payload has none. */
function changesIn(value: unknown): JsonObject {
  const changes = objectOf(value);
  if (!Object.values(changes).some(isNested)) return changes;
  return Object.fromEntries(Object.entries(changes).map(([field, tuple]) => [field, bounded(tuple)]));
}

function isNested(tuple: unknown): boolean {
  const isOfParts = typeof tuple === 'object' && tuple !== null;
  return isOfParts && Object.values(tuple).some((side) => typeof side === 'object' && side !== null);
}

/** An assignee's id: `undefined` where the payload does not say, `null` where nobody is assigned. */
export function assigneeOf(value: unknown): string | null | undefined {
  return value === undefined ? undefined : idOf(value);
}

/** First and last name of an actor, agent or user, or `name` where there is only that. */
export function personName(person: JsonObject): string | null {
  const first = textOf(person['first_name']);
  const last = textOf(person['last_name']);
  return first === null || last === null ? (first ?? last ?? textOf(person['name'])) : `${first} ${last}`;
}

/** What the customer wrote first, by `conversation.messages`: a greeting of a bot or a picture may stand before it. */
export function firstMessageOf(messages: unknown): string | null {
  if (!isList(messages)) return null;
  const written = messages
    .map(objectOf)
    .filter(({ actor_type: by }) => by === undefined || by === null || by === 'user');
  return written.map(messageText).find((text) => text !== null) ?? null;
}

function messageText({ message_parts: parts }: JsonObject): string | null {
  if (!isList(parts)) return null;
  const texts = parts.map((part) => textOf(objectOf(objectOf(part)['text'])['content']));
  return textOf(texts.filter((text) => text !== null).join('\n'));
}

/** Epoch ms at which the change happened; null where the payload does not say. */
export function momentOf({ raw }: Payload): number | null {
  return instantOf(raw['timestamp']);
}

/**
 * An attribute of the conversation as it is after the change: some payloads still hold the old agent and group beside
 * changes that say they are gone.
 */
export function currentOf(payload: Payload, attribute: string): unknown {
  const tuple = own(payload.modelChanges, attribute);
  return isList(tuple) && tuple.length === 2 ? tuple[1] : payload.conversation[attribute];
}

/**
 * Address of the account, `https://host`; null where it is missing or no plain HTTPS host. Older payloads carry `domain`
 * in place of `currentHost`.
 */
export function accountUrlOf({ raw }: Payload): string | null {
  const endpoints = objectOf(objectOf(raw['currentHost'])['endpoint_urls']);
  const address = textOf(endpoints['freshchat']) ?? textOf(raw['domain']);
  const host = address === null ? null : /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/?$/i.exec(address);
  return host?.[1] === undefined || host[1].length > MAX_HOST ? null : `https://${host[1].toLowerCase()}`;
}
