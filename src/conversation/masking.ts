/**
 * The payload as it may be logged with personal data left out: names of customers, emails, phones, avatars,
 * message text and property values are masked; agents, groups and channels keep their names. What this app
 * does not know is masked unless its key says it is harmless, so that a new attribute leaks nothing.
 */
import { isList, isObject, type JsonObject } from '../lib/json';
import {
  HARMLESS_KEY,
  HARMLESS_KEYS,
  hosts,
  isContact,
  isPublic,
  isStaff,
  type Keep,
  MASK,
  maskChangeSide,
  names,
  nothing,
  PERSONAL_KEY,
  words,
} from './personal';

const MAX_DEPTH = 40;
/** Looked up once: a sandbox answers for its globals slowly, and these are asked of every value in a payload. */
const { create: createObject, keys } = Object;

/** No payload of the platform's 256 KB has as many values; only a value that holds itself does. */
const MOST_VALUES = 300_000;
/** Values that may still be copied; masking never waits, so one count serves. */
let valuesLeft = 0;

/** A copy of the payload without settings of any kind and with personal data masked. Never throws; the input stays as it is. */
export function maskPayload(payload: unknown): unknown {
  valuesLeft = MOST_VALUES;
  if (!isObject(payload)) return maskValue('', payload, nothing, 0);
  return mapObject(payload, (key, value) => maskTopLevel(key, value));
}

/** The settings hold the admin's secrets, and `app_settings` the developer's. */
function maskTopLevel(key: string, value: unknown): unknown {
  if (key === 'iparams' || key === 'app_settings') return undefined;
  if (key === 'data') return isObject(value) ? mapObject(value, maskData) : maskValue(key, value, nothing, 0);
  return maskValue(key, value, key === 'currentHost' ? hosts : nothing, 0);
}

function maskData(key: string, value: unknown): unknown {
  const part = isObject(value) ? MASKED_PARTS.get(key) : undefined;
  return part === undefined ? maskValue(key, value, nothing, 0) : part(value as JsonObject);
}

/** The parts of `data` that are not masked alike throughout. */
const MASKED_PARTS: ReadonlyMap<string, (part: JsonObject) => unknown> = new Map([
  ['conversation', (conversation: JsonObject) => mapObject(conversation, maskConversation)],
  ['actor', (actor: JsonObject) => maskValue('actor', actor, isStaff(actor['type']) ? names : nothing, 0)],
  ['associations', (associations: JsonObject) => mapObject(associations, maskAssociation)],
  ['changes', (changes: JsonObject) => mapObject(changes, maskChanges)],
]);

/** Messages are told by their number alone: they can make up nearly all of a payload, and nearly all of them is a person's. */
function maskConversation(key: string, value: unknown): unknown {
  if (
    key === 'statistics' &&
    isObject(value) &&
    Object.values(value).every((seconds) => typeof seconds !== 'string' && typeof seconds !== 'object')
  )
    return value;
  return key === 'messages' && isList(value) ? `[${value.length} messages left out]` : maskValue(key, value, words, 0);
}

/** The account's own; an association that came later may be a person outside it. */
const OWN_ASSOCIATION = /^(?:agent|channel|group|label_category|label_subcategory)$/;

function maskAssociation(key: string, value: unknown): unknown {
  return maskValue(key, value, OWN_ASSOCIATION.test(key) ? names : nothing, 0);
}

/** In `model_changes` a key names what changed and its value holds both sides. */
function maskChanges(key: string, value: unknown): unknown {
  if (key !== 'model_changes' || !isObject(value)) return maskValue(key, value, nothing, 0);
  return mapObject(value, (field, tuple) =>
    isList(tuple) ? tuple.map((side) => maskChangeSide(field, side)) : maskValue(field, tuple, nothing, 0),
  );
}

function maskValue(key: string, value: unknown, keep: Keep, depth: number): unknown {
  if (typeof value === 'string') return isPublic(key, value, keep) ? value : MASK;
  if (typeof value !== 'object' || value === null) return maskPlain(key, value);
  valuesLeft -= 1;
  return depth >= MAX_DEPTH || valuesLeft < 0
    ? MASK
    : maskInside(key, value as JsonObject | readonly unknown[], keepBelow(key, keep), depth + 1);
}

/** A phone number may come as a number; null and flags say nothing of a person. */
function maskPlain(key: string, value: unknown): unknown {
  if (typeof value !== 'number' || HARMLESS_KEYS.has(key)) return value;
  return PERSONAL_KEY.test(key) || (isContact(`${value}`) && !HARMLESS_KEY.test(key)) ? MASK : value;
}

function maskInside(key: string, value: JsonObject | readonly unknown[], keep: Keep, depth: number): unknown {
  if (isList(value)) return value.map((item) => maskValue(key, item, keep, depth));
  if (PERSONAL_KEY.test(key)) return MASK;
  return key === 'properties' ? maskProperties(value) : maskEach(value, keep, depth);
}

/** Most of a payload passes here: a loop of its own saves a call a value. */
function maskEach(object: JsonObject, keep: Keep, depth: number): JsonObject {
  const copy = empty();
  for (const key of keys(object)) copy[maskKey(key)] = maskValue(key, object[key], keep, depth);
  return copy;
}

/** In `{ name, value }` the name says what the value is about; in any other shape the keys do. Every value is the customer's. */
function maskProperties(properties: JsonObject): unknown {
  const listed = properties['name'] !== undefined && properties['value'] !== undefined;
  return mapObject(properties, (key, value) =>
    value === null || (listed && isPropertyName(key, value)) ? value : MASK,
  );
}

function isPropertyName(key: string, value: unknown): boolean {
  return key === 'name' && typeof value === 'string' && !isContact(value);
}

/** What a customer wrote and the customer's own record keep nothing, wherever they are nested. */
function keepBelow(key: string, keep: Keep): Keep {
  return key === 'messages' || key === 'message_parts' || key === 'user' || key === 'properties' ? nothing : keep;
}

/** A key from outside may be somebody's address or number itself. */
function maskKey(key: string): string {
  return HARMLESS_KEYS.has(key) || !isContact(key) ? key : MASK;
}

/** Without prototype, so that a key such as `__proto__` is a key like any other. */
function empty(): Record<string, unknown> {
  return createObject(null) as Record<string, unknown>;
}

/** A copy; `undefined` leaves a key out. */
function mapObject(object: JsonObject, map: (key: string, value: unknown) => unknown): JsonObject {
  const copy = empty();
  for (const key of keys(object)) {
    const value = map(key, object[key]);
    if (value !== undefined) copy[maskKey(key)] = value;
  }
  return copy;
}
