/**
 * The payload as it may be logged with personal data left out: names of customers, emails, phones, avatars,
 * message text and property values are masked; agents, groups and channels keep their names. What this app
 * does not know is masked unless its key says it is harmless, so that a new attribute leaks nothing.
 */
import { isList, isObject, type JsonObject } from '../lib/json';

export const MASK = '[left out]';
const MAX_DEPTH = 40;
/** Looked up once: a sandbox answers for its globals slowly, and these are asked of every value in a payload. */
const { create: createObject, keys } = Object;

/** Keys whose text is an identifier, a time or one of the platform's own words, wherever they stand: no free text. */
const HARMLESS_KEY =
  /(?:^|_)(?:id|ids|time|type|status|source|locale|event|region|version|timestamp|entity|tier)$|^subscribed_modules$/;
/** Keys whose text is an address of the account. */
const HOST_KEY = /^(?:domain|freshchat)$/;
/** Keys whose text may be several words, and which an account may name as it likes. */
const WORD_KEY = /^(?:status|priority)$/;
/** The documented keys of that sort: nearly every key of a payload, and found faster than by its form. */
const HARMLESS_KEYS: ReadonlySet<string> = new Set([
  'id',
  'type',
  'source',
  'locale',
  'event',
  'region',
  'version',
  'timestamp',
  'sub_entity',
  'app_id',
  'account_id',
  'conversation_id',
  'channel_id',
  'user_id',
  'assigned_agent_id',
  'assigned_group_id',
  'org_actor_id',
  'org_contact_id',
  'created_time',
  'updated_time',
  'assigned_time',
  'group_assigned_time',
  'first_agent_assigned_time',
  'first_group_assigned_time',
  'resolved_time',
  'reopened_time',
  'label_category_id',
  'label_subcategory_id',
]);
/** Keys that are personal whatever their type, wherever they stand. */
const PERSONAL_KEY =
  /e?mail|phone|mobile|avatar|external_id|reference_id|national|passport|address|password|secret|token/i;
/** Names of what is the account's own. */
const OWN_NAME = /(?:policy|channel|group|agent)_name$/;
const NAME_KEY = /^(?:first_name|last_name|name|display_name)$/;
/** Seven digits or more of any script with little but punctuation between them count as a telephone number. */
const EMAIL_OR_PHONE = /[^\s@]@[^\s@]|(?:\p{Nd}[\s()./·\-\u2010-\u2015\u2212]{0,3}){7}/u;
const TIME = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]{5,16} ?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
/** One word without a space: an id, a UUID, one of the platform's words. */
const MACHINE_WORD = /^(?!(?:tel|sms|callto|mailto|whatsapp):)[\w.:-]{1,120}$/i;
const HOST = /^(?:https:\/\/)?[\w.-]{1,253}\/?$/i;
const LONGEST_WORDS = 60;

/** How a part of the payload is treated: which texts it may keep besides the harmless keys'. */
type Keep = (key: string, text: string) => boolean;

const nothing: Keep = () => false;
const hosts: Keep = (...[, text]) => HOST.test(text);
const names: Keep = (key, text) => NAME_KEY.test(key) && !isContact(text);
const words: Keep = (key, text) => OWN_NAME.test(key) && !isContact(text);
/** Attributes that may hold what a person wrote, or say something of one. */
const ABOUT_A_PERSON =
  /user|customer|contact|alias|company|city|whatsapp|custom|^cf_|propert|message|reply|content|text|comment|description|summary|subject|title|note/i;

/** Fullwidth signs and digits count as the plain ones. */
function isContact(text: string): boolean {
  return EMAIL_OR_PHONE.test(text.normalize('NFKC'));
}

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

/** Agents and bots are the account's own; anyone else, a type that came later included, may be a customer. */
export function isStaff(type: unknown): boolean {
  return type === 'agent' || type === 'bot';
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

/** One side of a changed attribute, also as the webhook tells it: the platform's words, numbers and flags stay, anything else may be personal. */
export function maskChangeSide(field: string, side: unknown): unknown {
  if (side === null || typeof side === 'boolean') return side;
  return isPersonalField(field) || !isPlainSide(field, side) ? MASK : side;
}

/** A name stays where it is a policy's, a group's or an agent's; a bare one may be the customer's. */
function isPersonalField(field: string): boolean {
  return PERSONAL_KEY.test(field) || NAME_KEY.test(field) || (!isPlatformField(field) && ABOUT_A_PERSON.test(field));
}

function isPlatformField(field: string): boolean {
  return WORD_KEY.test(field) || HARMLESS_KEY.test(field) || OWN_NAME.test(field);
}

/** A number under one of the platform's attributes is the platform's. */
function isPlainSide(field: string, side: unknown): boolean {
  if (typeof side === 'number' && isPlatformField(field)) return true;
  const text = typeof side === 'number' ? `${side}` : side;
  return typeof text === 'string' && text.length <= LONGEST_WORDS && isPlainText(field, text);
}

/** Under an attribute this app does not know, a single word is the platform's; a sentence or a long number may be a person's. */
function isPlainText(field: string, text: string): boolean {
  if (HARMLESS_KEY.test(field) && !WORD_KEY.test(field)) return isMachineMade(text);
  return !isContact(text) && (isPlatformField(field) || !/\s/.test(text));
}

function isWords(text: string): boolean {
  return text.length <= LONGEST_WORDS && !isContact(text);
}

function maskValue(key: string, value: unknown, keep: Keep, depth: number): unknown {
  if (typeof value === 'string') return isPublic(key, value, keep) ? value : MASK;
  if (typeof value !== 'object' || value === null) return maskPlain(key, value, keep);
  valuesLeft -= 1;
  return depth >= MAX_DEPTH || valuesLeft < 0
    ? MASK
    : maskInside(key, value as JsonObject | readonly unknown[], keepBelow(key, keep), depth + 1);
}

/** A phone number may come as a number; null and flags say nothing of a person. */
function maskPlain(key: string, value: unknown, keep: Keep): unknown {
  if (typeof value !== 'number' || HARMLESS_KEYS.has(key)) return value;
  const isPersonal = PERSONAL_KEY.test(key) || (keep === nothing && isContact(`${value}`) && !HARMLESS_KEY.test(key));
  return isPersonal ? MASK : value;
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

function isPublic(key: string, text: string, keep: Keep): boolean {
  if (HARMLESS_KEYS.has(key)) return text === '' || isMachineMade(text);
  if (text === '') return true;
  if (PERSONAL_KEY.test(key)) return false;
  if (WORD_KEY.test(key)) return isWords(text);
  return isPublicByForm(key, text, keep);
}

function isPublicByForm(key: string, text: string, keep: Keep): boolean {
  if (HARMLESS_KEY.test(key)) return isMachineMade(text);
  return HOST_KEY.test(key) ? HOST.test(text) : keep(key, text);
}

/** Long digits, UUIDs and times look like phone numbers; under a harmless key they are none. */
function isMachineMade(text: string): boolean {
  return MACHINE_WORD.test(text) || TIME.test(text);
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
