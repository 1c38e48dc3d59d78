/** The part of an event that says how the conversation stands after the change, read from one payload. */
import { idOf, objectOf, textOf, type JsonObject } from '../lib/json';
import { utcOf } from '../lib/time';
import { cut } from '../lib/text';
import { assigneeOf, currentOf, personName, type Named, type Payload } from '../conversation/payload';
import { changeOf } from '../conversation/transitions';
import type { EventConversation, EventUser } from './event';
import type { Lengths } from './lengths';

/** How the conversation stands; `accountUrl` is `https://host`, null for an event without links. */
export function conversationOf(
  payload: Payload,
  accountUrl: string | null,
  personalData: boolean,
  lengths: Lengths,
): EventConversation {
  const { id, data } = payload;
  const associations = objectOf(data['associations']);
  const now = (attribute: string): unknown => currentOf(payload, attribute);
  const text = (attribute: string): string | null => short(textOf(now(attribute)), lengths.name);
  return {
    id: cut(id, lengths.name),
    ref: refOf(id),
    status: text('status'),
    url: accountUrl === null ? null : conversationUrl(accountUrl, payload),
    channel: namedBy(idOf(now('channel_id')) ?? undefined, payload, 'channel', lengths),
    group: namedBy(assigneeOf(now('assigned_group_id')), payload, 'group', lengths),
    agent: namedBy(assigneeOf(now('assigned_agent_id')), payload, 'agent', lengths),
    user: userOf(objectOf(associations['user']), idOf(now('user_id')), personalData, lengths),
    labels: {
      category: short(labelName(payload, 'label_category'), lengths.name),
      subcategory: short(labelName(payload, 'label_subcategory'), lengths.name),
    },
    priority: short(priorityOf(payload), lengths.name),
    source: text('source'),
    created_at: utcOf(now('created_time')),
    assigned_at: utcOf(now('assigned_time')),
    resolved_at: utcOf(now('resolved_time')),
    reopened_at: utcOf(now('reopened_time')),
  };
}

/** The short name people see: `#` and the first four letters or digits of the id. */
function refOf(id: string): string {
  return `#${Array.from(id.toLowerCase())
    .filter((character) => /[\p{L}\p{N}]/u.test(character))
    .slice(0, 4)
    .join('')}`;
}

type Kind = 'channel' | 'group' | 'agent';

/**
 * Who or what the conversation is with now: the id it names (`null`: nobody), with the name the payload has for that id;
 * the association alone where the conversation does not say.
 */
function namedBy(id: string | null | undefined, payload: Payload, kind: Kind, lengths: Lengths): Named | null {
  const current = id === undefined ? idOf(associationOf(payload, kind)['id']) : id;
  return current === null
    ? null
    : { id: cut(current, lengths.name), name: short(nameIn(payload, kind, current), lengths.name) };
}

function associationOf({ data }: Payload, kind: string): JsonObject {
  return objectOf(objectOf(data['associations'])[kind]);
}

/** The name the payload holds for an id, by the association about it or, for an agent, by who acted; null where it holds none. */
export function nameIn(payload: Payload, kind: Kind, id: string): string | null {
  const association = associationOf(payload, kind);
  const associated = idOf(association['id']);
  if (associated === null || associated === id) return personName(association);
  const actor = objectOf(payload.data['actor']);
  return kind === 'agent' && actor['type'] === 'agent' && idOf(actor['id']) === id ? personName(actor) : null;
}

/** An association may still be about the label that was taken off. */
function labelName(payload: Payload, kind: 'label_category' | 'label_subcategory'): string | null {
  const association = associationOf(payload, kind);
  const current = assigneeOf(currentOf(payload, `${kind}_id`));
  const associated = idOf(association['id']);
  if (current === null) return null;
  return current === undefined || associated === null || associated === current ? textOf(association['name']) : null;
}

/** Where the payload has no `priority` of its own it stands among the properties, also after it was cleared. */
function priorityOf(payload: Payload): string | null {
  const isCleared = changeOf('priority', payload.modelChanges)?.to === null;
  const otherwise = isCleared ? null : objectOf(payload.conversation['properties'])['priority'];
  return idOf(currentOf(payload, 'priority')) ?? idOf(otherwise);
}

function userOf(user: JsonObject, otherwise: string | null, personalData: boolean, lengths: Lengths): EventUser | null {
  const id = short(idOf(user['id']) ?? otherwise, lengths.name);
  if (!personalData) return id === null ? null : { id };
  const name = short(personName(user), lengths.name);
  const email = short(textOf(user['email']), lengths.name);
  const phone = short(idOf(user['phone']), lengths.name);
  return [id, name, email, phone].every((part) => part === null) ? null : { id, name, email, phone };
}

/** Where a conversation opens in the product; a suite account has its own path, and names conversations by their internal id. */
function conversationUrl(accountUrl: string, { id, data, conversation }: Payload): string | null {
  const appId = idOf(conversation['app_id']);
  if (appId === null) return null;
  const app = pathSegment(appId);
  if (!/\.myfreshworks\.com$/.test(accountUrl)) return `${accountUrl}/a/${app}/open/conversation/${pathSegment(id)}`;
  const internalId = idOf(conversation['conversation_internal_id']) ?? idOf(data['conversation_internal_id']);
  return `${accountUrl}/crm/messaging/a/${app}/inbox/open/0/conversation/${pathSegment(internalId ?? id)}`;
}

/** Ids from outside as one segment of a path. */
function pathSegment(id: string): string {
  return encodeURIComponent(cut(id, 80).replace(/[\ud800-\udfff]/gu, '\ufffd'));
}

export function short(text: string | null, longest: number): string | null {
  return text === null ? null : cut(text, longest);
}
