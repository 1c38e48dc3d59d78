const standardwebhooks = require('standardwebhooks');

// -------------------- src/lib/json.ts --------------------

const EMPTY = Object.freeze({});
/** Looked up once: a sandbox answers for its globals slowly, and these are asked of every value in a payload. */
const { isArray } = Array;
const { prototype } = Object;
const { isFinite: isFiniteNumber } = Number;

/** Duck-typed on purpose: values may come from another realm, where `instanceof` does not hold. */
function isObject(value) {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/** Arrays hold across realms, too. */
function isList(value) {
  return isArray(value);
}

/** A finite number: JSON writes any other as null. */
function isNumber(value) {
  return typeof value === 'number' && isFiniteNumber(value);
}

/** The value where it is an object, an empty one otherwise. */
function objectOf(value) {
  return isObject(value) ? value : EMPTY;
}

/** The own property only, so that a key such as `constructor` never reaches a prototype. */
function own(object, key) {
  return prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
}

/** A string with something in it, trimmed; null otherwise. */
function textOf(value) {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
}

/** An identifier: a non-blank string, or a finite number as a string; null otherwise. */
function idOf(value) {
  return isNumber(value) ? `${value}` : textOf(value);
}

/** Bytes of the text in UTF-8, which is what the platform's size limits count. A lone surrogate counts as 2. */
function utf8Bytes(text) {
  // One native pass takes out what is plain ASCII, nearly always nearly all: a loop over it costs more than the request.
  const wide = text.replace(/[ -~]+/g, '');
  let bytes = text.length;
  for (let i = 0; i < wide.length; i += 1) {
    const code = wide.charCodeAt(i);
    if (code > 0x7f) bytes += extraBytes(code);
  }
  return bytes;
}

/** What a UTF-16 unit above ASCII takes beyond one byte; the two units of a pair make 4 bytes together. */
function extraBytes(code) {
  return code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
}

/**
 * One line, whatever the value holds: JSON leaves the Unicode line ends raw, and some log viewers break on them; marks that
 * change the direction of writing would let a name reorder the line around it.
 */
function oneLine(value) {
  const json = JSON.stringify(value);
  return (json ?? 'null').replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * JSON in which neither `<%` nor `${` stands, whatever the value holds: the platform may run a template engine over what
 * is sent, and would put settings in their place. A reader of the JSON sees the same value.
 */
function jsonText(value) {
  return JSON.stringify(value)
    .replace(/<(?=%)/g, '\\u003c')
    .replace(/\$(?=\{)/g, '\\u0024');
}

/** Bytes of a text as it stands escaped inside another JSON text, which is how the platform may count a body. */
function escapedBytes(text) {
  return utf8Bytes(JSON.stringify(text));
}

const MOST_LEVELS = 40;
const MOST_PARTS = 20000;

/**
 * A copy that JSON can write, however deep a value from outside is, and also where it holds itself: what lies deeper than
 * forty levels, or behind the first twenty thousand parts, is null.
 */
function bounded(value) {
  let left = MOST_PARTS;
  const copy = (part, level) => {
    if (typeof part !== 'object' || part === null) return part;
    left -= 1;
    if (level > MOST_LEVELS || left < 0) return null;
    if (isList(part)) return part.map((each) => copy(each, level + 1));
    return Object.fromEntries(Object.keys(part).map((key) => [key, copy(part[key], level + 1)]));
  };
  return copy(value, 0);
}

// -------------------- src/handlers/answer-page.ts --------------------
/** How a function that the settings page calls answers it: exactly once, whatever happens. */

/** Passes what `work` resolves to on to the page; a fault of our own becomes a sentence there, and its kind is logged. */
async function answerPage(name, work) {
  const { error, data } = await resultOf(name, work);
  renderData(error, data);
}

async function resultOf(name, work) {
  try {
    return { error: null, data: await work() };
  } catch (fault) {
    const message = `The app failed with ${faultName(fault)}. Please report it.`;
    console.error(oneLine({ function: name, problem: message }));
    return { error: { status: 500, message } };
  }
}

/** The kind of a fault; its text could hold anything. */
function faultName(fault) {
  return fault instanceof Error ? fault.name : typeof fault;
}

// -------------------- src/conversation/personal.ts --------------------
/** What of a payload may be personal, by its key and its text. */

const MASK = '[left out]';

/** Keys whose text is an identifier, a time or one of the platform's own words, wherever they stand: no free text. */
const HARMLESS_KEY = /(?:^|_)(?:id|ids|time|type|status|source|locale|event|region|version|timestamp|entity|tier)$/;
/** Keys whose text is an address of the account. */
const HOST_KEY = /^(?:domain|freshchat)$/;
/** Keys whose text may be several words, and which an account may name as it likes. */
const WORD_KEY = /^(?:status|priority)$/;
/** The documented keys of that sort: nearly every key of a payload, and found faster than by its form. */
const HARMLESS_KEYS = new Set([
  'id',
  'type',
  'source',
  'locale',
  'event',
  'region',
  'version',
  'timestamp',
  'sub_entity',
  'sub_type',
  'subscribed_modules',
  'actor_source',
  'response_due_type',
  'resolution_due_type',
  'assigned_org_agent_id',
  'assigned_org_group_id',
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
/** What no person writes of another: something with a digit in it, or a word in capitals. */
const CODE = /\d|^[A-Z][A-Z_]*$/;
const HOST = /^(?:https:\/\/)?[\w.-]{1,253}\/?$/i;
const LONGEST_WORDS = 60;

const nothing = () => false;
const hosts = (...[, text]) => HOST.test(text);
const names = (key, text) => NAME_KEY.test(key) && !isContact(text);
const words = (key, text) => OWN_NAME.test(key) && !isContact(text);
/** Attributes that may say something of a person, or hold what one wrote. */
const ABOUT_A_PERSON =
  /user|customer|contact|person|requester|name|alias|company|city|street|postal|zip|birth|gender|whatsapp|custom|^cf_|propert/i;
const WRITTEN = /message|reply|content|text|comment|description|summary|subject|topic|title|note/i;

/** Fullwidth signs and digits count as the plain ones. */
function isContact(text) {
  return EMAIL_OR_PHONE.test(text.normalize('NFKC'));
}

/** Agents and bots are the account's own; anyone else, a type that came later included, may be a customer. */
function isStaff(type) {
  return type === 'agent' || type === 'bot';
}

/** One side of a changed attribute, also as the webhook tells it: the platform's words, numbers and flags stay, anything else may be personal. */
function maskChangeSide(field, side) {
  if (side === null || typeof side === 'boolean') return side;
  return isPersonalField(field) || !isPlainSide(field, side) ? MASK : side;
}

/** A name stays where it is a policy's, a group's or an agent's; a bare one may be the customer's. */
function isPersonalField(field) {
  if (PERSONAL_KEY.test(field) || NAME_KEY.test(field)) return true;
  return !isPlatformField(field) && (ABOUT_A_PERSON.test(field) || WRITTEN.test(field));
}

function isPlatformField(field) {
  return WORD_KEY.test(field) || HARMLESS_KEY.test(field) || OWN_NAME.test(field);
}

/** A number under one of the platform's attributes is the platform's. */
function isPlainSide(field, side) {
  if (typeof side === 'number' && isPlatformField(field)) return true;
  const text = typeof side === 'number' ? `${side}` : side;
  return typeof text === 'string' && text.length <= LONGEST_WORDS && isPlainText(field, text);
}

/** Under an attribute this app does not know, a single word is the platform's; a sentence or a long number may be a person's. */
function isPlainText(field, text) {
  if (HARMLESS_KEY.test(field) && !WORD_KEY.test(field)) return isMachineMade(text);
  return !isContact(text) && (isPlatformField(field) || !/\s/.test(text));
}

function isWords(text) {
  return text.length <= LONGEST_WORDS && !isContact(text);
}

function isPublic(key, text, keep) {
  if (HARMLESS_KEYS.has(key)) return text === '' || isMachineMade(text);
  if (text === '') return true;
  if (PERSONAL_KEY.test(key)) return false;
  if (WORD_KEY.test(key)) return isWords(text);
  return isPublicByForm(key, text, keep);
}

/** A key that only looks like one of the platform's is an account's own, and what stands under it may be a name. */
function isPublicByForm(key, text, keep) {
  if (HARMLESS_KEY.test(key)) return isMachineMade(text) && CODE.test(text);
  return HOST_KEY.test(key) ? HOST.test(text) : keep(key, text);
}

/** Long digits, UUIDs and times look like phone numbers; under a harmless key they are none. */
function isMachineMade(text) {
  return MACHINE_WORD.test(text) || TIME.test(text);
}

// -------------------- src/conversation/masking.ts --------------------
/**
 * The payload as it may be logged with personal data left out: names of customers, emails, phones, avatars,
 * message text and property values are masked; agents, groups and channels keep their names. What this app
 * does not know is masked unless its key says it is harmless, so that a new attribute leaks nothing.
 */

const MAX_DEPTH = 40;
/** Looked up once: a sandbox answers for its globals slowly, and these are asked of every value in a payload. */
const { create: createObject, keys } = Object;

/** No payload of the platform's 256 KB has as many values; only a value that holds itself does. */
const MOST_VALUES = 300000;
/** Values that may still be copied; masking never waits, so one count serves. */
let valuesLeft = 0;

/** A copy of the payload without settings of any kind and with personal data masked. Never throws; the input stays as it is. */
function maskPayload(payload) {
  valuesLeft = MOST_VALUES;
  if (!isObject(payload)) return maskValue('', payload, nothing, 0);
  return mapObject(payload, (key, value) => maskTopLevel(key, value));
}

/** The settings hold the admin's secrets, and `app_settings` the developer's. */
function maskTopLevel(key, value) {
  if (key === 'iparams' || key === 'app_settings') return undefined;
  if (key === 'data') return isObject(value) ? mapObject(value, maskData) : maskValue(key, value, nothing, 0);
  return maskValue(key, value, key === 'currentHost' ? hosts : nothing, 0);
}

function maskData(key, value) {
  const part = isObject(value) ? MASKED_PARTS.get(key) : undefined;
  return part === undefined ? maskValue(key, value, nothing, 0) : part(value);
}

/** The parts of `data` that are not masked alike throughout. */
const MASKED_PARTS = new Map([
  ['conversation', (conversation) => mapObject(conversation, maskConversation)],
  ['actor', (actor) => maskValue('actor', actor, isStaff(actor['type']) ? names : nothing, 0)],
  ['associations', (associations) => mapObject(associations, maskAssociation)],
  ['changes', (changes) => mapObject(changes, maskChanges)],
]);

/** Messages are told by their number alone: they can make up nearly all of a payload, and nearly all of them is a person's. */
function maskConversation(key, value) {
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

function maskAssociation(key, value) {
  return maskValue(key, value, OWN_ASSOCIATION.test(key) ? names : nothing, 0);
}

/** In `model_changes` a key names what changed and its value holds both sides. */
function maskChanges(key, value) {
  if (key !== 'model_changes' || !isObject(value)) return maskValue(key, value, nothing, 0);
  return mapObject(value, (field, tuple) =>
    isList(tuple) ? tuple.map((side) => maskChangeSide(field, side)) : maskValue(field, tuple, nothing, 0),
  );
}

function maskValue(key, value, keep, depth) {
  if (typeof value === 'string') return isPublic(key, value, keep) ? value : MASK;
  if (typeof value !== 'object' || value === null) return maskPlain(key, value);
  valuesLeft -= 1;
  return depth >= MAX_DEPTH || valuesLeft < 0 ? MASK : maskInside(key, value, keepBelow(key, keep), depth + 1);
}

/** A phone number may come as a number; null and flags say nothing of a person. */
function maskPlain(key, value) {
  if (typeof value !== 'number' || HARMLESS_KEYS.has(key)) return value;
  return PERSONAL_KEY.test(key) || (isContact(`${value}`) && !HARMLESS_KEY.test(key)) ? MASK : value;
}

function maskInside(key, value, keep, depth) {
  if (isList(value)) return value.map((item) => maskValue(key, item, keep, depth));
  if (PERSONAL_KEY.test(key)) return MASK;
  return key === 'properties' ? maskProperties(value) : maskEach(value, keep, depth);
}

/** Most of a payload passes here: a loop of its own saves a call a value. */
function maskEach(object, keep, depth) {
  const copy = empty();
  for (const key of keys(object)) copy[maskKey(key)] = maskValue(key, object[key], keep, depth);
  return copy;
}

/** In `{ name, value }` the name says what the value is about; in any other shape the keys do. Every value is the customer's. */
function maskProperties(properties) {
  const listed = properties['name'] !== undefined && properties['value'] !== undefined;
  return mapObject(properties, (key, value) =>
    value === null || (listed && isPropertyName(key, value)) ? value : MASK,
  );
}

function isPropertyName(key, value) {
  return key === 'name' && typeof value === 'string' && !isContact(value);
}

/** What a customer wrote and the customer's own record keep nothing, wherever they are nested. */
function keepBelow(key, keep) {
  return key === 'messages' || key === 'message_parts' || key === 'user' || key === 'properties' ? nothing : keep;
}

/** A key from outside may be somebody's address or number itself. */
function maskKey(key) {
  return HARMLESS_KEYS.has(key) || !isContact(key) ? key : MASK;
}

/** Without prototype, so that a key such as `__proto__` is a key like any other. */
function empty() {
  return createObject(null);
}

/** A copy; `undefined` leaves a key out. */
function mapObject(object, map) {
  const copy = empty();
  for (const key of keys(object)) {
    const value = map(key, object[key]);
    if (value !== undefined) copy[maskKey(key)] = value;
  }
  return copy;
}

// -------------------- src/lib/text.ts --------------------
/** Texts: on one line, cut, and durations in words. */

/** Control and format characters (changes of direction and invisible ones among them), and the two line separators. */
const CONTROL_OR_DIRECTION = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
/** Characters of a host name, by RFC 1035. */
const MAX_HOST = 253;

/** Runs of white space and control characters as one space; lone surrogates as the replacement character. */
function onOneLine(text) {
  return text
    .replace(CONTROL_OR_DIRECTION, ' ')
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What belongs to the character before it: marks, selectors, skin tones and tags; and the joiner, which binds on both sides. */
const EXTENDS = /^(?:\p{M}|\u200d|[\u{1f3fb}-\u{1f3ff}]|[\u{e0020}-\u{e007f}])$/u;
const JOINER = 0x200d;
/** How much of one long character may be given up to keep it whole. */
const LONGEST_CHARACTER = 24;

/** At most `longest` characters, the last one an ellipsis where something was cut; a character is never cut in two. */
function cut(text, longest) {
  if (text.length <= longest) return text;
  const end = Math.max(0, longest - 1);
  const whole = Array.from({ length: Math.min(end + 1, LONGEST_CHARACTER) }, (...[, back]) => end - back);
  const between =
    whole.find((at) => isBetweenCharacters(text, at)) ?? whole.find((at) => !isLowSurrogate(text, at)) ?? end;
  return `${text.slice(0, between)}…`;
}

function isBetweenCharacters(text, at) {
  const next = text.codePointAt(at);
  return (
    !isLowSurrogate(text, at) &&
    text.charCodeAt(at - 1) !== JOINER &&
    next !== undefined &&
    !EXTENDS.test(String.fromCodePoint(next))
  );
}

function isLowSurrogate(text, at) {
  const code = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
}

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** A duration in seconds as people say it: `45 s`, `12 min`, `2 h 5 min`, `3 days 4 h`. */
function duration(seconds) {
  if (seconds < MINUTE_S) return `${Math.floor(seconds)} s`;
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)} min`;
  if (seconds < DAY_S)
    return twoUnits(Math.floor(seconds / HOUR_S), 'h', Math.floor((seconds % HOUR_S) / MINUTE_S), 'min');
  const days = Math.floor(seconds / DAY_S);
  return twoUnits(days, days === 1 ? 'day' : 'days', Math.floor((seconds % DAY_S) / HOUR_S), 'h');
}

function twoUnits(large, largeUnit, small, smallUnit) {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

// -------------------- src/lib/time.ts --------------------
/** Lengths of time, in milliseconds. */

const MINUTE_MS = 60000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What anybody may name as a moment: an unset clock stands before, another unit or a slip behind. */
const EARLIEST = Date.UTC(2000, 0);
const LATEST = Date.UTC(2100, 0);
/** Milliseconds in the units that moments are written in; as no moment is in range by two of them, the number tells its unit. */
const UNITS_MS = [1, 1000, 1 / 1000, 1 / 1000000];
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * Epoch ms of a moment as others write it: epoch ms or seconds, as a number or its text, or ISO 8601 with any offset
 * (UTC where it has none). Null for anything else.
 */
function instantOf(value) {
  const text = typeof value === 'string' ? value.trim() : '';
  if (typeof value === 'number' || /^\d+(?:\.\d+)?$/.test(text)) {
    const instants = UNITS_MS.map((unit) => Number(value) * unit);
    return instants.find(isLikely) ?? null;
  }
  const instant = isoInstant(text);
  return isLikely(instant) ? instant : null;
}

/** The same moment in the one format that events tell times in; null where there is none. */
function utcOf(value) {
  const instant = instantOf(value);
  return instant === null ? null : new Date(instant).toISOString();
}

function isLikely(instant) {
  return instant >= EARLIEST && instant < LATEST;
}

function isoInstant(text) {
  const [, day, time = '00:00', zone = 'Z'] = ISO.exec(text) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${day}T${time}${zoneOf(zone)}`);
}

/** `+0530` and `+05` as `+05:30` and `+05:00`, the form every engine reads. */
function zoneOf(zone) {
  return /^z$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
}

// -------------------- src/conversation/payload.ts --------------------
/**
 * A product event's payload as it really comes: anything may be missing, null or of another type than documented.
 * Source: app SDK v3.0, module chat_conversation, onConversationCreate and onConversationUpdate.
 */

/** Looks for the conversation; where there is none to speak of, a sentence says what is missing. */
function readPayload(input) {
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
function changesIn(value) {
  const changes = objectOf(value);
  if (!Object.values(changes).some(isNested)) return changes;
  return Object.fromEntries(Object.entries(changes).map(([field, tuple]) => [field, bounded(tuple)]));
}

function isNested(tuple) {
  const isOfParts = typeof tuple === 'object' && tuple !== null;
  return isOfParts && Object.values(tuple).some((side) => typeof side === 'object' && side !== null);
}

/** An assignee's id: `undefined` where the payload does not say, `null` where nobody is assigned. */
function assigneeOf(value) {
  return value === undefined ? undefined : idOf(value);
}

/** First and last name of an actor, agent or user, or `name` where there is only that. */
function personName(person) {
  const first = textOf(person['first_name']);
  const last = textOf(person['last_name']);
  return first === null || last === null ? (first ?? last ?? textOf(person['name'])) : `${first} ${last}`;
}

/** What the customer wrote first, by `conversation.messages`: a greeting of a bot or a picture may stand before it. */
function firstMessageOf(messages) {
  if (!isList(messages)) return null;
  const written = messages
    .map(objectOf)
    .filter(({ actor_type: by }) => by === undefined || by === null || by === 'user');
  return written.map(messageText).find((text) => text !== null) ?? null;
}

function messageText({ message_parts: parts }) {
  if (!isList(parts)) return null;
  const texts = parts.map((part) => textOf(objectOf(objectOf(part)['text'])['content']));
  return textOf(texts.filter((text) => text !== null).join('\n'));
}

/** Epoch ms at which the change happened; null where the payload does not say. */
function momentOf({ raw }) {
  return instantOf(raw['timestamp']);
}

/**
 * An attribute of the conversation as it is after the change: some payloads still hold the old agent and group beside
 * changes that say they are gone.
 */
function currentOf(payload, attribute) {
  const tuple = own(payload.modelChanges, attribute);
  return isList(tuple) && tuple.length === 2 ? tuple[1] : payload.conversation[attribute];
}

/**
 * Address of the account, `https://host`; null where it is missing or no plain HTTPS host. Older payloads carry `domain`
 * in place of `currentHost`.
 */
function accountUrlOf({ raw }) {
  const endpoints = objectOf(objectOf(raw['currentHost'])['endpoint_urls']);
  const address = textOf(endpoints['freshchat']) ?? textOf(raw['domain']);
  const host = address === null ? null : /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/?$/i.exec(address);
  return host?.[1] === undefined || host[1].length > MAX_HOST ? null : `https://${host[1].toLowerCase()}`;
}

/** Marks an echo. A symbol, because JSON leaves it out: no body and nothing that is kept shows it. */
const ECHO = Symbol('echo');

/** In the order in which one update's transitions are told; labels follow, and then the priority. */
const FIRST_RULES = [
  { field: 'assigned_group_id', typeOf: (change) => assignment('group', change) },
  { field: 'assigned_agent_id', typeOf: (change) => assignment('agent', change) },
  { field: 'status', typeOf: status },
  { field: 'sla_breach', typeOf: breach },
  { field: 'resolution_sla_breach', typeOf: breach },
];
const PRIORITY_RULE = { field: 'priority', typeOf: () => 'conversation.priority.changed' };
const CATEGORY = 'label_category_id';
const SUBCATEGORY = 'label_subcategory_id';
const KNOWN_FIELDS = new Set([...FIRST_RULES.map(({ field }) => field), CATEGORY, SUBCATEGORY, PRIORITY_RULE.field]);

/** The transitions of one payload by its `model_changes`: group, agent, status, SLA, label, priority, other. May be empty. */
function transitionsOf(event, { modelChanges, conversation }) {
  if (event === 'onConversationCreate') return [{ type: 'conversation.created' }];
  const others = Object.keys(modelChanges).filter((field) => !KNOWN_FIELDS.has(field));
  return [
    ...withEchoes(FIRST_RULES.flatMap((rule) => transitionOf(rule, modelChanges))),
    ...labelling(modelChanges, conversation),
    ...transitionOf(PRIORITY_RULE, modelChanges),
    ...others.flatMap((field) => transitionOf({ field, typeOf: () => 'conversation.changed' }, modelChanges)),
  ];
}

/**
 * What a listener hears of one payload's transitions or events: those of the types it wants, and an echo only where it is
 * told no assignment beside it.
 */
function heardOf(each, wants) {
  const heard = each.filter(wants);
  return heard.some(isAssignment) ? heard.filter((one) => one[ECHO] !== true) : heard;
}

function transitionOf({ field, typeOf }, changes) {
  const change = changeOf(field, changes);
  const type = change === null ? null : typeOf(change);
  return change === null || type === null ? [] : [{ type, change }];
}

/** Null for anything but `[old, new]` with two different sides. */
function changeOf(field, changes) {
  const tuple = Object.prototype.hasOwnProperty.call(changes, field) ? changes[field] : undefined;
  if (!isList(tuple) || tuple.length !== 2) return null;
  const from = tuple[0];
  const to = tuple[1];
  return isSame(from, to) ? null : { field, from, to };
}

/** Both came through JSON; only lists and objects need it to be compared. */
function isSame(from, to) {
  return (
    from === to || (typeof from === 'object' && typeof to === 'object' && JSON.stringify(from) === JSON.stringify(to))
  );
}

/** Nobody is null; the platform's store and older payloads write it as an empty string. */
function isNobody(id) {
  return id === null || (typeof id === 'string' && id.trim() === '');
}

function isAssignee(id) {
  return isNobody(id) || typeof id === 'string' || typeof id === 'number';
}

function assignment(whom, { from, to }) {
  if (!isAssignee(from) || !isAssignee(to) || (isNobody(from) && isNobody(to))) return null;
  if (isNobody(from)) return `conversation.${whom}.assigned`;
  return isNobody(to) ? `conversation.${whom}.unassigned` : `conversation.${whom}.reassigned`;
}

function statusName(value) {
  return typeof value === 'string' ? value.trim().toLowerCase() : null;
}

/** Accounts of long standing write `reopen`. */
const REOPENED = ['reopened', 'reopen'];

function status({ from, to }) {
  const before = statusName(from);
  const after = statusName(to);
  if (before === after) return null;
  if (after === 'resolved') return 'conversation.resolved';
  return before === 'resolved' || REOPENED.includes(after) ? 'conversation.reopened' : 'conversation.status.changed';
}

function breach({ from, to }) {
  return isTrue(to) && !isTrue(from) ? 'conversation.sla.breached' : null;
}

function isTrue(value) {
  return value === true || value === 'true';
}

/** One labelling is one transition, although the platform writes its two halves as two attributes. */
function labelling(changes, conversation) {
  const category = changeOf(CATEGORY, changes);
  const subcategory = changeOf(SUBCATEGORY, changes);
  if (category === null && subcategory === null) return [];
  const sides = { category, subcategory };
  const change = {
    field: 'label',
    from: labelsOf(sides, 'from', conversation),
    to: labelsOf(sides, 'to', conversation),
  };
  return isSame(change.from, change.to) ? [] : [{ type: 'conversation.label.changed', change }];
}

function labelsOf({ category, subcategory }, side, conversation) {
  return {
    category: idOf(category === null ? conversation[CATEGORY] : category[side]),
    subcategory: idOf(subcategory === null ? conversation[SUBCATEGORY] : subcategory[side]),
  };
}

function withEchoes(transitions) {
  return transitions.some(isAssignment)
    ? transitions.map((transition) => (isEcho(transition) ? { ...transition, [ECHO]: true } : transition))
    : transitions;
}

function isAssignment({ type }) {
  return /\.(?:agent|group)\./.test(type);
}

function isEcho({ type, change }) {
  if (type !== 'conversation.status.changed' || change === undefined) return false;
  const sides = [statusName(change.from), statusName(change.to)].sort();
  return sides[0] === 'assigned' && sides[1] === 'new';
}

/** Whether an event is about a conversation. */
function isAboutConversation(event) {
  return 'conversation' in event;
}

/** The id of the conversation that a payload's events are about; null for none or a notice. */
function conversationIdIn([event]) {
  return event !== undefined && isAboutConversation(event) ? event.conversation.id : null;
}

// -------------------- src/settings/kinds.ts --------------------
/** What a destination may be told (`tell` in its settings), and the event types each kind stands for. */

/** In the order in which the settings page lists them. */
const KINDS = [
  'Created',
  'Assigned',
  'Reassigned',
  'Unassigned',
  'Resolved',
  'Reopened',
  'Status changed',
  'SLA breached',
  'Label or priority changed',
  'Other changes',
  'Unattended',
  'Trouble',
  'Daily summary',
];

/** In the order of the settings page. */
const DESTINATION_KINDS = ['webhook', 'slack', 'teams'];

const DESTINATION_NAMES = {
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
};

const MOST_DESTINATIONS = 20;

/** A type of no kind does not compile. */
const KIND_BY_TYPE = {
  'conversation.created': 'Created',
  'conversation.group.assigned': 'Assigned',
  'conversation.agent.assigned': 'Assigned',
  'conversation.group.reassigned': 'Reassigned',
  'conversation.agent.reassigned': 'Reassigned',
  'conversation.group.unassigned': 'Unassigned',
  'conversation.agent.unassigned': 'Unassigned',
  'conversation.resolved': 'Resolved',
  'conversation.reopened': 'Reopened',
  'conversation.status.changed': 'Status changed',
  'conversation.sla.breached': 'SLA breached',
  'conversation.label.changed': 'Label or priority changed',
  'conversation.priority.changed': 'Label or priority changed',
  'conversation.changed': 'Other changes',
  'conversation.unattended': 'Unattended',
  'relay.trouble': 'Trouble',
  'relay.recovered': 'Trouble',
  'relay.summary': 'Daily summary',
};

/** The kind by which a type is heard; a later version's types, which the outbox may hold, have none. */
const KIND_OF_TYPE = new Map(Object.entries(KIND_BY_TYPE));

const BY_CHANNEL = new Set(['Unattended', 'SLA breached', 'Reopened', 'Unassigned', 'Trouble']);

/** A system wants to know nearly everything, people only what somebody has to look after. */
const TOLD_BY_DEFAULT = {
  webhook: new Set(KINDS.filter((kind) => kind !== 'Other changes' && kind !== 'Daily summary')),
  slack: BY_CHANNEL,
  teams: BY_CHANNEL,
};

function isKind(value) {
  return KINDS.some((kind) => kind === value);
}

function destinationKind(value) {
  return DESTINATION_KINDS.find((kind) => kind === value) ?? null;
}

// -------------------- src/destinations/hearing.ts --------------------
/** Which of one payload's events a destination is told: by the kinds it hears, and by its filters. */

/** In the order given; an echo of an assignment only where that assignment is not told beside it. */
function heardBy({ tell, filters }, events) {
  const heard = heardOf(events, ({ type }) => tell.has(kindOfType(type)));
  return heard.length === 0 || isAbout(filters, events) ? heard : [];
}

/** Whether a destination could be told anything of such transitions, its filters aside. */
function couldHear({ tell }, transitions) {
  return transitions.some(({ type }) => tell.has(kindOfType(type)));
}

function kindOfType(type) {
  return KIND_OF_TYPE.get(type) ?? 'Other changes';
}

/** Whether every list that is not empty holds the conversation, by id or by name. What is about no conversation passes. */
function isAbout(filters, events) {
  const about = events.filter(isAboutConversation);
  const [event] = about;
  if (event === undefined) return true;
  const { group, channel, source, priority } = event.conversation;
  return (
    holds(filters.groups, () => [group?.id, group?.name, ...handedBetween(about)]) &&
    holds(filters.topics, () => [channel?.id, channel?.name]) &&
    holds(filters.sources.map(inOneWord), () => [source === null ? null : inOneWord(source)]) &&
    holds(filters.priorities, () => [priority])
  );
}

/** `WEBCHAT`, `Web chat` and `web-chat` are one source. */
function inOneWord(source) {
  return source.replace(/[\s_-]+/g, '');
}

/** Both groups of a conversation that is handed from one to the other: either side has to know. */
function handedBetween(events) {
  return events
    .filter(({ type }) => type.startsWith('conversation.group.'))
    .flatMap(({ change }) => [change?.from, change?.to, change?.from_name, change?.to_name]);
}

function holds(wanted, labelsOf) {
  if (wanted.length === 0) return true;
  const labels = labelsOf().filter((label) => typeof label === 'string' || typeof label === 'number');
  return labels.some((label) => wanted.some((text) => isLabelled(text, String(label))));
}

/** A long name ends in an ellipsis where an event had no room for all of it. */
function isLabelled(wanted, label) {
  const [name, told] = [folded(wanted), folded(label)];
  return told === name || (told.length > 1 && told.endsWith('…') && name.startsWith(told.slice(0, -1)));
}

/** One form for all ways to write a name: capitals fold more than small letters do (`ß`, the two forms of sigma). */
function folded(text) {
  return text.trim().normalize().toUpperCase();
}

// -------------------- src/destinations/batches.ts --------------------
/** How many payloads' events fit into one request. */

/** The platform takes bodies of 100 KB. */
const REQUEST_BYTES = 96000;

/**
 * Payloads in the same order, as few requests as possible. The events of one payload are parted only where they alone
 * have no room in a request.
 */
function batchesOf(payloads, limits) {
  const only = payloads[0];
  // A lone event, which nearly every call is for, is not measured.
  return payloads.length === 1 && only?.length === 1 ? [[only]] : packed(payloads, limits);
}

function packed(payloads, limits) {
  const batches = [];
  let room = 0;
  for (const { events, bytes } of payloads.flatMap((each) => parted(each, limits))) {
    const last = batches[batches.length - 1];
    if (last === undefined || last.length >= limits.mostPayloads || bytes > room) {
      batches.push([events]);
      room = limits.room - bytes;
    } else {
      last.push(events);
      room -= bytes;
    }
  }
  return batches;
}

/** One payload's events in pieces that a request can carry; nearly always the one piece. */
function parted(events, limits) {
  const bytes = limits.bytesOf(events);
  return bytes <= limits.room || events.length < 2
    ? [{ events, bytes }]
    : slicesOf(events, Math.ceil((bytes / limits.room) * 1.1)).flatMap((piece) => parted(piece, limits));
}

/** At least two, of as many events each as can be. */
function slicesOf(events, number) {
  const size = Math.ceil(events.length / Math.max(2, number));
  return [...Array(Math.ceil(events.length / size)).keys()].map((index) =>
    events.slice(index * size, (index + 1) * size),
  );
}

function halves(list) {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}

// -------------------- src/lib/together.ts --------------------
/** Work that is done side by side. */

/**
 * What all of them come to, side by side. A fault is thrown when all are at their end, and not before: nothing is left under way
 * that nobody waits for.
 */
async function together(works) {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** Works through a list, so many at a time; the results in the order of the list. */
async function pooled(list, most, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < list.length; index = next++) results[index] = await work(list[index]);
  };
  await together(Array.from({ length: Math.min(most, list.length) }, worker));
  return results;
}

// -------------------- src/messages/summary.ts --------------------
/** A day's summary, as a table and in words: figures beside those of the day before, and what each group did. */

/** The summary among a payload's events; null for any others. */
function summaryIn(events) {
  const [event] = events;
  return event !== undefined && event.type === 'relay.summary' ? event : null;
}

const FACTS = [
  ['created', 'Started'],
  ['resolved', 'Resolved'],
  ['reopened', 'Reopened'],
  ['sla_breaches', 'SLAs missed'],
  ['unattended', 'Left unattended'],
];
const TIMES = [
  ['first_response_seconds', 'First response'],
  ['resolution_seconds', 'Resolution'],
];

function summaryTable(notice, place) {
  const { total, day_before: before } = notice;
  const counts = FACTS.map(([name, label]) => ({ label, value: `${total[name]} (${before[name]})` }));
  const times = TIMES.map(([name, label]) => ({ label, value: `${took(total[name])} (${took(before[name])})` }));
  const groups = notice.groups.map(({ id, name, total: figures }) => ({
    name: place.outside(name ?? id),
    text: groupInWords(figures),
  }));
  return { title: dayInWords(notice.day), facts: [...counts, ...times], groups, notes: notesOn(notice) };
}

/** The figures of the whole day in a line or two; where there is none, the table has a dash. */
function summaryInWords({ day, total, day_before: before }) {
  const counts = FACTS.map(([name, label]) => `${total[name]} ${inside(label)} (${before[name]})`).join(', ');
  const medians = TIMES.filter(([name]) => total[name] !== null).map(
    ([name, label]) => `${inside(label)} ${took(total[name])} (${took(before[name])})`,
  );
  const times = medians.length === 0 ? '' : ` Median ${medians.join(', ')}.`;
  return `${dayInWords(day)}: ${counts}.${times} In parentheses: the day before.`;
}

function took(seconds) {
  return seconds === null ? '–' : duration(seconds);
}

/** A label inside a sentence. */
function inside(label) {
  return label.startsWith('SLA') ? label : label.toLowerCase();
}

/** `Monday 2 November`. */
function dayInWords(day) {
  const words = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  return words.format(Date.parse(`${day}T00:00:00Z`));
}

/** Only what there is: nobody needs to read that nothing was missed. */
function groupInWords(figures) {
  const counts = FACTS.filter(([name]) => figures[name] !== 0).map(
    ([name, label]) => `${figures[name]} ${inside(label)}`,
  );
  const times = TIMES.filter(([name]) => figures[name] !== null).map(
    ([name, label]) => `${inside(label)} ${took(figures[name])}`,
  );
  return [...counts, ...times].join(' · ');
}

function notesOn({ total, not_counted: missed = 0 }) {
  const quiet = FACTS.every(([name]) => total[name] === 0) ? ['Nothing happened on this day.'] : [];
  const lost = missed === 0 ? [] : [`${missed} ${missed === 1 ? 'change' : 'changes'} could not be counted.`];
  return [...quiet, 'In parentheses: the day before. Times are medians.', ...lost];
}

// -------------------- src/messages/words.ts --------------------
/** The platform's words in plain English, and lists of things. */

// The tables are functions because every invocation of the app loads this file, also where nobody is told in words.
/** What acted where the actor is the system; source: `actor.sub_entity` of the product events. */
const causes = () => ({
  intelliassign: 'IntelliAssign',
  assignment_rule: 'An assignment rule',
  auto_resolve: 'Auto-resolve',
  channel_group_mapping: 'The topic’s routing',
  agent_group_mapping: 'The agent’s own group',
  freddy_bot: 'Freddy',
  hallway_bot: 'The hallway bot',
  user_message: 'The customer’s message',
});

/** How customers write; source: `conversation.source` of the product events. */
const sources = () => ({
  WEBCHAT: 'by web chat',
  MOBILE: 'through the mobile app',
  WHATSAPP: 'on WhatsApp',
  EMAIL: 'by email',
  FACEBOOK_MESSENGER: 'on Facebook Messenger',
  FB_NATIVE: 'on Facebook Messenger',
  FACEBOOK: 'on Facebook',
  FRESHBOTS_WIDGET: 'through the bot widget',
  INSTAGRAM: 'on Instagram',
  SMS: 'by text message',
  LINE: 'on LINE',
  ABC: 'on Apple Messages',
  GBM: 'on Google Business Messages',
});

const actors = () => ({ agent: 'An agent', bot: 'A bot', user: 'The customer' });

/** What acted, as the subject of a sentence. */
function causeInWords(cause) {
  return wordFor(causes(), cause) ?? 'The system';
}

/** A source without how it is said in a sentence: `email`, `mobile app`. */
function sourceName(source, place) {
  return sourceInWords(source, place).replace(/^\w+ (?:the )?/, '');
}

/** Who acted where no name is told. */
function actorInWords(type) {
  return wordFor(actors(), type) ?? 'Somebody';
}

/** `by email`, `on WhatsApp`; a source that came later in lower case, without the platform's underscores. */
function sourceInWords(source, place) {
  return (
    wordFor(sources(), source.toUpperCase()) ??
    `through ${place.outside(fieldInWords(source), 40, 'another channel').toLowerCase()}`
  );
}

/** `cf_order_number` as `order number`. */
function fieldInWords(field) {
  return field.replace(/^cf_/, '').replace(/_+/g, ' ').trim();
}

function wordFor(words, key) {
  return key === null ? undefined : own(words, key);
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(things) {
  const last = things[things.length - 1] ?? '';
  return things.length < 2 ? last : `${things.slice(0, -1).join(', ')} and ${last}`;
}

/** With its first letter in upper case, where it begins a sentence. */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 update`, `3 updates`. */
function counted(number, thing) {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** `picked up the conversation`, `picked it up`. */
function withParticle(verb, particle, object) {
  return object === 'it' ? `${verb} it ${particle}` : `${verb} ${particle} ${object}`;
}

// -------------------- src/messages/notices.ts --------------------
/** What the relay tells of itself, and of a whole day. */

/** A type without a sign does not compile. */
const SIGNS = {
  'relay.trouble': '⚠️',
  'relay.recovered': '🟢',
  'relay.summary': '📊',
};

function noticeSign({ type }) {
  return SIGNS[type] ?? '🔹';
}

/** A notice in words; of a type that came later, that there is one. */
function noticeInWords(notice, place) {
  switch (notice.type) {
    case 'relay.trouble':
      return troubleInWords(notice, place);
    case 'relay.recovered':
      return `${destinationInWords(notice, place)} takes updates again, after ${tookNothing(notice)}${isOnItsWay(notice)}.${givenUp(notice)}`;
    case 'relay.summary':
      return summaryInWords(notice);
    default:
      return 'Conversation Relay has news that this version has no words for.';
  }
}

function troubleInWords(notice, place) {
  const { since, waiting, reason } = notice;
  const why = reason === null ? '' : `: ${place.outside(reason)}`;
  const said = `${destinationInWords(notice, place)} has taken nothing since ${place.moment(since)}${why}.`;
  const waits = `${counted(waiting, 'update')} ${waiting === 1 ? 'waits' : 'wait'}`;
  return `${said} ${waits} for it and will be delivered once it answers.${givenUp(notice)}`;
}

function tookNothing({ since, occurred_at }) {
  const seconds = (Date.parse(occurred_at) - Date.parse(since)) / 1000;
  return seconds > 0 ? `${duration(seconds)} without taking any` : 'a while without taking any';
}

function isOnItsWay({ waiting }) {
  return waiting === 0 ? '' : `. ${counted(waiting, 'update')} ${waiting === 1 ? 'is' : 'are'} on the way`;
}

/** What waited for three days is lost to the channel, and a lead should know. */
function givenUp({ given_up: lost = 0 }) {
  return lost === 0 ? '' : ` ${counted(lost, 'update')} ${lost === 1 ? 'was' : 'were'} given up after three days.`;
}

const DESTINATIONS_IN_WORDS = {
  webhook: 'The webhook',
  slack: 'The Slack channel',
  teams: 'The Teams channel',
};

function destinationInWords({ destination: { kind, name } }, place) {
  return `${DESTINATIONS_IN_WORDS[kind] ?? 'The destination'} “${place.outside(name)}”`;
}

// -------------------- src/messages/which.ts --------------------
/** Which conversation a message is about, where it is, who holds it and how long it has been going on, in words. */

/** `Ana Reyes’s conversation in Orders`, or `conversation #7fd0 in Orders` where no customer is named. */
function conversationInWords(conversation, place) {
  const customer = customerIn(conversation, place);
  const which = customer === null ? `conversation ${conversation.ref}` : `${customer}’s conversation`;
  return `${which}${channelInWords(conversation, place)}`;
}

/** ` in Orders`; empty where the topic is not known. */
function channelInWords({ channel }, place) {
  return within(channel, place);
}

/** ` in Billing`; empty for nothing, or nothing with a name. */
function within(thing, place) {
  const name = thing?.name ?? null;
  return name === null ? '' : ` in ${place.outside(name)}`;
}

/** The customer's name where personal data is included. */
function customerIn({ user }, place) {
  const name = user?.name ?? null;
  return name === null ? null : place.outside(name);
}

/** ` by web chat`; empty where the topic's name says as much, as an email address does. */
function sourceOf({ source, channel }, place) {
  if (source === null) return '';
  const topic = (channel?.name ?? '').toLowerCase();
  const name = sourceName(source, place).toLowerCase();
  const isSaid = topic.includes(name) || (name === 'email' && topic.includes('@'));
  return isSaid ? '' : ` ${sourceInWords(source, place)}`;
}

function nameOf(thing, otherwise, place) {
  const name = thing?.name ?? null;
  return name === null ? otherwise : place.outside(name);
}

/** Who holds it now, as a sentence; empty where that is said or the payload does not tell. */
function holderOf({ conversation, actor }, said, place) {
  const { agent } = conversation;
  if (said.holder || (agent !== null && actor.id === agent.id && /^(?:agent|bot)$/.test(actor.type ?? ''))) return '';
  return agent === null ? waitingOf(conversation, said, place) : heldBy(conversation, place);
}

function heldBy({ agent, group, status }, place) {
  return `It ${status === 'resolved' ? 'was' : 'is'} with ${nameOf(agent, 'an agent', place)}${within(group, place)}.`;
}

function waitingOf(conversation, said, place) {
  const status = conversation.status?.trim().toLowerCase();
  if (status === 'resolved') return said.former && !said.resolved ? 'It is resolved.' : '';
  if (!said.letGo && mayBeHeld(status)) return '';
  return sentence([...nobodyHasIt(conversation, said), ...waitsWithin(conversation, said, place)]);
}

/** `assigned` says that somebody has it, though no agent is named; it may be older than a change that let go of it. */
function mayBeHeld(status) {
  return status === undefined || status === 'assigned';
}

function nobodyHasIt({ assigned_at }, { nobody, former }) {
  return nobody ? [] : [`nobody has it ${former || assigned_at !== null ? 'now' : 'yet'}`];
}

function waitsWithin({ group }, said, place) {
  const where = said.group ? '' : within(group, place);
  return where === '' ? [] : [`it waits${where}`];
}

function sentence(parts) {
  return parts.length === 0 ? '' : `${capital(parts.join('; '))}.`;
}

/** Seconds between a moment and the event; null where the moment is unknown or lies behind it. */
function secondsSince(moment, { occurred_at }) {
  const seconds = moment === null ? Number.NaN : (Date.parse(occurred_at) - Date.parse(moment)) / 1000;
  return seconds >= 0 ? seconds : null;
}

/** A wait that anybody would call one. */
const WORTH_TELLING_S = 5;

/** `, 12 min after it began`, or since it was reopened; empty where that is not known or next to nothing. */
function sinceItBegan(event) {
  const { created_at, reopened_at } = event.conversation;
  const reopened = secondsSince(reopened_at, event);
  const seconds = reopened ?? secondsSince(created_at, event);
  if (seconds === null || seconds < WORTH_TELLING_S) return '';
  return `, ${duration(seconds)} after it ${reopened === null ? 'began' : 'was reopened'}`;
}

/** How long the customer waited for the end and for an answer, once it is resolved: `it took 2 h 4 min, with a first response after 5 min`. */
function tookInWords(event) {
  const { conversation, metrics } = event;
  const whole = metrics['resolution_time_chrs'] ?? secondsSince(conversation.created_at, event);
  const answered = answeredInWords(metrics['first_response_time_chrs'] ?? 0);
  const took = whole === null ? answered.replace(', with', 'it had') : `it took ${atLeast(whole)}${answered}`;
  const reopened = conversation.reopened_at === null ? '' : 'it had been reopened before';
  return [took, reopened].filter((part) => part !== '').join('; ');
}

/** Nothing of an answer that came at once, as a bot's. */
function answeredInWords(seconds) {
  return seconds < 1 ? '' : `, with a first response after ${duration(seconds)}`;
}

function atLeast(seconds) {
  return seconds < 1 ? 'less than a second' : duration(seconds);
}

// -------------------- src/messages/assignments.ts --------------------
/** What one update did to the group and the agent of a conversation, as one deed. */

/** Group and agent together, whichever of the two `event` is about. */
function assignmentIn(event, { events, place }) {
  const moves = {
    group: events.find(({ type }) => type.startsWith('conversation.group.')),
    agent: events.find(({ type }) => type.startsWith('conversation.agent.')),
  };
  const deed = comesToAgent(moves, place) ?? comesToGroup(moves, place) ?? letGo(moves, place);
  return { ...deed, after: deed.after ?? sinceItBegan(moves.group ?? event) };
}

function isTo(event) {
  return event !== undefined && !event.type.endsWith('.unassigned');
}

function isReassigned(event) {
  return event?.type.endsWith('.reassigned') === true;
}

/** Whether who acted is the one on that side. */
function isActor(side, { actor }) {
  return (actor.type === 'agent' || actor.type === 'bot') && actor.id !== null && actor.id === String(side);
}

function comesToAgent({ agent, group }, place) {
  if (!isTo(agent)) return null;
  const { conversation } = agent;
  const within = conversation.group === null && !isTo(group) ? null : nameOf(conversation.group, 'a group', place);
  return isActor(agent.change?.to, agent) ? pickedUp(agent, within, place) : given(agent, within, place);
}

function given(agent, within, place) {
  const from = isReassigned(agent) ? fromWhom(agent, place) : '';
  const verb = isReassigned(agent) ? 'handed' : 'gave';
  const whom = nameOf(agent.conversation.agent, isReassigned(agent) ? 'another agent' : 'an agent', place);
  const to = within === null ? whom : `${whom} in ${within}`;
  return {
    by: (it) => `${verb} ${it}${from} to ${to}`,
    passive: (it) => `${it} went${from} to ${to}`,
    saysHolder: true,
  };
}

function pickedUp(agent, within, place) {
  const forWhom = within === null ? '' : ` for ${within}`;
  if (!isReassigned(agent)) return { by: (it) => `${withParticle('picked', 'up', it)}${forWhom}`, saysHolder: true };
  const from = fromWhom(agent, place);
  return { by: (it) => `${withParticle('took', 'over', it)}${from}${forWhom}`, saysHolder: true };
}

/** ` from Asha`, unless that one is who acted or is not known. */
function fromWhom(event, place) {
  const name = event.change?.from_name;
  return name === undefined || isActor(event.change?.from, event) ? '' : ` from ${place.outside(name)}`;
}

function comesToGroup({ agent, group }, place) {
  if (!isTo(group)) return null;
  const name = nameOf(group.conversation.group, isReassigned(group) ? 'another group' : 'a group', place);
  if (isLetGoByActor(agent)) return { by: (it) => `passed ${it} on to ${name}`, saysGroup: true };
  const from = fromWhom(agent ?? group, place);
  const verb = agent !== undefined || isReassigned(group) ? 'moved' : 'sent';
  return {
    by: (it) => `${verb} ${it}${from} to ${name}`,
    passive: (it) => `${it} went${from} to ${name}`,
    saysGroup: true,
  };
}

function isLetGoByActor(agent) {
  return agent !== undefined && isActor(agent.change?.from, agent);
}

function letGo({ agent, group }, place) {
  if (group === undefined && isLetGoByActor(agent)) return { by: (it) => `let go of ${it}` };
  const from = formersIn([agent, group], place);
  return { by: (it) => `took ${it} off ${from}`, passive: (it) => `${it} was taken off ${from}` };
}

/** `Asha and Billing`, `its agent and group` where they have no names. */
function formersIn(moves, place) {
  const formers = moves
    .filter((event) => event !== undefined)
    .map(({ type, change }) => ({
      kind: type.startsWith('conversation.agent.') ? 'agent' : 'group',
      name: change?.from_name,
    }));
  return formers.every(({ name }) => name === undefined)
    ? `its ${listOf(formers.map(({ kind }) => kind))}`
    : listOf(formers.map(({ kind, name }) => (name === undefined ? `its ${kind}` : place.outside(name))));
}

// -------------------- src/messages/changes.ts --------------------
/** What each kind of change but an assignment is called. */

function created({ conversation, actor }, telling) {
  const { place } = telling;
  const by = sourceOf(conversation, place);
  const customer = customerIn(conversation, place);
  const where = channelInWords(conversation, place);
  if (actor.type === 'agent' || actor.type === 'bot')
    return { by: (it) => `started ${customer === null ? it : `a conversation with ${customer}${where}`}${by}` };
  return {
    by: (it) => (it === 'it' ? `started it${by}` : `started a conversation${where}${by}`),
    passive: (it) => (it === 'it' ? `it began${by}` : `new ${it}${by}`),
    isPassive: !telling.isByCustomer || customer === null,
  };
}

function resolved(event) {
  return {
    by: (it) => `resolved ${it}`,
    passive: (it) => `${it} was resolved automatically`,
    then: tookInWords(event),
  };
}

function reopened(event, telling) {
  const seconds = secondsSince(event.conversation.resolved_at, event);
  const after = seconds === null || seconds < 1 ? '' : `, ${duration(seconds)} after it was resolved`;
  return { by: (it) => (telling.isByCustomer ? `wrote again and reopened ${it}` : `reopened ${it}`), after };
}

function moved(event, telling) {
  const { from, to } = event.change ?? {};
  const status = valueInWords(to, telling.place);
  if (!telling.isByCustomer)
    return { by: (it) => `set ${it}${isOnHold(from) && !isOnHold(to) ? ' back' : ''} to “${status}”` };
  const isTold = isHeldAgain(event);
  return {
    by: (it) =>
      it === 'it'
        ? `replied${isTold ? '' : `, and it is now “${status}”`}`
        : `replied in ${it}${isTold ? '' : `, which is now “${status}”`}`,
  };
}

function isOnHold(status) {
  return typeof status === 'string' && /^waiting/i.test(status.trim());
}

/** After an answer it goes on as before: who has it says more than the status. */
function isHeldAgain({ change, conversation }) {
  return isOnHold(change?.from) && change?.to === 'assigned' && conversation.agent !== null;
}

function breached(first, { events, place }) {
  const breaches = events.filter(({ type }) => type === 'conversation.sla.breached');
  const which = listOf(
    breaches.map(({ sla, change }) => sla ?? (change?.field === 'sla_breach' ? 'response' : 'resolution')),
  );
  const name = first.policy ?? null;
  const policy = name === null ? '' : ` under “${place.outside(name, 60)}”`;
  const slas = breaches.length === 1 ? 'SLA' : 'SLAs';
  return { fact: (it) => `${it} missed its ${which} ${slas}${policy}${sinceItBegan(first)}` };
}

/** Nobody has been assigned for a while. */
function unattended(event) {
  return {
    fact: (it) => `nobody has ${withParticle('picked', 'up', it)} for ${duration(event.unattended_seconds ?? 0)}`,
  };
}

function prioritised(event, telling) {
  const { from, to } = event.change ?? {};
  const value = (side) => valueInWords(side, telling.place);
  if (isNothing(to)) return { by: (it) => `cleared ${its('priority', it)}` };
  return isNothing(from)
    ? { by: (it) => `set ${its('priority', it)} to ${value(to)}` }
    : { by: (it) => `${directionOf(from, to)} ${its('priority', it)} from ${value(from)} to ${value(to)}` };
}

const PRIORITIES = ['low', 'medium', 'high', 'urgent'];

function directionOf(from, to) {
  const [before, after] = [from, to].map((side) => PRIORITIES.indexOf(String(side).toLowerCase()));
  if (before === undefined || after === undefined || before < 0 || after < 0) return 'changed';
  return after > before ? 'raised' : 'lowered';
}

function labelled(event, telling) {
  const { category, subcategory } = event.conversation.labels;
  const names = [category, subcategory].filter((name) => name !== null).map((name) => telling.place.outside(name));
  if (names.length > 0) return { by: (it) => `labelled ${it} “${names.join(' › ')}”` };
  const to = event.change?.to;
  const isGone = isObject(to) && isNothing(to['category']) && isNothing(to['subcategory']);
  return { by: (it) => (isGone ? `took the label off ${it}` : `changed ${its('label', it)}`) };
}

const MOST_LISTED = 4;

function changedOtherwise({ change: only }, { events, place }) {
  if (only === undefined) return null;
  const fields = events.flatMap(({ type, change }) =>
    type === 'conversation.changed' && change !== undefined ? [change.field] : [],
  );
  if (fields.length === 1) return { by: (it) => changedOne(only, it, place) };
  const named = fields.length <= MOST_LISTED ? fields : fields.slice(0, MOST_LISTED - 1);
  const more = fields.length - named.length;
  const words = named.map((field) => `“${place.outside(fieldInWords(field), 40)}”`);
  const all = listOf([...words, ...(more === 0 ? [] : [`${more} more attributes`])]);
  return { by: (it) => (it === 'it' ? `changed its ${all}` : `changed ${all} of ${it}`) };
}

function changedOne({ field, to }, it, place) {
  const named = `“${place.outside(fieldInWords(field), 40)}”`;
  if (typeof to === 'boolean') return `turned ${named} ${to ? 'on' : 'off'}${it === 'it' ? '' : ` for ${it}`}`;
  const whose = it === 'it' ? `its ${named}` : `${named} of ${it}`;
  return isNothing(to)
    ? `cleared ${whose}`
    : `changed ${whose}${isSayable(to) ? ` to “${valueInWords(to, place)}”` : ''}`;
}

function isSayable(value) {
  return value !== MASK && typeof value !== 'object';
}

function its(attribute, it) {
  return it === 'it' ? `its ${attribute}` : `the ${attribute} of ${it}`;
}

function isNothing(value) {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

function valueInWords(value, place) {
  if (isNothing(value)) return 'none';
  return place.outside(typeof value === 'string' ? value : JSON.stringify(value), 40, 'none');
}

// -------------------- src/messages/sentences.ts --------------------
/** The sentences for the events of one payload: what matters most first, who holds the conversation now, how long it took. */

/** What matters most first. A type without words does not compile. */
const WORDS = {
  'conversation.sla.breached': { sign: '🚨', tell: breached },
  'conversation.unattended': { sign: '⏰', tell: unattended },
  'conversation.created': { sign: '💬', tell: created },
  'conversation.reopened': { sign: '🔁', tell: reopened },
  'conversation.resolved': { sign: '✅', tell: resolved },
  'conversation.group.unassigned': { sign: '📤', tell: assignmentIn },
  'conversation.agent.unassigned': { sign: '📤', tell: assignmentIn },
  'conversation.agent.reassigned': { sign: '🔀', tell: assignmentIn },
  'conversation.group.reassigned': { sign: '🔀', tell: assignmentIn },
  'conversation.agent.assigned': { sign: '🙋', tell: assignmentIn },
  'conversation.group.assigned': { sign: '📥', tell: assignmentIn },
  'conversation.status.changed': { sign: '🔵', tell: moved },
  'conversation.priority.changed': { sign: '🔺', tell: prioritised },
  'conversation.label.changed': { sign: '🏷️', tell: labelled },
  'conversation.changed': { sign: '✏️', tell: changedOtherwise },
};
const BY_WEIGHT = Object.keys(WORDS);
/** Of a type that is not among these, such as a later version's in the outbox. */
const OTHER_SIGN = '🔹';

/** The sign of what matters most in a payload's events. */
function signOf(events) {
  const type = BY_WEIGHT.find((each) => events.some((event) => event.type === each));
  return type === undefined ? OTHER_SIGN : WORDS[type].sign;
}

/** One to three sentences, as people read them in this place. `events` are one payload's, at least one. */
function sentencesOf(events, place, standing = {}) {
  const [event] = events;
  if (event === undefined) return '';
  const telling = { events, place, isByCustomer: isByCustomer(event), isByItself: isByItself(event) };
  const told = toldIn(telling);
  const deeds = told.filter((one) => 'by' in one);
  const said = {
    holder: standing.isFollowed === true || deeds.some((deed) => deed.saysHolder === true),
    nobody: telling.events.some(({ type }) => type === 'conversation.unattended'),
    group: deeds.some((deed) => deed.saysGroup === true),
    former: events.some(({ type }) => FORMER.includes(type)),
    letGo: events.some(({ type }) => type === 'conversation.agent.unassigned'),
    resolved: events.some(({ type }) => type === 'conversation.resolved'),
  };
  const sentences = clausesOf(told, deeds, telling, event, standing.isNamed === true).filter((text) => text !== '');
  return [...sentences.map((text) => `${capital(text)}.`), holderOf(event, said, place)]
    .filter((text) => text !== '')
    .join(' ');
}

/** After these somebody has had it before. */
const FORMER = ['conversation.agent.unassigned', 'conversation.reopened'];

/** The sentences without their full stops. */
function clausesOf(told, deeds, telling, event, isNamed) {
  const which = isNamed ? 'it' : conversationInWords(event.conversation, telling.place);
  const facts = told.filter((one) => 'fact' in one);
  if (told.length === 0) return [`something changed in ${which}`];
  return [
    ...facts.map(({ fact }, index) => fact(index === 0 ? which : 'it')),
    deedsInWords(deeds, isNamed || facts.length > 0 ? 'it' : null, telling, event),
    ...deeds.map(({ then = '' }) => then),
  ];
}

/** Each kind of change once, what matters most first. */
function toldIn(telling) {
  const firsts = BY_WEIGHT.map((type) => telling.events.find((event) => event.type === type));
  const tells = new Map();
  for (const first of firsts.filter((event) => event !== undefined)) tells.set(WORDS[first.type].tell, first);
  if (isLetGoObvious(telling)) tells.delete(assignmentIn);
  return [...tells].map(([tell, first]) => tell(first, telling)).filter((one) => one !== null);
}

/** A reopening or a resolution often takes the agent off, and how it stands now is told anyway. */
function isLetGoObvious({ events }) {
  const isLetGo = events
    .filter(({ type }) => /\.(?:agent|group)\./.test(type))
    .every(({ type }) => type.endsWith('.unassigned'));
  return isLetGo && events.some(({ type }) => type === 'conversation.reopened' || type === 'conversation.resolved');
}

function isByCustomer({ actor }) {
  return actor.type === 'user' || (actor.type === 'system' && actor.cause === 'user_message');
}

/** What acts so quietly that naming it says nothing. */
const QUIET_CAUSES = ['auto_resolve', 'channel_group_mapping', 'agent_group_mapping'];

function isByItself({ actor }) {
  return actor.type === 'system' && QUIET_CAUSES.includes(actor.cause);
}

/** One sentence without its full stop; the conversation is `it` where a sentence before has named it. */
function deedsInWords(deeds, it, telling, event) {
  const [first, ...others] = deeds;
  if (first === undefined) return '';
  const alone = others.length === 0 ? passively(first, it, telling, event) : null;
  return alone ?? actively(first, others, it, telling, event);
}

function actively({ by, after = '' }, others, it, telling, event) {
  const head = `${subjectOf(event, telling)} ${by(it ?? whomOf(event, telling))}${after}`;
  const rest = others.map((deed) => deed.by('it'));
  return after === '' || rest.length === 0 ? listOf([head, ...rest]) : `${head}, and ${listOf(rest)}`;
}

/** A deed as what happens to the conversation; null where somebody's doing is told. */
function passively(deed, it, telling, { conversation }) {
  const { passive, isPassive = telling.isByItself, after = '' } = deed;
  if (passive === undefined || !isPassive) return null;
  return passive(it ?? conversationInWords(conversation, telling.place)) + after;
}

/** A customer who is the subject is not named once more. */
function whomOf({ conversation }, { isByCustomer: byCustomer, place }) {
  return byCustomer && customerIn(conversation, place) !== null
    ? `the conversation${channelInWords(conversation, place)}`
    : conversationInWords(conversation, place);
}

function subjectOf({ actor, conversation }, telling) {
  if (telling.isByCustomer) return customerIn(conversation, telling.place) ?? 'the customer';
  // The platform calls all its own doings "System", which says less than their cause.
  if (actor.type === 'system') return causeInWords(actor.cause);
  const name = actor.name === null ? actorInWords(actor.type) : telling.place.outside(actor.name);
  return name + teamOf(actor, conversation, telling);
}

/** ` of Billing` for the agent who holds the conversation, where no assignment tells the group anyway. */
function teamOf(actor, { agent, group }, { events, place }) {
  const team = group?.name ?? null;
  const isTold = events.some(({ type }) => /\.(?:agent|group)\./.test(type));
  return team === null || isTold || !isHeldBy(agent, actor) ? '' : ` of ${place.outside(team)}`;
}

function isHeldBy(agent, actor) {
  return actor.type === 'agent' && agent !== null && actor.id === agent.id;
}

// -------------------- src/messages/notes.ts --------------------
/** What a channel is told: a note per payload, and how the notes of a catch-up stand together. */

/** `events` are those of one payload, at least one. */
function noteOf(events) {
  const about = events.filter(isAboutConversation);
  const [first] = about;
  return first === undefined ? noteOnRelay(events) : noteOnConversation(first, about);
}

function noteOnConversation(first, events) {
  const { conversation, occurred_at, sequence } = first;
  return {
    sign: signOf(events),
    say: (place, standing) => sentencesOf(events, place, standing),
    conversation: { id: conversation.id, name: (place) => capital(conversationInWords(conversation, place)) },
    url: conversation.url,
    at: occurred_at,
    sequence,
  };
}

function noteOnRelay(events) {
  const notices = events.filter((event) => !isAboutConversation(event));
  const [first] = notices;
  return {
    sign: first === undefined ? '🔹' : noticeSign(first),
    say: (place) => notices.map((notice) => noticeInWords(notice, place)).join(' '),
    conversation: null,
    url: null,
    at: first?.occurred_at ?? '',
    sequence: first?.sequence ?? 0,
  };
}

/** Said above a catch-up, which comes in one message. */
function catchUpTitle(notes) {
  return `Catching up: ${notes.length} updates that could not be delivered earlier`;
}

/** The notes of a catch-up in order of time, those on one conversation together; a lone one is a list of its own. */
function threadsOf(notes) {
  const threads = new Map();
  for (const [index, note] of [...notes].sort(byTime).entries()) {
    const key = note.conversation === null ? `notice ${index}` : `conversation ${note.conversation.id}`;
    const thread = threads.get(key);
    if (thread === undefined) threads.set(key, [note]);
    else thread.push(note);
  }
  return [...threads.values()];
}

function byTime(a, b) {
  return Date.parse(a.at) - Date.parse(b.at) || a.sequence - b.sequence;
}

// -------------------- src/platform/requests.ts --------------------
/** One request to one destination, and what its answer means. The only file that calls `$request`. */

/** Sends a request by its template, `body` null for none. Never rejects: every failure is an outcome, named without the receiver's words. */
async function send(template, context, body, runtime) {
  const start = runtime.now();
  try {
    const answer = await $request.invokeTemplate(template, body === null ? { context } : { context, body });
    return outcomeOf(objectOf(answer), start, runtime.now());
  } catch (rejection) {
    // A quota or a fault of the platform may be thrown instead of rejected; both end here.
    return failure(rejection, start, runtime.now());
  }
}

function outcomeOf(answer, start, now) {
  const status = httpStatusOf(answer);
  const ms = now - start;
  if (status === 0) return { ok: false, status, ms, reason: NO_STATUS, notBefore: null };
  if (status < 200 || status > 299) return failure(answer, start, now);
  const { response } = answer;
  return { ok: true, status, ms, response: typeof response === 'string' ? response : '' };
}

/** So the platform answers where a body was too large for it: by a text, and without a status. */
const NO_STATUS = 'the platform answered without a status, so nothing may have been sent';

/** 0 for anything that is no HTTP status. */
function httpStatusOf(answer) {
  const status = Number(idOf(answer['status']) ?? 0);
  return Number.isInteger(status) && status > 0 ? status : 0;
}

/** A rejection is `{ status, headers, response | message | errors, errorSource, attempts }`; a fault of the platform may be anything. */
function failure(rejection, start, now) {
  const answer = objectOf(rejection);
  const status = httpStatusOf(answer);
  const byPlatform = status === 415 && isWithoutHeaders(answer);
  return {
    ok: false,
    status,
    ms: now - start,
    reason: reasonOf(status, rejection, byPlatform),
    notBefore: notBeforeOf(answer['headers'], now),
    ...(byPlatform ? { platform: true } : {}),
  };
}

/** What the platform answers by itself comes without headers. */
function isWithoutHeaders(answer) {
  return Object.keys(objectOf(answer['headers'])).length === 0;
}

const REASONS = {
  401: 'the receiver refused the credentials',
  403: 'the receiver forbade it',
  404: 'there is nothing at that address',
  408: 'the receiver timed out',
  410: 'the receiver is gone for good',
  413: 'the receiver found it too large',
  415: 'the receiver takes no JSON',
  429: 'too many requests in a minute',
  502: 'the receiver could not be reached',
  504: 'the receiver took too long',
};

/** Where the platform answers by itself, the same statuses mean something else. */
const PLATFORM_REASONS = {
  400: 'the platform refused the request, or lets none through to this receiver for a while',
  403: 'the platform blocks this address',
  413: 'the platform found it too large',
};
const UNREADABLE = 'the platform could not read the answer, so the receiver may have taken it';

/** Where no secure connection came about; the platform says so in words only, if at all. */
const TLS_FAULT = 'no secure connection to the receiver could be made';

/** Never the answer's own text: a receiver could put anything in there, our secrets included. */
function reasonOf(status, rejection, byPlatform) {
  if (isTlsFault(status, rejection)) return TLS_FAULT;
  if (byPlatform) return UNREADABLE;
  return status === 0 ? reasonWithoutStatus(rejection) : reasonByStatus(status, objectOf(rejection)['errorSource']);
}

function reasonWithoutStatus(rejection) {
  return isTemplateFault(rejection) ? 'the platform refused the request' : 'the receiver could not be reached';
}

function reasonByStatus(status, source) {
  const byPlatform = source === 'PLATFORM' ? PLATFORM_REASONS[status] : undefined;
  return byPlatform ?? REASONS[status] ?? reasonByClass(status);
}

function isTemplateFault(rejection) {
  return (
    typeof rejection === 'string' ||
    (isObject(rejection) && rejection['status'] === undefined && rejection['message'] !== undefined)
  );
}

function reasonByClass(status) {
  if (status >= 500) return `the receiver failed (${status})`;
  if (status >= 400) return `the receiver rejected it (${status})`;
  return status >= 300
    ? `the receiver redirects (${status}), which is not followed`
    : `the receiver gave no proper answer (${status})`;
}

/** 502 is the platform's status for a receiver it does not reach. */
function isTlsFault(status, rejection) {
  const { response, message } = objectOf(rejection);
  const words = `${textOf(response) ?? ''} ${textOf(message) ?? ''}`;
  return (status === 0 || status === 502) && /certificate|\b(?:tls|ssl|altnames?)\b/i.test(words);
}

const LONGEST_WAIT_MS = DAY_MS;

/** `retry-after`, in seconds or as an HTTP date, at most a day ahead. */
function notBeforeOf(headers, now) {
  const fields = objectOf(headers);
  const name = Object.keys(fields).find((key) => key.toLowerCase() === 'retry-after');
  const field = name === undefined ? undefined : fields[name];
  const value = idOf(isList(field) ? field[0] : field);
  if (value === null) return null;
  const time = /^\d+(?:\.\d+)?$/.test(value) ? now + Number(value) * 1000 : Date.parse(value);
  return time > now ? Math.min(time, now + LONGEST_WAIT_MS) : null;
}

// -------------------- src/destinations/slack/answers.ts --------------------
/** What Slack's answers mean: it says no with a 200 and a word of its own. Source: the error lists of Slack's Web API methods. */

/**
 * Slack answers 200 with `ok: false` and an error code where it did not take a message. The code is one of Slack's own
 * short words; anything else is not repeated.
 */
function slackOutcome(outcome) {
  if (!outcome.ok) return outcome;
  const answer = parsedAnswer(outcome.response);
  if (answer['ok'] === true) return outcome;
  const code = textOf(answer['error']);
  const reason =
    code !== null && /^[a-z_]{1,60}$/.test(code) ? `Slack answered ${code}` : 'Slack answered something else than ok';
  return { ok: false, status: outcome.status, ms: outcome.ms, reason, notBefore: null };
}

function parsedAnswer(text) {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

// A function because every invocation of the app loads this file and hardly one reads the table.
const slackRemedies = () => ({
  invalid_auth: 'has a token that is not valid. Paste it again.',
  not_authed: 'has a token that is not valid. Paste it again.',
  token_revoked: 'has a revoked token. Create a new one.',
  token_expired: 'has an expired token. Create a new one.',
  account_inactive: 'has an inactive token. Create a new one.',
  missing_scope: 'has a token without chat:write. Add it.',
  channel_not_found: 'has a channel Slack cannot find. Check its id.',
  not_in_channel: 'is a channel without the bot. Invite it.',
  is_archived: 'has an archived channel. Choose another.',
});

/** Any status but 200 is a fault of the way to Slack. */
function slackRemedy({ status, reason }) {
  if (status === 504) return 'got no answer from Slack. Try again later.';
  if (status === 502 || status === 0) return 'could not reach Slack. Try again later.';
  return status === 200 ? slackWords(reason) : `got ${status} from Slack. Try again later.`;
}

function slackWords(reason) {
  const code = /^Slack answered ([a-z_]+)$/.exec(reason)?.[1] ?? '';
  return textOf(own(slackRemedies(), code)) ?? 'was refused by Slack. Check token and channel.';
}

// -------------------- src/messages/escaping.ts --------------------
/**
 * Text from outside in the places where messages show it: as it was written, with nothing more taken out or broken up than
 * the place would read as something else.
 */

/** A name in a sentence is seldom longer; one that is gets cut. */
const LONGEST = 80;

/** Slack's mrkdwn. Source: "Formatting text for app surfaces". Blocks must be `verbatim`, or Slack makes links of its own. */
const SLACK = slackPlace(LONGEST);

/** Text runs of an Adaptive Card, which know no Markdown. Source: "Text features" of Adaptive Cards (date functions). */
const TEAMS = placeOf(LONGEST, escapeForTeams, (iso) => {
  const second = `${iso.slice(0, 19)}Z`;
  return `{{DATE(${second}, SHORT)}} {{TIME(${second})}}`;
});

/** The place with names of at most so many characters, for a message that would be too long. */
function slackPlace(longest) {
  return placeOf(longest, escapeForSlack, (iso) => {
    const seconds = Math.floor(Date.parse(iso) / 1000);
    return `<!date^${seconds}^{date_short_pretty} at {time}|${utcWords(iso)}>`;
  });
}

function placeOf(most, escape, moment) {
  return {
    outside: (text, longest = most, otherwise = '…') =>
      isolated(escape(cut(readable(text), Math.min(longest, most)) || otherwise)),
    moment,
  };
}

/** `2026-03-02 14:05 UTC`, where the reader's zone is not known. */
function utcWords(iso) {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** Invisible marks and changes of direction; not joiners, marks of direction, tags and the number signs of Arabic and Kaithi. */
const INVISIBLE =
  /(?![\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u200c-\u200f\u{110bd}\u{110cd}\u{e0020}-\u{e007f}])\p{Cf}/gu;
/** Tags spell the region of a flag, and hide anything anywhere else. */
const STRAY_TAG = /(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]*)[\u{e0020}-\u{e007f}]/gu;
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/g;
/** The scripts that are written from right to left, by their blocks. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const SOMETHING = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u;

/** On one line, without what is invisible to no purpose; empty where nothing of it could be seen. */
function readable(text) {
  const visible = text
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(INVISIBLE, '')
    .replace(STRAY_TAG, '');
  // Marks of direction belong to scripts written from right to left; a name in one of these is isolated from the sentence.
  const marked = RIGHT_TO_LEFT.test(visible) ? visible : visible.replace(DIRECTION_MARKS, '');
  // Spaces last: what was between two of them may be gone.
  const line = marked.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return SOMETHING.test(line) ? line : '';
}

/** A right-to-left name between isolates (U+2068, U+2069), so that the words around it keep their order. */
function isolated(text) {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** Shows nothing, and keeps the marks on both sides of it from being read together. */
const BREAK = '\u200b';
/** Emphasis begins and ends at the edge of a word only, so `EMEA_Support` stays as it is. */
const EMPHASIS = /`|(?<![\p{L}\p{N}\p{M}])[*_~]|[*_~](?![\p{L}\p{N}\p{M}])/gu;
const EMOJI_CODE = /:(?=[\p{L}\p{M}\p{N}_+'-]+:)/gu;
const MENTION = /(?<![\p{L}\p{N}\p{M}._%+-])@(?=[\p{L}\p{N}])/gu;
/** An address, a link of Markdown and a macro of templates: no name needs them, and every place has readers that know them. */
const MARKUP = /:(?=\/\/)|\](?=\()|\{(?=\{)/g;

function escapeForSlack(text) {
  return text
    .replace(EMPHASIS, (mark) => BREAK + mark + BREAK)
    .replace(EMOJI_CODE, (mark) => mark + BREAK)
    .replace(MARKUP, (mark) => mark + BREAK)
    .replace(MENTION, (mark) => mark + BREAK)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** A text run shows every character as it is but the functions that format dates, which begin with two braces. */
function escapeForTeams(text) {
  return text.replace(MARKUP, (mark) => mark + BREAK);
}

// -------------------- src/destinations/slack/message.ts --------------------
/**
 * Slack messages: Block Kit with the plain text beside it. Source: chat.postMessage and the Block Kit reference
 * (50 blocks a message, 3,000 characters a section).
 */

const SECTION_CHARACTERS = 3000;
/** Slack takes 50 blocks; one is the title, and a conversation with several notes has its own. */
const SLACK_NOTES = 40;
/** Names of these lengths are tried until the text fits; the last always does. */
const NAME_CHARACTERS = [40, 16, 4];

/** One note, whose conversation may be named above, or a catch-up of at most SLACK_NOTES. */
function slackMessage(notes, isNamed = false) {
  const [note] = notes;
  if (note === undefined || notes.length > 1) return slackCatchUp(notes);
  return {
    // What a notification shows, which stands by itself.
    text: fitting((place) => `${note.sign} ${note.say(place)}`),
    blocks: [
      sectionOf(fitting((place) => `${note.sign} ${note.say(place, { isNamed })}${isNamed ? '' : linkTo(note)}`)),
      { type: 'context', elements: [{ type: 'mrkdwn', text: SLACK.moment(note.at), verbatim: true }] },
    ],
  };
}

/** The message an install posts to prove that the token may write to the channel. */
function slackTestBody(channel) {
  const text = 'Conversation Relay is connected. Updates on conversations will appear here.';
  return slackPost(channel, { text, blocks: [sectionOf(text)] });
}

/** The body of `chat.postMessage` or `chat.update` for a message as it stands. */
function slackPost(channel, { text, blocks }, target = {}) {
  return jsonText({
    channel,
    ...target,
    text,
    blocks,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
}

function slackCatchUp(notes) {
  const title = catchUpTitle(notes);
  const sections = threadsOf(notes).flatMap((thread) =>
    joined(thread.length === 1 ? thread.map(slackLine) : slackThread(thread)),
  );
  return { text: title, blocks: [`*${title}*`, ...sections].map(sectionOf) };
}

function slackLine(note) {
  return fitting((place) => `${place.moment(note.at)} ${note.sign} ${note.say(place)}${linkTo(note)}`);
}

/** Several notes on one conversation under its name. */
function slackThread(thread) {
  const last = thread[thread.length - 1];
  const heading = fitting(
    (place) => `*${last?.conversation?.name(place) ?? ''}*${last === undefined ? '' : linkTo(last)}`,
  );
  const lines = thread.map((note) => {
    const standing = { isNamed: true, isFollowed: note !== last };
    return fitting((place) => `• ${place.moment(note.at)} ${note.sign} ${note.say(place, standing)}`);
  });
  return [heading, ...lines];
}

/** Lines as few sections, each as long as a section may be. */
function joined(lines) {
  const sections = [];
  for (const line of lines) {
    const last = sections[sections.length - 1];
    if (last === undefined || last.length + line.length >= SECTION_CHARACTERS) sections.push(line);
    else sections[sections.length - 1] = `${last}\n${line}`;
  }
  return sections;
}

/** The text with names as long as a section has room for: an escape is never cut in two. */
function fitting(write) {
  const whole = write(SLACK);
  return whole.length <= SECTION_CHARACTERS
    ? whole
    : (NAME_CHARACTERS.map((longest) => write(slackPlace(longest))).find((text) => text.length <= SECTION_CHARACTERS) ??
        '…');
}

/** Empty for what opens nowhere. */
function linkTo({ url }) {
  return url === null ? '' : ` <${url.replace(/[<>|]/g, encodeURIComponent)}|Open conversation>`;
}

function sectionOf(text) {
  // `verbatim`: Slack makes no links or mentions of its own out of names.
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

// -------------------- src/destinations/slack/card.ts --------------------
/** One conversation as a card: how it stands, who holds it, since when, and what happened last. */

/** The card after one payload's events; what is about no conversation is a message like any other. */
function cardMessage(events) {
  const note = noteOf(events);
  const [event] = events.filter(isAboutConversation);
  if (event === undefined) return slackMessage([note]);
  return {
    text: slackMessage([note]).text,
    blocks: [sectionOf(headingOf(note)), standingOf(event.conversation, event.occurred_at), lastChange(note)],
  };
}

function headingOf(note) {
  return `${note.sign} *${note.conversation?.name(SLACK) ?? ''}*${linkTo(note)}`;
}

function standingOf(conversation, at) {
  const lines = [
    `*State*\n${capital(stateInWords(conversation.status))}`,
    `*With*\n${holderInWords(conversation)}`,
    `*Began*\n${beganInWords(conversation, at)}`,
    ...(conversation.priority === null ? [] : [`*Priority*\n${SLACK.outside(conversation.priority)}`]),
  ];
  return { type: 'section', fields: lines.map((text) => ({ type: 'mrkdwn', text, verbatim: true })) };
}

/** Older payloads call what was reopened `reopen`. */
function stateInWords(status) {
  return status === 'reopen' ? 'reopened' : SLACK.outside(status ?? 'not known');
}

function holderInWords({ agent, group, status }) {
  const name = group?.name ?? null;
  const where =
    name === null ? '' : `${agent === null && status !== 'resolved' ? ', waits' : ''} in ${SLACK.outside(name)}`;
  return `${agent === null ? 'Nobody' : nameOf(agent, 'An agent', SLACK)}${where}`;
}

/** When, and how long it has been going on or took. */
function beganInWords({ created_at: created, status }, at) {
  if (created === null) return 'Not known';
  const ms = Date.parse(at) - Date.parse(created);
  const isOver = status === 'resolved';
  if (!(ms >= (isOver ? 1000 : MINUTE_MS))) return SLACK.moment(created);
  const long = isOver ? `took ${duration(ms / 1000)}` : `${duration(ms / 1000)} so far`;
  return `${SLACK.moment(created)} (${long})`;
}

function lastChange(note) {
  const text = fitting((place) => `${place.moment(note.at)}: ${note.say(place, { isNamed: true })}`);
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

// -------------------- src/events/ids.ts --------------------
/**
 * Ids that are the same each time the same change is told. The sandbox has no hash, so the signature of the webhook
 * library serves as one: HMAC-SHA256 under a fixed key.
 */

/** No secret: it only makes the digest this app's own. */
const KEY = 'whsec_Y29udmVyc2F0aW9uLXJlbGF5IGlkZW50aXR5';
const CHARACTERS = 32;

function digest(text) {
  const signature = new standardwebhooks.Webhook(KEY).sign('', new Date(0), text);
  return signature
    .slice('v1,'.length)
    .replace(/[+/]/g, (char) => (char === '+' ? '-' : '_'))
    .slice(0, CHARACTERS);
}

/**
 * `evt_` and 32 characters. Made of the account, the conversation, what changed from what to what, and when: the
 * platform repeating an event repeats its timestamp, the same change made again has another one.
 */
function eventId(payload, { type, change }) {
  const { id, conversation } = payload;
  const when = momentOf(payload) ?? timesOf(payload);
  return idFrom([idOf(conversation['app_id']), id, when, type, change?.field, change?.from, change?.to]);
}

/** The same id for the same parts, which must hold all that makes an event this one and no other. */
function idFrom(parts) {
  return `evt_${digest(JSON.stringify(parts.map(bounded)))}`;
}

/** What tells two changes apart where a payload does not say when it happened. */
function timesOf({ raw, conversation }) {
  const names = [
    'created_time',
    'updated_time',
    'assigned_time',
    'group_assigned_time',
    'resolved_time',
    'reopened_time',
  ];
  return [...names.map((name) => textOf(conversation[name])), conversation['statistics'], raw['timestamp']];
}

/** `msg_` and 32 characters: the same for the same events, so that a delivery tried again keeps its `webhook-id`. A lone event's id says it all. */
function messageId(eventIds) {
  const ids = eventIds.join(' ');
  return `msg_${eventIds.length === 1 ? ids.slice('evt_'.length) : digest(ids)}`;
}

// -------------------- src/platform/registry.ts --------------------
/**
 * Every key of the store and every schedule's name in one place, so that no two can be the same. A key has at most 60
 * characters, a schedule's name 30. Every schedule's data carries a `kind`, by which its firing finds its handler.
 */

/** What the outbox remembers between turns. */
const STATE_KEY = 'outbox';
/** Held by the turn at work. */
const LEASE_KEY = 'outbox:lease';
/** The first minute of boxes that were filled while nobody could tell whether anything drives the outbox. */
const UNDRIVEN_KEY = 'outbox:undriven';

/** A lease that was taken over is named by the end of the one before it. */
function leaseAfter(until) {
  return `${LEASE_KEY}:${until}`;
}

/** What was kept in the two minutes that end with this one (epoch minutes), in parts. */
function boxKey(minute, part) {
  return `box:${minute}${part === 0 ? '' : `:${part}`}`;
}

/** Says that a box is there (`src/outbox/inbox/marks.ts`). */
function markName(minute) {
  return `relay-box-${minute}`;
}

function pageKey(queue, destination, page) {
  return `${queue}:${destination}:${page}`;
}

/** The recurring schedule that drives the outbox while something is kept. */
const DRIVER = 'relay-outbox';

/** A turn besides the driver's, one-time; one in each half of a minute, or one for each minute whose slots it is for. */
function turnName(at, since) {
  const half = Math.floor((2 * at) / MINUTE_MS);
  return since === null ? `relay-turn-${half}` : `relay-turn-${half}-${since}`;
}

/** A sweep, one-time; one in each twenty seconds, as long as an invocation lives. */
function sweepName(at) {
  return `relay-sweep-${Math.floor(at / SWEEP_GRID_MS)}`;
}

const SWEEP_GRID_MS = 20000;

/** The first slot of a minute, or one further down (`src/outbox/inbox/slots.ts`). */
function slotName(minute, place) {
  return `relay-slot-${minute}${place === '' ? '' : `-${place}`}`;
}

/** Watches over waits: as many names as may be pending at once. */
const WATCHES = 480;

function watchName(place) {
  return `relay-wait-${place % WATCHES}`;
}

/** What a day held. No two days end in the same minute, whatever the settings were. */
function dayKey(end) {
  return `summary:${Math.round(end / MINUTE_MS)}`;
}

/** The next two summaries, and one that is told again. */
const SUMMARY_NAMES = ['relay-summary-0', 'relay-summary-1'];
const SUMMARY_AGAIN = 'relay-summary-again';

/** Counts that the store refused wait in so many schedules at most. */
const COUNT_PLACES = 16;

function countName(place) {
  return `relay-count-${place % COUNT_PLACES}`;
}

/** A conversation's first message in a Slack channel; `mark` has 32 characters. */
function firstMessageKey(destination, mark) {
  return `slack:${destination}:${mark}`;
}

// -------------------- src/platform/refusals.ts --------------------
/** What the platform's store and schedules refuse, as values, and how often they are asked. */

/** An operation was refused: the quota is spent, or the platform is out of order. Whoever meets it stops, and leaves the rest for later. */
class StoreRefused extends Error {
  constructor(status) {
    super(`The store refused an operation with status ${status}.`);
    this.name = 'StoreRefused';
    this.status = status;
  }
}

/** What the work gives; `otherwise` where an operation of it was refused. Any other fault is thrown on. */
async function unlessRefused(work, otherwise) {
  try {
    return await work;
  } catch (fault) {
    if (fault instanceof StoreRefused) return otherwise;
    throw fault;
  }
}

function statusOf(rejection) {
  return Number(idOf(own(objectOf(rejection), 'status')) ?? 0);
}

/** How often an operation is made at most, while the platform is out of order. A spent quota is not asked again: it may count that, and stay spent. */
const TRIES = 3;

/** Some mistakes are thrown rather than rejected, so the call itself stands inside. */
async function persistently(call, tried = 1) {
  try {
    return await call();
  } catch (rejection) {
    const status = statusOf(rejection);
    if (!isBusy(status) || status === 429 || tried >= TRIES) throw rejection;
    return persistently(call, tried + 1);
  }
}

function isBusy(status) {
  return status === 429 || status >= 500;
}

// -------------------- src/platform/store.ts --------------------
/** The platform's key-value store, with its refusals as values. The only file that calls `$db`. */

/** Schedules that an invocation looks at in search of what was kept, as long as nothing says that it may not. */
const MOST_FETCHES = 5000;

/** The quota counts a sliding minute, so a place in it comes free within seconds as a rule. */
const AGAIN_MS = 3000;

/** `onSpent` is called once, when the quota refuses something that is tried again. */
function createStore(operations, { now, pause }, onSpent = () => Promise.resolve()) {
  const patiently = async (call) => {
    try {
      return await timed(call);
    } catch (rejection) {
      const status = statusOf(rejection);
      if (!isBusy(status) || now() + AGAIN_MS > store.patientUntil) throw rejection;
      if (status === 429) await noteSpent();
      if (!(await pause(AGAIN_MS))) throw rejection;
      return patiently(call);
    }
  };
  const noteSpent = async () => {
    if (store.isSpent) return;
    store.isSpent = true;
    await onSpent();
  };
  const timed = async (call) => {
    const start = now();
    try {
      return await persistently(() => {
        store.left -= 1;
        return call();
      });
    } finally {
      store.pace = Math.max(now() - start, store.pace / 2);
    }
  };
  const counted = async (call) => {
    try {
      return await patiently(call);
    } catch (rejection) {
      // A missing key is no refusal.
      if (statusOf(rejection) === 404) return null;
      throw new StoreRefused(statusOf(rejection));
    }
  };
  const store = {
    left: operations,
    fetches: MOST_FETCHES,
    isScarce: false,
    patientUntil: 0,
    isSpent: false,
    pace: 0,
    get: async (key) => {
      const value = await counted(() => $db.get(key));
      return isObject(value) ? value : null;
    },
    set: async (key, value, seconds) => {
      await counted(() => $db.set(key, value, { ttl: seconds }));
    },
    claim: async (key, value, seconds) => {
      try {
        await patiently(() => $db.set(key, value, { ttl: seconds, setIf: 'not_exist' }));
        return true;
      } catch (rejection) {
        if (isBusy(statusOf(rejection))) throw new StoreRefused(statusOf(rejection));
        return false;
      }
    },
    delete: async (key) => {
      await counted(() => $db.delete(key));
    },
  };
  return store;
}

/**
 * Creates a key with one item, to be forgotten after so many seconds; `full` where it is there already. An attribute's name has less than
 * 30 characters.
 */
function open(key, attribute, text, seconds) {
  return tried(() => $db.set(key, { [attribute]: [text] }, { ttl: seconds, setIf: 'not_exist' }));
}

/** Adds one item to a key that is there, atomically: a missing one would be created, without a time to live. */
function append(key, attribute, text) {
  return tried(() => $db.update(key, 'append', { [attribute]: [text] }));
}

async function tried(call) {
  try {
    await persistently(call);
    return 'kept';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'full';
  }
}

/** Adds numbers to a key's attributes, atomically, and creates what is missing; false where the store refuses or the key is full. */
async function increment(key, attributes) {
  try {
    await $db.update(key, 'increment', attributes);
    return true;
  } catch {
    return false;
  }
}

// -------------------- src/destinations/slack/conversation-messages.ts --------------------
/**
 * One place per conversation in a channel: a thread under its first message, or a card that is kept current. Which
 * message was the first is stored for two weeks: one read per message, one write for the first. Where the store does not
 * answer, what there is to say is said as a plain message.
 */

const FIRST_KEPT_SECONDS = (14 * DAY_MS) / 1000;
const FIRST_OPERATIONS = 3;

/** What Slack answers where a message is gone, or can be replied to or changed no more. */
const GONE_ANSWERS = new Set(
  [
    'thread_not_found',
    'message_not_found',
    'cannot_reply_to_message',
    'cant_update_message',
    'edit_window_closed',
    'restricted_action_thread_locked',
    'invalid_thread_ts',
    'invalid_ts',
  ].map((code) => `Slack answered ${code}`),
);

function isGone(outcome) {
  return !outcome.ok && GONE_ANSWERS.has(outcome.reason);
}

/** Tells one payload's events in the conversation's place. */
async function tellInPlace(style, id, events, voice, runtime) {
  const conversation = conversationIdIn(events);
  if (conversation === null) return voice.post(events, runtime);
  const key = firstMessageKey(id, digest(conversation));
  const store = createStore(FIRST_OPERATIONS, runtime);
  const first = await unlessRefused(readFirst(key, store), 'refused');
  if (first === 'refused') return voice.post(events, runtime);
  if (first === null) return beginPlace(events, voice, runtime, (value) => store.claim(key, value, FIRST_KEPT_SECONDS));
  const isThread = style === 'thread';
  const told = await (isThread
    ? voice.reply(events, first.ts, isLoud(events), runtime)
    : updateCard(key, first, events, voice, store, runtime));
  return !isGone(told)
    ? told
    : beginPlace(events, voice, runtime, (value) => store.set(key, value, FIRST_KEPT_SECONDS));
}

async function readFirst(key, store) {
  const stored = await store.get(key);
  const ts = textOf(stored?.['ts']);
  return ts === null ? null : { ts, at: numberOf(stored?.['at']), sequence: numberOf(stored?.['sequence']) };
}

function numberOf(value) {
  return isNumber(value) ? value : 0;
}

/** The first message; where it cannot be stored the next one is a first one, too. */
async function beginPlace(events, voice, runtime, keep) {
  const told = await voice.begin(events, runtime);
  const ts = told.ok ? textOf(parsedAnswer(told.response)['ts']) : null;
  if (ts !== null) await unlessRefused(keep({ ts, ...latestOf(events) }), null);
  return told;
}

function isLoud(events) {
  return events.some(({ type }) => type === 'conversation.sla.breached' || type === 'conversation.reopened');
}

/** The moment of the change, and the highest sequence among its events. */
function latestOf(events) {
  return {
    at: Math.max(...events.map(({ occurred_at: at }) => Date.parse(at))),
    sequence: Math.max(...events.map(({ sequence }) => sequence)),
  };
}

/**
 * A card shows how the conversation stands now. What comes late may be older than what the card tells, and is said
 * beneath it instead: only changes in quick succession are written down, the others tell by their own age.
 */
async function updateCard(key, first, events, voice, store, runtime) {
  const latest = latestOf(events);
  if (isBehind(latest, first) || isLate(latest.at, runtime.now()))
    return voice.reply(events, first.ts, isLoud(events), runtime);
  const told = await voice.update(events, first.ts, runtime);
  if (told.ok && isQuick(events, latest.at, first))
    await unlessRefused(store.set(key, { ts: first.ts, ...latest }, FIRST_KEPT_SECONDS), null);
  return told;
}

function isBehind(latest, first) {
  return latest.at < first.at || (latest.at === first.at && latest.sequence < first.sequence);
}

/** Changes that come in any order are at most so far apart. */
const QUICK_MS = MINUTE_MS;
/** What is older than anything is kept says nothing by its age: the clocks differ. */
const OLDEST_MS = 4 * DAY_MS;

function isLate(at, now) {
  return now - at > QUICK_MS && now - at < OLDEST_MS;
}

/** Whether another change came shortly before this one, by what the card was last known to tell or by the conversation's own times. */
function isQuick(events, at, first) {
  const others = events.filter(isAboutConversation).flatMap(otherTimes);
  return [first.at, ...others].some((time) => at - time <= QUICK_MS);
}

/** The conversation's times but for the one that is this very change. */
function otherTimes({ type, conversation }) {
  const times = {
    'conversation.created': conversation.created_at,
    'conversation.agent.assigned': conversation.assigned_at,
    'conversation.resolved': conversation.resolved_at,
    'conversation.reopened': conversation.reopened_at,
  };
  return Object.entries(times)
    .filter(([name, time]) => name !== type && time !== null)
    .map(([, time]) => Date.parse(time ?? ''));
}

// -------------------- src/destinations/slack/mention.ts --------------------
/** Whom a message pings: nobody, but where somebody is to look after a conversation at once. */

const URGENT = ['conversation.unattended', 'conversation.sla.breached'];

/** The message with the mention before its text where one of the events calls for it. */
function mentioning(mention, events, { text, blocks }) {
  if (mention === null || !events.some(({ type }) => URGENT.includes(type))) return { text, blocks };
  const written = mentionOf(mention);
  return { text: `${written} ${text}`, blocks: [sectionOf(written), ...blocks] };
}

/** `here`, a user group's id, or a user's. Source: Slack's formatting of messages. */
function mentionOf(mention) {
  if (mention === 'here') return '<!here>';
  return mention.startsWith('S') ? `<!subteam^${mention}>` : `<@${mention}>`;
}

// -------------------- src/destinations/slack/summary.ts --------------------
/** A day's summary in Slack: two columns of figures, and a line for each group. */

/** Null where the events are no summary. */
function summaryMessage(events) {
  const notice = summaryIn(events);
  if (notice === null) return null;
  const { title, facts, groups, notes } = summaryTable(notice, SLACK);
  const fields = facts.map(({ label, value }) => mrkdwn(`*${label}*\n${value}`));
  const lines = groups.map(({ name, text }) => `*${name}*: ${text}`);
  const blocks = [
    sectionOf(`📊 *${title}*`),
    { type: 'section', fields },
    ...(lines.length === 0 ? [] : [{ type: 'divider' }, ...joined(lines).map(sectionOf)]),
    { type: 'context', elements: [mrkdwn(notes.join(' '))] },
  ];
  return { text: slackMessage([noteOf(events)]).text, blocks };
}

function mrkdwn(text) {
  return { type: 'mrkdwn', text, verbatim: true };
}

// -------------------- src/destinations/slack/slack.ts --------------------
/** A Slack channel, reached by a bot's token. */

function createSlack({ id, token, channel, style, mention }) {
  const call = async (template, body, runtime) => slackOutcome(await send(template, { token }, body, runtime));
  const say = (message, runtime, target = {}) => call('postToSlack', slackPost(channel, message, target), runtime);
  const plain = (events, isNamed = false) =>
    summaryMessage(events) ?? mentioning(mention, events, slackMessage([noteOf(events)], isNamed));
  const standing = (events) => mentioning(mention, events, cardMessage(events));
  const voice = {
    post: (events, runtime) => say(plain(events), runtime),
    begin: (events, runtime) => say(style === 'card' ? standing(events) : plain(events), runtime),
    reply: (events, to, isLoud, runtime) =>
      // What is shown in the channel as well stands there by itself.
      say(plain(events, !isLoud), runtime, { thread_ts: to, ...(isLoud ? { reply_broadcast: true } : {}) }),
    update: (events, message, runtime) =>
      call('updateSlackMessage', slackPost(channel, standing(events), { ts: message }), runtime),
  };
  return {
    mostPayloads: SLACK_NOTES,
    room: REQUEST_BYTES,
    bytesOf: (events) => escapedBytes(slackPost(channel, plain(events))),
    // A catch-up of several payloads is one message in the channel, whatever the style.
    deliver: (payloads, runtime) => {
      const [events] = payloads;
      if (events === undefined || payloads.length > 1) return say(slackMessage(payloads.map(noteOf)), runtime);
      return style === 'each' ? voice.post(events, runtime) : tellInPlace(style, id, events, voice, runtime);
    },
    // Side by side, so that both answers fit into a set-up event; who we are is the more telling fault.
    test: async (runtime) => {
      const [identity, message] = await together([
        call('testSlackToken', '{}', runtime),
        call('postToSlack', slackTestBody(channel), runtime),
      ]);
      return identity.ok ? message : identity;
    },
    remedy: slackRemedy,
  };
}

// -------------------- src/destinations/remedies.ts --------------------
/** What an admin reads where a destination does not take a message: the end of a sentence that starts with its name. */

/** A table by HTTP status, and words by class for the others; where nobody is reached the platform names 502, or nothing. */
function remedyOf({ status, reason, platform }, known) {
  if (reason === TLS_FAULT) return 'has no valid TLS certificate. Mend it.';
  if (platform === true) return 'answers a type nobody reads. Answer in JSON.';
  return known[status === 0 ? 502 : status] ?? remedyByClass(status);
}

function remedyByClass(status) {
  if (status >= 500) return `answered ${status}. Mend the receiver first.`;
  return status >= 400 ? `answered ${status}. Check the receiver.` : `redirects (${status}). Enter the final address.`;
}

// -------------------- src/destinations/teams/answers.ts --------------------
/** What the answers of a Teams workflow mean to the admin. */

// A function because every invocation of the app loads this file and hardly one reads the table.
const teamsRemedies = () => ({
  401: 'refused the address (401). Copy it again.',
  403: 'forbids it (403). Let anyone trigger it.',
  404: 'is not at that address (404). Copy it again.',
  410: 'is gone for good (410). Enter a new address.',
  429: 'is too busy (429). Try again later.',
  502: 'could not be reached. Copy the address again.',
  504: 'took too long. Try again later.',
});

function teamsRemedy(failure) {
  return remedyOf(failure, teamsRemedies());
}

// -------------------- src/destinations/teams/card.ts --------------------
/**
 * Microsoft Teams messages: an Adaptive Card 1.4 in the envelope that a Teams workflow ("post a card when a webhook
 * request is received") expects. Sentences stand in text runs, which show every character as it is: no Markdown.
 */

/** A card grows long in a channel. */
const TEAMS_NOTES = 25;
/** Teams takes 28 KB a message, and a workflow says it took a larger one all the same. */
const TEAMS_BYTES = 25000;

/** The body for one note, or for a catch-up of at most TEAMS_NOTES. */
function teamsBody(notes) {
  const [note] = notes;
  if (note === undefined || notes.length > 1) return teamsCatchUp(notes);
  const time = { type: 'TextRun', text: TEAMS.moment(note.at), isSubtle: true, size: 'Small' };
  return envelope(
    [blockOf([runOf(`${note.sign} ${note.say(TEAMS)}`)]), { ...blockOf([time]), spacing: 'Small' }],
    note.url === null ? [] : [openUrl(note.url)],
  );
}

/** The card an install posts to prove that the workflow takes cards. */
function teamsTestBody() {
  return envelope(
    [blockOf([runOf('Conversation Relay is connected. Updates on conversations will appear here.')])],
    [],
  );
}

function teamsCatchUp(notes) {
  const title = { ...runOf(catchUpTitle(notes)), weight: 'Bolder' };
  return envelope([blockOf([title]), ...threadsOf(notes).flatMap(threadBlocks)], []);
}

/** Several notes on one conversation stand under its name; a lone one names it itself. */
function threadBlocks(thread) {
  const last = thread[thread.length - 1];
  if (last === undefined) return [];
  if (thread.length === 1) return [blockOf([linkedRun(teamsLine(last, {}), last.url)])];
  const name = { ...linkedRun(last.conversation?.name(TEAMS) ?? '', last.url), weight: 'Bolder' };
  const lines = thread.map((note) => runOf(teamsLine(note, { isNamed: true, isFollowed: note !== last })));
  return [blockOf([name]), ...lines.map((run) => ({ ...blockOf([run]), spacing: 'None' }))];
}

function teamsLine(note, standing) {
  return `${TEAMS.moment(note.at)} ${note.sign} ${note.say(TEAMS, standing)}`;
}

/** The message that holds a card of such elements. */
function envelope(body, actions) {
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body,
    ...(actions.length === 0 ? {} : { actions }),
  };
  return jsonText({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  });
}

function blockOf(inlines) {
  return { type: 'RichTextBlock', inlines };
}

function runOf(text) {
  return { type: 'TextRun', text };
}

function linkedRun(text, url) {
  return url === null ? runOf(text) : { ...runOf(text), selectAction: openUrl(url) };
}

function openUrl(url) {
  return { type: 'Action.OpenUrl', title: 'Open conversation', url };
}

// -------------------- src/destinations/teams/summary.ts --------------------
/** A day's summary as an Adaptive Card: a table of figures, and a line for each group. */

/** The body for a summary; null where the events are none. */
function teamsSummary(events) {
  const notice = summaryIn(events);
  if (notice === null) return null;
  const { title, facts, groups, notes } = summaryTable(notice, TEAMS);
  const table = { type: 'FactSet', facts: facts.map(({ label, value }) => ({ title: label, value })) };
  const lines = groups.map(({ name, text }) => blockOf([{ ...runOf(name), weight: 'Bolder' }, runOf(`: ${text}`)]));
  const small = { ...runOf(notes.join(' ')), isSubtle: true, size: 'Small' };
  return envelope([blockOf([{ ...runOf(`📊 ${title}`), weight: 'Bolder' }]), table, ...lines, blockOf([small])], []);
}

// -------------------- src/destinations/teams/teams.ts --------------------
/** A Microsoft Teams channel, reached by the address of a workflow. */

/** A summary on its own has a card of its own; in a catch-up it is a line like any other. */
function bodyOf(payloads) {
  const summary = payloads.length === 1 ? teamsSummary(payloads.flat()) : null;
  return summary ?? teamsBody(payloads.map(noteOf));
}

function createTeams({ address }) {
  const post = (body, runtime) => send('postToTeams', { ...address }, body, runtime);
  return {
    mostPayloads: TEAMS_NOTES,
    room: TEAMS_BYTES,
    bytesOf: (events) => escapedBytes(bodyOf([events])),
    deliver: (payloads, runtime) => post(bodyOf(payloads), runtime),
    test: (runtime) => post(teamsTestBody(), runtime),
    remedy: teamsRemedy,
  };
}

// -------------------- src/destinations/webhook/answers.ts --------------------
/** What a webhook's answers mean to the admin. */

// A function because every invocation of the app loads this file and hardly one reads the table.
const webhookRemedies = () => ({
  401: "refused the secret (401). Enter the receiver's.",
  403: 'forbids it (403). Check secret, permissions.',
  404: 'is not at that address (404). Check the path.',
  410: 'is gone for good (410). Enter a new address.',
  429: 'is too busy (429). Try again later.',
  502: 'could not be reached. Check host and TLS.',
  504: 'took too long. Make it answer within 9 s.',
});

function webhookRemedy(failure) {
  return remedyOf(failure, webhookRemedies());
}

// -------------------- src/destinations/webhook/body.ts --------------------
/** A webhook delivery by the Standard Webhooks specification 1.0: the body, its id, and a signature per secret. */

/** The events of one or more payloads as one body; its timestamp is that of the newest event. */
function eventsBody(events) {
  const timestamp = events.reduce((newest, { occurred_at }) => (occurred_at > newest ? occurred_at : newest), '');
  return jsonText({ type: 'conversation.events', timestamp, data: { events } });
}

/** The body of the message an install sends to prove that the receiver takes signed deliveries. */
function testBody(now) {
  return jsonText({
    type: 'conversation.relay.test',
    timestamp: new Date(now).toISOString(),
    data: { events: [] },
  });
}

/** Signs a body for the moment it is sent, `now` in epoch ms; `about` are the ids of what it tells. */
function signed(body, about, secrets, now) {
  const id = messageId(about);
  const time = new Date(now);
  return {
    id,
    timestamp: String(Math.floor(now / 1000)),
    signature: secrets.map((secret) => new standardwebhooks.Webhook(secret).sign(id, time, body)).join(' '),
    body,
  };
}

// -------------------- src/destinations/webhook/webhook.ts --------------------
/** A webhook by the Standard Webhooks specification 1.0. */

function createWebhook({ address, secrets }) {
  const post = (body, about, runtime) => {
    const { id, timestamp, signature } = signed(body, about, secrets, runtime.now());
    return send('postToWebhook', { ...address, id, timestamp, signature }, body, runtime);
  };
  return {
    mostPayloads: 200,
    room: REQUEST_BYTES,
    bytesOf: (events) => escapedBytes(jsonText(events)),
    deliver: (payloads, runtime) => {
      const events = payloads.flat();
      return post(
        eventsBody(events),
        events.map(({ id }) => id),
        runtime,
      );
    },
    test: (runtime) =>
      post(testBody(runtime.now()), ['test', String(runtime.now()), String(runtime.random())], runtime),
    remedy: webhookRemedy,
  };
}

// -------------------- src/destinations/destination.ts --------------------
/** A system that an admin chose to be told, behind one interface; how each kind is reached stands in its folder. */

/** The destinations that are set and work, in the settings' order. */
function destinationsOf({ destinations }) {
  return destinations.map(createDestination);
}

function createDestination(settings) {
  const { id, name, kind } = settings;
  return { id, name, kind, hears: (events) => heardBy(settings, events), ...channelOf(settings) };
}

function channelOf(settings) {
  if (settings.kind === 'webhook') return createWebhook(settings);
  return settings.kind === 'slack' ? createSlack(settings) : createTeams(settings);
}

// -------------------- src/events/conversation.ts --------------------
/** The part of an event that says how the conversation stands after the change, read from one payload. */

/** How the conversation stands; `accountUrl` is `https://host`, null for an event without links. */
function conversationOf(payload, accountUrl, personalData, lengths) {
  const { id, data } = payload;
  const associations = objectOf(data['associations']);
  const now = (attribute) => currentOf(payload, attribute);
  const text = (attribute) => short(textOf(now(attribute)), lengths.name);
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
function refOf(id) {
  return `#${Array.from(id.toLowerCase())
    .filter((character) => /[\p{L}\p{N}]/u.test(character))
    .slice(0, 4)
    .join('')}`;
}

/**
 * Who or what the conversation is with now: the id it names (`null`: nobody), with the name the payload has for that id;
 * the association alone where the conversation does not say.
 */
function namedBy(id, payload, kind, lengths) {
  const current = id === undefined ? idOf(associationOf(payload, kind)['id']) : id;
  return current === null
    ? null
    : { id: cut(current, lengths.name), name: short(nameIn(payload, kind, current), lengths.name) };
}

function associationOf({ data }, kind) {
  return objectOf(objectOf(data['associations'])[kind]);
}

/** The name the payload holds for an id, by the association about it or, for an agent, by who acted; null where it holds none. */
function nameIn(payload, kind, id) {
  const association = associationOf(payload, kind);
  const associated = idOf(association['id']);
  if (associated === null || associated === id) return personName(association);
  const actor = objectOf(payload.data['actor']);
  return kind === 'agent' && actor['type'] === 'agent' && idOf(actor['id']) === id ? personName(actor) : null;
}

/** An association may still be about the label that was taken off. */
function labelName(payload, kind) {
  const association = associationOf(payload, kind);
  const current = assigneeOf(currentOf(payload, `${kind}_id`));
  const associated = idOf(association['id']);
  if (current === null) return null;
  return current === undefined || associated === null || associated === current ? textOf(association['name']) : null;
}

/** Where the payload has no `priority` of its own it stands among the properties, also after it was cleared. */
function priorityOf(payload) {
  const isCleared = changeOf('priority', payload.modelChanges)?.to === null;
  const otherwise = isCleared ? null : objectOf(payload.conversation['properties'])['priority'];
  return idOf(currentOf(payload, 'priority')) ?? idOf(otherwise);
}

function userOf(user, otherwise, personalData, lengths) {
  const id = short(idOf(user['id']) ?? otherwise, lengths.name);
  if (!personalData) return id === null ? null : { id };
  const name = short(personName(user), lengths.name);
  const email = short(textOf(user['email']), lengths.name);
  const phone = short(idOf(user['phone']), lengths.name);
  return [id, name, email, phone].every((part) => part === null) ? null : { id, name, email, phone };
}

/** Where a conversation opens in the product; a suite account has its own path, and names conversations by their internal id. */
function conversationUrl(accountUrl, { id, data, conversation }) {
  const appId = idOf(conversation['app_id']);
  if (appId === null) return null;
  const app = pathSegment(appId);
  if (!/\.myfreshworks\.com$/.test(accountUrl)) return `${accountUrl}/a/${app}/open/conversation/${pathSegment(id)}`;
  const internalId = idOf(conversation['conversation_internal_id']) ?? idOf(data['conversation_internal_id']);
  return `${accountUrl}/crm/messaging/a/${app}/inbox/open/0/conversation/${pathSegment(internalId ?? id)}`;
}

/** Ids from outside as one segment of a path. */
function pathSegment(id) {
  return encodeURIComponent(cut(id, 80).replace(/[\ud800-\udfff]/gu, '\ufffd'));
}

function short(text, longest) {
  return text === null ? null : cut(text, longest);
}

// -------------------- src/events/change.ts --------------------
/** What an event tells of the attribute that changed, with personal data left out or not. */

/** `change` of the event; absent where the transition has none. */
function changeIn(payload, { change }, personalData, lengths) {
  if (change === undefined) return {};
  const side = (value) => sized(value, lengths.text);
  const { field, from, to } = personalData ? change : maskedChange(change);
  return {
    change: {
      field: cut(onOneLine(field), lengths.name),
      from: side(from),
      to: side(to),
      ...namesOf(payload, change, lengths),
    },
  };
}

/** The same change as it may be told when personal data is left out; the names of agents and groups stay. */
function maskedChange(change) {
  const mask = (side) => maskedSide(change.field, side);
  return { ...change, from: mask(change.from), to: mask(change.to) };
}

/** A label's two sides are ids by name, which are masked one by one. */
function maskedSide(field, side) {
  if (field !== 'label' || !isObject(side)) return maskChangeSide(field, side);
  return {
    category: maskChangeSide('label_category_id', side['category'] ?? null),
    subcategory: maskChangeSide('label_subcategory_id', side['subcategory'] ?? null),
  };
}

const ASSIGNEES = { assigned_group_id: 'group', assigned_agent_id: 'agent' };

function namesOf(payload, { field, from, to }, lengths) {
  if (field !== 'assigned_group_id' && field !== 'assigned_agent_id') return {};
  const name = (side) => {
    const id = idOf(side);
    return id === null ? null : short(nameIn(payload, ASSIGNEES[field], id), lengths.name);
  };
  const fromName = name(from);
  const toName = name(to);
  return { ...(fromName === null ? {} : { from_name: fromName }), ...(toName === null ? {} : { to_name: toName }) };
}

/** A text is cut; anything else that is longer than that as JSON is told as its cut JSON. */
function sized(value, longest) {
  if (typeof value === 'string') return cut(value, longest);
  const json = JSON.stringify(value);
  return json.length <= longest ? value : cut(json, longest);
}

/** Source: `response_due_type` of the product events. */
const DUE = { FIRST_RESPONSE_DUE: 'first response', RESPONSE_DUE: 'next response' };

/** Which service level a breach missed; null where it cannot be told. */
function slaOf(payload, { change }) {
  if (change?.field === 'resolution_sla_breach') return 'resolution';
  const due = currentOf(payload, 'response_due_type');
  return typeof due === 'string' ? (DUE[due.trim().toUpperCase()] ?? null) : null;
}

// -------------------- src/events/lengths.ts --------------------
/**
 * How long texts may be, in characters, and how many statistics there may be: as they come; in an event that is too large to
 * be kept in one piece; and where nearly every character takes many bytes, in which an address would be the longest part.
 */

const LENGTHS = {
  usual: { name: 120, text: 300, message: 1000, metrics: 24, link: true },
  short: { name: 30, text: 60, message: 120, metrics: 8, link: true },
  least: { name: 12, text: 12, message: 12, metrics: 0, link: false },
};

// -------------------- src/events/sequence.ts --------------------
/** The number that sorts a conversation's events of one moment. */

/** A conversation starts before it is handed on, and whatever else happens to it in a moment happens before it is resolved. */
const RANKS = {
  'conversation.created': 0,
  'conversation.reopened': 1,
  'conversation.group.unassigned': 2,
  'conversation.group.assigned': 3,
  'conversation.group.reassigned': 3,
  'conversation.agent.unassigned': 4,
  'conversation.agent.assigned': 5,
  'conversation.agent.reassigned': 5,
  'conversation.status.changed': 6,
  'conversation.label.changed': 7,
  'conversation.priority.changed': 8,
  'conversation.changed': 9,
  'conversation.unattended': 10,
  'conversation.sla.breached': 11,
  'conversation.resolved': 12,
  'relay.trouble': 0,
  'relay.recovered': 1,
  'relay.summary': 0,
};
const PER_RANK = 1000;

/** `index`: which one of its payload's events it is, so that attributes changed at once keep their order. */
function sequenceOf(type, index) {
  return RANKS[type] * PER_RANK + Math.min(index, PER_RANK - 1);
}

// -------------------- src/events/build.ts --------------------
/**
 * The events of the contract, built from a payload and its transitions. Pure: the same payload gives the same events,
 * ids included.
 */

/** What a one-time schedule can hold is 4 KB with its wrapping; no event is larger, so that every event can be kept anywhere. */
const EVENT_BYTES = 3400;
/** There it is a text within a text, in which every quote and backslash is escaped once more. */
const ESCAPED_BYTES = 3800;

/** One event per occasion, in the same order. */
function eventsOf(payload, occasions, options) {
  const eventOf = builderOf(payload, options, LENGTHS.usual);
  return occasions.map((occasion, index) => {
    const event = eventOf(occasion, index);
    return fits(event) ? event : shortened(payload, occasion, index, options);
  });
}

function shortened(payload, occasion, index, options) {
  const event = builderOf(payload, options, LENGTHS.short)(occasion, index);
  return fits(event) ? event : builderOf(payload, options, LENGTHS.least)(occasion, index);
}

/** An event as it may be told when personal data is left out, whatever it was made with. */
function withoutPersonalData(event) {
  if (!('conversation' in event)) return event;
  const { conversation, actor, change } = event;
  const told = {
    ...event,
    conversation: { ...conversation, user: idAlone(conversation.user) },
    actor: { ...actor, name: isStaff(actor.type) ? actor.name : null },
    ...(change === undefined ? {} : { change: maskedChange(change) }),
  };
  delete told.first_message;
  return told;
}

function idAlone(user) {
  const id = user?.id ?? null;
  return id === null ? null : { id };
}

/** Escaping doubles a text at most, so what is short needs no second look. */
function fits(event) {
  const json = JSON.stringify(event);
  const bytes = utf8Bytes(json);
  return bytes <= EVENT_BYTES && (bytes <= ESCAPED_BYTES / 2 || utf8Bytes(JSON.stringify(json)) <= ESCAPED_BYTES);
}

/** What the events of one payload have in common is read once. */
function builderOf(payload, { personalData, now }, lengths) {
  const { raw, data, conversation } = payload;
  const url = lengths.link ? accountUrlOf(payload) : null;
  const occurredAt = new Date(momentOf(payload) ?? now).toISOString();
  const account = {
    app_id: short(idOf(conversation['app_id']), lengths.name),
    region: short(textOf(raw['region']), lengths.name),
    url,
  };
  const told = conversationOf(payload, url, personalData, lengths);
  const actor = actorOf(objectOf(data['actor']), personalData, lengths);
  const metrics = metricsOf(objectOf(conversation['statistics']), lengths);
  return (occasion, index) => ({
    id: eventId(payload, occasion),
    type: occasion.type,
    occurred_at: occurredAt,
    sequence: sequenceOf(occasion.type, index),
    account,
    conversation: told,
    actor,
    ...changeIn(payload, occasion, personalData, lengths),
    ...breachIn(payload, occasion, lengths),
    metrics,
    ...firstMessageIn(occasion, conversation, personalData, lengths),
    ...(occasion[ECHO] === true ? { [ECHO]: true } : {}),
  });
}

function breachIn(payload, occasion, lengths) {
  if (occasion.type !== 'conversation.sla.breached') return {};
  const policy = short(textOf(currentOf(payload, 'sla_policy_name')), lengths.name);
  return { sla: slaOf(payload, occasion), policy };
}

function firstMessageIn({ type }, conversation, personalData, lengths) {
  const message = type === 'conversation.created' && personalData ? firstMessageOf(conversation['messages']) : null;
  return message === null ? {} : { first_message: cut(message, lengths.message) };
}

function actorOf(actor, personalData, lengths) {
  const type = textOf(actor['type']);
  return {
    type: short(type, lengths.name),
    id: short(idOf(actor['id']), lengths.name),
    name: isStaff(type) || personalData ? short(personName(actor), lengths.name) : null,
    cause: short(textOf(actor['sub_entity']), lengths.name),
    source: short(textOf(actor['actor_source']), lengths.name),
  };
}

function metricsOf(statistics, lengths) {
  const names = Object.keys(statistics);
  const told = names
    .filter((name) => /^[a-z][a-z_]{0,59}$/.test(name) && isNumber(statistics[name]))
    .slice(0, lengths.metrics);
  // Nearly always all of them: a copy costs more than the look at them.
  return told.length === names.length ? statistics : Object.fromEntries(told.map((name) => [name, statistics[name]]));
}

// -------------------- src/settings/addresses.ts --------------------
/**
 * Reading an admin's address into what a request template takes. The platform refuses a host with a scheme, a port or
 * an IP address, and there is no URL class in its sandbox.
 */

const ADDRESS_PARTS = /^https:\/\/([^/?#]*)\/?([^#]*)/i;
/**
 * Labels of letters, digits and hyphens, at least two. A last label that is a number, hexadecimal ones included, makes
 * the whole an IPv4 address for whoever resolves it (WHATWG URL, "ends in a number").
 */
const PUBLIC_NAME =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!(?:\d+|0x[\da-f]*|localhost)$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const IP_ADDRESS = /^\[|^[\d.]+(?::\d*)?$|(?:^|\.)(?:\d+|0x[\da-f]*)$/;

/**
 * Reads `https://host/path?query`, where `:443` may stand behind the host; a fragment never travels and is dropped. A
 * problem is the end of a sentence that starts with a destination's name.
 */
function readAddress(text) {
  const parts = ADDRESS_PARTS.exec(text);
  if (parts === null) return { problem: 'needs an address that starts with https://.' };
  const { 1: authority = '', 2: rest = '' } = parts;
  if (authority.includes('@')) return { problem: 'must not hold a user name or password.' };
  const host = authority.replace(/:443$/, '').toLowerCase();
  const problem = hostProblem(host);
  return problem === null ? { address: { host, path: encodePath(rest) } } : { problem };
}

function hostProblem(host) {
  if (IP_ADDRESS.test(host)) return 'needs a host name, not an IP address.';
  if (host.includes(':')) return 'must not name a port other than 443.';
  return host.length <= MAX_HOST && PUBLIC_NAME.test(host) ? null : 'needs a public host, like hooks.acme.com.';
}

/**
 * Percent-encodes what no URL may hold as it is, and with it whatever the platform could read as a tag of a template; a
 * percent sign that encodes nothing is encoded, what is encoded already stays so.
 */
function encodePath(rest) {
  return rest.replace(/%(?![\dA-Fa-f]{2})|[^\w\-.~:/?[\]@!$&'()*+,;=%]/gu, (char) =>
    isLoneSurrogate(char) ? '%EF%BF%BD' : encodeURIComponent(char),
  );
}

function isLoneSurrogate(char) {
  return char.length === 1 && char >= '\ud800' && char <= '\udfff';
}

// -------------------- src/settings/secrets.ts --------------------
/** Whether a secret can be one: each answer is the end of a sentence that starts with a destination's name, or null. */

const SECRET_BYTES = { least: 24, most: 64 };

/** Standard Webhooks 1.0: `whsec_` and the Base64 of 24 to 64 bytes; two, separated by a space, while one replaces the other. */
function signingSecretProblem(secrets) {
  if (secrets.length > 2) return 'takes two secrets at most.';
  return secrets.map(oneSecretProblem).find((problem) => problem !== null) ?? null;
}

function oneSecretProblem(secret) {
  if (!secret.startsWith('whsec_')) return 'needs a secret that starts with whsec_.';
  const base64 = secret.slice('whsec_'.length);
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    return 'needs a secret in Base64 after whsec_.';
  const bytes = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
  if (bytes < SECRET_BYTES.least) return 'needs a longer secret: 24 to 64 bytes.';
  return bytes > SECRET_BYTES.most ? 'needs a shorter secret: 24 to 64 bytes.' : null;
}

/**
 * The token stands in a header of a request template, where a quote or a line break would break the request. A webhook's
 * secret, of a destination whose id is `slack`, is nobody's token.
 */
function isSlackToken(token) {
  return /^(?!whsec_)[\w.-]{1,500}$/.test(token);
}

// -------------------- src/settings/slack.ts --------------------
/** What the fields of a Slack destination may hold, for the settings page and for the server alike. */

/** A channel is named by its id, which holds letters and digits only. */
function isChannelId(text) {
  return /^[A-Z0-9]{1,30}$/i.test(text);
}

/** `here`, or an id, which Slack writes in capitals: U or W for a user, S for a user group. Null for anything else. */
function readableMention(text) {
  if (text.toLowerCase() === 'here') return 'here';
  return /^[USW][A-Z0-9]{1,30}$/.test(text) ? text : null;
}

// -------------------- src/settings/destinations.ts --------------------
/**
 * One entry of `destinations`, read into what works or into a sentence that says what to mend. A value with a default
 * (what is told, filters, style, mention) falls back to it and is named; anything else that is malformed takes this
 * destination off, and no other.
 */

const LONGEST_NAME = 80;
/** Settings come from the page that makes an id once and never changes it. */
const ID = /^[a-z0-9]{1,8}$/;

/** Reads `secrets`: `slack` holds the token of all Slack destinations without one of their own. */
function secretIn(value) {
  const secrets = objectOf(value);
  return (id, kind) => enteredOf(own(secrets, id)) ?? (kind === 'slack' ? enteredOf(own(secrets, 'slack')) : null);
}

/** Reads one entry. `notes` are the ends of further sentences. */
function readDestination(entry, secretOf) {
  if (!isObject(entry))
    return { broken: { id: null, name: 'A destination', kind: null, problem: 'is not an object.' } };
  const kind = destinationKind(own(entry, 'kind'));
  const written = own(entry, 'id');
  const id = typeof written === 'string' && ID.test(written) ? written : null;
  const name = displayName(own(entry, 'name'), kind);
  const broken = (problem) => ({ broken: { id, name, kind, problem } });
  if (id === null) return broken('needs an id of 1 to 8 of a–z and 0–9.');
  if (kind === null) return broken('is of an unknown kind.');
  const notes = [];
  const common = { id, name, tell: readTell(own(entry, 'tell'), kind, notes), filters: readFilters(entry, notes) };
  const reading = READERS[kind](entry, common, secretOf(id, kind), notes);
  return typeof reading === 'string' ? broken(reading) : { destination: reading, notes };
}

function displayName(value, kind) {
  const name = cut(onOneLine(idOf(value) ?? ''), LONGEST_NAME);
  if (name !== '') return name;
  return kind === null ? 'A destination' : DESTINATION_NAMES[kind];
}

const READERS = { webhook: readWebhook, slack: readSlack, teams: readTeams };

/** What an admin entered into a field, as text; what is no text at all is `?`, which no field takes. Null where it is blank. */
function enteredOf(value) {
  return isBlank(value) || typeof value === 'string' ? textOf(value) : '?';
}

function isBlank(value) {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function readWebhook(entry, common, secret) {
  const url = enteredOf(own(entry, 'url'));
  if (url === null) return 'has no address yet.';
  const reading = readAddress(url);
  if ('problem' in reading) return reading.problem;
  if (secret === null) return 'has no secret yet: make one.';
  const secrets = secret.split(/\s+/);
  return signingSecretProblem(secrets) ?? { ...common, kind: 'webhook', address: reading.address, secrets };
}

function readTeams(...[, common, secret]) {
  if (secret === null) return "has no address yet: paste the workflow's.";
  const reading = readAddress(secret);
  return 'problem' in reading ? reading.problem : { ...common, kind: 'teams', address: reading.address };
}

function readSlack(entry, common, token, notes) {
  const channel = enteredOf(own(entry, 'channel'));
  if (token === null) return 'has no bot token yet: paste it.';
  if (!isSlackToken(token)) return 'needs its bot token as Slack shows it.';
  if (channel === null) return 'has no channel yet: choose one.';
  if (!isChannelId(channel)) return "needs the channel's id, like C0123ABCDEF.";
  return {
    ...common,
    kind: 'slack',
    token,
    channel,
    style: readStyle(own(entry, 'style'), notes),
    mention: readMention(own(entry, 'mention'), notes),
  };
}

function readStyle(value, notes) {
  if (value === 'each' || value === 'thread' || value === 'card') return value;
  if (!isBlank(value)) notes.push('style must be each, thread or card.');
  return 'each';
}

function readMention(value, notes) {
  if (isBlank(value)) return null;
  const mention = typeof value === 'string' ? readableMention(value.trim()) : null;
  if (mention === null) notes.push('mention must be here, or an id.');
  return mention;
}

function readTell(value, kind, notes) {
  if (value === undefined || value === null) return TOLD_BY_DEFAULT[kind];
  if (!isList(value)) {
    notes.push('what it hears must be a list of kinds.');
    return TOLD_BY_DEFAULT[kind];
  }
  const known = value.filter(isKind);
  if (known.length < value.length) notes.push('hears of a kind that is unknown.');
  return known.length === 0 && value.length > 0 ? TOLD_BY_DEFAULT[kind] : new Set(known);
}

function readFilters(entry, notes) {
  const list = (key) => {
    const value = own(entry, key);
    if (isBlank(value)) return [];
    const entries = isList(value) ? value.filter((one) => !isBlank(one)) : [value];
    const texts = entries.map(idOf).filter((text) => text !== null);
    if (!isList(value) || texts.length < entries.length) notes.push(`${key} must be a list of ids or names.`);
    return isList(value) ? texts : [];
  };
  return { groups: list('groups'), topics: list('topics'), sources: list('sources'), priorities: list('priorities') };
}

// -------------------- src/settings/times.ts --------------------
/** Hours, a time of the day, a wait in minutes and a time zone, as the settings hold them. */

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const MINUTES_OF_DAY = 24 * 60;

/** `HH:MM` as minutes of the day, `24:00` included; null for anything else. */
function minuteOfDay(value) {
  const parts = typeof value === 'string' ? /^\s*(\d{1,2}):([0-5]\d)\s*$/.exec(value) : null;
  const minute = parts === null ? Number.NaN : Number(parts[1]) * 60 + Number(parts[2]);
  return minute <= MINUTES_OF_DAY ? minute : null;
}

const UNATTENDED = { least: 5, most: 1440 };

/** After how many minutes a conversation counts as unattended: 0 for never, or 5 to 1,440. */
function isUnattended(minutes) {
  if (!isNumber(minutes) || !Number.isInteger(minutes)) return false;
  return minutes === 0 || (minutes >= UNATTENDED.least && minutes <= UNATTENDED.most);
}

/** Null for anything but `{ days: ['Mon', …], from: '09:00', to: '18:00' }` with at least one day and one minute. */
function readHours(value) {
  if (!isObject(value)) return null;
  const from = minuteOfDay(own(value, 'from'));
  const to = minuteOfDay(own(value, 'to'));
  const days = readDays(own(value, 'days'));
  if (from === null || to === null || days === null) return null;
  return from % MINUTES_OF_DAY === to % MINUTES_OF_DAY && from >= to ? null : { days, from, to };
}

function readDays(value) {
  if (!isList(value)) return null;
  const days = DAYS.filter((day) => value.some((one) => typeof one === 'string' && isDay(day, one)));
  const isKnown = value.every((one) => typeof one === 'string' && DAYS.some((day) => isDay(day, one)));
  return isKnown && days.length > 0 ? days : null;
}

function isDay(day, text) {
  return day.toLowerCase() === text.trim().toLowerCase();
}

/** Whether the engine knows the time zone by its IANA name; an offset such as `+05:30` is none. */
function isTimeZone(name) {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

// -------------------- src/settings/read.ts --------------------
/**
 * The installation parameters, read into one typed object. A value that is missing, blank, stale or malformed means its
 * default and is named as a problem: a payload is never dropped over a setting.
 */

const USUAL_UNATTENDED_MINUTES = 15;

/** Reads `payload.iparams`, whatever it holds. */
function readSettings(input) {
  const iparams = objectOf(input);
  const saved = (name) => own(iparams, name);
  const { destinations, broken, problems } = readDestinations(saved('destinations'), secretIn(saved('secrets')));
  return {
    destinations,
    broken,
    personalData: readPersonalData(saved('personal_data'), problems),
    unattendedMinutes: readUnattended(saved('unattended_minutes'), problems),
    hours: readWorkingHours(saved('hours'), problems),
    summaryAt: readSummaryAt(saved('summary_at'), problems),
    timeZone: readTimeZone(saved('time_zone'), problems),
    problems,
  };
}

/** Whether some destination that works is told of a kind. */
function isHeard(kind, { destinations }) {
  return destinations.some(({ tell }) => tell.has(kind));
}

function readDestinations(value, secretOf) {
  const entries = isList(value) ? value : [];
  const all = { destinations: [], broken: [], problems: [] };
  if (!isList(value) && !isBlank(value)) all.problems.push('Destinations must be a list. Set them up again.');
  entries.forEach((entry, index) => {
    addReading(all, readDestination(entry, secretOf), index < MOST_DESTINATIONS);
  });
  return all;
}

function addReading(all, reading, hasRoom) {
  const checked = hasRoom ? onlyOnce(all, reading) : tooMany(reading);
  if ('broken' in checked) {
    const { name, problem } = checked.broken;
    all.broken.push(checked.broken);
    all.problems.push(`${name}: ${problem}`);
  } else {
    const { destination, notes } = checked;
    all.destinations.push(destination);
    for (const note of notes) all.problems.push(`${destination.name}: ${note}`);
  }
}

function onlyOnce({ destinations }, reading) {
  const isTaken = 'destination' in reading && destinations.some(({ id }) => id === reading.destination.id);
  return isTaken ? brokenBy(reading.destination, 'has the id of another destination.') : reading;
}

function tooMany(reading) {
  return brokenBy('broken' in reading ? reading.broken : reading.destination, 'is more than the 20 that may be set.');
}

function brokenBy({ id, name, kind }, problem) {
  return { broken: { id, name, kind, problem } };
}

function readPersonalData(value, problems) {
  if (isBlank(value) || value === 'Leave out' || value === 'Include') return value === 'Include';
  problems.push('Personal data must be "Leave out" or "Include".');
  return false;
}

function readUnattended(value, problems) {
  if (isBlank(value)) return USUAL_UNATTENDED_MINUTES;
  const minutes = typeof value === 'string' ? Number(value) : value;
  if (isUnattended(minutes)) return minutes;
  problems.push('Unattended after: 0 for never, or 5 to 1,440 minutes.');
  return USUAL_UNATTENDED_MINUTES;
}

function readWorkingHours(value, problems) {
  const hours = isBlank(value) ? null : readHours(value);
  if (hours === null && !isBlank(value)) problems.push('Hours need days and two times, like 09:00 to 18:00.');
  return hours;
}

function readSummaryAt(value, problems) {
  const minute = isBlank(value) ? null : minuteOfDay(value);
  if (minute === null && !isBlank(value)) problems.push('Daily summary needs a time, like 08:30.');
  return minute === null ? null : minute % (24 * 60);
}

function readTimeZone(value, problems) {
  const name = textOf(value);
  if (name === 'UTC' || isBlank(value)) return 'UTC';
  if (name !== null && isTimeZone(name)) return name;
  problems.push('Time zone must be a name like Europe/Berlin.');
  return 'UTC';
}

// -------------------- src/reminders/hours.ts --------------------
/**
 * Times of day in a time zone, daylight saving included: when a clock on the wall shows a time, and how much of a span
 * lies within working hours. All of it is arithmetic on what `Intl.DateTimeFormat` says a wall clock shows.
 */

const DAY_MINUTES = 24 * 60;
/** Spans are followed no further: a schedule may lie a year ahead. */
const FURTHEST_MS = 365 * DAY_MS;

/** Making a formatter costs a hundred times what using it does. */
const formatters = new Map();

function formatterOf(zone) {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}

/** Ms that the zone's wall clock is ahead of UTC at a moment. */
function offsetAt(zone, at) {
  if (zone === 'UTC') return 0;
  // In American English, `3/29/2026, 14:05:09`.
  const [month, day, year, ...time] = formatterOf(zone).format(at).split(/\D+/).map(Number);
  return Date.UTC(year, month - 1, day, ...time) - Math.floor(at / 1000) * 1000;
}

function wallAt(zone, at) {
  const offset = offsetAt(zone, at);
  const day = Math.floor((at + offset) / DAY_MS);
  return { day, minute: (at + offset - day * DAY_MS) / MINUTE_MS, offset };
}

/** The local date at a moment, as `2026-03-29`. */
function dateAt(zone, at) {
  return new Date(at + offsetAt(zone, at)).toISOString().slice(0, 10);
}

/** Whether a moment lies within the hours; always where there are none. */
function isWithin(hours, zone, at) {
  return hours === null || isOpen(hours, wallAt(zone, at));
}

/** Hours that end at or before they begin go on past midnight, and belong to the day on which they began. */
function isOpen({ days, from, to }, { day, minute }) {
  const end = to > from ? to : to + DAY_MINUTES;
  return (
    (minute >= from && minute < end && days.includes(weekdayOf(day))) ||
    (minute + DAY_MINUTES < end && days.includes(weekdayOf(day - 1)))
  );
}

/** 1 January 1970 was a Thursday. */
const WEEK = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];

function weekdayOf(day) {
  return WEEK[day % 7] ?? 'Thu';
}

/** At most to the next midnight, so that no stretch hides two changes of the clock. */
function stretchFrom(hours, zone, start) {
  const wall = wallAt(zone, start);
  const next = Math.min(...[hours.from, hours.to % DAY_MINUTES, DAY_MINUTES].filter((minute) => minute > wall.minute));
  const end = start + (next - wall.minute) * MINUTE_MS;
  return { isOpen: isOpen(hours, wall), end: shiftBetween(zone, start, Math.round(end), wall.offset) };
}

/** The first moment at which the wall clock is put forward or back; `end` where it is not. */
function shiftBetween(zone, start, end, offset) {
  if (offsetAt(zone, end) === offset) return end;
  let before = start;
  let after = end;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** When so many ms within the hours have passed since a moment; null where that is more than a year away. */
function whenPassed(hours, zone, since, ms) {
  if (hours === null) return since + ms;
  let left = ms;
  for (let at = since; at < since + FURTHEST_MS;) {
    const { isOpen: counts, end } = stretchFrom(hours, zone, at);
    if (counts && end - at > left) return at + left;
    if (counts) left -= end - at;
    at = end;
  }
  return null;
}

/** How many ms of a span lie within the hours. */
function passedWithin(hours, zone, since, until) {
  if (hours === null) return Math.max(0, until - since);
  let passed = 0;
  for (let at = Math.max(since, until - FURTHEST_MS); at < until;) {
    const { isOpen: counts, end } = stretchFrom(hours, zone, at);
    if (counts) passed += Math.min(end, until) - at;
    at = end;
  }
  return passed;
}

/**
 * The next moment after another at which the wall clock shows a minute of the day. Where the clock is put forward past
 * it, that is the moment it is put forward; where it shows the minute twice, the first time.
 */
function nextTimeOfDay(zone, minuteOfDay, after) {
  const { day } = wallAt(zone, after);
  // A clock that is put back over midnight has shown a part of the next day already.
  const moments = [day, day + 1, day + 2].map((each) => momentOfWall(zone, each, minuteOfDay));
  return Math.min(...moments.filter((moment) => moment > after));
}

/** The first moment of a local day at which the wall clock shows a minute of it, or a later one. */
function momentOfWall(zone, day, minuteOfDay) {
  const wall = day * DAY_MS + minuteOfDay * MINUTE_MS;
  const early = offsetAt(zone, wall - DAY_MS);
  const late = offsetAt(zone, wall + DAY_MS);
  if (early === late) return wall - early;
  // The clock changes within a day of it: by the offset before the change, where that still holds by then.
  const change = shiftBetween(zone, wall - DAY_MS, wall + DAY_MS, early);
  if (wall - early < change) return wall - early;
  return Math.max(change, wall - late);
}

// -------------------- src/reminders/days.ts --------------------
/** The days that summaries are about: each ends at the time of the summary, by the clock of the settings' time zone. */

/** Whether there is a summary at all. */
function isSummed(settings) {
  return settings.summaryAt !== null && isHeard('Daily summary', settings);
}

/** When the day ends in which a moment lies, epoch ms. */
function endAfter(settings, moment) {
  return nextTimeOfDay(settings.timeZone, settings.summaryAt ?? 0, moment);
}

/** Whether a day ends at a moment by the settings of now. */
function isEnd(settings, moment) {
  return endAfter(settings, moment - 1) === moment;
}

/** The local date that most of the day fell on, as `2026-03-29`. */
function dateOf(settings, end) {
  return dateAt(settings.timeZone, end - DAY_MS / 2);
}

// -------------------- src/platform/schedules.ts --------------------
/** The platform's schedules, with their refusals as values. The only file that calls `$schedule`. */

/** A schedule must lie five minutes ahead by the platform's clock, which may not be ours. */
const SCHEDULE_LEAD_MS = 5 * MINUTE_MS + 15000;

async function create({ name, data, at, everyMinutes }) {
  const repeat = everyMinutes === undefined ? {} : { repeat: { time_unit: 'minutes', frequency: everyMinutes } };
  try {
    await persistently(() => $schedule.create({ name, data, schedule_at: new Date(at).toISOString(), ...repeat }));
    return 'created';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'refused';
  }
}

/** The data of a pending schedule; null where there is none. Throws a StoreRefused where the platform is busy or out of order. */
async function scheduled(name) {
  try {
    return objectOf((await persistently(() => $schedule.fetch({ name }))).data);
  } catch (rejection) {
    const status = statusOf(rejection);
    if (isBusy(status)) throw new StoreRefused(status);
    return null;
  }
}

/** Whether a schedule is pending; null where nobody can tell just now. */
async function isScheduled(name) {
  try {
    return (await scheduled(name)) !== null;
  } catch {
    return null;
  }
}

/** False where it could not be taken off. */
async function unschedule(name) {
  try {
    await persistently(() => $schedule.delete({ name }));
    return true;
  } catch (rejection) {
    return statusOf(rejection) === 404;
  }
}

/** Puts new data and a new time in the place of a pending schedule's; `refused`: none of that name is pending, or it is due too soon. */
async function reschedule({ name, data, at }) {
  try {
    await $schedule.update({ name, data, schedule_at: new Date(at).toISOString() });
    return 'created';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'refused';
  }
}

async function takeOff(name) {
  try {
    await $schedule.delete({ name });
    return 'removed';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'missing';
  }
}

// -------------------- src/reminders/histogram.ts --------------------
/**
 * Durations in buckets fine enough for a median within 5 %: whole seconds up to half a minute, and from there on buckets
 * that are 8 % wider each, whose middles are at most 4 % away from what they hold.
 */

const EXACT_S = 32;
const BUCKET_GROWTH = Math.log(1.08);

/** The bucket of a duration in seconds, as two letters or digits. */
function bucketOf(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const index = whole <= EXACT_S ? whole : EXACT_S + Math.round(Math.log(whole / EXACT_S) / BUCKET_GROWTH);
  return index.toString(36).padStart(2, '0');
}

/** The middle of a bucket, in seconds. */
function middleOf(bucket) {
  const index = parseInt(bucket, 36);
  return index <= EXACT_S ? index : EXACT_S * Math.exp((index - EXACT_S) * BUCKET_GROWTH);
}

/** The median of durations in seconds, to the tenth, by how many lie in each bucket; null for none. */
function medianOf(counts) {
  const sorted = [...counts].map(([bucket, count]) => ({ seconds: middleOf(bucket), count }));
  sorted.sort((a, b) => a.seconds - b.seconds);
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  const nth = (rank) => {
    let passed = 0;
    return sorted.find(({ count }) => (passed += count) >= rank)?.seconds ?? 0;
  };
  if (total === 0) return null;
  return Math.round((nth(Math.ceil(total / 2)) + nth(Math.floor(total / 2) + 1)) * 5) / 10;
}

// -------------------- src/reminders/counts.ts --------------------
/**
 * What a day holds, counted into one entry of the store by one atomic `increment` per payload: how often what happened in
 * which group, and how long it took. Attributes are letters, digits and underlines, below the 30 characters that are safe:
 * `c_Ab12` is what was created in the group `Ab12`, `f_Ab12_1f` a first response in bucket `1f`, `n_Ab12_0Billing` a part
 * of the group's id and name, which an increment cannot hold in any other way.
 */

/** What the store did not take is counted as this once it takes something again. */
const MISSED = 'missed';

/** What is counted by type, and the letter it has in the store. */
const LETTERS = {
  'conversation.created': 'c',
  'conversation.resolved': 'r',
  'conversation.reopened': 'o',
  'conversation.sla.breached': 'b',
  'conversation.unattended': 'u',
};

/** What one payload's events add to the day; null where none of them counts. */
function incrementsOf(events) {
  const counted = events.filter(({ type }) => LETTERS[type] !== undefined);
  if (counted.length === 0) return null;
  const group = groupOf(events);
  const key = group === null ? '' : keyOf(group);
  const added = group === null ? {} : nameParts(key, group);
  for (const attribute of counted.flatMap((event) => attributesOf(event, key)))
    added[attribute] = (added[attribute] ?? 0) + 1;
  return added;
}

function attributesOf(event, key) {
  return [`${LETTERS[event.type] ?? ''}_${key}`, ...durationsOf(event, key)];
}

/** Resolving may take the group off in the same update: then it was done in the group from which it was taken. */
function groupOf(events) {
  const group = events[0]?.conversation.group;
  const id = group?.id ?? null;
  return id === null ? groupLeft(events) : { id, name: group?.name ?? null };
}

function groupLeft(events) {
  const left = events.find(({ type }) => type === 'conversation.group.unassigned')?.change;
  const id = idOf(left?.from);
  return id === null ? null : { id, name: left?.from_name ?? null };
}

/** Both are known when a conversation is resolved; by the calendar, because a customer waits by the calendar. */
function durationsOf({ type, metrics }, key) {
  if (type !== 'conversation.resolved') return [];
  const durations = { f: metrics['first_response_time_chrs'], t: metrics['resolution_time_chrs'] };
  return Object.entries(durations).flatMap(([letter, seconds]) =>
    seconds === undefined || seconds < 0 ? [] : [`${letter}_${key}_${bucketOf(seconds)}`],
  );
}

/** Short, because it stands in every attribute; of id and name, so that a group that is renamed keeps both apart. */
function keyOf({ id, name }) {
  return digest(`${id} ${name ?? ''}`)
    .replace(/[-_]/g, '')
    .slice(0, 4);
}

const PART_CHARACTERS = 20;
const MOST_NAME_PARTS = 8;

/** The group's id and name in as many attributes as they need. */
function nameParts(key, { id, name }) {
  const text = encoded(`${id}\n${name ?? ''}`);
  const parts = Math.min(MOST_NAME_PARTS, Math.ceil(text.length / PART_CHARACTERS));
  return Object.fromEntries(
    [...Array(parts).keys()].map((part) => [
      `n_${key}_${part}${text.slice(part * PART_CHARACTERS, (part + 1) * PART_CHARACTERS)}`,
      1,
    ]),
  );
}

/** Letters and digits but Z as they are, a space as an underline, anything else by its number. */
function encoded(text) {
  return text.replace(/[^A-YZa-z0-9]|Z/g, (char) =>
    char === ' ' ? '_' : `Z${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The inverse of how a name is written. */
function readableName(text) {
  return text.replace(/_|Z([0-9a-f]{4})/g, (written, code) =>
    written === '_' ? ' ' : String.fromCharCode(parseInt(code, 16)),
  );
}

// -------------------- src/reminders/tally.ts --------------------
/**
 * Counting what happens into the day of now: one atomic increment per payload that counts. What the store refuses waits in
 * a one-time schedule for a quieter minute; what comes too late for its day is said in the next summary.
 */

const COUNT_TRIES = 3;

/** Counts one payload's events. */
async function count(events, settings, runtime) {
  const added = isSummed(settings) ? incrementsOf(events) : null;
  if (added === null) return null;
  const end = endAfter(settings, runtime.now());
  return (await increment(dayKey(end), added)) ? 'counted' : countLater(end, added, runtime);
}

async function countLater(end, added, runtime) {
  const first = Math.floor(runtime.random() * COUNT_PLACES);
  for (let tried = 0; tried < COUNT_TRIES; tried += 1) {
    const name = countName(first + tried);
    const data = { kind: 'count', end, added };
    if ((await create({ name, data, at: runtime.now() + SCHEDULE_LEAD_MS })) === 'created') return 'later';
  }
  return 'not counted';
}

/** The schedule of a refused change has fired. Its day may be told by now, or have no room for it: then it is said that it is missing. */
async function countAgain(data, settings, runtime) {
  const end = own(data, 'end');
  const added = own(data, 'added');
  if (!isSummed(settings) || !isNumber(end) || !isObject(added)) return;
  const isOpen = end > runtime.now() && (await increment(dayKey(end), added));
  if (!isOpen) await increment(dayKey(endAfter(settings, runtime.now())), { [MISSED]: 1 });
}

// -------------------- src/reminders/figures.ts --------------------
/** The figures of a day out of what was counted in it: whole, and by group. */

/** Of one or more entries of the store, which together are the day. */
function dayOf(entries) {
  const tallies = new Map();
  const names = new Map();
  let missed = 0;
  for (const [attribute, count] of entries.flatMap((entry) => Object.entries(entry))) {
    if (!isNumber(count)) continue;
    if (attribute === MISSED) missed += count;
    else addTo(tallies, names, attribute, count);
  }
  return { figures: figuresOf([...tallies.values()]), groups: groupsOf(tallies, names), missed };
}

function addTo(tallies, names, attribute, count) {
  const parts = /^([a-z])_([A-Za-z0-9]*)(?:_(.*))?$/.exec(attribute);
  if (parts === null) return;
  const [letter, key] = [String(parts[1]), String(parts[2])];
  const rest = parts[3] ?? '';
  if (letter === 'n') madeIn(names, key, () => new Map()).set(Number(rest.charAt(0)), rest.slice(1));
  else tally(madeIn(tallies, key, newTally), letter, rest, count);
}

function newTally() {
  return { counts: new Map(), buckets: new Map() };
}

function tally({ counts, buckets }, letter, bucket, count) {
  const into = bucket === '' ? counts : madeIn(buckets, letter, () => new Map());
  const key = bucket === '' ? letter : bucket;
  into.set(key, (into.get(key) ?? 0) + count);
}

function madeIn(map, key, make) {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function figuresOf(tallies) {
  const sum = (letter) => tallies.reduce((total, { counts }) => total + (counts.get(letter) ?? 0), 0);
  return {
    created: sum('c'),
    resolved: sum('r'),
    reopened: sum('o'),
    sla_breaches: sum('b'),
    unattended: sum('u'),
    first_response_seconds: medianOf(merged(tallies, 'f')),
    resolution_seconds: medianOf(merged(tallies, 't')),
  };
}

function merged(tallies, letter) {
  const all = new Map();
  for (const { buckets } of tallies)
    for (const [bucket, count] of buckets.get(letter) ?? []) all.set(bucket, (all.get(bucket) ?? 0) + count);
  return all;
}

/** By id, the latest name: a group that was renamed during the day is one group. */
function groupsOf(tallies, names) {
  const byId = new Map();
  for (const [key, one] of tallies) {
    const [id = '', name = ''] = readableName(textOfParts(names.get(key))).split('\n');
    if (id === '') continue;
    const group = madeIn(byId, id, () => ({ name: null, tallies: [] }));
    group.tallies.push(one);
    if (name !== '') group.name = name;
  }
  return [...byId].map(([id, group]) => ({ id, name: group.name, figures: figuresOf(group.tallies) }));
}

function textOfParts(parts) {
  return [...(parts ?? [])]
    .sort(([a], [b]) => a - b)
    .map(([, part]) => part)
    .join('');
}

// -------------------- src/reminders/summary.ts --------------------
/**
 * The summary of a day. Two one-time schedules are pending at any time, for the next two ends of a day, so that one that
 * dies before it has set up the next is made good by the other; a third tells again what died half-way.
 */

const MOST_TRIES = 12;
/** A day is read once more on the next, and may be two hours longer than another. */
const KEPT_SECONDS = (50 * HOUR_MS) / 1000;
/** Says that a day was told. */
const TOLD = 'told';

/** Sets up the schedules for the settings of now; what is pending for other settings is carried over. False where none is taken. */
async function setUpSummary(settings, runtime, isWanted = isSummed(settings)) {
  const pending = await together(SUMMARY_NAMES.map(async (name) => planIn(await scheduled(name))));
  const plans = pending.filter((plan) => plan !== null);
  return isWanted ? setUp(settings, runtime, plans) : takeOffAll(pending);
}

async function setUp(settings, runtime, pending) {
  const [first, second] = plansFrom(settings, runtime, pending);
  const ends = pending.map(({ end }) => end);
  if (ends.includes(first.end) && ends.includes(second.end)) return true;
  const set = await together([first, second].map((plan) => put(plan, runtime.now())));
  return set.includes(true);
}

/** What was counted goes when the last schedule fires: one is left for that. */
async function takeOffAll([, second]) {
  return second === undefined || second === null || (await unschedule(SUMMARY_NAMES[1]));
}

function plansFrom(settings, runtime, pending) {
  const end = endAfter(settings, runtime.now());
  const next = endAfter(settings, end);
  const [open] = [...pending].sort((a, b) => a.end - b.end);
  const cut = open === undefined ? [] : [open.end, ...open.also].filter((each) => each !== end && each !== next);
  const common = { kind: 'summary', tries: 0, of: open?.of ?? String(runtime.random()) };
  return [
    { ...common, end, place: 0, also: cut, before: open?.before ?? [] },
    { ...common, end: next, place: 1, also: [], before: [end, ...cut] },
  ];
}

/** In the place of what may be pending there. */
async function put(plan, now) {
  const wanted = { name: SUMMARY_NAMES[plan.place], data: plan, at: Math.max(plan.end, now + SCHEDULE_LEAD_MS) };
  return (await create(wanted)) === 'created' || (await reschedule(wanted)) === 'created';
}

/** Null for anything that is no plan of a summary. */
function planIn(data) {
  if (data === null || own(data, 'kind') !== 'summary' || !isNumber(own(data, 'end'))) return null;
  const ends = (name) => {
    const value = own(data, name);
    return isList(value) ? value.filter(isNumber) : [];
  };
  return {
    kind: 'summary',
    end: Number(own(data, 'end')),
    place: own(data, 'place') === 1 ? 1 : 0,
    also: ends('also'),
    before: ends('before'),
    tries: Number(own(data, 'tries') ?? 0),
    of: textOf(own(data, 'of')) ?? '',
  };
}

/** The schedule of a summary has fired. Null where there is nothing to tell. Throws a StoreRefused where the store refuses: it comes again. */
async function summaryDue(data, settings, store, runtime) {
  const plan = planIn(data);
  if (plan === null) return null;
  if (!isSummed(settings)) {
    await forget(plan, store);
    return null;
  }
  if (plan.tries === 0 && !(await setUpNext(plan, settings, runtime))) return null;
  if (plan.tries < MOST_TRIES)
    await create({
      name: SUMMARY_AGAIN,
      data: { ...plan, tries: plan.tries + 1 },
      at: runtime.now() + SCHEDULE_LEAD_MS,
    });
  return read(plan, settings, store, runtime);
}

/** Before anything else the days go on. False where the settings were changed, and the day goes on under the new ones. */
async function setUpNext(plan, settings, runtime) {
  if (!isEnd(settings, plan.end)) {
    await setUp(settings, runtime, [plan]);
    return false;
  }
  const other = plan.place === 0 ? 1 : 0;
  const next = endAfter(settings, Math.max(plan.end, runtime.now()));
  const afterNext = { ...plan, end: endAfter(settings, next), also: [], before: [next] };
  const following = { ...plan, end: next, place: other, also: [], before: [plan.end, ...plan.also] };
  for (const each of [afterNext, following])
    await create({
      name: SUMMARY_NAMES[each.place],
      data: each,
      at: Math.max(each.end, runtime.now() + SCHEDULE_LEAD_MS),
    });
  return true;
}

/** Nobody hears it any more: what was counted is not needed. */
async function forget({ end, also, before }, store) {
  await together([end, ...also, ...before].map((each) => store.delete(dayKey(each))));
}

async function read(plan, settings, store, runtime) {
  const ends = [plan.end, ...plan.also];
  const [entries, earlier] = await together([readCounts(ends, store), readCounts(plan.before, store)]);
  const day = dayOf(entries);
  const dayBefore = dayOf(earlier);
  const notices = [noticeOf(plan, day, dayBefore, settings, runtime.now())];
  // The day before has no mark where its own schedule died.
  const [missed] = earlier.some((entry) => own(entry, TOLD) !== undefined) ? [] : plan.before;
  if (missed !== undefined)
    notices.unshift(noticeOf({ ...plan, end: missed }, dayBefore, dayOf([]), settings, runtime.now()));
  return {
    notices,
    done: async () => {
      await markTold(plan.end, entries, store);
      if (missed !== undefined) await markTold(missed, earlier, store);
      // Days that were cut short are told with another, which holds them now.
      await together([...plan.also, ...plan.before.slice(1)].map((each) => store.delete(dayKey(each))));
      await unschedule(SUMMARY_AGAIN);
    },
  };
}

/** What was counted in days that are told as one. The mark of one that was told holds them all, also while the others could not be deleted. */
async function readCounts(ends, store) {
  const entries = await together(ends.map((end) => store.get(dayKey(end))));
  const counted = entries.filter((entry) => entry !== null);
  const marked = counted.find((entry) => own(entry, TOLD) !== undefined);
  return marked === undefined ? counted : [marked];
}

/** All that was counted, under the one key, and only for as long as it is needed. */
async function markTold(end, entries, store) {
  const sum = { [TOLD]: 1 };
  for (const [attribute, count] of entries.flatMap((entry) => Object.entries(entry)))
    if (isNumber(count) && attribute !== TOLD) sum[attribute] = (sum[attribute] ?? 0) + count;
  await store.set(dayKey(end), sum, KEPT_SECONDS);
}

const MOST_GROUPS = 10;

function noticeOf({ of, end }, day, before, settings, now) {
  return {
    id: idFrom(['summary', of, end]),
    type: 'relay.summary',
    occurred_at: new Date(now).toISOString(),
    sequence: 0,
    day: dateOf(settings, end),
    time_zone: settings.timeZone,
    total: day.figures,
    day_before: before.figures,
    groups: [...day.groups]
      .sort((a, b) => volumeOf(b) - volumeOf(a))
      .slice(0, MOST_GROUPS)
      .map(({ id, name, figures }) => ({
        id,
        name,
        total: figures,
        day_before: before.groups.find((group) => group.id === id)?.figures ?? dayOf([]).figures,
      })),
    ...(day.missed === 0 ? {} : { not_counted: day.missed }),
  };
}

function volumeOf({ figures }) {
  return figures.created + figures.resolved + figures.reopened + figures.sla_breaches;
}

// -------------------- src/lib/ascii.ts --------------------
/**
 * Text as ASCII, about as long as in UTF-8, also where it stands as a text inside JSON: an older scheduler was once seen to
 * damage other letters, and JSON's own `\uXXXX` takes six or seven bytes a letter.
 */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What begins a run of letters, and how many digits each takes: two up to U+0FFF, three for a unit of UTF-16, four for a pair. */
const RUNS = [
  { mark: '~', digits: 2, found: /[\u0080-\u0fff]+/gu },
  { mark: '`', digits: 4, found: /[\u{10000}-\u{10ffff}]+/gu },
  { mark: '^', digits: 3, found: /[\u1000-\uffff]+/gu },
];
/** What escapes doubles inside JSON, and what seldom stands there: they change places. */
const SWAPPED = { '"': "'", "'": '"', '\\': '|', '|': '\\' };

/** The inverse is `fromAscii`, for every text, lone surrogates included. */
function toAscii(text) {
  const marked = swapped(text).replace(/[~`^]/g, (mark) => `${mark}.`);
  return RUNS.reduce(
    (result, { mark, digits, found }) => result.replace(found, (run) => `${mark}${coded(run, digits)}.`),
    marked,
  );
}

/** Of anything that `toAscii` did not write: some text. */
function fromAscii(text) {
  const plain = text.replace(/([~`^])([\w-]*)\./g, (...[, mark, run]) =>
    run === '' ? String(mark) : decoded(String(run), RUNS.find((each) => each.mark === mark)?.digits ?? 2),
  );
  return swapped(plain);
}

function swapped(text) {
  return text.replace(/["'\\|]/g, (letter) => String(SWAPPED[letter]));
}

function coded(run, digits) {
  return Array.from(run)
    .map((letter) => inDigits(Number(letter.codePointAt(0)), digits))
    .join('');
}

function inDigits(value, digits) {
  return digits === 0 ? '' : inDigits(Math.floor(value / 64), digits - 1) + DIGITS.charAt(value % 64);
}

function decoded(run, digits) {
  const letters = run.match(new RegExp(`.{${digits}}`, 'g')) ?? [];
  return letters
    .map((letter) => Array.from(letter).reduce((value, digit) => value * 64 + DIGITS.indexOf(digit), 0))
    .map((code) => (code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'))
    .join('');
}

// -------------------- src/outbox/item.ts --------------------
/** What the outbox keeps: one payload's events for one destination, written small and in ASCII. */

/**
 * Names an item wherever it is kept: its destination, its first event and how many there are, in letters and digits, in
 * less than 30 characters, which is what an older platform takes as an attribute's name.
 */
function keptId({ to, events }) {
  const first = String(events[0]?.id)
    .replace(/^evt_/, '')
    .replace(/[^A-Za-z0-9]/g, 'x')
    .slice(0, 15);
  return `k${to.slice(0, 8)}x${first}${events.length === 1 ? '' : `x${events.length}`}`;
}

function packedOf(kept) {
  return { id: keptId(kept), text: pack(kept) };
}

const VERSION = 1;

/** ASCII, and as a text inside JSON hardly longer. Beside another item, which is there whenever this one is read, it says only what is other. */
function pack(kept, beside) {
  const { to, at, notBefore, refusals } = kept;
  const events = kept.events.map(objectOf);
  const [first = {}] = events;
  const coded =
    beside === undefined
      ? [first, ...events.slice(1).map((event) => codedAfter(first, event))]
      : events.map((event) => codedAfter(objectOf(beside.events[0]), event));
  return toAscii(JSON.stringify([VERSION, to, at, notBefore ?? 0, refusals, ...coded]));
}

/** Null for anything that `pack` did not write beside the same item, or beside none. */
function unpack(text, beside) {
  const packed = typeof text === 'string' ? parsed(fromAscii(text)) : null;
  if (!isList(packed) || packed[0] !== VERSION) return null;
  const [, to, at, notBefore, refusals, ...coded] = packed;
  const events = eventsIn(coded, beside);
  return events === null
    ? null
    : { to: String(to), at: Number(at), notBefore: Number(notBefore) || null, refusals: Number(refusals), events };
}

function eventsIn(coded, beside) {
  const base = beside === undefined ? coded[0] : beside.events[0];
  if (!isObject(base) || coded.length === 0) return null;
  const events = coded.map((each) => decodedAfter(base, each));
  return events;
}

/** The attribute of a box for the item with which it was opened. The others are named by their ids. */
const FIRST = 'first';
/** In the place of an id's first letter, where the item is packed beside that one. */
const PACKED_BESIDE = 'b';

function besideId(kept) {
  return PACKED_BESIDE + keptId(kept).slice(1);
}

/** The items of a box, each null that this app did not write: a list of packed ones by name, longer than one where it was appended twice. */
function boxItems(box) {
  const textOf = (name) => {
    const value = own(box, name);
    return isList(value) ? value[0] : null;
  };
  const first = unpack(textOf(FIRST)) ?? undefined;
  return Object.keys(box).map((name) => unpack(textOf(name), name.startsWith(PACKED_BESIDE) ? first : undefined));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Most events have nearly everything in common. */
function codedAfter(base, event) {
  const coded = differenceTo(base, event);
  // Names in another order would make another body, and a body that is told again must be the same.
  return JSON.stringify(decodedAfter(base, coded)) === JSON.stringify(event) ? coded : event;
}

function differenceTo(base, value) {
  const others = Object.entries(value).filter(([name, each]) => JSON.stringify(each) !== JSON.stringify(base[name]));
  const coded = others.map(([name, each]) => {
    const before = base[name];
    return [name, isObject(before) && isObject(each) ? differenceTo(before, each) : each];
  });
  return [Object.fromEntries(coded), ...Object.keys(base).filter((name) => !(name in value))];
}

function decodedAfter(base, coded) {
  if (!isList(coded)) return coded;
  const [other, ...lacks] = coded;
  // A list in the place of an object is read here as well, to something else than it was: then the event is kept whole.
  const changed = Object.entries(objectOf(other)).map(([name, each]) => {
    const before = base[name];
    return [name, isObject(before) && isList(each) ? decodedAfter(before, each) : each];
  });
  const whole = { ...base, ...Object.fromEntries(changed) };
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !lacks.includes(name)));
}

// -------------------- src/reminders/slots.ts --------------------
/**
 * Which schedule watches a conversation: one of a bounded set, so that never more than so many are pending, whatever
 * comes. Its name follows from the conversation's id, so that the end of a wait finds it without reading.
 */

const MARK_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Of 64 digits each: sixteen million values, so that each name is as likely as any other. */
const NAME_DIGITS = 4;

/** Names a conversation in letters that every scheduler keeps as they are. */
function markOf(conversationId) {
  return digest(conversationId);
}

/** The name of the schedule for a conversation with such a mark. */
function watchOf(mark) {
  let number = 0;
  for (let place = 0; place < NAME_DIGITS; place += 1) number = number * 64 + MARK_DIGITS.indexOf(mark.charAt(place));
  return watchName(number);
}

// -------------------- src/reminders/pending.ts --------------------
/**
 * The schedules of waits. Conversations whose ids give the same name share one: whoever finds it pending reads it and
 * joins in, the later payload of a conversation counting, so that payloads may come in any order and twice.
 */

/** When a wait is told for the nth time, at the earliest moment that the platform takes; null for never. */
function dueAt(since, turn, settings, now) {
  const { hours, timeZone, unattendedMinutes } = settings;
  const due = whenPassed(hours, timeZone, since, turn * unattendedMinutes * MINUTE_MS);
  return due === null ? null : whenPassed(hours, timeZone, Math.max(due, now + SCHEDULE_LEAD_MS), 0);
}

function isAttended(entry) {
  return 'attended' in entry;
}

/** What is pending under a name. Throws a StoreRefused where nobody can tell. */
async function pendingUnder(name) {
  return entriesIn(await scheduled(name));
}

/** What a schedule of waits holds; nothing for anything else. */
function entriesIn(data) {
  const waits = data === null ? null : own(data, 'waits');
  return isList(waits) ? waits.filter(isEntry) : [];
}

function isEntry(value) {
  return isObject(value) && typeof own(value, 'of') === 'string' && isNumber(own(value, 'by'));
}

/**
 * Sets the schedule of conversations that share a name, beside what is pending under it. Returns all that is pending
 * then; null where the schedules refuse, or where there is no room left. Throws a StoreRefused where nobody can tell.
 */
async function joinPending(entries, settings, runtime) {
  const creation = await set(create, entries, settings, runtime);
  if (creation === 'created') return entries;
  const pending = creation === 'refused' ? await pendingUnder(nameFor(entries)) : [];
  if (pending.length === 0) return null;
  const all = entries.reduce(withEntry, pending);
  const isThere = all === pending || (await set(reschedule, all, settings, runtime)) === 'created';
  return isThere ? all : null;
}

/** The same list where it knows better already. */
function withEntry(entries, entry) {
  const known = entries.find(({ of }) => of === entry.of);
  return known !== undefined && !isLater(entry, known) ? entries : [...without(entries, entry.of), entry];
}

function without(entries, mark) {
  return entries.filter(({ of }) => of !== mark);
}

/** Of what happened in the same moment, what comes last in a wait. */
function isLater(entry, known) {
  const rank = (one) => (isAttended(one) ? 3 : one.turn);
  return entry.by > known.by || (entry.by === known.by && rank(entry) > rank(known));
}

/** A schedule's data may have 4 KB. */
const MOST_BYTES = 4000;

/** Due when the first of them is; those that never will be are left out. `busy` also where there is no room: asking again does not help. */
async function set(operation, entries, settings, runtime) {
  const now = runtime.now();
  const due = entries.map((entry) =>
    isAttended(entry) ? now + SCHEDULE_LEAD_MS : dueAt(entry.since, entry.turn, settings, now),
  );
  const waits = entries.filter((...[, index]) => due[index] !== null);
  const data = { kind: 'unattended', waits };
  if (waits.length === 0 || JSON.stringify(data).length > MOST_BYTES) return 'busy';
  const at = Math.min(...due.filter((time) => time !== null));
  return await insisted(() => operation({ name: nameFor(waits), data, at }));
}

function nameFor(entries) {
  return watchOf(entries[0]?.of ?? '');
}

/** In the place of what is pending, if anything is; false where it could not be put there. */
async function leave(entries, settings, runtime) {
  const change = await set(reschedule, entries, settings, runtime);
  const result = change === 'refused' ? await set(create, entries, settings, runtime) : change;
  return result !== 'busy';
}

/** How often a platform that is busy is asked. */
const WATCH_TRIES = 3;

/** Nobody comes back to it: what is left pending is told of a conversation that somebody holds. */
async function insisted(operation) {
  let result = await operation();
  for (let tried = 1; tried < WATCH_TRIES && result === 'busy'; tried += 1) result = await operation();
  return result;
}

// -------------------- src/reminders/wait.ts --------------------
/** Whether a payload begins, moves or ends a wait for somebody to pick a conversation up. Pure. */

/** Null where the payload changes nothing about a wait. A group is nobody; a bot is somebody, like an agent. */
function stepOf(event, payload) {
  const waits = isWaiting(payload, currentOf);
  if (event === 'onConversationCreate') return waits ? 'begins' : null;
  const waited = isWaiting(payload, earlierOf);
  if (waits !== waited) return waits ? 'begins' : 'ends';
  return waits && hasNewGroup(payload) ? 'moves' : null;
}

/** An attribute as it was before the change. */
const earlierOf = ({ modelChanges, conversation }, attribute) => {
  const tuple = own(modelChanges, attribute);
  return isList(tuple) && tuple.length === 2 ? tuple[0] : conversation[attribute];
};

function isWaiting(payload, read) {
  const status = textOf(read(payload, 'status'))?.toLowerCase();
  const agent = assigneeOf(read(payload, 'assigned_agent_id'));
  return status !== 'resolved' && (agent === undefined ? associatedAgent(payload) : agent) === null;
}

/** For a payload whose conversation does not say. */
function associatedAgent({ data }) {
  return idOf(objectOf(objectOf(data['associations'])['agent'])['id']);
}

function hasNewGroup(payload) {
  return earlierGroup(payload) !== idOf(currentOf(payload, 'assigned_group_id'));
}

function earlierGroup(payload) {
  return idOf(earlierOf(payload, 'assigned_group_id'));
}

/** A payload that is further off was not sent as it happened, or by another clock. */
const FURTHEST_OFF_MS = HOUR_MS;

/** Epoch ms at which the change happened, as far as it can be believed: now otherwise. */
function momentNear(payload, now) {
  const moment = momentOf(payload) ?? now;
  return Math.abs(now - moment) > FURTHEST_OFF_MS ? now : moment;
}

/** How soon after a wait began rules assign, in bursts whose events come in any order. */
const BURST_MS = 10000;

/** Whether a wait ends so soon after it began that the payload that begins it may still be on its way. */
function isOfBurst(payload) {
  const moment = momentOf(payload);
  return moment !== null && beginsOf(payload).some((begin) => Math.abs(moment - begin) <= BURST_MS);
}

/** When a wait may have begun, epoch ms, as far as a payload that ends it still says so. */
function beginsOf({ conversation }) {
  return ['created_time', 'reopened_time']
    .map((attribute) => instantOf(conversation[attribute]))
    .filter((moment) => moment !== null);
}

// -------------------- src/reminders/watch.ts --------------------
/**
 * Watching over conversations that nobody holds: a one-time schedule from the moment a wait begins, taken off when it
 * ends. That is one operation each, nothing is read and nothing is stored. docs/schedules.md says what it costs where
 * conversations share a schedule.
 */

/** Whether anybody hears of it at all. */
function isWatching(settings) {
  return settings.unattendedMinutes !== 0 && isHeard('Unattended', settings);
}

const STEPS = { begins: begin, moves: move, ends: end };
/** What is said where the schedules do not even say what is pending. */
const UNKNOWN = {
  begins: 'not watched',
  moves: 'not watched',
  ends: 'still watched',
};

/** Takes note of what a payload means for the wait of its conversation. */
async function watch(event, payload, settings, runtime) {
  const step = isWatching(settings) ? stepOf(event, payload) : null;
  return step === null ? null : await unlessRefused(STEPS[step](payload, settings, runtime), UNKNOWN[step]);
}

async function begin(payload, settings, runtime) {
  const moment = momentNear(payload, runtime.now());
  const of = markOf(payload.id);
  const wait = { of, by: moment, since: moment, turn: 1, event: waitingEvent(payload, settings, runtime) };
  const pending = await joinPending([wait], settings, runtime);
  const known = pending?.find((each) => each.of === of);
  if (known === undefined) return 'not watched';
  return isAttended(known) ? 'attended' : 'watched';
}

/** Longer than that, waits lie pending in such numbers that many a name is shared. */
const SHORT_MINUTES = 30;

/**
 * Whether waits may lie pending for long, as over a night: until what came outside the hours has been told. Then what is
 * pending is read before it is taken off, which is an operation more; else what the few share is taken off with the first
 * that ends.
 */
function isPendingLong({ hours, timeZone, unattendedMinutes }, now) {
  const longest = 2 * unattendedMinutes * MINUTE_MS;
  return unattendedMinutes > SHORT_MINUTES || passedWithin(hours, timeZone, now - longest, now) < longest;
}

async function end(payload, settings, runtime) {
  const now = runtime.now();
  const mark = { of: markOf(payload.id), by: momentNear(payload, now), attended: true };
  const isEnded = isPendingLong(settings, now)
    ? await endAmong(mark, payload, settings, runtime)
    : await endAlone(mark, payload, settings, runtime);
  return isEnded ? 'attended' : 'still watched';
}

/** Whatever is pending under the name. */
async function endAlone(mark, payload, settings, runtime) {
  if (isOfBurst(payload)) return leave([mark], settings, runtime);
  const removal = await insisted(() => takeOff(watchOf(mark.of)));
  const isTold = removal !== 'removed' && isBeingTold(payload, settings, runtime.now());
  return isTold ? leave([mark], settings, runtime) : removal !== 'busy';
}

/** One of the waits that share a name, and no other. */
async function endAmong(mark, payload, settings, runtime) {
  const pending = await pendingUnder(watchOf(mark.of));
  const known = pending.find(({ of }) => of === mark.of);
  // A payload that came earlier has let it go again since.
  if (known !== undefined && known.by > mark.by) return true;
  const others = without(pending, mark.of);
  const isMissed = known === undefined && isBeingTold(payload, settings, runtime.now());
  if (isMissed || isOfBurst(payload)) return leave([...others, mark], settings, runtime);
  return known === undefined || takeOffAmong(others, mark, settings, runtime);
}

async function takeOffAmong(others, { of }, settings, runtime) {
  if (others.length > 0) return leave(others, settings, runtime);
  return (await insisted(() => takeOff(watchOf(of)))) !== 'busy';
}

/** Whether the schedule may have fired just now, and be about to set the next one. */
function isBeingTold(payload, settings, now) {
  return beginsOf(payload).some((begin) => {
    const due = dueAt(begin, 1, settings, begin);
    return due !== null && Math.abs(now - due) <= MINUTE_MS;
  });
}

/** Another group is to look after it: what is told names the group of then. */
async function move(payload, settings, runtime) {
  const of = markOf(payload.id);
  const by = momentNear(payload, runtime.now());
  const pending = await pendingUnder(watchOf(of));
  const known = pending.find((each) => each.of === of);
  // The payload that begins the wait may still be on its way, with an older group.
  if (known === undefined) return isOfBurst(payload) ? begin(payload, settings, runtime) : null;
  if (isAttended(known) || known.by > by) return null;
  const moved = { ...known, by, event: waitingEvent(payload, settings, runtime) };
  const change = await set(reschedule, [...without(pending, of), moved], settings, runtime);
  return change === 'created' ? 'moved' : null;
}

/** Characters of a packed event, so that several find room beside each other. */
const MOST_CHARACTERS = 1200;
/** How long a text in it may be, in characters: as it comes, and where it would be too long in all. */
const TEXT_LENGTHS = [LENGTHS.usual.name, 40, 12];

/** The event that will be told, as it is known now. */
function waitingEvent(payload, { personalData }, runtime) {
  const now = runtime.now();
  const [event] = eventsOf(payload, [{ type: 'conversation.unattended' }], { personalData, now });
  if (event === undefined) return '';
  const texts = TEXT_LENGTHS.map((longest) =>
    pack({ to: '', at: now, notBefore: null, refusals: 0, events: [slim(event, longest)] }),
  );
  return texts.find((text) => text.length <= MOST_CHARACTERS) ?? texts[texts.length - 1] ?? '';
}

/** Nobody did anything, and nothing was measured: neither need be kept. */
function slim(event, longest) {
  const { channel, group, agent, user, labels, url } = event.conversation;
  const names = cutTexts({ channel, group, agent, user, labels }, longest);

  return {
    ...event,
    conversation: { ...event.conversation, ...names, url: longest < 40 ? null : url },
    actor: { type: null, id: null, name: null, cause: null, source: null },
    metrics: {},
  };
}

function cutTexts(value, longest) {
  if (typeof value === 'string') return cut(value, longest);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cutTexts(each, longest)]))
    : value;
}

// -------------------- src/reminders/unattended.ts --------------------
/** The schedule of waits has fired: what is due of it is told as unattended, to those that hear it. */

/** How early a schedule may fire by our clock. */
const EARLY_BY_MS = 2 * MINUTE_MS;
const TURNS = 2;

/** What is to be told now. What somebody holds, and what is not due any more, because the settings were changed, is not. */
async function unattendedEvents(data, settings, runtime) {
  if (!isWatching(settings)) return [];
  const now = runtime.now();
  const entries = entriesIn(data);
  const isDue = (entry) => !isAttended(entry) && isWaitDue(entry, settings, now);
  const kept = entries.flatMap((entry) => (isDue(entry) ? nextTurn(entry) : stillNeeded(entry, now)));
  // The next ones first: what somebody has picked up a moment ago has left a mark there, and is not told.
  const pending = kept.length === 0 ? [] : await pendingWith(kept, settings, runtime);
  const held = new Set(pending.filter(isAttended).map(({ of }) => of));
  return entries
    .filter(isDue)
    .filter(({ of }) => !held.has(of))
    .map((wait) => toldEvent(wait, settings, now))
    .filter((event) => event !== null);
}

function isWaitDue({ since, turn }, { hours, timeZone, unattendedMinutes }, now) {
  const latest = now + EARLY_BY_MS;
  const passed = passedWithin(hours, timeZone, since, latest);
  const isOpen = isWithin(hours, timeZone, now) || isWithin(hours, timeZone, latest);
  return passed >= turn * unattendedMinutes * MINUTE_MS && isOpen;
}

function nextTurn(wait) {
  return wait.turn < TURNS ? [{ ...wait, turn: 2 }] : [];
}

/** A mark outlives the burst that it was left for. */
function stillNeeded(entry, now) {
  return isAttended(entry) && now - entry.by > MINUTE_MS ? [] : [entry];
}

/** Schedules that refuse leave the next turn out; what is due now is told all the same. */
async function pendingWith(entries, settings, runtime) {
  return (await unlessRefused(joinPending(entries, settings, runtime), null)) ?? [];
}

function toldEvent(wait, settings, now) {
  const event = unpack(wait.event)?.events[0];
  if (event === undefined || !isAboutConversation(event)) return null;
  const { hours, timeZone } = settings;
  const told = {
    ...event,
    id: idFrom(['unattended', wait.of, wait.since, wait.turn]),
    occurred_at: new Date(now).toISOString(),
    unattended_seconds: Math.round(passedWithin(hours, timeZone, wait.since, now) / 1000),
  };
  return settings.personalData ? told : withoutPersonalData(told);
}

// -------------------- src/outbox/expiry.ts --------------------
/** Giving up: after three days, or for a reason that no time mends; always aloud. */

const KEPT_FOR_MS = 3 * DAY_MS;

const EXPIRED = 'it could not be delivered for three days';
const TAKEN_OFF = 'the destination was taken off';
const GONE = 'the receiver is gone for good';
const NOTHING_TOOK_IT = 'neither the store nor the schedules took it';

/** Logs every event as an error line, without personal data as everything in the log: it will not be tried again. */
function giveUp({ id, name }, events, reason) {
  for (const event of events)
    console.error(oneLine({ undelivered: withoutPersonalData(event), destination: id, name, reason }));
}

/** Gives up aloud what is older than three days, and counts it; returns the rest. */
function withoutExpired(items, lane, now) {
  const expired = items.filter(({ at }) => at + KEPT_FOR_MS <= now);
  for (const { to, events } of expired) giveUp({ id: to, name: lane.name }, events, EXPIRED);
  lane.givenUp += expired.length;
  return items.filter(({ at }) => at + KEPT_FOR_MS > now);
}

// -------------------- src/outbox/retry-policy.ts --------------------
/**
 * The retry policy, whole: when a destination is tried again, and with how much. Pure, so that a table of tests can say
 * what it does; `deliver.ts` carries it out.
 */

const MOST_PAYLOADS = 256;
const GROWTH = 4;
/** Retries after an answer that the platform could not pass on; then the payloads count as taken. */
const UNREADABLE_RETRIES = 2;
/** Refused one by one, three in a row: it is the receiver, not the payloads. */
const MOST_REJECTIONS = 3;
/** Waits are a twelfth of the outage so far. */
const WAIT = { least: 5 * MINUTE_MS, most: 10 * MINUTE_MS, ofOutage: 1 / 12 };
/** What a receiver refuses it may refuse for ever: that is tried half as often. */
const REJECTED = 2;
/** Turns come every five minutes, so what is due within half of that is due. */
const TOLERANCE_MS = 2.5 * MINUTE_MS;

const WORKING = {
  failingSince: 0,
  takenAt: 0,
  reason: '',
  next: 0,
  limit: MOST_PAYLOADS,
  failures: 0,
  rejections: 0,
  unreadable: 0,
  answersIn: 3000,
};

function isDue({ next }, now) {
  return next <= now + TOLERANCE_MS;
}

/** The request quota of the app itself was spent: no sign of a fault. The platform's 429 is the one without a `retry-after`. */
function isOverload(outcome) {
  return !outcome.ok && outcome.status === 429 && outcome.notBefore === null;
}

/** An answer of a type that the platform does not pass on. */
function isUnreadable(outcome) {
  return !outcome.ok && outcome.status === 415 && outcome.platform === true;
}

/** The receiver speaks, and refuses what it was sent rather than who sends it: a smaller batch may pass. */
function isRejection({ status }) {
  return status >= 400 && status < 500 && ![401, 403, 404, 407, 408, 425, 429].includes(status);
}

function verdictOn(state, { outcome, size }) {
  if (outcome.ok) return 'taken';
  if (outcome.status === 410) return 'gone';
  if (isUnreadable(outcome)) return state.unreadable >= UNREADABLE_RETRIES - 1 ? 'taken' : 'again';
  return size === 1 && !isOverload(outcome) ? 'behind' : 'again';
}

/** The state after one request; `random` is 0 ≤ x < 1. */
function afterSending(state, sent, now, random) {
  const { outcome, size } = sent;
  const known = { ...state, answersIn: Math.max(outcome.ms, Math.round(state.answersIn / 2)) };
  if (outcome.ok)
    return {
      ...WORKING,
      takenAt: now,
      answersIn: known.answersIn,
      limit: Math.min(MOST_PAYLOADS, state.limit * GROWTH),
    };
  if (isOverload(outcome)) return state;
  if (outcome.status === 410) return { ...WORKING, reason: outcome.reason };
  if (isUnreadable(outcome)) return afterUnreadable(known, sent, now, random);
  const smaller = { ...known, limit: Math.max(1, Math.floor(size / 2)) };
  return isRejection(outcome)
    ? backedOff({ ...smaller, rejections: state.rejections + (size === 1 ? 1 : 0) }, sent, now, random, REJECTED)
    : backedOff({ ...smaller, failures: state.failures + 1 }, sent, now, random);
}

/** The same payloads once more after a wait, until they count as taken. */
function afterUnreadable(state, sent, now, random) {
  if (verdictOn(state, sent) === 'taken')
    return { ...WORKING, takenAt: now, answersIn: state.answersIn, limit: state.limit };
  return { ...state, unreadable: state.unreadable + 1, next: now + waitAfter(0, random) };
}

/** One failure between successes is tried again at once with less; two in a row, one in an outage, or a receiver's own wish are waited for. */
function backedOff(state, { outcome, since }, now, random, patience = 1) {
  const { notBefore, reason } = outcome.ok ? { notBefore: null, reason: '' } : outcome;
  if (isFirst(state) && notBefore === null) return state;
  // What waits since long before says nothing: the receiver has taken something meanwhile.
  const failingSince = state.failingSince === 0 ? Math.max(state.takenAt, Math.min(since, now)) : state.failingSince;
  const next = notBefore === null ? now + waitAfter(now - failingSince, random, patience) : notBefore + TOLERANCE_MS;
  return { ...state, failingSince, reason, next };
}

function isFirst({ failures, rejections }) {
  return failures < 2 && rejections < MOST_REJECTIONS;
}

/** From five minutes to ten, longer the longer the outage, or as many times that as there is patience; jittered by a fifth. */
function waitAfter(outageMs, random, patience = 1) {
  const wait = Math.max(WAIT.least, patience * outageMs * WAIT.ofOutage);
  return Math.min(wait, patience * WAIT.most) * (0.8 + 0.4 * random);
}

/** A live request was asked not to come again before some time. */
function asAsked(state, notBefore) {
  return notBefore === null ? state : { ...state, next: Math.max(state.next, notBefore + TOLERANCE_MS) };
}

// -------------------- src/outbox/state.ts --------------------
/** What the outbox remembers between turns: one key, written only by the turn that holds the lease. */

/** Nothing is kept longer than it is tried; this is longer than both. */
const LIFE_SECONDS = (4 * DAY_MS) / 1000;
/** Clocks may be two minutes off, ours and whoever's kept something. */
const SKEW_MINUTES = 5;

function minuteOf(time) {
  return Math.floor(time / MINUTE_MS);
}

/** Minutes that share a box. */
const BOX_MINUTES = 2;

/** The last of those minutes, by which the box is found. */
function boxMinute(minute) {
  return minute - (minute % BOX_MINUTES) + BOX_MINUTES - 1;
}

/** The box to which whoever keeps something now writes. `now` in epoch ms. */
function boxMinuteAt(now) {
  return boxMinute(minuteOf(now));
}

/** Whoever keeps something by the clock of a minute is through so long after it: an invocation lives no longer. */
const LATE_MS = 20000;

/** The first minute to which somebody may still write, by whatever clock. */
function openMinute(now) {
  return minuteOf(now - LATE_MS) - SKEW_MINUTES;
}

/** Minutes. */
const LAG = 15;

/** So far behind, turns have been dying or refused. */
function isLagging({ cursor }, now) {
  return openMinute(now) - cursor > LAG;
}

function newQueue() {
  return { head: 0, tail: 0, ahead: 0, items: 0, retry: WORKING };
}

function newLane() {
  return { page: newQueue(), refused: newQueue(), givenUp: 0, told: { since: 0, givenUp: 0 } };
}

/**
 * How a destination is doing: as its pages say, or, where all that waits failed on its own, as that does. What the receiver
 * rejects is no outage: it may take everything else.
 */
function outageOf({ page, refused }) {
  const isLeftAlone = isEmpty(page) && page.retry.failingSince === 0;
  return isLeftAlone && refused.retry.failures > 0 ? refused.retry : page.retry;
}

/** Whether every receiver takes what it is sent. */
function isWell({ lanes }) {
  return Object.values(lanes).every(({ page }) => page.retry.failingSince === 0);
}

function isEmpty({ head, ahead }) {
  return head >= ahead;
}

/** Whether there are pages that belong to the queue for good. */
function hasPages({ head, tail }) {
  return head < tail;
}

function newState(first) {
  return {
    cursor: first,
    unread: first,
    settled: {},
    driverItem: '',
    restingSince: 0,
    lanes: {},
    own: [],
    wellSince: 0,
    busiest: 0,
    isOverloaded: false,
    fetches: MOST_FETCHES,
    leaving: [],
  };
}

/** The stored state; null where there is none. It is kept as a text, because the store turns empty ones inside an object into null. */
async function loadState(store) {
  const text = own(objectOf(await store.get(STATE_KEY)), 'state');
  const state = typeof text === 'string' ? JSON.parse(text) : null;
  return isObject(state) ? state : null;
}

/** Whether minutes are unread to which somebody may have written who saw the driver before it was taken off. */
function isUnreadOfRest({ cursor, restingSince }) {
  return restingSince !== 0 && cursor <= lastOfRest(restingSince);
}

/** The last minute to which somebody may have written, by whatever clock, who saw the driver before it was taken off at that moment (epoch ms). */
function lastOfRest(restingSince) {
  return minuteOf(restingSince) + SKEW_MINUTES + BOX_MINUTES - 1;
}

/** A state so many minutes behind its driver's first was left over by one that is gone; once its own minutes are read, nobody reads all those since. */
const LONGEST_LAG = 3 * 60;

async function resumed(state, since, store) {
  if (since - state.cursor <= LONGEST_LAG || isUnreadOfRest(state)) return state;
  const first = await firstKept(since - SKEW_MINUTES, store);
  return first <= state.cursor ? state : { ...state, cursor: first, unread: first, settled: {} };
}

/** For what nobody could read in time, as turns that were asked for it were refused. */
function readAgainFrom(state, minute) {
  return { ...state, cursor: Math.min(state.cursor, minute), unread: Math.min(state.unread, minute) };
}

/** A new state for boxes and slots from the given minute on, or from an earlier one that nobody could tell a driver of. */
async function stateFrom(first, store) {
  return newState(await firstKept(first, store));
}

async function firstKept(first, store) {
  const undriven = await undrivenSince(store);
  return undriven === null ? first : Math.min(first, undriven - SKEW_MINUTES);
}

/** The minute of the first box of which nobody could tell a driver; null for none. */
async function undrivenSince(store) {
  const since = own(objectOf(await store.get(UNDRIVEN_KEY)), 'since');
  return isNumber(since) ? since : null;
}

async function saveState(store, state) {
  await store.set(STATE_KEY, { state: JSON.stringify(state) }, LIFE_SECONDS);
}

// -------------------- src/outbox/inbox/marks.ts --------------------
/**
 * Marks: a one-time schedule that says of a box which part of it is to be filled: that one is there, with a time to live, and there was a
 * driver when it was opened. A mark goes with its box. Should nobody ever come for that, the mark fires, as a turn.
 */

/** Of a box: a key of the store each, which takes 40 KB. */
const PARTS = [0, 1, 2, 3];
/** Instead of a part: all are full. */
const FULL = PARTS.length;
/** Instead of a part: none was opened yet. */
const NO_PART = -1;

/** By then the turns that should have come are long over; and no more than thirty marks are pending at a time. */
const MARK_LIFE_MS = HOUR_MS;
/** How long slots take everything, once the store has refused an item: places in its quota come free meanwhile, for the turns. */
const SPENT_MS = 20000;
/** And once it has refused a turn: then the next one, a minute later, finds the quota untouched. */
const WAY_MS = 80000;
/** A schedule's data may have 4 KB; an item that is larger is not said. */
const MOST_FIRST = 3500;

/** Null where there is none, or nobody can tell. */
async function readMark(minute) {
  const data = (await unlessRefused(scheduled(markName(minute)), null)) ?? {};
  const [part, spentUntil, first] = ['part', 'spentUntil', 'first'].map((name) => own(data, name));
  if (!isNumber(part) || !isNumber(spentUntil)) return null;
  return { part, spentUntil, first: typeof first === 'string' ? first : '' };
}

/** `first`: what the part was opened with. A mark that is there already says less. */
async function mark(minute, part, first, runtime) {
  const to = { part, spentUntil: 0, first };
  const creation = await create(scheduleOfMark(minute, to, runtime));
  if (creation === 'refused') await moveMark(minute, to, runtime);
}

async function moveMark(minute, to, runtime) {
  await reschedule(scheduleOfMark(minute, to, runtime));
}

async function markSpent(minute, runtime) {
  await create(scheduleOfMark(minute, spent({ part: NO_PART, spentUntil: 0, first: '' }, runtime), runtime));
}

/** False where it is there still. */
function takeOffMark(minute) {
  return unschedule(markName(minute));
}

/** Whether slots are the place now, in epoch ms. */
function isClosed({ part, spentUntil }, now) {
  return part === FULL || now < spentUntil;
}

/** The same, with the store spent from now on. */
function spent(seen, runtime) {
  return { ...seen, spentUntil: runtime.now() + SPENT_MS };
}

/** A turn was refused by the store: whoever keeps something leaves it alone for a while. */
async function giveWay(runtime) {
  const minute = boxMinuteAt(runtime.now());
  const seen = await readMark(minute);
  if (seen !== null) await moveMark(minute, { ...seen, spentUntil: runtime.now() + WAY_MS }, runtime);
}

function scheduleOfMark(minute, to, runtime) {
  const first = to.first.length > MOST_FIRST ? '' : to.first;
  // Where there may be no box with which it would go, it goes by itself.
  const life = to.part === NO_PART ? SCHEDULE_LEAD_MS : MARK_LIFE_MS;
  return { name: markName(minute), data: { kind: 'outbox', turn: true, ...to, first }, at: runtime.now() + life };
}

// -------------------- src/outbox/inbox/boxes.ts --------------------
/**
 * Boxes: a key of the store for every two minutes, to which items are appended, atomically, each under a name of its own. The cheapest
 * place in an outage. A box can only be deleted as a whole, so it is forgotten when nobody can write to it any more.
 */

const boxes = {
  put: (item, runtime, until, isDriven) => putIn(PARTS, item, runtime, until, isDriven),

  /** A box is found by the last of its minutes, when it is over. */
  read: async (minute, store) => {
    const found = [];
    for (const part of isLastOfBox(minute) ? PARTS : []) {
      const box = objectOf(await store.get(boxKey(minute, part)));
      found.push(...boxItems(box).map((item) => ({ inbox: 'boxes', minute, place: String(part), item })));
      if (utf8Bytes(JSON.stringify(box)) < LEAST_BYTES_OF_FULL) break;
    }
    return found;
  },

  /** A part is only found by way of those before it, so it goes before them; and a mark before its box. */
  forget: async (found, store) => {
    const minutes = [...new Set(found.map(({ minute }) => minute))];
    const isGone = await together(
      minutes.map(async (minute) => {
        if (!(await takeOffMark(minute))) return false;
        const parts = new Set(found.filter((each) => each.minute === minute).map(({ place }) => Number(place)));
        for (const part of [...parts].sort((a, b) => b - a)) await store.delete(boxKey(minute, part));
        return true;
      }),
    );
    return found.filter(({ minute }) => isGone[minutes.indexOf(minute)] !== true);
  },
};

/** The same boxes for what is small: the parts after the first are for what is large, and for whoever finds no other place. */
const firstParts = {
  ...boxes,
  put: (item, runtime, until, isDriven) => putIn([0], item, runtime, until, isDriven),
};

/** Below that, a key has had room for the largest item, of 20 KB. */
const LEAST_BYTES_OF_FULL = 18000;

function isLastOfBox(minute) {
  return boxMinute(minute) === minute;
}

/**
 * Puts an item in the first of some parts that has room. Where there is a driver, the box is marked by whoever opens a part of it, or finds
 * the store spent.
 */
async function putIn(parts, item, runtime, until, isDriven) {
  const minute = boxMinuteAt(runtime.now());
  const { part, placing } = await placeInFirst(parts, minute, item, runtime, until);
  const isKept = placing === 'opened' || placing === 'kept';
  if (isDriven && placing === 'opened') await mark(minute, part, item.text, runtime);
  if (isDriven && !isKept) await markSpent(minute, runtime);
  return isKept;
}

async function placeInFirst([part = 0, ...others], minute, item, runtime, until) {
  if (runtime.now() >= until) return { part, placing: 'busy' };
  const placing = await placeIn(boxKey(minute, part), item);
  const isNext = placing === 'full' && others.length > 0;
  return isNext ? placeInFirst(others, minute, item, runtime, until) : { part, placing };
}

/** An append creates a missing key without a time to live, so it is tried only where opening is refused. */
async function placeIn(key, { id, text }) {
  const opening = await open(key, FIRST, text, LIFE_SECONDS);
  if (opening === 'kept') return 'opened';
  return opening === 'full' ? append(key, id, text) : opening;
}

/**
 * Where a box is marked, an append is enough, and no look for the driver. `full`: it holds no more, or the store is spent, and slots are the
 * place; `unmarked`: nothing says that there is a box.
 */
async function putInMarked(kept, runtime, until) {
  const minute = boxMinuteAt(runtime.now());
  const seen = await readMark(minute);
  if (seen === null) return 'unmarked';
  const now = runtime.now();
  if (isClosed(seen, now) || now >= until) return 'full';
  if (seen.part === NO_PART) return 'unmarked';
  const { isKept, moved } = await appendTo(minute, seen, kept, runtime);
  if (moved !== null) await moveMark(minute, moved, runtime);
  return isKept ? 'kept' : 'full';
}

async function appendTo(minute, seen, kept, runtime) {
  const appending = await appendBeside(boxKey(minute, seen.part), kept, unpack(seen.first));
  if (appending === 'kept') return { isKept: true, moved: null };
  return appending === 'full'
    ? putInNext(minute, seen, packedOf(kept), runtime)
    : { isKept: false, moved: spent(seen, runtime) };
}

function appendBeside(key, kept, first) {
  return first === null ? append(key, keptId(kept), pack(kept)) : append(key, besideId(kept), pack(kept, first));
}

/** Of the part after the one that is marked, which is full. */
async function putInNext(minute, seen, item, runtime) {
  const part = seen.part + 1;
  const placing = part === FULL ? 'full' : await placeIn(boxKey(minute, part), item);
  switch (placing) {
    case 'opened':
      return { isKept: true, moved: { part, spentUntil: 0, first: item.text } };
    case 'kept':
      return { isKept: true, moved: null };
    case 'busy':
      return { isKept: false, moved: spent(seen, runtime) };
    case 'full':
      return { isKept: false, moved: { part: FULL, spentUntil: 0, first: '' } };
  }
}

// -------------------- src/outbox/inbox/driver.ts --------------------
/**
 * The driver: a recurring schedule that takes a turn every five minutes while something is kept. Creating it with an item
 * inside keeps the item and wakes the outbox in one step, so no death can come between the two.
 */

const PERIOD_MINUTES = 5;
/** What is due in five minutes must not come too early by the platform's clock, which may be ahead of ours. */
const LEADS_MS = [5 * MINUTE_MS + 15000, 7 * MINUTE_MS + 30000];
/** Many installations should not all come at once. */
const SPREAD_MS = 30000;

const driver = {
  put: (item, runtime, until) => drive(minuteOf(runtime.now()), item, runtime, until),

  /** Nothing where there is no driver; where there is one, itself, with its item if it has one. */
  read: async () => {
    const data = await scheduled(DRIVER);
    return data === null ? [] : [{ inbox: 'driver', minute: 0, place: '', item: unpack(own(data, 'item')) }];
  },

  forget: async (found) => (found.length === 0 || (await unschedule(DRIVER)) ? [] : found),
};

/** Sees to it that the outbox is driven, from the given minute on; false where it is already, or cannot be. */
async function drive(since, item, runtime, until) {
  const data = { kind: 'outbox', since, ...(item === null ? {} : { item: item.text }) };
  for (const lead of LEADS_MS) {
    if (runtime.now() >= until) return false;
    const at = runtime.now() + lead + Math.floor(runtime.random() * SPREAD_MS);
    const creation = await create({ name: DRIVER, data, at, everyMinutes: PERIOD_MINUTES });
    if (creation !== 'refused') return creation === 'created';
  }
  return false;
}

// -------------------- src/outbox/inbox/slots.ts --------------------
/**
 * Slots: one-time schedules that hold an item each, for when the store's operations are precious or spent. The platform lists no
 * schedules, so slots are a tree of names: who keeps something goes down from the first slot of its minute until one is
 * free, and who reads looks only at what hangs on a slot that is taken. What nobody has read in time fires, and is kept again.
 */

/** Some slots are heads. On each hang further heads, and slots beside it on which nothing hangs. */
const HEADS = ['x', 'y', 'z'];
const BESIDE = '0123456789abcdef'.split('');
/** Heads below the first: a schedule's name has at most 30 characters. */
const DEEPEST = 8;
/** A slot is there to be read within minutes; by then the turns that should have come are long over. What fires is gone, so not too soon. */
const LIFE_MS = 12 * HOUR_MS;
/** How many schedules are asked for at a time: with few left to ask for, one after the other goes deep, and so comes to an end somewhere. */
const MOST_AT_ONCE = 60;
const SHARE_AT_ONCE = 1 / 12;
/** The sweeps that the first slot of a minute asks for: as there is one in each third of a minute, no place in the quota is free for long. */
const SWEEPS_MS = [0, 1, 2].map((third) => 5 * MINUTE_MS + 5000 + third * SWEEP_GRID_MS);
/** And the turns, for what the sweeps have left: as soon as nobody can write to the minute any more, and once more, should that one die. */
const TURN_MS = 6.5 * MINUTE_MS;
/** After the minute began, so that all who ask mean the same one. */
const LAST_TURN_MS = 8 * MINUTE_MS;
/** A clock may be two minutes behind the platform's, which takes nothing that is due in less than five. */
const BEHIND_MS = 2 * MINUTE_MS + SWEEP_GRID_MS;

/** The first slot of a minute. A place hangs on the one whose name has a letter less: `y4`, beside the second head, hangs on `y`. */
const ROOT = '';

const slots = {
  put: async (item, runtime, until, isDriven) => {
    const minute = minuteOf(runtime.now());
    const take = takingOf(minute, item.text, runtime, until, isDriven);
    for (let head = ROOT; head.length <= DEEPEST; head += oneOf(HEADS, runtime)) {
      // Trying more of those beside it takes longer than going on to the next head.
      const creation = await takeOne([head, head + oneOf(BESIDE, runtime)], take, minute);
      if (creation !== 'refused') return creation === 'created';
      // Nothing tells a name that is taken from a platform that takes no more: in both cases it is refused.
      if (head.length % 2 === 1 && (await isScheduled(slotName(minute, head))) !== true) return false;
    }
    return false;
  },

  read: async (minute, store) => {
    const first = await readSlot(minute, ROOT);
    if (first === null) return [];
    const found = new Map([[ROOT, first]]);
    let unread = placesOn(ROOT);
    while (unread.length > 0 && store.fetches > 0) unread = await readOn(unread, found, minute, store);
    for (const place of unread) found.get(parentOf(place)).isOpen = true;
    return [...found.values()];
  },

  /** What hangs on a slot before the slot itself, so that what stays can still be found. */
  forget: async (found, store, staying) => {
    const left = [...staying, ...found.filter(({ isOpen }) => isOpen)];
    for (const length of [...new Set(found.map(({ place }) => place.length))].sort((a, b) => b - a)) {
      const leaving = found.filter((each) => each.place.length === length && !isHolding(each, left));
      const gone = await pooled(leaving, MOST_AT_ONCE, ({ minute, place }) => unschedule(slotName(minute, place)));
      if (gone.includes(false)) store.isScarce = true;
      const isGone = new Set(leaving.filter((...[, index]) => gone[index]));
      left.push(...found.filter((each) => each.place.length === length && !each.isOpen && !isGone.has(each)));
    }
    return left;
  },
};

/** Reads the last of some places, and returns those that were not read, what hangs on those that were among them. */
async function readOn(places, found, minute, store) {
  const count = Math.min(MOST_AT_ONCE, Math.ceil(store.fetches * SHARE_AT_ONCE));
  const next = places.slice(-count);
  store.fetches -= next.length;
  const read = await together(next.map((place) => unlessRefused(readSlot(minute, place), 'refused')));
  if (read.includes('refused')) {
    store.isScarce = true;
    store.fetches = 0;
  }
  const unread = places.slice(0, -count);
  for (const [index, each] of read.entries()) {
    const place = next[index];
    if (each === 'refused') unread.push(place);
    else if (each !== null) {
      found.set(place, each);
      unread.push(...placesOn(place));
    }
  }
  return unread;
}

/** What may hang on a slot, the heads last. */
function placesOn(place) {
  return /[0-9a-f]$/.test(place) ? [] : [...BESIDE, ...HEADS].map((letter) => place + letter);
}

/** Of every place but a minute's first. */
function parentOf(place) {
  return place.slice(0, -1);
}

/** Whether a minute has anything in slots; null where nobody can tell just now. */
function hasSlots(minute) {
  return isScheduled(slotName(minute, ROOT));
}

/**
 * Takes a place if it is free, and if there is time left. Where no driver was seen, whoever opens a minute sees to it that somebody comes for
 * it, and so do those who take the next heads, as whoever opened it may have died.
 */
function takingOf(minute, text, runtime, until, isDriven) {
  const at = runtime.now() + LIFE_MS;
  return async (place) => {
    if (runtime.now() >= until) return 'busy';
    const creation = await create({ name: slotName(minute, place), data: { kind: 'outbox', item: text }, at });
    if (creation !== 'created' || isDriven) return creation;
    if (place === ROOT) await askForTurns(minute, runtime);
    else if (HEADS.includes(place)) await askForLastTurn(minute);
    return creation;
  };
}

/** Takes the first of some places that is free. */
async function takeOne(places, take, minute) {
  for (const place of places) {
    const creation = await takePlace(place, take, minute);
    if (creation !== 'refused') return creation;
  }
  return 'refused';
}

/** Gives a place back where it could not be found: the item is better kept elsewhere. */
async function takePlace(place, take, minute) {
  const creation = await take(place);
  if (creation !== 'created' || (await isHung(place, take, minute))) return creation;
  await unschedule(slotName(minute, place));
  return 'busy';
}

/**
 * A slot is only found by way of the one it hangs on, which whoever took that has seen to in the same way. It may be missing where it was
 * refused for another reason than that it was taken: then the item goes there as well.
 */
async function isHung(place, take, minute) {
  if (place === ROOT) return true;
  const above = parentOf(place);
  if ((await isScheduled(slotName(minute, above))) !== false) return true;
  const creation = await takePlace(above, take, minute);
  return creation === 'created' || (await isScheduled(slotName(minute, above))) === true;
}

function oneOf(letters, runtime) {
  return letters[Math.floor(runtime.random() * letters.length)];
}

async function readSlot(minute, place) {
  const data = await scheduled(slotName(minute, place));
  return data === null ? null : { inbox: 'slots', minute, place, item: unpack(own(data, 'item')) };
}

/** Whether something that stays hangs on a slot: it could not be found any more without it. */
function isHolding(slot, staying) {
  return staying.some(
    ({ minute, place, isOpen }) =>
      minute === slot.minute && place.startsWith(slot.place) && (place !== slot.place || isOpen === true),
  );
}

/** Whether or not anything else drives the outbox. */
async function askForTurns(minute, runtime) {
  const now = runtime.now();
  // Should only some be granted, turns can do without sweeps.
  await together([
    askForTurn(now + TURN_MS, minute),
    askForLastTurn(minute),
    ...SWEEPS_MS.map((lead) => askForSweep(now + lead)),
  ]);
}

function askForLastTurn(minute) {
  return askForTurn(minute * MINUTE_MS + LAST_TURN_MS, minute);
}

function askForSweep(at) {
  return ask(Math.ceil(at / SWEEP_GRID_MS) * SWEEP_GRID_MS, sweepName, { kind: 'outbox', sweep: true });
}

function askForTurn(at, since) {
  return ask(at, (time) => turnName(time, since), {
    kind: 'outbox',
    turn: true,
    ...(since === null ? {} : { since }),
  });
}

/** A bit later where it is refused, which may mean that our clock is behind. */
async function ask(at, nameAt, data) {
  for (const time of [at, at + BEHIND_MS]) {
    const creation = await create({ name: nameAt(time), data, at: time });
    if (creation === 'created' || (await isScheduled(nameAt(time))) === true) return true;
  }
  return false;
}

// -------------------- src/outbox/keep.ts --------------------
/**
 * Keeping what could not be delivered, with one operation where that is enough, and within the time the invocation has left.
 * What refused the live request says where it is kept first: when the app's own request quota is spent, the store's operations are
 * what the turns need most, and a slot costs none; when the receiver fails, a box is cheapest. The other place is the second choice.
 */

/** A schedule's data may have 4 KB; besides the text it holds a few words. */
const SCHEDULE_TEXT_BYTES = 3950;
/** A key and its value may have 40 KB together, and many items share it. */
const STORE_TEXT_BYTES = 20000;
/** An invocation lives for 20 s; what is not kept by then must still be logged. */
const KEEPING_ENDS_MS = 18500;
/** Where the schedules' quota is spent, a place in it comes free within a minute. */
const LOOKS = 4;
const PAUSE_MS = 4000;

/** Keeps the events of one payload; returns those that nothing took. `startedAt` is when the invocation began, in epoch ms. */
async function keep(to, events, why, runtime, startedAt) {
  const item = { to, events, at: runtime.now(), notBefore: why?.notBefore ?? null, refusals: 0 };
  return await keepItem(item, why !== null && isOverload(why), runtime, startedAt);
}

/** Keeps an item, as old as it is. */
async function keepItem(item, isFirstInSlots, runtime, startedAt) {
  const until = startedAt + KEEPING_ENDS_MS;
  const kept = keepSomewhere(item, isFirstInSlots, { runtime, until });
  // An operation that is never answered must not take the time in which the log is written.
  const late = runtime.after(Math.max(0, until - runtime.now())).then(() => [item]);
  return (await Promise.race([kept, late])).flatMap(({ events }) => events);
}

/** What is large would need many slots: that it goes to boxes costs less. */
async function keepSomewhere(item, isFirstInSlots, keeping) {
  if (!isOneRequest(item) || bytesIn(pack(item)) > STORE_TEXT_BYTES) {
    const isDriven = await isScheduled(DRIVER);
    const left = await inBoxes([item], boxes, isDriven, keeping);
    return inBoxes(await inSlots(left, isDriven === true, keeping), boxes, isDriven, keeping);
  }
  if (isFirstInSlots) return inBoxes(await inSlots([item], false, keeping), boxes, undefined, keeping);
  return keepByMark(item, keeping);
}

/** Where a box is marked as full, or the store as spent, asking it again would leave less for the turns. */
async function keepByMark(item, keeping) {
  const end = await putInMarked(item, keeping.runtime, keeping.until);
  if (end === 'kept') return [];
  const isDriven = end === 'full' || (await isScheduled(DRIVER));
  const left = end === 'full' ? [item] : await inBoxes([item], firstParts, isDriven, keeping);
  return inBoxes(await inSlots(left, isDriven === true, keeping), boxes, isDriven, keeping);
}

function inSlots(items, isDriven, { runtime, until }) {
  return putEach(items, SCHEDULE_TEXT_BYTES, (packed) => slots.put(packed, runtime, until, isDriven));
}

/** `known`: whether there is a driver; null where nobody could tell, nothing where nobody has looked. */
async function inBoxes(items, inbox, known, keeping) {
  if (items.length === 0) return [];
  const isDriven = known === undefined ? await isScheduled(DRIVER) : known;
  return putEach(items, STORE_TEXT_BYTES, (packed) => keepInBox(packed, inbox, isDriven, keeping));
}

/** Puts items somewhere, in pieces of at most so many bytes; returns those that were not taken. */
async function putEach(items, bytes, put) {
  const pieces = items.flatMap((item) => piecesOf(item, bytes));
  const taken = await together(pieces.map(async ({ packed }) => packed !== null && (await put(packed))));
  return pieces.filter((...[, index]) => taken[index] !== true).map(({ kept }) => kept);
}

/** As a text inside JSON. */
function bytesIn(text) {
  return utf8Bytes(JSON.stringify(text));
}

/** One payload's events in pieces of at most so many bytes, each within one request; a lone event stays as it is. */
function piecesOf(kept, bytes) {
  const packed = packedOf(kept);
  const isFitting = bytesIn(packed.text) <= bytes;
  if (kept.events.length < 2 || (isFitting && isOneRequest(kept))) return [{ kept, packed: isFitting ? packed : null }];
  return halves(kept.events).flatMap((events) => piecesOf({ ...kept, events }, bytes));
}

function isOneRequest({ events }) {
  return utf8Bytes(JSON.stringify(events)) <= REQUEST_BYTES;
}

/**
 * With the driver where it is not there yet; else in the minute's box. A driver that was seen is enough: once it is taken off, the
 * last turns look at every box, later than whoever saw it lives, and after them the next driver.
 */
async function keepInBox(packed, inbox, isDriven, { runtime, until }) {
  if (isDriven === true) return inbox.put(packed, runtime, until, true);
  if (isDriven === false && (await keepInDriver(packed, runtime, until))) return true;
  const minute = minuteOf(runtime.now());
  // Before anything is kept, as death may come right after.
  const isWordLeft = isDriven === null && (await leaveWord(minute, runtime));
  if (!(await inbox.put(packed, runtime, until, false))) return false;
  return (await seeToDriver(minute, runtime, until, LOOKS)) || isWordLeft;
}

async function keepInDriver(packed, runtime, until) {
  return bytesIn(packed.text) <= SCHEDULE_TEXT_BYTES && (await driver.put(packed, runtime, until, false));
}

/** Where nobody can tell whether there is a driver, word is left for the next one, wherever it begins. */
async function seeToDriver(minute, runtime, until, looks) {
  if (looks === 0 || runtime.now() >= until) return leaveWord(minute, runtime);
  const isDriven = await isScheduled(DRIVER);
  if (isDriven === true || (isDriven === false && (await drive(minute, null, runtime, until)))) return true;
  await runtime.pause(PAUSE_MS);
  return seeToDriver(minute, runtime, until, looks - 1);
}

async function leaveWord(since, runtime) {
  try {
    await createStore(1, runtime).claim(UNDRIVEN_KEY, { since }, LIFE_SECONDS);
    return true;
  } catch {
    return false;
  }
}

// -------------------- src/handlers/tell.ts --------------------
/** Telling a destination: deliver, else keep for later, else give up. */

/** Tells every destination that hears any of one payload's events what it hears, side by side. */
function tellHeard(destinations, events, live) {
  const parts = destinations.map((destination) => ({ destination, heard: destination.hears(events) }));
  const wanted = parts.filter(({ heard }) => heard.length > 0);
  return together(wanted.map(async ({ destination, heard }) => ({ ...(await tell(destination, heard, live)), heard })));
}

/** What was told to whom, by the destinations' ids, for the log. */
function toldById(answers) {
  return Object.fromEntries(answers.map(({ destination, told }) => [destination.id, told]));
}

/** Logs what is lost for good; to be called below the line that says what was told. */
function logLost(answers) {
  for (const { destination, told, lost } of answers) giveUp(destination, lost, told.reason ?? NOTHING_TOOK_IT);
}

/** The events of one payload travel together; only where they exceed what a request may carry do the rest follow from the outbox. */
async function tell(destination, events, live) {
  const batches = batchesOf([events], destination);
  const outcome = await destination.deliver(batches[0] ?? [], live.runtime);
  if (!outcome.ok) return keptForLater(destination, outcome, events, live);
  return batches.length > 1
    ? followed(destination, outcome, batches.slice(1).flat(), live)
    : { destination, told: { ...saidOf(destination, outcome), outcome: 'delivered' }, lost: [] };
}

/** The first part was taken; the others wait for the outbox. */
async function followed(destination, outcome, later, { runtime, startedAt }) {
  const lost = (await together(later.map((rest) => keep(destination.id, rest, null, runtime, startedAt)))).flat();
  return { destination, told: { ...saidOf(destination, outcome), outcome: keptOrLost(lost) }, lost };
}

/** 410 Gone means never again; anything else is tried again later. */
async function keptForLater(destination, failure, events, { runtime, startedAt }) {
  const { status, reason } = failure;
  const lost = status === 410 ? events : await keep(destination.id, events, failure, runtime, startedAt);
  return { destination, told: { ...saidOf(destination, failure), outcome: keptOrLost(lost), reason }, lost };
}

function saidOf({ name }, { status, ms }) {
  return { name, status, ms };
}

function keptOrLost(lost) {
  return lost.length > 0 ? 'undelivered' : 'kept';
}

// -------------------- src/handlers/reminders.ts --------------------
/** What reminders need of a product event, and what they do when their schedules fire. */

/** Beside telling the destinations, which it neither delays nor fails. */
async function remind(event, payload, events, settings, runtime) {
  const [unattended, counted] = await together([
    watch(event, payload, settings, runtime),
    count(events, settings, runtime),
  ]);
  return { ...(unattended === null ? {} : { unattended }), ...(counted === null ? {} : { counted }) };
}

/** The schedule of waits has fired. */
async function unattendedDue(data, payload, runtime) {
  const settings = readSettings(own(payload, 'iparams'));
  const events = await unattendedEvents(data, settings, runtime);
  await together(events.map((event) => tellUnattended(event, settings, runtime)));
}

async function tellUnattended(event, settings, runtime) {
  const [told, counted] = await together([tellEvents([event], settings, runtime), count([event], settings, runtime)]);
  const counting = counted === null ? {} : { counted };
  console.log(
    oneLine({ event: 'onScheduledEvent', unattended: event.conversation.id, destinations: told, ...counting }),
  );
}

/** Of the 50 a minute; a summary needs a handful. */
const SUMMARY_OPERATIONS = 20;

/** The schedule of a summary has fired. What the store refuses comes again by a schedule of its own. */
async function summaryEvent(data, payload, runtime) {
  await unlessRefused(tellSummaries(data, readSettings(own(payload, 'iparams')), runtime), null);
}

async function tellSummaries(data, settings, runtime) {
  const store = createStore(SUMMARY_OPERATIONS, runtime);
  const due = await summaryDue(data, settings, store, runtime);
  if (due === null) return;
  for (const notice of due.notices) {
    const told = await tellEvents([notice], settings, runtime);
    console.log(oneLine({ event: 'onScheduledEvent', summary: notice.day, destinations: told }));
  }
  await due.done();
}

/** Sets up the summary. A platform that refuses leaves the app without one, which is no reason not to install it. */
function setUpReminders(settings, runtime, isWanted) {
  return unlessRefused(setUpSummary(settings, runtime, isWanted), false);
}

/** The settings page saves `{ settings }`, without the secrets: whether a destination works is no matter here. */
async function settingsSaved(payload, runtime) {
  const saved = own(objectOf(payload), 'settings');
  const settings = readSettings(saved);
  const wanted = settings.summaryAt !== null && destinationsIn(saved).some(isToldDaily);
  return { ok: await setUpReminders(settings, runtime, wanted) };
}

function destinationsIn(saved) {
  const list = own(objectOf(saved), 'destinations');
  return isList(list) ? list : [];
}

/** The daily summary is told only where it is asked for. */
function isToldDaily(destination) {
  const tell = own(objectOf(destination), 'tell');
  return isList(tell) && tell.includes('Daily summary');
}

/** What was refused by the store is counted again. */
async function countEvent(data, payload, runtime) {
  await countAgain(data, readSettings(own(payload, 'iparams')), runtime);
}

/** By the same way as what a payload has to tell: what is not taken is kept. */
async function tellEvents(events, settings, runtime) {
  const live = { runtime, startedAt: runtime.now() };
  const answers = await tellHeard(destinationsOf(settings), events, live);
  logLost(answers);
  return toldById(answers);
}

// -------------------- src/handlers/conversation.ts --------------------
/** What both conversation callbacks do: log, work out what happened, tell every destination its part, and say what came of it. */

/** Handles one product event. `input` is whatever the platform passed. */
async function relay(event, input, runtime) {
  const startedAt = runtime.now();
  console.log(`Logging arguments from ${event} event: ${oneLine(maskPayload(input))}`);
  const settings = readSettings(isObject(input) ? own(input, 'iparams') : undefined);
  const reading = readPayload(input);
  if ('problem' in reading)
    console.log(oneLine({ ...summary(event, null, [], [], settings), problem: reading.problem }));
  else await tellAll(event, reading.payload, settings, { runtime, startedAt });
}

async function tellAll(event, payload, settings, live) {
  const transitions = transitionsOf(event, payload);
  const isWanted = settings.destinations.some((each) => couldHear(each, transitions)) || isSummed(settings);
  const events = isWanted
    ? eventsOf(payload, transitions, { personalData: settings.personalData, now: live.runtime.now() })
    : [];
  const [reminded, answers] = await together([
    remind(event, payload, events, settings, live.runtime),
    tellHeard(isWanted ? destinationsOf(settings) : [], events, live),
  ]);
  const isEchoTold = answers.some(({ heard }) => heard.some(({ type }) => type === 'conversation.status.changed'));
  const found = isEchoTold ? transitions : transitions.filter((transition) => transition[ECHO] !== true);
  console.log(oneLine({ ...summary(event, payload.id, found, answers, settings), ...reminded }));
  logLost(answers);
}

function summary(event, conversation, transitions, answers, settings) {
  return {
    event,
    conversation,
    transitions: transitions.map(({ type }) => type),
    destinations: toldById(answers),
    ...(settings.problems.length === 0 ? {} : { settings: settings.problems }),
  };
}

// -------------------- src/handlers/test-destination.ts --------------------
/** A destination's test message, sent from the settings page by the same code that delivers: before installing as well as after. */

/**
 * `{ destination, secret }` as the page holds them; a secret that the page was not given back is the stored one. The
 * message says nothing of any conversation, so `personal_data` makes no difference to it.
 */
async function testDestination(payload, runtime) {
  const asked = objectOf(payload);
  const typed = textOf(own(asked, 'secret'));
  const stored = secretIn(own(objectOf(own(asked, 'iparams')), 'secrets'));
  const reading = readDestination(own(asked, 'destination'), (id, kind) => typed ?? stored(id, kind));
  if ('broken' in reading) return { ok: false, message: `It ${reading.broken.problem}` };
  const destination = createDestination(reading.destination);
  const outcome = await tested(destination, runtime);
  if (!outcome.ok) return { ok: false, message: `It ${destination.remedy(outcome)}` };
  const [note] = reading.notes;
  return { ok: true, message: `It took the test message.${note === undefined ? '' : ` But ${note}`}` };
}

/** A set-up event should end within 10 s, and the platform itself lets a request take 15. */
const TEST_MS = 9000;
const TOO_LATE = {
  ok: false,
  status: 504,
  ms: TEST_MS,
  reason: 'the receiver took too long',
  notBefore: null,
};

/** What came of a destination's test message, or that no answer came in time. */
function tested(destination, runtime) {
  return Promise.race([destination.test(runtime), runtime.after(TEST_MS).then(() => TOO_LATE)]);
}

// -------------------- src/handlers/install.ts --------------------
/** Installing proves that what the admin set works; uninstalling always lets go. */

/**
 * Checks the settings and sends every destination a test message, side by side; refuses with one sentence of at most
 * 60 characters, which is what the platform shows.
 */
async function install(payload, runtime) {
  const refusal = await refusalOf(payload, runtime);
  if (refusal === undefined) renderData();
  else renderData({ message: refusal });
}

/** A fault of our own ends the installation with a sentence, too: without one the admin would wait for nothing. */
async function refusalOf(payload, runtime) {
  try {
    const settings = readSettings(isObject(payload) ? own(payload, 'iparams') : undefined);
    const refusal = settingsRefusal(settings) ?? (await firstRefusal(destinationsOf(settings), runtime));
    if (refusal === undefined) await setUpReminders(settings, runtime);
    return refusal;
  } catch (fault) {
    return cut(`The app failed with ${faultName(fault)}. Please report it.`, SHOWN_CHARACTERS);
  }
}

/** What the platform shows of a refusal. */
const SHOWN_CHARACTERS = 60;

/** The destination to mend, its name cut where the sentence needs the room. */
function refusalFor(name, problem) {
  return cut(`${cut(name, SHOWN_CHARACTERS - problem.length - 2)}: ${problem}`, SHOWN_CHARACTERS);
}

function settingsRefusal({ broken, problems }) {
  const [first] = broken;
  if (first !== undefined) return refusalFor(first.name, first.problem);
  const [problem] = problems;
  return problem === undefined ? undefined : cut(problem, SHOWN_CHARACTERS);
}

async function firstRefusal(destinations, runtime) {
  const tests = await together(
    destinations.map(async (destination) => ({ destination, outcome: await tested(destination, runtime) })),
  );
  for (const { destination, outcome } of tests)
    if (!outcome.ok) return refusalFor(destination.name, destination.remedy(outcome));
  return undefined;
}

/** The platform wipes store and schedules itself, and keeps the app for ever where this fails: so nothing is tried here. */
function uninstall() {
  renderData();
}

// -------------------- src/destinations/slack/channels.ts --------------------
/** Slack's `conversations.list`, page by page. Source: Slack's Web API reference (`channels:read`, `groups:read`). */

/** A page holds up to 1,000 channels; a function of the page has 20 s. */
const MOST_PAGES = 4;
const PUBLIC_AND_PRIVATE = 'public_channel,private_channel';
/** Where the token lacks `groups:read`. */
const PUBLIC = 'public_channel';

/** Sorted by name. */
async function listChannels(token, runtime) {
  const all = await listPages(token, PUBLIC_AND_PRIVATE, runtime);
  const listed = isScopeMissing(all) ? await listPages(token, PUBLIC, runtime) : all;
  if (isScopeMissing(listed)) {
    const message = "This token may not list channels. Enter the channel's id, or add the scope channels:read.";
    return { ok: false, channels: [], message };
  }
  if ('problem' in listed) return { ok: false, channels: [], message: `It ${listed.problem}` };
  const channels = [...listed.channels].sort((a, b) => a.name.localeCompare(b.name));
  const message = channels.length === 0 ? 'The token sees no channel. Invite the bot to one, then list again.' : '';
  return { ok: true, channels, message };
}

function isScopeMissing(pages) {
  return 'reason' in pages && pages.reason === 'Slack answered missing_scope';
}

/** What was listed before a later page failed is better than nothing. */
async function listPages(token, types, runtime) {
  const channels = [];
  let cursor = '';
  for (let page = 0; page < MOST_PAGES && cursor !== null; page += 1) {
    const outcome = slackOutcome(await send('listSlackChannels', { token, types, cursor }, null, runtime));
    if (!outcome.ok && page === 0) return { problem: slackRemedy(outcome), reason: outcome.reason };
    const answer = outcome.ok ? parsedAnswer(outcome.response) : {};
    channels.push(...channelsIn(answer['channels']));
    cursor = cursorIn(objectOf(answer['response_metadata'])['next_cursor']);
  }
  return { channels };
}

function channelsIn(value) {
  const entries = isList(value) ? value.map(objectOf) : [];
  return entries.flatMap(({ id, name }) => {
    const channel = idOf(id);
    return channel === null ? [] : [{ id: channel, name: onOneLine(textOf(name) ?? channel) }];
  });
}

/** It stands in an address; null for none, or what cannot be a cursor. */
function cursorIn(value) {
  const cursor = textOf(value);
  return cursor !== null && /^[\w=+/-]{1,200}$/.test(cursor) ? cursor : null;
}

// -------------------- src/handlers/list-slack-channels.ts --------------------
/** The channels a Slack token can see, for the settings page to choose from. */

/** `{ secret }` as the page holds it; one that the page was not given back is the stored one of all Slack destinations. */
async function listSlackChannels(payload, runtime) {
  const asked = objectOf(payload);
  const stored = secretIn(own(objectOf(own(asked, 'iparams')), 'secrets'));
  const token = textOf(own(asked, 'secret')) ?? stored('slack', 'slack');
  if (token === null || !isSlackToken(token))
    return {
      ok: false,
      channels: [],
      message: 'Paste the bot token as Slack shows it, then the channels can be listed.',
    };
  return await listChannels(token, runtime);
}

// -------------------- src/outbox/pages.ts --------------------
/** Pages: what waits in a destination's queue, dense and in order, a key of the store each. */

/** A key and its value may have 40 KB. */
const PAGE_BYTES = 38000;

function createPages(store) {
  const known = new Map();
  const bases = new Map();
  return {
    read: async (name, destination, page) => {
      const key = pageKey(name, destination, page);
      const items = known.get(key);
      if (items !== undefined) return items;
      const stored = await store.get(key);
      const base = baseIn(stored);
      if (base !== undefined) bases.set(key, base);
      return itemsOf(stored);
    },
    write: async (name, destination, page, items) => {
      const key = pageKey(name, destination, page);
      const [first] = items;
      known.set(key, items);
      const base = bases.get(key) ?? first;
      if (base !== undefined) bases.set(key, base);
      await (first === undefined ? store.delete(key) : store.set(key, pageOf(items, base), LIFE_SECONDS));
    },
    baseOf: (name, destination, page) => bases.get(pageKey(name, destination, page)),
  };
}

/** The items of a stored page; what this app did not write is passed over. */
function itemsOf(page) {
  const texts = own(objectOf(page), 'items');
  const base = baseIn(page);
  return (isList(texts) ? texts : []).map((text) => unpack(text, base)).filter((kept) => kept !== null);
}

function baseIn(page) {
  return unpack(own(objectOf(page), 'base')) ?? undefined;
}

/**
 * Most of what items say is the same, so each says only what it has otherwise than one that stands on the page besides. That one stays
 * whatever is taken off, so a page that loses items never grows.
 */
function pageOf(items, base = items[0]) {
  return { base: base === undefined ? '' : baseText(base), items: items.map((kept) => pack(kept, base)) };
}

function baseText(base) {
  return pack({ ...base, events: base.events.slice(0, 1) });
}

/**
 * Adds to the end of a queue: fills up the last page, and opens as many new ones as it takes, which `announce` writes down before. They
 * belong to the queue once they are committed: done again after a death, nothing is lost, doubled or left behind.
 */
async function addToQueue(name, destination, queue, items, pages, announce) {
  if (items.length === 0) return;
  const end = queue.ahead;
  const last = end > queue.head ? await pages.read(name, destination, end - 1) : [];
  const known = new Set(last.map(keptId));
  const more = items.filter((kept) => !known.has(keptId(kept)));
  const here = fillingUp(more, last, pages.baseOf(name, destination, end - 1));
  const fresh = pagesOf(more.slice(here.length));
  queue.ahead += fresh.length;
  queue.items += more.length;
  if (fresh.length > 0) await announce();
  for (const [index, page] of fresh.entries()) await pages.write(name, destination, end + index, page);
  if (here.length > 0) await pages.write(name, destination, end - 1, [...last, ...here]);
}

/** What was added belongs to the queue, as soon as the state is saved. */
function commitQueue(queue) {
  queue.tail = queue.ahead;
}

/** Takes off what a turn that died had begun to write. */
async function deleteStrays(name, destination, queue, pages) {
  for (let page = queue.tail; page < queue.ahead; page += 1) await pages.write(name, destination, page, []);
  queue.ahead = queue.tail;
}

/** What of more items finds room on a page with some; nothing where it is gone. */
function fillingUp(more, items, base = items[0]) {
  return items.length === 0 || base === undefined ? [] : more.slice(0, roomFor(more, base, roomOn(items, base)));
}

/** How many of some items, beside another one, so many bytes hold. */
function roomFor(items, base, bytes) {
  let room = bytes;
  const end = items.findIndex((kept) => (room -= textBytes(pack(kept, base))) < 0);
  return end < 0 ? items.length : end;
}

/** The bytes that are left on a page. */
function roomOn(items, base) {
  return items.reduce((room, kept) => room - textBytes(pack(kept, base)), PAGE_BYTES - textBytes(baseText(base)));
}

function pagesOf(items) {
  const [base] = items;
  if (base === undefined) return [];
  const room = Math.max(1, roomFor(items, base, roomOn([], base)));
  return [items.slice(0, room), ...pagesOf(items.slice(room))];
}

/** As a text in a list inside JSON. */
function textBytes(text) {
  return utf8Bytes(JSON.stringify(text)) + 1;
}

// -------------------- src/outbox/share.ts --------------------
/** A turn's share of the quotas: store operations and requests, 50 a minute of each for all invocations together. */

/** Whoever keeps something meanwhile takes the others. */
const OPERATIONS = 44;
/** In an overload there are two turns a minute. */
const OPERATIONS_IN_OVERLOAD = 22;
const LEAST_OPERATIONS = 16;

const REQUESTS = 50;
const LEAST_REQUESTS = 10;

/** Store operations of a turn as long as it knows nothing else; one that was asked for may be one of two a minute. */
function operationsOf(isExtra) {
  return isExtra ? OPERATIONS_IN_OVERLOAD : OPERATIONS;
}

/** What happens while a turn is at work may need two requests for each destination. */
function requestsBeside(destinations) {
  return Math.max(LEAST_REQUESTS, REQUESTS - 2 * destinations);
}

/** What the state tells of the share: outside an overload it is whole, but for what whoever keeps something needs. */
function limitTurn(turn, state, isExtra) {
  const { store } = turn;
  if (!state.isOverloaded) store.left += OPERATIONS - operationsOf(isExtra);
  turn.spared = Math.min(state.busiest, Math.max(0, store.left - LEAST_OPERATIONS));
  store.left -= turn.spared;
  store.fetches = state.fetches;
}

/** Once a receiver takes again, nothing more is kept for it. */
function takeSpared(turn) {
  turn.store.left += turn.spared;
  turn.spared = 0;
}

// -------------------- src/outbox/work.ts --------------------
/** What one turn shares with its lanes, and how long they may go on. */

function workOf(id, lane, destination) {
  return { id, lane, destination, delivered: 0, sent: 0, isOverloaded: false, isGone: false, refused: new Set() };
}

/** An invocation lives for 20 s, and a request for 15. */
const RUN_MS = 20000;
const REQUEST_MS = 15000;
const MARGIN_MS = 1000;
/** What is left to do after a request, in store operations one after the other. */
const OPERATIONS_AFTER = 3;
/** However slow the store is, a turn sends something: should its invocation die of that, one batch is told twice. */
const FIRST_START_MS = 9000;

/** By when all that was told must be written down, in epoch ms: else it is told again. */
function lastWrite({ startedAt, store }) {
  return startedAt + RUN_MS - MARGIN_MS - store.pace;
}

/** Store operations that a turn needs besides its pages. */
const RESERVED_OPERATIONS = 8;

/** The last moment at which a request may begin, in epoch ms. */
function lastStart({ sent }, retry, { startedAt, store }) {
  const answer = Math.min(REQUEST_MS, Math.max(2000, retry.answersIn));
  const planned = RUN_MS - MARGIN_MS - OPERATIONS_AFTER * store.pace - answer;
  return startedAt + (sent === 0 ? Math.max(FIRST_START_MS, planned) : planned);
}

/** Whether something may be sent now; what is gone for good is not sent anything, so it has no wait either. */
function maySend(work, retry, turn) {
  if (work.isGone) return true;
  const now = turn.runtime.now();
  const isAble = work.destination !== null && !work.isOverloaded;
  return isAble && isRoom(work, turn) && isDue(retry, now) && now <= lastStart(work, retry, turn);
}

/** What a store that is spent does not let us write down would be told again. */
function isRoom({ sent }, { requests, store }) {
  return requests > 0 && (sent === 0 || !store.isSpent);
}

// -------------------- src/outbox/deliver.ts --------------------
/** Delivering what is kept for one destination, oldest first, as the retry policy says. */

/** How long to wait for a place in the request quota before asking again. */
const QUOTA_PAUSE_MS = 1000;

/** Delivers a queue's pages as far as the turn's time, its operations and the receiver allow. */
async function drainQueue(work, name, turn) {
  const queue = work.lane[name];
  while (hasPages(queue) && maySend(work, queue.retry, turn) && turn.store.left > RESERVED_OPERATIONS) {
    const left = await drainPage(work, name, turn);
    if (!(await isDone(work, name, left, turn))) return;
    queue.head += 1;
    if (isEmpty(queue)) queue.items = 0;
  }
}

/** Whether the page of which these items are left needs no further look: nothing is left, or it was put aside. */
async function isDone(work, name, left, turn) {
  if (left.length === 0) return true;
  return isInTheWay(work, work.lane[name], left) && (await putAside(work, name, left, turn));
}

/** Whether a page holds nothing but what failed on its own: of what was not tried in this turn it is enough that it did before. */
function isInTheWay(work, queue, left) {
  const isTried = left.some((kept) => isRefused(work, kept)) && left.every(({ refusals }) => refusals > 0);
  // While the receiver is down, whatever is tried fails on its own: what waits alone may as well stay.
  return isTried && (queue.tail - queue.head > 1 || queue.retry.failingSince === 0);
}

/** Returns what is left of the queue's first page. */
async function drainPage(work, name, turn) {
  const queue = work.lane[name];
  const stored = await turn.pages.read(name, work.id, queue.head);
  const items = withoutExpired(stored.map(turn.allowed), work.lane, turn.runtime.now());
  let known = stored.length;
  const write = async (left) => {
    queue.items -= known - left.length;
    known = left.length;
    await turn.pages.write(name, work.id, queue.head, left);
  };
  // What is given up is forgotten at once, so that it is given up once.
  if (items.length < stored.length) await write(items);
  return deliver(work, queue, items, turn, write);
}

/**
 * Moves what failed on its own from the first page to the end of the second queue. The state knows where it is before it goes from
 * where it was. False where it stays, because that page is all the second queue has.
 */
async function putAside(work, name, items, turn) {
  const { [name]: from, refused } = work.lane;
  if (from === refused && from.tail - from.head === 1) return false;
  await addRefused(work, items, turn);
  commitQueue(refused);
  await turn.save();
  from.items -= items.length;
  await turn.pages.write(name, work.id, from.head, []);
  return true;
}

/** The second queue is tried one by one at first, and after a wait. */
async function addRefused(work, items, turn) {
  const { refused } = work.lane;
  if (isEmpty(refused) && items.length > 0) {
    const next = turn.runtime.now() + waitAfter(0, turn.runtime.random());
    refused.retry = { ...WORKING, limit: 1, next };
  }
  await addToQueue('refused', work.id, refused, items, turn.pages, turn.save);
}

function isRefused({ refused }, kept) {
  return refused.has(keptId(kept));
}

/**
 * Delivers items in order and returns those that remain, what failed on its own at the end. `write` is told what is left after each
 * request that settled something, so that a death repeats one request at most.
 */
async function deliver(work, queue, items, turn, write) {
  let written = items;
  let left = items;
  while (left.some((kept) => !isRefused(work, kept)) && maySend(work, queue.retry, turn)) {
    left = await deliverBatch(work, queue, left, turn);
    if (left.length < written.length) await write((written = left));
  }
  if (left !== written) await write(left);
  return left;
}

async function deliverBatch(work, queue, items, turn) {
  const { runtime } = turn;
  if (work.isGone) return abandoned(items, turn);
  const batch = nextBatch(work, queue.retry, items);
  const payloads = batch.map(({ events }) => events);
  turn.requests -= 1;
  const outcome = await work.destination.deliver(payloads, runtime);
  if (isOverload(outcome)) {
    work.isOverloaded = !(await pauseForQuota(work, queue.retry, turn));
    return items;
  }
  work.sent += 1;
  const sent = { outcome, size: batch.length, since: Math.min(...batch.map(({ at }) => at)) };
  const verdict = verdictOn(queue.retry, sent);
  noteAnswer(queue, sent, turn);
  if (verdict === 'again') return items;
  work.isGone = verdict === 'gone';
  if (work.isGone) return abandoned(items, turn);
  const rest = items.filter((kept) => !batch.includes(kept));
  if (verdict === 'behind') return [...rest, ...putBehind(work, batch)];
  turn.store.patientUntil = lastWrite(turn);
  taken(work, batch, outcome);
  return rest;
}

function noteAnswer(queue, sent, turn) {
  const before = queue.retry;
  queue.retry = afterSending(before, sent, turn.runtime.now(), turn.runtime.random());
  if (before.failingSince !== 0 && queue.retry.failingSince === 0) takeSpared(turn);
}

/** The quota counts by the minute, so a place in it comes free within seconds as a rule. */
async function pauseForQuota(work, retry, turn) {
  const { runtime } = turn;
  const isTime = runtime.now() + QUOTA_PAUSE_MS <= lastStart(work, retry, turn);
  return isTime && (await runtime.pause(QUOTA_PAUSE_MS));
}

function putBehind(work, batch) {
  for (const kept of batch) work.refused.add(keptId(kept));
  return batch.map((kept) => ({ ...kept, refusals: kept.refusals + 1 }));
}

function taken(work, batch, outcome) {
  work.delivered += batch.reduce((sum, { events }) => sum + events.length, 0);
  if (!outcome.ok)
    console.log(
      oneLine({
        event: 'onScheduledEvent',
        destination: work.id,
        status: outcome.status,
        taken: 'its answer could not be read, twice',
      }),
    );
}

function nextBatch(work, { limit }, items) {
  const within = items.filter((kept) => !isRefused(work, kept)).slice(0, limit);
  const payloads = within.map(({ events }) => events);
  const first = batchesOf(payloads, work.destination)[0] ?? [];
  return within.slice(0, first.length);
}

function abandoned(items, { nameOf }) {
  for (const { to, events } of items) giveUp({ id: to, name: nameOf(to) }, events, GONE);
  return [];
}

// -------------------- src/outbox/intake.ts --------------------
/** What has arrived since the last turn, read from the inboxes; `settle.ts` settles it, and `commit.ts` takes off what is settled. */

/** What a turn takes of a long backlog where turns keep dying. */
const MOST_FILLED_MINUTES = 3;
/** How many schedules are looked at then, as a rule enough to find some slots that can be taken off. */
const FEW_FETCHES = 24;
/** How many minutes such a turn still reads after the first in which something was. */
const CLOSE_MINUTES = 4;
/** How many minutes are read side by side. */
const MINUTES_AT_ONCE = 2;
/** News of one destination to all others must not take the request quota from what happens meanwhile. */
const MOST_NOTICES = 6;
/** How far empty minutes are passed before that is written down, in minutes. */
const SAVED_EVERY = 6;

/**
 * Reads every inbox: minutes that are closed once for good, and, while receivers take what they are sent, the boxes of those just over a
 * first time, as sweeps do with slots. What is settled already is passed over.
 */
async function readInboxes(state, turn) {
  const now = turn.runtime.now();
  const driven = await driver.read(0, turn.store);
  const own = state.own
    .slice(0, MOST_NOTICES)
    .map((text) => ({ inbox: 'own', minute: 0, place: '', item: unpack(text) }));
  const reading = { arrivals: [], closed: state.cursor, read: state.unread };
  add(reading, [...driven, ...own], state);
  const end = openMinute(now);
  if (isLagging(state, now)) {
    // And every other one only a part of what a minute has in slots: the less, the sooner it is through.
    const { store, runtime } = turn;
    if (runtime.random() < 0.5) store.fetches = Math.min(store.fetches, 1 + Math.floor(runtime.random() * FEW_FETCHES));
    await readLittle(reading, state, end, turn);
  } else await readClosed(reading, state, end, turn);
  reading.read = Math.max(state.unread, reading.closed);
  const isClosedRead = reading.closed >= end;
  const isWhole =
    isClosedRead && (state.wellSince === null || (await readEarly(reading, state, minuteOf(now - LATE_MS), turn)));
  return { ...reading, isDriven: driven.length > 0, isWhole };
}

/** As many minutes as the turn can settle: each takes an operation to read and, where something is in it, two to settle. */
async function readClosed(intake, state, end, turn) {
  while (intake.closed < end && isRoomForMore(intake, turn)) {
    const minutes = minutesFrom(intake.closed, Math.min(end, intake.closed + MINUTES_AT_ONCE));
    const found = await together(minutes.map((minute) => readMinute(minute, [boxes, slots], turn.store)));
    for (const each of found) {
      if (each === null) return;
      add(intake, each, state);
      if (isPart(each)) return;
      intake.closed += 1;
    }
  }
}

/**
 * Where turns keep dying, each takes little: what is in a few minutes, and once something was found, only those close to it, as none after it
 * can be passed before it is settled.
 */
async function readLittle(intake, state, end, turn) {
  let filled = 0;
  let last = end;
  while (filled < MOST_FILLED_MINUTES && intake.closed < last && isRoomForMore(intake, turn)) {
    const found = await readMinute(intake.closed, [boxes, slots], turn.store);
    if (found === null) return;
    add(intake, found, state);
    if (isPart(found)) return;
    intake.closed += 1;
    if (found.length === 0) await passEmpty(intake, state, turn);
    else [filled, last] = [filled + 1, Math.min(last, intake.closed + CLOSE_MINUTES)];
  }
}

/** Whether some of a minute was left for another turn, so that it is not through. */
function isPart(found) {
  return found.some(({ isOpen }) => isOpen);
}

function isRoomForMore({ arrivals }, { store }) {
  return store.fetches > 0 && store.left > RESERVED_OPERATIONS + 3 * MINUTES_AT_ONCE + minutesIn(arrivals);
}

/** Minutes in which nothing was kept, and before which nothing is open, are behind for good. */
async function passEmpty(intake, state, turn) {
  if (state.cursor < intake.closed - 1) return;
  state.cursor = intake.closed;
  state.unread = Math.max(state.unread, state.cursor);
  if (state.cursor % SAVED_EVERY === 0) await turn.save();
}

function minutesIn(arrivals) {
  return new Set(arrivals.map(({ minute }) => minute)).size;
}

/** False where some are left for another turn. */
async function readEarly(intake, state, end, turn) {
  for (; intake.read < end; intake.read += 1) {
    const found = isRoomForMore(intake, turn) ? await readMinute(intake.read, [boxes], turn.store) : null;
    if (found === null) return false;
    add(intake, found, state);
  }
  return true;
}

/** Null where it cannot be told now. */
async function readMinute(minute, inboxes, store) {
  const reading = together(inboxes.map((inbox) => inbox.read(minute, store)));
  return (await unlessRefused(reading, null))?.flat() ?? null;
}

function add(intake, found, state) {
  intake.arrivals.push(...found.map((each) => ({ ...each, isSettled: isSettled(each, state), isGone: false })));
}

/** Whether it was told, put on a page or given up, although it is still where it was kept. */
function isSettled({ inbox, item, minute }, state) {
  if (item === null) return true;
  const id = keptId(item);
  return inbox === 'driver' ? state.driverItem === id : (state.settled[minute] ?? []).includes(id);
}

function minutesFrom(first, end) {
  return [...Array(Math.max(0, end - first)).keys()].map((index) => first + index);
}

// -------------------- src/outbox/sweep.ts --------------------
/**
 * A sweep tells what is in slots of the last minutes as soon as the request quota has room for it. It needs no operation of the store,
 * which an overload may have worn out. Sweeps fire on a grid as wide as an invocation lives, so no two are at work at a time, and turns
 * read no minute that a sweep may read. What a receiver does not take is left where it is, for the turns.
 */

/** Within which an answer must have come; then slots are taken off. */
const ANSWERED_MS = 18000;
/** How long an answer is expected to take before there was one, and at least. */
const ANSWER_MS = { first: 5000, least: 1500 };
/** How often a slot is to be taken off at most. */
const REMOVALS = 5;

/** Minute by minute, so that of a receiver that takes nothing no more is read than shows it. */
async function sweep(options, runtime) {
  const now = runtime.now();
  let going = options.destinations;
  for (const minute of minutesFrom(minuteOf(now) - SKEW_MINUTES, minuteOf(now - LATE_MS))) {
    if (going.length === 0) return;
    const store = createStore(0, runtime);
    const open = ((await readMinute(minute, [slots], store)) ?? []).reverse();
    // Where the quota of the schedules is spent, nothing that was told could be taken off.
    if (store.isScarce) return;
    const work = { options, runtime, store, until: now + ANSWERED_MS, open };
    const told = await together(going.map((destination) => tellFrom(work, destination)));
    going = going.filter((...[, index]) => told[index]);
  }
}

/**
 * One destination's, but nothing on which something of another one hangs: told, it would have to stay until that is told. False where a
 * failure or want of time ended it.
 */
async function tellFrom(work, destination) {
  const { open, runtime, until } = work;
  const others = open.filter(({ item }) => item?.to !== destination.id);
  const mine = open.filter((each) => each.item?.to === destination.id && !isHolding(each, others));
  let left = uniqueIn(mine);
  let expected = ANSWER_MS.first;
  let delivered = 0;
  while (left.length > 0 && runtime.now() + expected <= until) {
    const batch = batchOf(left, work, destination);
    const outcome = await destination.deliver(batch.payloads, runtime);
    if (outcome.ok) {
      left = left.slice(batch.slots.length);
      delivered += batch.payloads.flat().length;
      expected = Math.max(ANSWER_MS.least, 2 * outcome.ms);
      await takeOffTold(work, copiesOf(batch.slots, mine));
    } else if (!isOverload(outcome) || !(await runtime.pause(QUOTA_PAUSE_MS))) break;
  }
  const told = { [destination.id]: { delivered, waiting: left.length } };
  if (delivered > 0) console.log(oneLine({ event: 'onScheduledEvent', outbox: told }));
  return left.length === 0;
}

/** An item is in several slots where the platform took one and said that it had not. */
function uniqueIn(open) {
  return [...new Map(open.map((each) => [idIn(each), each])).values()];
}

function copiesOf(told, open) {
  const ids = new Set(told.map(idIn));
  return open.filter((each) => ids.has(idIn(each)));
}

function idIn({ item }) {
  return keptId(item);
}

function batchOf(open, { options }, destination) {
  const first = open.slice(0, MOST_PAYLOADS);
  const payloads = first.map(({ item }) => (item?.events ?? []).map(options.allowed));
  const fitting = batchesOf(payloads, destination)[0] ?? [];
  return { slots: first.slice(0, fitting.length), payloads: fitting };
}

/** Nothing else remembers what was told, so a slot that stays is told again. */
async function takeOffTold(work, told) {
  const others = work.open.filter((each) => !told.includes(each));
  let staying = told;
  for (let tries = 0; tries < REMOVALS && staying.length > 0; tries += 1) {
    const left = await slots.forget(staying, work.store, others);
    staying = staying.filter((each) => left.includes(each));
  }
  work.open = [...others, ...staying];
}

// -------------------- src/outbox/commit.ts --------------------
/** The end of a turn's work: what is settled is written down, taken off, and written down again. */

/**
 * Writes down what is settled, then takes it off from where it was, then writes down how far that came. A death in between leaves what
 * the state says is settled.
 */
async function commit(intake, state, turn) {
  const there = intake.arrivals.filter((each) => !each.isGone && each.inbox !== 'driver' && each.inbox !== 'own');
  // What was kept before receivers took again says nothing of what comes.
  state.busiest = operationsFor(there.filter(({ minute }) => minute >= minuteOf(state.wellSince ?? 0)));
  const most = 2 * state.fetches;
  noteSettled(intake, there, state);
  passMinutes(state, intake, there);
  for (const { page, refused } of Object.values(state.lanes)) [page, refused].forEach(commitQueue);
  noteScarcity(state, most, turn);
  await turn.save();
  const leaving = there.filter(
    ({ inbox, isSettled: isDone, minute }) => isDone && (inbox === 'slots' || minute < intake.closed),
  );
  if (leaving.length === 0) return;
  const staying = new Set(there.filter((each) => !leaving.includes(each)));
  for (const [name, inbox] of [
    ['boxes', boxes],
    ['slots', slots],
  ]) {
    const mine = leaving.filter((each) => each.inbox === name);
    const left = await inbox.forget(
      mine,
      turn.store,
      [...staying].filter((each) => each.inbox === name),
    );
    for (const each of left) staying.add(each);
  }
  passMinutes(state, intake, [...staying]);
  noteScarcity(state, most, turn);
  state.leaving = stillLeaving(leaving, [...staying]);
  await turn.save();
}

/** Looking at slots may leave none of the schedules' quota to take them off, so those that were to go go first the next time. */
async function takeOffLeft(state, { store }) {
  const found = state.leaving.map(({ minute, place }) => ({ inbox: 'slots', minute, place, item: null }));
  state.leaving = (await slots.forget(found, store, [])).map(whereOf);
}

/** The slots that were to go and are there still, but for those on which something hangs that is to stay, or was not read. */
function stillLeaving(leaving, there) {
  const holding = there.filter((each) => each.isOpen === true || !leaving.includes(each));
  return leaving
    .filter((each) => each.inbox === 'slots' && there.includes(each) && !isHolding(each, holding))
    .map(whereOf);
}

function whereOf({ minute, place }) {
  return { minute, place };
}

/** After a quota that was spent the next turn looks at few schedules, and each one after that at twice as many. */
function noteScarcity(state, most, { store }) {
  state.fetches = store.isScarce ? FEW_FETCHES : Math.min(MOST_FETCHES, most);
}

function noteSettled(intake, there, state) {
  for (const { id, minute } of settledOf(there))
    state.settled[minute] = [...new Set([...(state.settled[minute] ?? []), id])];
  for (const { id, inbox } of settledOf(intake.arrivals)) if (inbox === 'driver') state.driverItem = id;
  const told = new Set(settledOf(intake.arrivals).flatMap(({ id, inbox }) => (inbox === 'own' ? [id] : [])));
  state.own = state.own.filter((text) => {
    const item = unpack(text);
    return item !== null && !told.has(keptId(item));
  });
}

function settledOf(arrivals) {
  return arrivals.flatMap(({ item, minute, inbox, isSettled: isDone }) =>
    isDone && item !== null ? [{ id: keptId(item), minute, inbox }] : [],
  );
}

/** The cursor stands before the first minute of which something is still there; what was settled before it is no longer of interest. */
function passMinutes(state, intake, there) {
  const closed = there.filter(({ minute }) => minute < intake.closed).map(({ minute }) => minute);
  const unsettled = there.filter(({ isSettled: isDone }) => !isDone).map(({ minute }) => minute);
  state.cursor = Math.min(intake.closed, ...closed);
  state.unread = Math.max(state.cursor, Math.min(intake.read, ...unsettled));
  for (const minute of Object.keys(state.settled))
    if (Number(minute) < state.cursor) Reflect.deleteProperty(state.settled, minute);
}

/** How many operations a minute it took to fill the fullest box: one an item. */
function operationsFor(there) {
  const counts = new Map();
  for (const { inbox, minute } of there) if (inbox === 'boxes') counts.set(minute, (counts.get(minute) ?? 0) + 1);
  return Math.ceil(Math.max(0, ...counts.values()) / BOX_MINUTES);
}

// -------------------- src/outbox/options.ts --------------------
/** What a turn is given, and the lanes that it works on by it. */

/** A lane at work for every destination that is set. */
function worksOf(state, { destinations, broken, urgent, nameOf }) {
  const ids = [...destinations.map(({ id }) => id), ...broken];
  return ids.map((id) => {
    const lane = (state.lanes[id] = state.lanes[id] ?? newLane());
    lane.name = nameOf(id) ?? '';
    if (id === urgent) lane.page.retry = { ...lane.page.retry, next: 0 };
    if (id === urgent) lane.refused.retry = { ...lane.refused.retry, next: 0 };
    return workOf(id, lane, destinations.find((each) => each.id === id) ?? null);
  });
}

// -------------------- src/outbox/lease.ts --------------------
/** One turn at a time. */

/** Longer than an invocation lives, shorter than two turns are apart. */
const LEASE_SECONDS = 25;
/** Reads of the store may be this late: the next turn must not begin with what this one has just changed. */
const AFTERWARDS_SECONDS = 3;
/** Each was left behind by a turn that died. */
const MOST_LEASES = 4;

/**
 * Null where another turn is at work, or has just been. The store forgets a dead turn's lease by itself; where it is slow to,
 * a lease that is over by every clock is taken over under a key that its end names, which only one turn can claim.
 */
async function claimLease(store, runtime, keys = [LEASE_KEY]) {
  const key = keys[keys.length - 1] ?? LEASE_KEY;
  // An entry that has expired refuses to be claimed until it was read.
  const held = objectOf(await store.get(key));
  const now = runtime.now();
  const until = own(held, 'until');
  if (isNumber(until))
    return isOver(held, now) && keys.length < MOST_LEASES
      ? claimLease(store, runtime, [...keys, leaseAfter(until)])
      : null;
  const isClaimed = await store.claim(key, { until: now + LEASE_SECONDS * 1000 }, LEASE_SECONDS);
  return isClaimed ? { keys } : null;
}

/** One that was ended holds nobody up but for late reads; one that was not may be held by a machine whose clock is far behind. */
function isOver(held, now) {
  const margin = own(held, 'ended') === true ? MINUTE_MS : SKEW_MINUTES * MINUTE_MS;
  return Number(own(held, 'until')) + margin <= now;
}

/** Ends it a moment from now; at once where nothing is left that a late read could get wrong. */
async function endLease({ keys }, store, runtime, isAtRest) {
  for (const key of isAtRest ? keys : keys.slice(1)) await store.delete(key);
  if (isAtRest) return;
  await store.set(LEASE_KEY, { until: runtime.now() + AFTERWARDS_SECONDS * 1000, ended: true }, AFTERWARDS_SECONDS);
}

// -------------------- src/outbox/settle.ts --------------------
/** Settling what has arrived for a destination: told at once where it may be, or put on its pages. */

/** What is still to be settled for one destination, each item once and the oldest first, with all the places where it is. */
function itemsFor(id, arrivals) {
  const open = arrivals.filter(({ item, isSettled: isDone }) => !isDone && item?.to === id);
  const unique = new Map(open.map(({ item }) => [keptId(item), item]));
  return [...unique.values()].sort((a, b) => a.at - b.at);
}

/** Told at once where nothing waits before them and the receiver is well; else put on pages. */
async function settleFor(work, arrivals, turn) {
  const { page } = work.lane;
  const found = itemsFor(work.id, arrivals);
  const items = withoutExpired(found.map(turn.allowed), work.lane, turn.runtime.now());
  settle(arrivals, found, items);
  for (const { notBefore } of items) page.retry = asAsked(page.retry, notBefore);
  const isNext = isEmpty(page) && page.retry.failingSince === 0 && maySend(work, page.retry, turn);
  let known = items;
  const left = !isNext
    ? items
    : await deliver(work, page, items, turn, async (rest) => {
        const told = settle(arrivals, known, rest);
        known = rest;
        await forgetSlots(told, arrivals, turn);
      });
  await putOnPages(work, left, arrivals, turn);
}

async function putOnPages(work, left, arrivals, turn) {
  // Where the receiver is down, whatever is tried fails on its own.
  const isDown = work.lane.page.retry.failingSince !== 0;
  const refused = left.filter((kept) => isRefused(work, kept) && !isDown);
  const waiting = left.filter((kept) => !refused.includes(kept));
  await addRefused(work, refused, turn);
  await addToQueue('page', work.id, work.lane.page, waiting, turn.pages, turn.save);
  settle(arrivals, left, []);
}

/** Marks as settled what was there before and is not any more; returns it. */
function settle(arrivals, before, after) {
  const left = new Set(after.map(keptId));
  const ids = new Set(before.map(keptId).filter((id) => !left.has(id)));
  const settled = arrivals.filter(({ item, isSettled: isDone }) => item !== null && !isDone && ids.has(keptId(item)));
  for (const arrival of settled) arrival.isSettled = true;
  return settled;
}

/** A slot that is settled can go at once: it needs no store, and should it stay, the state says that it is settled. */
async function forgetSlots(told, arrivals, { store }) {
  const inSlots = told.filter(({ inbox }) => inbox === 'slots');
  const staying = arrivals.filter((each) => each.inbox === 'slots' && !each.isSettled);
  const left = new Set(await slots.forget(inSlots, store, staying));
  for (const each of inSlots) each.isGone = !left.has(each);
}

// -------------------- src/outbox/notices.ts --------------------
/** What a turn has to tell besides what is kept: how the destinations are doing. */

/** Notices are kept with the state until they are told, which is at once where it can be. */
async function tellNotices(state, works, intake, noticesOf, turn) {
  const now = turn.runtime.now();
  const fresh = [];
  for (const { about, told, to, events } of noticesOf(works.map(reportOf), now)) {
    const lane = state.lanes[about];
    if (lane !== undefined) remember(lane, told);
    fresh.push(...to.map((id) => ({ to: id, at: now, notBefore: null, refusals: 0, events })));
  }
  const place = Math.max(0, MOST_NOTICES - state.own.length);
  state.own.push(...fresh.map((item) => pack(item)));
  const arrivals = fresh.slice(0, place).map((item) => ({
    inbox: 'own',
    minute: 0,
    place: keptId(item),
    item,
    isSettled: false,
    isGone: false,
  }));
  intake.arrivals.push(...arrivals);
  await together(works.map((lane) => settleFor(lane, arrivals, turn)));
}

/** An outage that is over takes with it what was given up in it. */
function remember(lane, told) {
  lane.told = told;
  if (told.since === 0) lane.givenUp = 0;
}

function reportOf({ id, lane }) {
  const { page, refused, givenUp, told } = lane;
  const { failingSince, reason } = outageOf(lane);
  return { id, failingSince, reason, waiting: page.items + refused.items, givenUp, told };
}

function report(works) {
  const active = works.filter(({ delivered, sent }) => delivered > 0 || sent > 0);
  if (active.length === 0) return;
  const lanes = Object.fromEntries(
    active.map((lane) => [lane.id, { delivered: lane.delivered, waiting: reportOf(lane).waiting }]),
  );
  console.log(oneLine({ event: 'onScheduledEvent', outbox: lanes }));
}

// -------------------- src/outbox/rest.ts --------------------
/**
 * The end of a turn: asking for the next one, or coming to rest. At rest there is no schedule and no key; the last turns after
 * the driver was taken off look at every minute once more, later than anybody lives who still saw it.
 */

/** Between two turns of the driver, one a minute. */
const EXTRA_TURNS_MS = [1, 2, 3, 4].map((minute) => (5 + minute) * MINUTE_MS);
/** After the driver was taken off: as late as the slowest clock and the longest life need; more than one, because what fires once is gone. */
const LAST_TURNS_MS = [11.5, 13, 15.5].map((minutes) => minutes * MINUTE_MS);
const LEAST_LAST_TURNS = 2;
/**
 * Whoever saw the driver may have marked a box, and whoever sees the mark writes as long as the box's minutes last, by a clock that may be
 * off the other way: what is written after the driver was taken off is written within that, by anybody's clock.
 */
const WRITTEN_MS = 11 * MINUTE_MS;

/** Sees to it that there is another turn while anything is kept, and that nothing is left when nothing is; true where that is so. */
async function endTurn(state, ending, turn) {
  const { intake, isDrivers } = ending;
  if (isAnyKept(state, ending, turn)) await goOn(state, ending, turn);
  else if (!intake.isDriven && state.restingSince !== 0) return lookOnceMore(state, turn);
  // Where there is a driver, its own turn sees to that: others would ask for turns without end.
  else if (!intake.isDriven || isDrivers) await comeToRest(state, intake.isDriven, turn);
  return false;
}

function isAnyKept(state, { intake }, { startedAt }) {
  const isAnyPaged = Object.values(state.lanes).some(({ page, refused }) => !isEmpty(page) || !isEmpty(refused));
  // Without a driver, the last look is at whatever is left to read. A minute that has closed since the turn began is for the next one.
  const isBehind = state.cursor < openMinute(startedAt);
  const isAnySettled = Object.keys(state.settled).length > 0;
  // Notices are in the state, which says below whether one is still to be told.
  const isAnyArrived = intake.arrivals.some(({ inbox, item }) => !['driver', 'own'].includes(inbox) && item !== null);
  const isUnread = intake.isDriven && (isBehind || !intake.isWhole);
  return isAnyPaged || isUnread || isAnySettled || isAnyArrived || state.own.length > 0;
}

async function goOn(state, ending, { runtime, startedAt }) {
  // What was taken off to come to rest is wanted again; its item, if any, is another.
  if (!ending.intake.isDriven) await drive(state.cursor, null, runtime, Infinity);
  // Others than the driver's would ask for turns without end, but for one: what was kept last before receivers took again can be read
  // six minutes later, which may be just after the driver's next turn.
  const isAsking = (ending.isDrivers || ending.isRecovered) && !ending.isAhead;
  if (isAsking && isMoreSoon(state, ending, startedAt)) await askForExtraTurns(startedAt);
}

/** Where slots were found, the store is spent on what comes, and the next minutes have some as well. */
function isMoreSoon(state, { isMoving, intake }, startedAt) {
  const isInSlots = intake.arrivals.some(({ inbox }) => inbox === 'slots');
  return isMoving || isInSlots || state.cursor < openMinute(startedAt);
}

/**
 * Where turns keep dying, and among the last ones, a turn asks for others before it begins, for it may die as they did. They find nothing
 * to do where this one was enough. True where they were asked for.
 */
async function askAhead(state, isDrivers, runtime) {
  const now = runtime.now();
  if (isDrivers && isLagging(state, now)) return askForExtraTurns(now);
  if (isDrivers || state.restingSince === 0) return false;
  await askForTurn(now + (LAST_TURNS_MS[0] ?? 0), null);
  return true;
}

/** After the driver's next turn, by when this one began, in epoch ms: what the store takes in a minute is then there for each. */
async function askForExtraTurns(now) {
  await together(EXTRA_TURNS_MS.map((lead) => askForTurn(now + lead, null)));
  return true;
}

/** The last turns are asked for first. Where they are not granted, the driver stays. */
async function comeToRest(state, isDriven, turn) {
  const now = turn.runtime.now();
  const asked = await together(LAST_TURNS_MS.map((lead) => askForTurn(now + lead, null)));
  if (asked.filter((isAsked) => isAsked).length < LEAST_LAST_TURNS) {
    if (!isDriven) await drive(state.cursor, null, turn.runtime, Infinity);
    return;
  }
  state.restingSince = now;
  await turn.save();
  if (isDriven) await driver.forget(await driver.read(0, turn.store), turn.store, []);
}

/**
 * Nobody drives the outbox any more. Once nobody can have seen the driver any more either, what is not found now was not kept: whoever saw it
 * wrote to a minute that no clock within two minutes of the truth names later.
 */
async function lookOnceMore(state, turn) {
  const { runtime, store } = turn;
  const now = runtime.now();
  const minutes = minutesFrom(state.cursor, lastOfRest(state.restingSince) + 1);
  // Another turn was asked for before this one began.
  if (now - state.restingSince < WRITTEN_MS || minutes.length > store.left) return false;
  const found = await together(minutes.flatMap((minute) => [boxes, slots].map((inbox) => inbox.read(minute, store))));
  if (found.some((each) => each.length > 0)) {
    await drive(state.cursor, null, runtime, Infinity);
    return false;
  }
  if ((await undrivenSince(store)) !== null) {
    // Whoever relies on that word may be about to write to a later minute.
    await comeToRest(state, false, turn);
    await store.delete(UNDRIVEN_KEY);
    return false;
  }
  await store.delete(STATE_KEY);
  return true;
}

// -------------------- src/outbox/taken-off.ts --------------------
/** What is kept for destinations that are not set any more. */

/** What is kept for a destination that was taken off is given up, aloud. */
async function dropOthers(state, works, arrivals, turn) {
  const known = new Set(works.map(({ id }) => id));
  giveUpOthers(known, arrivals, turn);
  for (const id of Object.keys(state.lanes).filter((each) => !known.has(each)))
    for (const name of ['page', 'refused']) await dropQueue(id, name, state, turn);
}

/** Lanes of which nothing is left, once a turn has put on pages whatever it had to. */
function forgetLanes(state, works) {
  const known = new Set(works.map(({ id }) => id));
  for (const [id, lane] of Object.entries(state.lanes))
    if (isForgotten(lane, known.has(id))) Reflect.deleteProperty(state.lanes, id);
}

/** Whether nothing is left of a lane, not even an outage that somebody should hear the end of. */
function isForgotten({ page, refused, told }, isKnown) {
  const isOver = isEmpty(page) && isEmpty(refused) && (page.retry.failingSince === 0 || !isKnown);
  return isOver && told.since === 0;
}

async function dropQueue(id, name, state, turn) {
  const queue = state.lanes[id]?.[name];
  if (queue !== undefined) await deleteStrays(name, id, queue, turn.pages);
  for (; queue !== undefined && hasPages(queue) && turn.store.left > 8; queue.head += 1) {
    for (const kept of await turn.pages.read(name, id, queue.head))
      giveUp({ id, name: turn.nameOf(id) }, kept.events, TAKEN_OFF);
    await turn.pages.write(name, id, queue.head, []);
  }
}

function giveUpOthers(known, arrivals, { nameOf }) {
  for (const arrival of arrivals) {
    const { item, isSettled: isDone } = arrival;
    if (isDone || item === null || known.has(item.to)) continue;
    giveUp({ id: item.to, name: nameOf(item.to) }, item.events, TAKEN_OFF);
    arrival.isSettled = true;
  }
}

// -------------------- src/outbox/turn.ts --------------------
/**
 * One turn of the outbox. The order of its steps is what makes a death between any two of them harmless; docs/outbox.md says why each
 * stands where it does.
 */

/** How long a turn that has told nothing tries again what the store refuses. */
const PATIENCE_MS = 4000;
/** After which a turn that the store refused is taken again. */
const LATER_MS = 6 * MINUTE_MS;

/** A refused operation ends the turn where it stands: everything is kept, and a later turn goes on. */
async function takeTurn(data, options, runtime) {
  const task = await taskOf(data, options, runtime);
  const store = createStore(operationsOf(task.isExtra), runtime, () => giveWay(runtime));
  store.patientUntil = task.startedAt + PATIENCE_MS;
  const end = await unlessRefused(takeIfNeeded(task, store, runtime), 'refused');
  if (end !== 'refused') return end;
  await (task.isExtra ? askAgain(task, runtime) : askForExtraTurns(task.startedAt));
  return 'busy';
}

async function takeIfNeeded(task, store, runtime) {
  if (await isNeedless(task, store)) return 'done';
  // Once it has looked at those slots, the schedules may take nothing more for a minute.
  if (task.isLeft) await askAgain(task, runtime);
  return takeAlone(task, store, runtime);
}

function askAgain({ minute }, runtime) {
  return askForTurn(runtime.now() + LATER_MS, minute);
}

async function taskOf(data, options, runtime) {
  const startedAt = runtime.now();
  const isExtra = own(data, 'turn') === true;
  const value = own(data, 'since');
  const known = isNumber(value) ? value : null;
  const [since, minute] = isExtra ? [null, known] : [known, null];
  const isLeft = minute !== null && (await hasSlots(minute)) !== false;
  return { options, startedAt, isExtra, since, minute, isLeft };
}

/** Whether sweeps have left nothing in the slots that a turn was asked for, and nothing else is kept either, or the driver sees to that. */
async function isNeedless({ minute, isLeft, options }, store) {
  // A person who asks does not wait for the driver.
  if (minute === null || isLeft || options.urgent !== undefined) return false;
  const isDriven = await isScheduled(DRIVER);
  return isDriven === true || (isDriven === false && (await isNothingKept(store)));
}

async function isNothingKept(store) {
  return (await loadState(store)) === null && (await undrivenSince(store)) === null;
}

async function takeAlone(task, store, runtime) {
  const lease = await claimLease(store, runtime);
  if (lease === null) {
    // The turn that is at work may know nothing of that minute.
    if (task.minute !== null && !task.isLeft) await askAgain(task, runtime);
    return 'busy';
  }
  const state = await stateFor(task, store);
  const isAtRest = state === null || (await workAndRemember(state, task, turnOf(state, task, store, runtime)));
  await endLease(lease, store, runtime, isAtRest);
  return 'done';
}

/** Where nothing is remembered, only who knows since when something may be kept has something to do. */
async function stateFor({ since, minute, isLeft }, store) {
  const state = await loadState(store);
  if (since !== null) return state === null ? stateFrom(since - SKEW_MINUTES, store) : resumed(state, since, store);
  if (state !== null) return isLeft ? readAgainFrom(state, minute) : state;
  const firsts = [minute ?? (await undrivenSince(store)), await drivenSince()].filter(isNumber);
  return firsts.length === 0 ? null : stateFrom(Math.min(...firsts), store);
}

/** Who asked for a minute's turn took a slot of that very minute; the driver is for boxes as well, written to by whatever clock. */
async function drivenSince() {
  const since = own((await scheduled(DRIVER)) ?? {}, 'since');
  return isNumber(since) ? since - SKEW_MINUTES : null;
}

function turnOf(state, { options, startedAt }, store, runtime) {
  let saving = Promise.resolve();
  const save = () => saveState(store, state);
  const turn = {
    store,
    pages: createPages(store),
    runtime,
    startedAt,
    spared: 0,
    requests: requestsBeside(options.destinations.length),
    allowed: (kept) => ({ ...kept, events: kept.events.map(options.allowed) }),
    nameOf: (id) => options.nameOf(id) ?? state.lanes[id]?.name,
    // One after the other, so that none overtakes a later one.
    save: () => (saving = saving.then(save, save)),
  };
  return turn;
}

/** Where the store refuses something, what was done until then is written down if it can be: that a receiver has taken something stands nowhere else. */
async function workAndRemember(state, task, turn) {
  try {
    return await work(state, task, turn);
  } catch (fault) {
    await unlessRefused(turn.save(), undefined);
    throw fault;
  }
}

/** True where nothing is kept any more. */
async function work(state, { options, isExtra }, turn) {
  limitTurn(turn, state, isExtra);
  const isAhead = await askAhead(state, !isExtra, turn.runtime);
  const works = worksOf(state, options);
  await takeOffLeft(state, turn);
  const reading = readInboxes(state, turn);
  // Side by side, so that none waits for another: each its pages first, then what has arrived.
  const [intake] = await together([reading, ...works.map((lane) => workOnLane(lane, reading, turn))]);
  // Somebody has begun to drive it again.
  if (intake.isDriven && !isUnreadOfRest(state)) state.restingSince = 0;
  await dropOthers(state, works, intake.arrivals, turn);
  await tellNotices(state, works, intake, options.noticesOf, turn);
  forgetLanes(state, works);
  state.isOverloaded = works.some(({ isOverloaded }) => isOverloaded);
  const isRecovered = state.wellSince === null && isWell(state);
  state.wellSince = isWell(state) ? (state.wellSince ?? turn.runtime.now()) : null;
  await commit(intake, state, turn);
  report(works);
  const isMoving = state.isOverloaded || works.some(({ delivered, lane }) => delivered > 0 && !isEmpty(lane.page));
  return endTurn(state, { intake, isMoving, isDrivers: !isExtra, isRecovered, isAhead }, turn);
}

async function workOnLane(lane, reading, turn) {
  for (const name of ['page', 'refused']) await deleteStrays(name, lane.id, lane.lane[name], turn.pages);
  await drainQueue(lane, 'page', turn);
  await settleFor(lane, (await reading).arrivals, turn);
  await drainQueue(lane, 'refused', turn);
  // What is gone for good need not say so twice.
  if (lane.isGone) await drainQueue(lane, 'page', turn);
}

/** What a slot holds that fired, because no turn had come for it; null for anything else. */
function itemOfSlot(data) {
  return own(data, 'since') === undefined && own(data, 'turn') === undefined ? unpack(own(data, 'item')) : null;
}

/** A turn asked for by a person: the wait of one destination is over now. */
async function retryNow(id, options, runtime) {
  const since = minuteOf(runtime.now());
  return await takeTurn({ since, turn: true }, { ...options, urgent: id }, runtime);
}

// -------------------- src/reminders/trouble.ts --------------------
/**
 * A destination that takes nothing is told to the others, once per outage, and again when it is through. Pure: it rides on
 * what the outbox remembers of its destinations anyway, so it costs no operation.
 */

const TROUBLE_AFTER_MS = 15 * MINUTE_MS;

/** What there is to tell of destinations that fail for long, or work again. */
function troubleNotices(listeners, reports, now) {
  const standing = listeners.filter(({ id }) =>
    reports.every((report) => report.id !== id || report.failingSince === 0),
  );
  return reports.flatMap((report) => {
    const about = listeners.find(({ id }) => id === report.id);
    const type = about === undefined ? null : newsOf(report, now);
    return about === undefined || type === null ? [] : noticesAbout(type, about, report, standing, now);
  });
}

/** Null where nothing has changed since it was told last. It has recovered when its backlog is through. */
function newsOf({ failingSince, waiting, givenUp, told }, now) {
  if (failingSince === 0) return isThrough(told.since, waiting) ? 'relay.recovered' : null;
  const isFirstLoss = givenUp > 0 && told.givenUp === 0;
  return isFirstLoss || (told.since === 0 && isLong(waiting, now - failingSince)) ? 'relay.trouble' : null;
}

function isThrough(toldSince, waiting) {
  return toldSince !== 0 && waiting === 0;
}

function isLong(waiting, ms) {
  return waiting > 0 && ms >= TROUBLE_AFTER_MS;
}

/** Trouble that nobody can be told of now is told when somebody can; a recovery is then no news any more. */
function noticesAbout(type, { id, name, kind }, report, standing, now) {
  const { waiting, reason, givenUp } = report;
  const isOver = type === 'relay.recovered';
  const since = isOver ? report.told.since : report.failingSince;
  const event = {
    id: idFrom([type, id, since, givenUp]),
    type,
    occurred_at: new Date(now).toISOString(),
    sequence: 0,
    destination: { id, name, kind },
    since: new Date(since).toISOString(),
    waiting,
    reason: reason === '' ? null : reason,
    ...(givenUp === 0 ? {} : { given_up: givenUp }),
  };
  const to = standing.filter((each) => each.id !== id && each.hears([event]).length > 0).map((each) => each.id);
  const told = isOver ? { since: 0, givenUp: 0 } : { since, givenUp };
  return to.length === 0 && !isOver ? [] : [{ about: id, told, to, events: [event] }];
}

// -------------------- src/handlers/outbox-event.ts --------------------
/** A scheduled event for the outbox: a sweep, a turn, or a slot that no turn came for in time. */

async function outboxEvent(data, payload, runtime) {
  const settings = readSettings(own(payload, 'iparams'));
  const item = itemOfSlot(data);
  if (item === null) {
    if (own(data, 'sweep') === true) await sweep(turnOptions(settings), runtime);
    else await takeTurn(data, turnOptions(settings), runtime);
    return;
  }
  // In a slot again, as that is kept with the first operation: death may come at any.
  const lost = await keepItem(item, true, runtime, runtime.now());
  giveUp({ id: item.to, name: destinationName(item.to, settings) }, lost, NOTHING_TOOK_IT);
}

function destinationName(id, { destinations, broken }) {
  return [...destinations, ...broken].find((each) => each.id === id)?.name;
}

/** What a turn needs to know of the settings. */
function turnOptions(settings) {
  const destinations = destinationsOf(settings);
  const broken = settings.broken.map(({ id }) => id).filter((id) => id !== null);
  return {
    destinations,
    // A copy of an id that works is broken, too, and nothing waits for it.
    broken: [...new Set(broken)].filter((id) => destinations.every((each) => each.id !== id)),
    allowed: settings.personalData ? (event) => event : withoutPersonalData,
    nameOf: (id) => destinationName(id, settings),
    noticesOf: (reports, now) => troubleNotices(destinations, reports, now),
  };
}

// -------------------- src/handlers/scheduled-event.ts --------------------
/** Handles onScheduledEvent: every schedule's data carries a `kind`, which says who it is for. */

const HANDLERS = {
  outbox: outboxEvent,
  unattended: unattendedDue,
  summary: summaryEvent,
  count: countEvent,
};

async function scheduledEvent(input, runtime) {
  const payload = objectOf(input);
  const data = objectOf(own(payload, 'data'));
  const handler = own(HANDLERS, String(own(data, 'kind')));
  // Without settings there is no telling whether a destination was taken off or is just not known.
  if (handler !== undefined && isObject(own(payload, 'iparams'))) await handler(data, payload, runtime);
}

// -------------------- src/outbox/status.ts --------------------
/** How every destination is doing, for the settings page. */

/** Those of the state, of the minutes that no turn has read yet, and of a page or two. */
const STATUS_OPERATIONS = 20;

/** Throws a StoreRefused where the store cannot be read, as before the app is installed. */
async function outboxStatus(ids, runtime) {
  const store = createStore(STATUS_OPERATIONS, runtime);
  const state = await loadState(store);
  const arrived = await unlessRefused(arrivedSince(state, store, runtime), []);
  return await together(
    ids.map(async (id) => {
      const lane = state?.lanes[id] ?? newLane();
      const mine = arrived.filter(({ to }) => to === id);
      const first = hasJustFailed(lane) ? await unlessRefused(firstOn(lane, id, store), []) : [];
      return laneStatus(id, lane, mine.length, timeOf([...first, ...mine]));
    }),
  );
}

/** What was kept since the last turn. */
async function arrivedSince(state, store, runtime) {
  const driven = await driver.read(0, store);
  const boxed = driven.length === 0 ? [] : await boxedSince(state, store, runtime);
  const open = [...driven, ...boxed].filter((found) => state === null || !isSettled(found, state));
  const items = open.map(({ item }) => item).filter((item) => item !== null);
  return [...new Map(items.map((item) => [keptId(item), item])).values()];
}

/** Boxes hold what a receiver did not take. Nothing is in one while nothing drives the outbox. */
async function boxedSince(state, store, runtime) {
  const now = runtime.now();
  const minutes = minutesFrom(Math.max(openMinute(now), state?.cursor ?? 0), boxMinuteAt(now) + 1);
  return (await together(minutes.map((minute) => boxes.read(minute, store)))).flat();
}

/** The first failure of an outage is waited for by nobody, so the lane does not say yet since when it lasts. */
function hasJustFailed(lane) {
  const { failingSince, failures } = outageOf(lane);
  return failingSince === 0 && failures > 0;
}

/** What stands first on the pages. */
async function firstOn(lane, id, store) {
  const names = QUEUES.filter((name) => hasPages(lane[name]));
  return (await together(names.map((name) => createPages(store).read(name, id, lane[name].head)))).flat();
}

const QUEUES = ['page', 'refused'];

/** When the oldest was kept, epoch ms; 0 where there is none. */
function timeOf(items) {
  return items.length === 0 ? 0 : Math.min(...items.map(({ at }) => at));
}

function laneStatus(id, lane, arrived, oldest) {
  const { failingSince, reason, next } = outageOf(lane);
  const waiting = lane.page.items + lane.refused.items + arrived;
  const since = failingSince || oldest;
  return {
    id,
    ...(since === 0 ? WELL : { state: 'failing', since: isoOf(since), reason: reason || NOT_TAKEN }),
    waiting,
    next: waiting === 0 || next === 0 ? null : isoOf(next),
  };
}

const WELL = { state: 'working', since: null, reason: null };

/** The outbox learns why with its next turn. */
const NOT_TAKEN = 'it did not take what it was sent last';

function isoOf(time) {
  return new Date(time).toISOString();
}

// -------------------- src/handlers/status.ts --------------------
/** How the destinations are doing, and one that is tried at once: for the settings page of an app that is installed. */

/** Before installing there is no store, and no settings that would name a destination. */
async function pageStatus(payload, runtime) {
  const settings = readSettings(own(objectOf(payload), 'iparams'));
  const named = namedOf(settings);
  const known = await knownStatus(
    named.map(({ id }) => id),
    runtime,
  );
  return {
    destinations: named.map(({ id, name, kind, problem }, index) => {
      const status = known[index] ?? unknownStatus(id);
      const off = problem === null ? {} : { state: 'off', reason: `it ${problem}`, next: null };
      return { ...status, ...off, id, name, kind };
    }),
  };
}

/** Those that work, then the broken ones that can be told by an id of their own. */
function namedOf({ destinations, broken }) {
  const works = destinations.map(({ id, name, kind }) => ({ id, name, kind, problem: null }));
  const others = broken.flatMap(({ id, ...rest }) => (id === null ? [] : [{ id, ...rest }]));
  return [...works, ...others.filter((one) => works.every(({ id }) => id !== one.id))];
}

function unknownStatus(id) {
  return { id, state: 'working', since: null, reason: null, waiting: 0, next: null };
}

/** Nothing where the store cannot be read, or there is nothing to ask for. */
async function knownStatus(ids, runtime) {
  return ids.length === 0 ? [] : await unlessRefused(outboxStatus(ids, runtime), []);
}

/** `{ id }`: tries what waits for a destination at once, whatever its wait. */
async function retryFromPage(payload, runtime) {
  const asked = objectOf(payload);
  const settings = readSettings(own(asked, 'iparams'));
  const id = textOf(own(asked, 'id'));
  const named = namedOf(settings).find((one) => one.id === id);
  if (named === undefined)
    return { ok: false, message: 'It is not set up: install the app, or save the settings, first.' };
  if (named.problem !== null) return { ok: false, message: `It ${named.problem}` };
  if ((await retryNow(named.id, turnOptions(settings), runtime)) === 'busy')
    return {
      ok: false,
      message: 'What waits is being delivered at this moment, or the store is busy. Try again in a minute.',
    };
  const [status] = await knownStatus([named.id], runtime);
  return status === undefined || status.waiting === 0
    ? { ok: true, message: 'Nothing waits any more.' }
    : { ok: false, message: stillWaiting(status) };
}

function stillWaiting({ waiting, reason }) {
  const why = reason === null ? 'they are sent in the next minutes' : reason;
  return `${waiting === 1 ? '1 update waits' : `${waiting} updates wait`}: ${why}.`;
}

// -------------------- src/platform/runtime.ts --------------------

/** The real ones, as far as the platform has them. */
const realRuntime = { now: () => Date.now(), random: () => Math.random(), after, pause };

/**
 * The platform has no timers, but the language has one: waiting for a place in memory that nobody changes (ECMAScript
 * 2024, Node since 16). It neither blocks nor keeps a process alive.
 */
function waited(ms) {
  if (typeof SharedArrayBuffer !== 'function' || Atomics.waitAsync === undefined) return null;
  return Promise.resolve(Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms).value);
}

function after(ms) {
  return waited(ms) ?? new Promise(() => undefined);
}

async function pause(ms) {
  const time = waited(ms);
  await time;
  return time !== null;
}

// -------------------- src/server.ts --------------------
/**
 * The functions that manifest.json names. Nothing but wiring: none of them throws, whatever it is called with.
 * They stand in the object itself, because the platform's tool finds only functions that are written there.
 */

/** A fault of our own must not take the platform's invocation down; its kind is told, its text could hold anything. */
async function guarded(event, work) {
  try {
    await work;
  } catch (fault) {
    console.error(`Error in ${event}: the app failed with ${faultName(fault)}. Please report it with the line above.`);
  }
}

exports = {
  onConversationCreateCallback: async function (payload) {
    await guarded('onConversationCreate', relay('onConversationCreate', payload, realRuntime));
  },

  onConversationUpdateCallback: async function (payload) {
    await guarded('onConversationUpdate', relay('onConversationUpdate', payload, realRuntime));
  },

  onAppInstallCallback: async function (payload) {
    await guarded('onAppInstall', install(payload, realRuntime));
  },

  onAppUninstallCallback: function () {
    uninstall();
  },

  testDestination: async function (payload) {
    await answerPage('testDestination', () => testDestination(payload, realRuntime));
  },

  listSlackChannels: async function (payload) {
    await answerPage('listSlackChannels', () => listSlackChannels(payload, realRuntime));
  },

  status: async function (payload) {
    await answerPage('status', () => pageStatus(payload, realRuntime));
  },

  retryNow: async function (payload) {
    await answerPage('retryNow', () => retryFromPage(payload, realRuntime));
  },

  settingsSaved: async function (payload) {
    await answerPage('settingsSaved', () => settingsSaved(payload, realRuntime));
  },

  onScheduledEventCallback: async function (payload) {
    await guarded('onScheduledEvent', scheduledEvent(payload, realRuntime));
  },
};
