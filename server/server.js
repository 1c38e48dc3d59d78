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

/** One line, whatever the value holds: JSON leaves the Unicode line ends raw, and some log viewers break on them. */
function oneLine(value) {
  const json = JSON.stringify(value);
  return (json ?? 'null').replace(
    /[\u007f-\u009f\u2028\u2029]/g,
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

// -------------------- src/conversation/masking.ts --------------------
/**
 * The payload as it may be logged with personal data left out: names of customers, emails, phones, avatars,
 * message text and property values are masked; agents, groups and channels keep their names. What this app
 * does not know is masked unless its key says it is harmless, so that a new attribute leaks nothing.
 */

const MASK = '[left out]';
const MAX_DEPTH = 40;
/** Looked up once: a sandbox answers for its globals slowly, and these are asked of every value in a payload. */
const { create: createObject, keys } = Object;

/** Keys whose text is an identifier, a time or one of the platform's own words, wherever they stand. */
const HARMLESS_KEY =
  /(?:^|_)(?:id|ids|time|type|status|source|locale|event|region|version|timestamp|entity|tier)$|^(?:domain|alias|freshchat|subscribed_modules)$/;
/** The documented keys of that sort: nearly every key of a payload, and found faster than by its form. */
const HARMLESS_KEYS = new Set([
  'id',
  'type',
  'status',
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
const EMAIL_OR_PHONE = /[^\s@]@[^\s@]|^\+?\(?\d[\d\s().-]{6,}\d$/;

const nothing = () => false;
const hosts = (key, text) => key !== '' && !isContact(text);
const names = (key, text) => NAME_KEY.test(key) && !text.includes('@');
const words = (key, text) => OWN_NAME.test(key) && !text.includes('@');
/** Attributes that may hold what a person wrote, or say something of one. */
const ABOUT_A_PERSON =
  /user|customer|contact|alias|company|city|whatsapp|custom|^cf_|propert|message|reply|content|text|comment|description|summary|subject|title|note/i;

function isContact(text) {
  return EMAIL_OR_PHONE.test(text);
}

/** A copy of the payload without `iparams` and with personal data masked. Never throws; the input stays as it is. */
function maskPayload(payload) {
  if (!isObject(payload)) return maskValue('', payload, nothing, 0);
  return mapObject(payload, (key, value) => maskTopLevel(key, value));
}

function maskTopLevel(key, value) {
  if (key === 'iparams') return undefined;
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

/** Agents and bots are the account's own; anyone else, a type that came later included, may be a customer. */
function isStaff(type) {
  return type === 'agent' || type === 'bot';
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

/** One side of a changed attribute, also as the webhook tells it: the platform's words, numbers and flags stay, anything else may be personal. */
function maskChangeSide(field, side) {
  if (side === null || typeof side === 'boolean') return side;
  return isPersonalField(field) || !isPlainSide(field, side) ? MASK : side;
}

/** A name stays where it is a policy's, a group's or an agent's; a bare one may be the customer's. */
function isPersonalField(field) {
  return PERSONAL_KEY.test(field) || NAME_KEY.test(field) || (!isPlatformField(field) && ABOUT_A_PERSON.test(field));
}

function isPlatformField(field) {
  return field === 'priority' || HARMLESS_KEY.test(field) || OWN_NAME.test(field);
}

/** Under an attribute this app does not know, a single word is the platform's; a sentence or a long number may be a person's. */
function isPlainSide(field, side) {
  const text = typeof side === 'number' ? `${side}` : side;
  if (typeof text !== 'string' || text.length > 60) return false;
  return isPlatformField(field) ? !isContact(text) || isMachineMade(text) : !isContact(text) && !/\s/.test(text);
}

function maskValue(key, value, keep, depth) {
  if (typeof value === 'string') return isPublic(key, value, keep) ? value : MASK;
  if (typeof value !== 'object' || value === null) return maskPlain(key, value, keep);
  return depth >= MAX_DEPTH ? MASK : maskInside(key, value, keepBelow(key, keep), depth + 1);
}

/** A phone number may come as a number; null and flags say nothing of a person. */
function maskPlain(key, value, keep) {
  if (typeof value !== 'number' || HARMLESS_KEYS.has(key)) return value;
  const isPersonal = PERSONAL_KEY.test(key) || (keep === nothing && isContact(`${value}`) && !HARMLESS_KEY.test(key));
  return isPersonal ? MASK : value;
}

function maskInside(key, value, keep, depth) {
  if (isList(value)) return value.map((item) => maskValue(key, item, keep, depth));
  if (PERSONAL_KEY.test(key)) return MASK;
  return key === 'properties' ? maskProperties(value) : maskEach(value, keep, depth);
}

/** Most of a payload passes here: a loop of its own saves a call a value. */
function maskEach(object, keep, depth) {
  const copy = empty();
  for (const key of keys(object)) copy[key] = maskValue(key, object[key], keep, depth);
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

function isPublic(key, text, keep) {
  if (HARMLESS_KEYS.has(key)) return !text.includes('@') && !text.startsWith('+');
  if (text === '') return true;
  if (PERSONAL_KEY.test(key)) return false;
  return HARMLESS_KEY.test(key) ? !isContact(text) || isMachineMade(text) : keep(key, text);
}

/** Long digits, UUIDs and times look like phone numbers; under a harmless key they are none. */
function isMachineMade(text) {
  return /^[\w:.+-]+$/.test(text) && !text.startsWith('+');
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
    if (value !== undefined) copy[key] = value;
  }
  return copy;
}

// -------------------- src/lib/text.ts --------------------
/** Words for people: durations, and text from outside made harmless wherever it is shown. */

/** Control and format characters (changes of direction and invisible ones among them), and the two line separators. */
const CONTROL_OR_DIRECTION = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
/** Marks that Slack, Teams, Markdown, HTML or the platform's templates would read as more than text: mentions, tags, emphasis, links, macros. */
const MARKUP = /[@<>*_~`]|\](?=\()|\{(?=\{)|:(?=\/\/|[\w+-])/g;
const BREAK = '\u200b';
/** Characters of a host name, by RFC 1035. */
const MAX_HOST = 253;

/**
 * Text from outside as it may stand in a message: on one line, at most `longest` characters, without control
 * characters or changes of direction, and with an invisible break on both sides of every mark, so that no mention, link,
 * emoji, quote, formatting or template tag can come of it. Text of which nothing is left is told as `otherwise`.
 */
function harmless(text, longest = 80, otherwise = '…') {
  return cut(onOneLine(text), longest).replace(MARKUP, (mark) => BREAK + mark + BREAK) || otherwise;
}

/** Runs of white space and control characters as one space; lone surrogates as the replacement character. */
function onOneLine(text) {
  return text
    .replace(CONTROL_OR_DIRECTION, ' ')
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/\s+/g, ' ')
    .trim();
}

/** At most `longest` characters, the last one an ellipsis where something was cut; a character is never cut in two. */
function cut(text, longest) {
  if (text.length <= longest) return text;
  const end = longest - 1;
  const code = text.charCodeAt(end - 1);
  return `${text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end)}…`;
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
    payload: { id, raw: input, data, conversation, modelChanges: objectOf(objectOf(data['changes'])['model_changes']) },
  };
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
    : halves(events).flatMap((half) => parted(half, limits));
}

function halves(list) {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}

/** Whether an event is about a conversation. */
function isAboutConversation(event) {
  return 'conversation' in event;
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

const KIND_OF_TYPE = new Map([
  ['conversation.created', 'Created'],
  ['conversation.group.assigned', 'Assigned'],
  ['conversation.agent.assigned', 'Assigned'],
  ['conversation.group.reassigned', 'Reassigned'],
  ['conversation.agent.reassigned', 'Reassigned'],
  ['conversation.group.unassigned', 'Unassigned'],
  ['conversation.agent.unassigned', 'Unassigned'],
  ['conversation.resolved', 'Resolved'],
  ['conversation.reopened', 'Reopened'],
  ['conversation.status.changed', 'Status changed'],
  ['conversation.sla.breached', 'SLA breached'],
  ['conversation.label.changed', 'Label or priority changed'],
  ['conversation.priority.changed', 'Label or priority changed'],
  ['conversation.changed', 'Other changes'],
  ['conversation.unattended', 'Unattended'],
  ['relay.trouble', 'Trouble'],
  ['relay.recovered', 'Trouble'],
  ['relay.summary', 'Daily summary'],
]);

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
    holds(filters.sources, () => [source, source?.replace(/_/g, ' ')]) &&
    holds(filters.priorities, () => [priority])
  );
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

// -------------------- src/messages/sentences.ts --------------------
/** One sentence for the events of one payload: who did what where, and how long it took. Names from outside come out harmless. */

// The tables are functions because every invocation of the app loads this file, also where nobody is told in words.
/** What acted where the actor is the system; source: `actor.sub_entity` of the product events. */
const causes = () => ({
  intelliassign: 'IntelliAssign',
  assignment_rule: 'An assignment rule',
  auto_resolve: 'Auto-resolve',
  channel_group_mapping: "The topic's group mapping",
  agent_group_mapping: "The agent's group mapping",
  freddy_bot: 'Freddy',
  hallway_bot: 'The hallway bot',
  user_message: 'A message from the customer',
});

const sources = () => ({
  WEBCHAT: 'web chat',
  MOBILE: 'the mobile app',
  WHATSAPP: 'WhatsApp',
  EMAIL: 'email',
  FACEBOOK_MESSENGER: 'Facebook Messenger',
  LINE: 'LINE',
  ABC: 'Apple Messages',
  GBM: 'Google Business Messages',
});

/** One sentence of plain text with its full stop. `events` are one payload's; for none at all it is empty. */
function sentenceOf(events) {
  const [first] = events;
  if (first === undefined) return '';
  const [main, ...rest] = phrasesOf(events);
  if (main === undefined) return '';
  const head = main(`a conversation${placeOf(first, events)}`).replace(/^a /, 'A ') + tookOf(first, events);
  const tail = rest.map((phrase) => phrase('it'));
  const sentence = tail.length === 0 ? head : `${head}, and ${listOf(tail)}`;
  return `${sentence}.`;
}

/** The most telling phrase first; changes of one kind are told in one phrase. A missed SLA is nobody's deed. */
function phrasesOf(events) {
  const deeds = [started, closed, assigned, unassigned, moved, prioritised, marked]
    .map((tell) => tell(events))
    .filter((phrase) => phrase !== null);
  const [deed, ...others] = deeds;
  const who = subjectOf(events);
  const told = deed === undefined ? [] : [(object) => `${who} ${deed(object)}`, ...others];
  const breach = breached(events);
  return breach === null ? told : [...told, breach];
}

const ACTORS = { agent: 'An agent', bot: 'A bot', user: 'A customer' };

function subjectOf([event]) {
  const { type, cause, name } = event?.actor ?? { type: null, cause: null, name: null };
  // The platform calls all its own doings "System", which says less than their cause.
  if (type === 'system') return wordFor(causes(), cause) ?? 'The system';
  return name === null ? (wordFor(ACTORS, type) ?? 'Somebody') : harmless(name);
}

function wordFor(words, key) {
  return key !== null && Object.prototype.hasOwnProperty.call(words, key) ? words[key] : undefined;
}

function find(events, type) {
  return events.find((event) => event.type === type);
}

function started(events) {
  const event = find(events, 'conversation.created');
  if (event === undefined) return null;
  const source = event.conversation.source;
  const by =
    source === null ? '' : ` by ${wordFor(sources(), source) ?? harmless(source.toLowerCase().replace(/_/g, ' '))}`;
  return (object) => `started ${object}${by}`;
}

function closed(events) {
  if (find(events, 'conversation.resolved') !== undefined) return (object) => `resolved ${object}`;
  return find(events, 'conversation.reopened') === undefined ? null : (object) => `reopened ${object}`;
}

function assigned(events) {
  const group = find(events, 'conversation.group.assigned') ?? find(events, 'conversation.group.reassigned');
  const agent = find(events, 'conversation.agent.assigned') ?? find(events, 'conversation.agent.reassigned');
  return agent !== undefined && isSelf(agent) ? pickedUp(agent, group) : handedTo(group, agent);
}

function handedTo(group, agent) {
  const targets = [
    group && nameOf(group.conversation.group, 'a group'),
    agent && nameOf(agent.conversation.agent, 'an agent'),
  ].filter((name) => name !== undefined);
  const verb = [group, agent].some((event) => event?.type.endsWith('.reassigned')) ? 'handed' : 'assigned';
  return targets.length === 0 ? null : (object) => `${verb} ${object} to ${listOf(targets)}`;
}

/** The agent who acted is the one it is now assigned to. */
function isSelf({ actor, change }) {
  return actor.type === 'agent' && actor.id !== null && actor.id === String(change?.to);
}

function pickedUp(agent, group) {
  const verb = agent.type.endsWith('.reassigned') ? 'took over' : 'picked up';
  const into = group === undefined ? '' : ` for ${nameOf(group.conversation.group, 'a group')}`;
  return (object) => `${verb} ${object}${into}`;
}

function unassigned(events) {
  const from = [
    find(events, 'conversation.agent.unassigned') && 'agent',
    find(events, 'conversation.group.unassigned') && 'group',
  ].filter((whom) => whom !== undefined);
  return from.length === 0 ? null : (object) => `took ${object} off its ${listOf(from)}`;
}

function moved(events) {
  const event = find(events, 'conversation.status.changed');
  if (event === undefined) return null;
  return (object) => `set ${object} to “${toldValue(event.change?.to)}”`;
}

function prioritised(events) {
  const event = find(events, 'conversation.priority.changed');
  return event === undefined ? null : (object) => `set ${its('priority', object)} to “${toldValue(event.change?.to)}”`;
}

function marked(events) {
  const isLabelled = find(events, 'conversation.label.changed') !== undefined;
  const others = events
    .filter(({ type }) => type === 'conversation.changed')
    .map(({ change }) => `“${harmless((change?.field ?? '').replace(/_/g, ' '), 40)}”`);
  const what = [...(isLabelled ? ['label'] : []), ...some(others)];
  return what.length === 0 ? null : (object) => `changed ${its(listOf(what), object)}`;
}

function its(attribute, object) {
  return object === 'it' ? `its ${attribute}` : `the ${attribute} of ${object}`;
}

function breached(events) {
  const fields = events.filter(({ type }) => type === 'conversation.sla.breached').map(({ sla }) => sla ?? 'response');
  return fields.length === 0 ? null : (object) => `${object} missed its ${listOf(fields)} SLA`;
}

/** Where: the channel, and the group in parentheses where the events are not about the group anyway. */
function placeOf({ conversation: { channel, group } }, events) {
  const isAboutGroup = events.some(({ type }) => type.startsWith('conversation.group.'));
  const names = [channel, isAboutGroup ? null : group]
    .map((place) => place?.name ?? null)
    .filter((name) => name !== null);
  const [where, within] = [...new Set(names)].map((name) => harmless(name));
  if (where === undefined) return '';
  return within === undefined ? ` in ${where}` : ` in ${where} (${within})`;
}

/** How long it took: since it was created; for a reopening, since it was resolved. */
function tookOf({ conversation, occurred_at }, events) {
  if (find(events, 'conversation.created') !== undefined) return '';
  const reopened = find(events, 'conversation.reopened') !== undefined;
  const since = reopened ? conversation.resolved_at : conversation.created_at;
  const seconds = since === null ? Number.NaN : (Date.parse(occurred_at) - Date.parse(since)) / 1000;
  return seconds >= 0
    ? `, ${seconds < 1 ? 'right' : duration(seconds)} after it was ${reopened ? 'resolved' : 'created'}`
    : '';
}

function nameOf(thing, otherwise) {
  const name = thing?.name ?? null;
  return name === null ? otherwise : harmless(name);
}

function toldValue(value) {
  return value === null || value === undefined
    ? 'none'
    : harmless(typeof value === 'string' ? value : JSON.stringify(value), 40, 'none');
}

const MOST_LISTED = 4;

function some(things) {
  return things.length <= MOST_LISTED
    ? things
    : [...things.slice(0, MOST_LISTED - 1), `${things.length - MOST_LISTED + 1} more attributes`];
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(things) {
  const last = things[things.length - 1] ?? '';
  return things.length < 2 ? last : `${things.slice(0, -1).join(', ')} and ${last}`;
}

// -------------------- src/messages/notes.ts --------------------
/** What a channel is told: a sentence per payload, with a link to its conversation. */

/** `events` are those of one payload, at least one. */
function noteOf(events) {
  const about = events.filter(isAboutConversation);
  const sentence = about.length === 0 ? 'Conversation Relay has news that it has no words for yet.' : sentenceOf(about);
  return { sentence, url: about[0]?.conversation.url ?? null, at: events[0]?.occurred_at ?? '' };
}

/** Said above a backlog, which comes in one message. */
function backlogTitle(notes) {
  return `${notes.length} updates that could not be delivered earlier:`;
}

/** `2026-03-02 14:05 UTC`: a backlog's lines need the time the channel no longer shows. */
function timeOf({ at }) {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

// -------------------- src/platform/requests.ts --------------------
/** One request to one destination, and what its answer means. The only file that calls `$request`. */

/** Sends a request by its template. Never rejects: every failure is an outcome, named without the receiver's words. */
async function send(template, context, body, runtime) {
  const start = runtime.now();
  try {
    const answer = await $request.invokeTemplate(template, { context, body });
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
  if (status === 0)
    return isTemplateFault(rejection) ? 'the platform refused the request' : 'the receiver could not be reached';
  const isPlatform = objectOf(rejection)['errorSource'] === 'PLATFORM';
  return (isPlatform ? PLATFORM_REASONS[status] : undefined) ?? REASONS[status] ?? reasonByClass(status);
}

function isTemplateFault(rejection) {
  return (
    typeof rejection === 'string' ||
    (isObject(rejection) && rejection['status'] === undefined && rejection['message'] !== undefined)
  );
}

function reasonByClass(status) {
  if (status >= 500) return 'the receiver or the way to it failed';
  if (status >= 400) return 'the receiver rejected it';
  return status >= 300 ? 'the receiver redirects, which is not followed' : 'the receiver gave no proper answer';
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

// -------------------- src/destinations/slack/message.ts --------------------
/**
 * Slack messages: Block Kit with the plain text beside it. Source: chat.postMessage and the Block Kit reference
 * (50 blocks a message, 3,000 characters a section).
 */

const SECTION_CHARACTERS = 3000;
/** Slack takes 50; one is the title. */
const SLACK_NOTES = 40;

/** The body of `chat.postMessage` for one note, or for a backlog of at most SLACK_NOTES. */
function slackBody(channel, notes) {
  const isBacklog = notes.length > 1;
  const lines = notes.map((note) => lineOf(note, isBacklog));
  const title = isBacklog ? [backlogTitle(notes)] : [];
  const blocks = [...title, ...lines].map(sectionOf);
  const text = isBacklog ? backlogTitle(notes) : notes[0] === undefined ? '' : escapeForSlack(notes[0].sentence);
  return message(channel, text, blocks);
}

/** The message an install posts to prove that the token may write to the channel. */
function slackTestBody(channel) {
  const text = 'Conversation Relay is connected. Updates on conversations will appear here.';
  return message(channel, text, [sectionOf(text)]);
}

function message(channel, text, blocks) {
  return jsonText({
    channel,
    text,
    blocks,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
}

function lineOf(note, isBacklog) {
  const link = note.url === null ? '' : ` <${note.url.replace(/[<>|]/g, encodeURIComponent)}|Open conversation>`;
  const time = isBacklog ? `${timeOf(note)}: ` : '';
  const room = SECTION_CHARACTERS - link.length - time.length;
  const escaped = escapeForSlack(note.sentence);
  // An escape takes at most 5 characters, and must not be cut in two.
  return time + (escaped.length <= room ? escaped : escapeForSlack(cut(note.sentence, Math.floor(room / 5)))) + link;
}

function sectionOf(text) {
  // `verbatim`: Slack makes no links or mentions of its own out of names.
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** The three characters Slack asks to be escaped; all other marks are made harmless where the sentence is built. */
function escapeForSlack(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

// -------------------- src/destinations/slack/slack.ts --------------------
/** A Slack channel, reached by a bot's token. */

function createSlack({ token, channel }) {
  const post = async (body, runtime) => slackOutcome(await send('postToSlack', { token }, body, runtime));
  return {
    mostPayloads: SLACK_NOTES,
    room: REQUEST_BYTES,
    bytesOf: (events) => escapedBytes(slackBody(channel, [noteOf(events)])),
    deliver: (payloads, runtime) => post(slackBody(channel, payloads.map(noteOf)), runtime),
    // Side by side, so that both answers fit into a set-up event; who we are is the more telling fault.
    test: async (runtime) => {
      const [identity, message] = await Promise.all([
        send('testSlackToken', { token }, '{}', runtime).then(slackOutcome),
        post(slackTestBody(channel), runtime),
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

/** The body for one note, or for a backlog of at most TEAMS_NOTES. */
function teamsBody(notes) {
  const [note] = notes;
  if (notes.length === 1 && note !== undefined)
    return envelope([textBlock(note.sentence)], note.url === null ? [] : [openUrl(note.url)]);
  return envelope(
    [
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: backlogTitle(notes), weight: 'Bolder' }] },
      ...notes.map(backlogLine),
    ],
    [],
  );
}

/** The card an install posts to prove that the workflow takes cards. */
function teamsTestBody() {
  return envelope([textBlock('Conversation Relay is connected. Updates on conversations will appear here.')], []);
}

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

function textBlock(text) {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] };
}

function openUrl(url) {
  return { type: 'Action.OpenUrl', title: 'Open conversation', url };
}

function backlogLine(note) {
  const run = { type: 'TextRun', text: `${timeOf(note)}: ${note.sentence}` };
  return { type: 'RichTextBlock', inlines: [note.url === null ? run : { ...run, selectAction: openUrl(note.url) }] };
}

// -------------------- src/destinations/teams/teams.ts --------------------
/** A Microsoft Teams channel, reached by the address of a workflow. */

function createTeams({ address }) {
  const post = (body, runtime) => send('postToTeams', { ...address }, body, runtime);
  return {
    mostPayloads: TEAMS_NOTES,
    room: TEAMS_BYTES,
    bytesOf: (events) => escapedBytes(teamsBody([noteOf(events)])),
    deliver: (payloads, runtime) => post(teamsBody(payloads.map(noteOf)), runtime),
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
  return `evt_${digest(JSON.stringify(parts))}`;
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

/** Where the payload has no `priority` of its own it stands among the properties. */
function priorityOf(payload) {
  return idOf(currentOf(payload, 'priority')) ?? idOf(objectOf(payload.conversation['properties'])['priority']);
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
function sequenceOf(type, index = 0) {
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

// -------------------- src/outbox/item.ts --------------------
/**
 * What the outbox keeps: one payload's events for one destination, written small. The events of one payload differ in
 * id, type and change only, so the rest is written once, as values without names.
 */

/** Names an item wherever it is kept, in letters and digits: the id of its first event, and how many there are, for its destination. */
function keptId({ to, events }) {
  const many = events.length === 1 ? '' : `x${events.length}`;
  return (
    to +
    events
      .slice(0, 1)
      .map(({ id }) => id.replace(/[^A-Za-z0-9]/g, 'x'))
      .join('') +
    many
  );
}

/** As JSON text: the store would turn empty strings inside an object into null. The events must be alike. */
function pack({ to, at, notBefore, refusals, events }) {
  const packed = [1, to, at, notBefore, events.slice(0, 1).flatMap(sharedOf), events.map(ownOf)];
  return JSON.stringify(refusals === 0 ? packed : [...packed, refusals]);
}

/** As it may be told now: personal data may have been taken out of the settings since it was kept. */
function allowed(kept, personalData) {
  return personalData ? kept : { ...kept, events: kept.events.map(withoutPersonalData) };
}

/** Whether the events differ in what each has of its own only; of one payload, all do that were trimmed alike. */
function isAlike(events) {
  return new Set(events.map((event) => JSON.stringify(sharedOf(event)))).size < 2;
}

/** Null for anything that `pack` did not write. */
function unpack(text) {
  const packed = typeof text === 'string' ? parsedItem(text) : null;
  if (packed === null) return null;
  const [, to, at, notBefore, shared, own, refusals = 0] = packed;
  return { to, at, notBefore, refusals, events: own.map((each) => eventOf(shared, each)) };
}

function parsedItem(text) {
  try {
    const value = JSON.parse(text);
    return isList(value) && value[0] === 1 && isList(value[4]) && isList(value[5]) ? value : null;
  } catch {
    return null;
  }
}

function pair(thing) {
  return thing === null ? null : [thing.id, thing.name];
}

function unpairedName(value) {
  const [id, name] = value ?? [null, null];
  return value === null ? null : { id, name };
}

function sharedOf(event) {
  if (!('conversation' in event)) return [];
  const { occurred_at, account, conversation: c, actor, metrics } = event;
  return [
    occurred_at,
    account.app_id,
    account.region,
    account.url,
    c.id,
    c.status,
    c.url,
    pair(c.channel),
    pair(c.group),
    pair(c.agent),
    c.user,
    c.source,
    c.created_at,
    c.assigned_at,
    c.resolved_at,
    c.reopened_at,
    actor.type,
    actor.id,
    actor.name,
    actor.cause,
    metrics,
    c.ref,
    c.labels.category,
    c.labels.subcategory,
    c.priority,
    actor.source,
  ];
}

function ownOf(event) {
  if (!('conversation' in event)) return [event];
  const { id, type, change = null, sequence, sla, policy, unattended_seconds, first_message } = event;
  const extras = Object.entries({ sla, policy, unattended_seconds, first_message });
  const more = Object.fromEntries(extras.filter(([, value]) => value !== undefined));
  return Object.keys(more).length === 0 ? [id, type, change, sequence] : [id, type, change, sequence, more];
}

/** The inverse of `sharedOf` and `ownOf`, with the keys in the order in which they were told first. */
function eventOf(shared, own) {
  if (own.length === 1) return own[0];
  const [id, type, change, sequence, more = {}] = own;
  const { first_message, ...beside } = more;
  const text = (index) => shared[index] ?? null;
  return {
    id,
    type,
    occurred_at: String(shared[0]),
    sequence,
    account: { app_id: text(1), region: text(2), url: text(3) },
    conversation: conversationFrom(shared, text),
    actor: { type: text(16), id: text(17), name: text(18), cause: text(19), source: text(25) },
    ...(change === null ? {} : { change }),
    ...beside,
    metrics: objectOf(shared[20]),
    ...(first_message === undefined ? {} : { first_message }),
  };
}

function conversationFrom(shared, text) {
  return {
    id: String(shared[4]),
    ref: String(shared[21]),
    status: text(5),
    url: text(6),
    channel: unpairedName(shared[7]),
    group: unpairedName(shared[8]),
    agent: unpairedName(shared[9]),
    user: shared[10],
    labels: { category: text(22), subcategory: text(23) },
    priority: text(24),
    source: text(11),
    created_at: text(12),
    assigned_at: text(13),
    resolved_at: text(14),
    reopened_at: text(15),
  };
}

// -------------------- src/platform/store.ts --------------------
/** The platform's key-value store and schedules, with their refusals as values. The only file that calls `$db` and `$schedule`. */

/** The store refused an operation: the quota is spent, or it is out of order. Whoever meets it stops, and leaves the rest for later. */
class StoreRefused extends Error {
  constructor(status) {
    super(`The store refused an operation with status ${status}.`);
    this.name = 'StoreRefused';
    this.status = status;
  }
}

function statusOf(rejection) {
  return Number(idOf(own(objectOf(rejection), 'status')) ?? 0);
}

function createStore(operations) {
  const counted = async (work) => {
    store.left -= 1;
    try {
      return await work;
    } catch (rejection) {
      // A missing key is no refusal.
      if (statusOf(rejection) === 404) return null;
      throw new StoreRefused(statusOf(rejection));
    }
  };
  const store = {
    left: operations,
    get: async (key) => {
      const value = await counted($db.get(key));
      return isObject(value) ? value : null;
    },
    set: async (key, value) => {
      await counted($db.set(key, value));
    },
    claim: async (key, value, seconds) => {
      store.left -= 1;
      try {
        await $db.set(key, value, { ttl: seconds, setIf: 'not_exist' });
        return true;
      } catch (rejection) {
        if (statusOf(rejection) === 429) throw new StoreRefused(429);
        return false;
      }
    },
    delete: async (key) => {
      await counted($db.delete(key));
    },
  };
  return store;
}

/** Adds one item to a key, atomically; false where the store refuses or the key is full. */
async function append(key, attribute, text) {
  try {
    await $db.update(key, 'append', { [attribute]: [text] });
    return true;
  } catch {
    return false;
  }
}

async function create({ name, data, at, everyMinutes }) {
  const repeat = everyMinutes === undefined ? {} : { repeat: { time_unit: 'minutes', frequency: everyMinutes } };
  try {
    await $schedule.create({ name, data, schedule_at: new Date(at).toISOString(), ...repeat });
    return 'created';
  } catch (rejection) {
    return isBusy(statusOf(rejection)) ? 'busy' : 'refused';
  }
}

/** False where it was not created, whatever the reason. */
async function schedule(wanted) {
  return (await create(wanted)) === 'created';
}

function isBusy(status) {
  return status === 429 || status >= 500;
}

/** The data of a pending schedule; null where there is none. Throws a StoreRefused where the platform is busy or out of order. */
async function scheduled(name) {
  try {
    return objectOf((await $schedule.fetch({ name })).data);
  } catch (rejection) {
    const status = statusOf(rejection);
    if (isBusy(status)) throw new StoreRefused(status);
    return null;
  }
}

/** False where it could not be taken off; it may be gone already. */
async function unschedule(name) {
  try {
    await $schedule.delete({ name });
    return true;
  } catch {
    return false;
  }
}

/** All of them to their end, side by side; only then is the first one's fault thrown. */
async function together(works) {
  const ended = await Promise.allSettled(works);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

// -------------------- src/outbox/inbox/slots.ts --------------------
/**
 * One-time schedules as slots, for what the store refuses: read by name while they are pending, because the platform lists
 * nothing. Every five minutes have slots of their own, in ranges that double, and who finds none free in a range goes on to
 * the next. So they are found by going on for as long as a range is in use, and must be deleted from the last to the first.
 */

/** First and last slot of a range: 0; 1 to 8; 9 to 24; … 1,017 to 2,040. A thousand may be pending. */
const RANGES = [
  [0, 0],
  [1, 8],
  [9, 24],
  [25, 56],
  [57, 120],
  [121, 248],
  [249, 504],
  [505, 1016],
  [1017, 2040],
];
const MINUTES = 5;
const TRIES_IN_A_RANGE = 2;
/** How often a platform that is busy is asked again: an item in a later range would not be found behind an empty one. */
const BUSY_TRIES = 3;
/** Longer than anything is kept: a slot is there to be read, and fires only where nobody came. */
const LIFE_MS = 3 * DAY_MS + HOUR_MS;

function slotName(minute, slot) {
  return `relay-${minute}-${slot}`;
}

/** The minute by which the slots used in a minute are named, and at the end of which they are read. */
function slotMinute(minute) {
  return minute - (minute % MINUTES) + MINUTES - 1;
}

/** Puts a packed item into a free slot; false where none was found, or no more schedules are taken. */
async function takeSlot(now, text, runtime) {
  const minute = slotMinute(now);
  for (const [first, last] of RANGES) {
    for (let tried = 0; tried < Math.min(TRIES_IN_A_RANGE, last - first + 1); tried += 1) {
      const slot = first + Math.floor(runtime.random() * (last - first + 1));
      if (await createWhenFree({ name: slotName(minute, slot), data: { item: text }, at: runtime.now() + LIFE_MS }))
        return true;
    }
  }
  return false;
}

async function createWhenFree(wanted) {
  let creation = 'busy';
  for (let tried = 0; tried < BUSY_TRIES && creation === 'busy'; tried += 1) creation = await create(wanted);
  return creation === 'created';
}

/** The slots that are closed with a minute, the last first, which is the order in which they may be deleted. */
async function readSlots(minute) {
  if (slotMinute(minute) !== minute) return [];
  const items = [];
  for (const [first, last] of RANGES) {
    const slots = [...Array(last - first + 1).keys()].map((index) => first + index);
    const found = (await Promise.all(slots.map((slot) => readSlot(minute, slot)))).filter((item) => item !== null);
    if (found.length === 0) break;
    items.push(...found);
  }
  return items.reverse();
}

async function readSlot(minute, slot) {
  const item = unpack(own((await scheduled(slotName(minute, slot))) ?? {}, 'item'));
  return item === null ? null : { minute, slot, item };
}

async function isAnySlotTaken(minute) {
  return (await scheduled(slotName(minute, 0))) !== null;
}

/** In the order given, one range after the other: what is left can still be found. */
async function deleteSlots(items) {
  for (const [first, last] of [...RANGES].reverse()) {
    await Promise.all(
      items
        .filter(({ slot }) => slot >= first && slot <= last)
        .map(({ minute, slot }) => unschedule(slotName(minute, slot))),
    );
  }
}

// -------------------- src/outbox/keep.ts --------------------
/**
 * Keeping what could not be delivered, with one operation where that is enough. In this order, each step for when the
 * one before it is refused:
 *  1. the recurring schedule that drives the outbox, created with the item inside: kept and woken in one step;
 *  2. where it runs already: the minute's key in the store, by an atomic append;
 *  3. where the store refuses (50 operations a minute): a one-time schedule as a slot, of which 1,000 may be pending;
 *  4. where nothing takes it: the log.
 */

/** A schedule's data may have 4 KB; besides the text it holds a few words and the quotes' escapes. */
const SCHEDULE_TEXT_BYTES = 3900;
/** A key and its value may have 40 KB together. */
const STORE_TEXT_BYTES = 36000;

const DRIVER = 'relay';
/** A platform's clock may differ from ours, and what is due in five minutes must not come too early. */
const LEAD_MS = 5 * MINUTE_MS + 15000;

/** The key of the items kept in one minute; `minute` is epoch minutes. */
function boxKey(minute) {
  return `box:${minute}`;
}

function minuteOf(time) {
  return Math.floor(time / MINUTE_MS);
}

/** Keeps the events of one payload; returns those that nothing took. */
async function keep(to, events, runtime, notBefore) {
  const pieces = piecesOf({ to, events, at: runtime.now(), notBefore, refusals: 0 }, STORE_TEXT_BYTES);
  return (await Promise.all(pieces.map((piece) => keepPiece(piece, runtime)))).flat();
}

const NOTHING_TOOK_IT = 'neither the store nor the schedules took it';

/** Logs every event as an error line, without personal data as everything in the log: it will not be tried again. */
function giveUp({ id, name }, events, reason) {
  for (const event of events)
    console.error(oneLine({ undelivered: withoutPersonalData(event), destination: id, name, reason }));
}

async function keepPiece(piece, runtime) {
  const text = pack(piece);
  const fits = utf8Bytes(JSON.stringify(text)) <= SCHEDULE_TEXT_BYTES;
  const isNew = await drive(minuteOf(runtime.now()), fits ? { item: text } : {}, runtime);
  return isNew && fits ? [] : keepBeside(piece, text, isNew, runtime);
}

async function keepBeside(piece, text, isNew, runtime) {
  const isBoxed = await append(boxKey(minuteOf(runtime.now())), keptId(piece), text);
  const lost = isBoxed ? [] : await keepInSlots(piece, runtime);
  // The driver may have rested between the first look and now; with the item in place, one more look settles it.
  const isKept = lost.length < piece.events.length && (isNew || (await isDriven(runtime)));
  return isKept ? lost : [...piece.events];
}

/** A refused creation need not mean that the driver is there: by a clock that is behind, it came too early. */
async function isDriven(runtime) {
  const since = minuteOf(runtime.now());
  if (await isDriverThere()) return true;
  return (await drive(since, {}, runtime)) || (await drive(since, {}, runtime, LEAD_MS + MINUTE_MS)) || isDriverThere();
}

async function isDriverThere() {
  try {
    return (await scheduled(DRIVER)) !== null;
  } catch {
    return false;
  }
}

/** Sees to it that the outbox is driven, from the given minute on; true where it was not. */
function drive(since, inside, runtime, lead = LEAD_MS) {
  const at = runtime.now() + lead + Math.floor(runtime.random() * MINUTE_MS);
  // A minute earlier: another machine's clock may be behind.
  return schedule({ name: DRIVER, data: { since: since - 1, ...inside }, at, everyMinutes: 5 });
}

async function keepInSlots(item, runtime) {
  const pieces = piecesOf(item, SCHEDULE_TEXT_BYTES);
  const kept = await Promise.all(
    pieces.map(async (piece) => ({ piece, isKept: await takeSlot(minuteOf(runtime.now()), pack(piece), runtime) })),
  );
  return kept.flatMap(({ piece, isKept }) => (isKept ? [] : piece.events));
}

/** One payload's events in pieces of at most so many bytes; one event always fits. */
function piecesOf(kept, bytes) {
  if (kept.events.length < 2 || fitsWhole(kept, bytes)) return [kept];
  return halves(kept.events).flatMap((events) => piecesOf({ ...kept, events }, bytes));
}

/** Kept small, and what it unfolds to within one request. */
function fitsWhole(kept, bytes) {
  return (
    isAlike(kept.events) &&
    utf8Bytes(JSON.stringify(pack(kept))) <= bytes &&
    utf8Bytes(JSON.stringify(kept.events)) <= REQUEST_BYTES
  );
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
  const padding = base64.endsWith('==') ? 2 : Number(base64.endsWith('='));
  const bytes = (base64.length / 4) * 3 - padding;
  if (bytes < SECRET_BYTES.least) return 'needs a longer secret: 24 to 64 bytes.';
  return bytes > SECRET_BYTES.most ? 'needs a shorter secret: 24 to 64 bytes.' : null;
}

/** The token stands in a header of a request template, where a quote or a line break would break the request. */
function isSlackToken(token) {
  return /^[\w.-]{1,500}$/.test(token);
}

// -------------------- src/settings/destinations.ts --------------------
/**
 * One entry of `destinations`, read into what works or into a sentence that says what to mend. A value with a default
 * (what is told, filters, style, mention) falls back to it and is named; anything else that is malformed takes this
 * destination off, and no other.
 */

const NAMES = {
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
};
const LONGEST_NAME = 80;
/** Settings come from the page that makes an id once and never changes it. */
const ID = /^[a-z0-9]{1,8}$/;

/** Reads one entry; `secretOf` answers with the secret entered for an id, blank ones as null. `notes` are further sentence ends. */
function readDestination(entry, secretOf) {
  if (!isObject(entry))
    return { broken: { id: null, name: 'A destination', kind: null, problem: 'is not an object.' } };
  const kind = kindOf(own(entry, 'kind'));
  const written = own(entry, 'id');
  const id = typeof written === 'string' && ID.test(written) ? written : null;
  const name = displayName(own(entry, 'name'), kind);
  const broken = (problem) => ({ broken: { id, name, kind, problem } });
  if (id === null) return broken('needs an id of 1 to 8 of a–z and 0–9.');
  if (kind === null) return broken('must be a webhook, Slack or Teams.');
  const notes = [];
  const common = { id, name, tell: readTell(own(entry, 'tell'), kind, notes), filters: readFilters(entry, notes) };
  const reading = READERS[kind](entry, common, secretOf(id, kind), notes);
  return typeof reading === 'string' ? broken(reading) : { destination: reading, notes };
}

function kindOf(value) {
  return value === 'webhook' || value === 'slack' || value === 'teams' ? value : null;
}

function displayName(value, kind) {
  const name = cut(onOneLine(idOf(value) ?? ''), LONGEST_NAME);
  if (name !== '') return name;
  return kind === null ? 'A destination' : NAMES[kind];
}

const READERS = { webhook: readWebhook, slack: readSlack, teams: readTeams };

/** What an admin entered into a field, as text: what is no text at all is malformed by the rules of the field. Null where it is blank. */
function enteredOf(value) {
  return isBlank(value) || typeof value === 'string' ? textOf(value) : JSON.stringify(value);
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

function readTeams(_entry, common, secret) {
  if (secret === null) return "has no address yet: paste the workflow's.";
  const reading = readAddress(secret);
  return 'problem' in reading ? reading.problem : { ...common, kind: 'teams', address: reading.address };
}

function readSlack(entry, common, token, notes) {
  const channel = enteredOf(own(entry, 'channel'));
  if (token === null) return 'has no bot token yet: paste it.';
  if (!isSlackToken(token)) return 'needs its bot token as Slack shows it.';
  if (channel === null) return 'has no channel yet: choose one.';
  if (!/^[A-Z0-9]{1,30}$/i.test(channel)) return "needs the channel's id, like C0123ABCDEF.";
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

/** `here`, or an id, which Slack writes in capitals: U or W for a user, S for a user group. */
function readMention(value, notes) {
  if (isBlank(value)) return null;
  const mention = typeof value === 'string' ? value.trim() : '';
  if (mention.toLowerCase() === 'here') return 'here';
  if (/^[USW][A-Z0-9]{1,30}$/.test(mention)) return mention;
  notes.push('mention must be here, or an id.');
  return null;
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
/** Hours, a time of the day and a time zone, as the settings hold them. */

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const MINUTES_OF_DAY = 24 * 60;

/** `HH:MM` as minutes of the day, `24:00` included; null for anything else. */
function minuteOfDay(value) {
  const parts = typeof value === 'string' ? /^\s*(\d{1,2}):([0-5]\d)\s*$/.exec(value) : null;
  const minute = parts === null ? Number.NaN : Number(parts[1]) * 60 + Number(parts[2]);
  return minute <= MINUTES_OF_DAY ? minute : null;
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

const MOST_DESTINATIONS = 20;
const UNATTENDED = { least: 5, most: 1440, usual: 15 };

/** Reads `payload.iparams`, whatever it holds. */
function readSettings(input) {
  const iparams = objectOf(input);
  const readings = readDestinations(iparams);
  const problems = [...readings.problems];
  return {
    destinations: readings.destinations,
    broken: readings.broken,
    personalData: readPersonalData(own(iparams, 'personal_data'), problems),
    unattendedMinutes: readUnattended(own(iparams, 'unattended_minutes'), problems),
    hours: readWorkingHours(own(iparams, 'hours'), problems),
    summaryAt: readSummaryAt(own(iparams, 'summary_at'), problems),
    timeZone: readTimeZone(own(iparams, 'time_zone'), problems),
    problems,
  };
}

function readDestinations(iparams) {
  const value = own(iparams, 'destinations');
  const entries = isList(value) ? value : [];
  const all = { destinations: [], broken: [], problems: [] };
  if (!isList(value) && !isBlank(value)) all.problems.push('Destinations must be a list. Set them up again.');
  const secretOf = secretsOf(own(iparams, 'secrets'), entries);
  entries.forEach((entry, index) => {
    addReading(all, readDestination(entry, secretOf), index < MOST_DESTINATIONS);
  });
  return all;
}

function addReading(all, reading, hasRoom) {
  const { broken, destination, notes } = hasRoom ? onlyOnce(all, reading) : tooMany(reading);
  if (broken !== null) all.broken.push(broken);
  if (destination !== null) all.destinations.push(destination);
  const name = (broken ?? destination)?.name ?? '';
  for (const end of broken === null ? notes : [broken.problem]) all.problems.push(`${name}: ${end}`);
}

function onlyOnce({ destinations }, reading) {
  if ('broken' in reading) return { broken: reading.broken, destination: null, notes: [] };
  const { destination, notes } = reading;
  return destinations.some(({ id }) => id === destination.id)
    ? brokenBy(destination, 'has the id of another destination.')
    : { broken: null, destination, notes };
}

function tooMany(reading) {
  return brokenBy('broken' in reading ? reading.broken : reading.destination, 'is more than the 20 that may be set.');
}

function brokenBy({ id, name, kind }, problem) {
  return { broken: { id, name, kind, problem }, destination: null, notes: [] };
}

/** `slack` holds the token of all Slack destinations without one of their own, unless another kind of destination has that id. */
function secretsOf(value, entries) {
  const secrets = objectOf(value);
  const isShared = !entries.some((entry) => isObject(entry) && entry['id'] === 'slack' && entry['kind'] !== 'slack');
  return (id, kind) =>
    enteredOf(own(secrets, id)) ?? (kind === 'slack' && isShared ? enteredOf(own(secrets, 'slack')) : null);
}

function readPersonalData(value, problems) {
  if (isBlank(value) || value === 'Leave out' || value === 'Include') return value === 'Include';
  problems.push('Personal data must be "Leave out" or "Include".');
  return false;
}

function readUnattended(value, problems) {
  if (isBlank(value)) return UNATTENDED.usual;
  const minutes = typeof value === 'string' ? Number(value) : value;
  const isRead = isNumber(minutes) && Number.isInteger(minutes);
  if (isRead && (minutes === 0 || (minutes >= UNATTENDED.least && minutes <= UNATTENDED.most))) return minutes;
  problems.push('Unattended after: 0 for never, or 5 to 1,440 minutes.');
  return UNATTENDED.usual;
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

// -------------------- src/handlers/conversation.ts --------------------
/** What both conversation callbacks do: log, work out what happened, tell every destination its part, and say what came of it. */

/** Handles one product event. `input` is whatever the platform passed. */
async function relay(event, input, runtime) {
  console.log(`Logging arguments from ${event} event: ${oneLine(maskPayload(input))}`);
  const settings = readSettings(isObject(input) ? own(input, 'iparams') : undefined);
  const reading = readPayload(input);
  if ('problem' in reading)
    console.log(oneLine({ ...summary(event, null, [], [], settings), problem: reading.problem }));
  else await tellAll(event, reading.payload, settings, runtime);
}

async function tellAll(event, payload, settings, runtime) {
  const transitions = transitionsOf(event, payload);
  const isWanted = settings.destinations.some((each) => couldHear(each, transitions));
  const events = isWanted
    ? eventsOf(payload, transitions, { personalData: settings.personalData, now: runtime.now() })
    : [];
  const parts = (isWanted ? destinationsOf(settings) : [])
    .map((destination) => ({ destination, heard: destination.hears(events) }))
    .filter(({ heard }) => heard.length > 0);
  const answers = await Promise.all(parts.map(({ destination, heard }) => tell(destination, heard, runtime)));
  const isEchoTold = parts.some(({ heard }) => heard.some(({ type }) => type === 'conversation.status.changed'));
  const found = isEchoTold ? transitions : transitions.filter((transition) => transition[ECHO] !== true);
  console.log(oneLine(summary(event, payload.id, found, answers, settings)));
  for (const { destination, told, lost } of answers) giveUp(destination, lost, told.reason ?? NOTHING_TOOK_IT);
}

/** The events of one payload travel together; only where they exceed what a request may carry do the rest follow from the outbox. */
async function tell(destination, events, runtime) {
  const batches = batchesOf([events], destination);
  const outcome = await destination.deliver(batches[0] ?? [], runtime);
  if (!outcome.ok) return keptForLater(destination, outcome, events, runtime);
  return batches.length > 1
    ? followed(destination, outcome, batches.slice(1).flat(), runtime)
    : { destination, told: { ...saidOf(destination, outcome), outcome: 'delivered' }, lost: [] };
}

/** The first part was taken; the others wait for the outbox. */
async function followed(destination, outcome, later, runtime) {
  const lost = (await Promise.all(later.map((rest) => keep(destination.id, rest, runtime, null)))).flat();
  return { destination, told: { ...saidOf(destination, outcome), outcome: keptOrLost(lost) }, lost };
}

/** 410 Gone means never again; anything else is tried again later. */
async function keptForLater(destination, failure, events, runtime) {
  const { status, reason, notBefore } = failure;
  const lost = status === 410 ? events : await keep(destination.id, events, runtime, notBefore);
  return { destination, told: { ...saidOf(destination, failure), outcome: keptOrLost(lost), reason }, lost };
}

function saidOf({ name }, { status, ms }) {
  return { name, status, ms };
}

function keptOrLost(lost) {
  return lost.length > 0 ? 'undelivered' : 'kept';
}

function summary(event, conversation, transitions, answers, settings) {
  return {
    event,
    conversation,
    transitions: transitions.map(({ type }) => type),
    destinations: Object.fromEntries(answers.map(({ destination, told }) => [destination.id, told])),
    ...(settings.problems.length === 0 ? {} : { settings: settings.problems }),
  };
}

// -------------------- src/handlers/install.ts --------------------
/** Installing proves that what the admin set works; uninstalling always lets go. */

/**
 * Checks the settings and sends every destination a test message, side by side; refuses with one sentence of at most
 * 60 characters, which is what the platform shows.
 */
async function install(payload, runtime) {
  const settings = readSettings(isObject(payload) ? own(payload, 'iparams') : undefined);
  const refusal = settingsRefusal(settings) ?? (await firstRefusal(destinationsOf(settings), runtime));
  if (refusal === undefined) renderData();
  else renderData({ message: refusal });
}

/** What the platform shows of a refusal. */
const SHOWN_CHARACTERS = 60;

/** The destination to mend, its name cut where the sentence needs the room. */
function refusalFor(name, problem) {
  return cut(`${cut(name, Math.max(2, SHOWN_CHARACTERS - problem.length - 2))}: ${problem}`, SHOWN_CHARACTERS);
}

function settingsRefusal({ broken, problems }) {
  const [first] = broken;
  if (first !== undefined) return refusalFor(first.name, first.problem);
  const [problem] = problems;
  return problem === undefined ? undefined : cut(problem, SHOWN_CHARACTERS);
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

async function firstRefusal(destinations, runtime) {
  const tests = await Promise.all(
    destinations.map(async (destination) => ({ destination, outcome: await tested(destination, runtime) })),
  );
  for (const { destination, outcome } of tests)
    if (!outcome.ok) return refusalFor(destination.name, destination.remedy(outcome));
  return undefined;
}

/** What came of a destination's test message, or that no answer came in time. */
function tested(destination, runtime) {
  return Promise.race([destination.test(runtime), runtime.after(TEST_MS).then(() => TOO_LATE)]);
}

/** The platform wipes store and schedules itself, and keeps the app for ever where this fails: so nothing is tried here. */
function uninstall() {
  renderData();
}

// -------------------- src/outbox/backlog.ts --------------------
/** What the outbox remembers between drains: one key, written only by the drain that holds the lease. */

const BACKLOG_KEY = 'outbox';
const MOST_PAYLOADS = 256;

function newLane() {
  return { head: 0, tail: 0, failingSince: 0, next: 0, limit: MOST_PAYLOADS };
}

function pageKey(id, page) {
  return `page:${id}:${page}`;
}

/** A backlog so many minutes behind its driver's first was left over by one that is gone: nothing of it is in boxes any more. */
const LONGEST_LAG = 3 * 60;

/** The stored backlog, or a new one that starts at the given minute; null where there is neither. */
async function loadBacklog(store, since) {
  const stored = own(objectOf(await store.get(BACKLOG_KEY)), 'backlog');
  const known = isObject(stored) ? stored : null;
  if (since === null) return known === null || known.resting ? null : known;
  if (known === null) return { cursor: since, settled: [], first: '-', resting: false, lanes: {} };
  // At rest everything before was settled: only the driver's item must not be told twice, and no page's number used again.
  return { ...known, resting: false, cursor: since - known.cursor > LONGEST_LAG ? since : known.cursor };
}

async function saveBacklog(store, backlog) {
  await store.set(BACKLOG_KEY, { backlog });
}

// -------------------- src/outbox/pages.ts --------------------
/** Pages: what waits for one destination, dense, each as an object from item ids to packed items. */

/** A key and its value may have 40 KB. */
const PAGE_BYTES = 38000;
const KEPT_FOR_MS = 3 * DAY_MS;
const EXPIRED = 'it could not be delivered for three days';
const TAKEN_OFF = 'the destination was taken off';

/** The items of a page or a box, in the order in which they are tried; what this app did not write is passed over. */
function itemsOf(page) {
  if (!isObject(page)) return [];
  return inOrder(
    Object.keys(page)
      .map((key) => unpack(oneOf(own(page, key))))
      .filter((kept) => kept !== null),
  );
}

/** An item appended twice stands twice in its array. */
function oneOf(value) {
  return isList(value) ? value[0] : value;
}

function pageOf(items) {
  return Object.fromEntries(items.map((kept) => [keptId(kept), pack(kept)]));
}

/** Oldest first, but what was refused on its own stands behind the rest. */
function inOrder(items) {
  return [...items].sort((a, b) => a.refusals - b.refusals || a.at - b.at);
}

/** Each item once, in order: one may stand in the driver and in a box, or on two pages. */
function unique(items) {
  return inOrder([...new Map(items.map((kept) => [keptId(kept), kept])).values()]);
}

/** Gives up aloud what is older than three days; returns the rest. */
function withoutExpired(items, now) {
  for (const { to, at, events } of items) if (at + KEPT_FOR_MS <= now) giveUp({ id: to }, events, EXPIRED);
  return items.filter(({ at }) => at + KEPT_FOR_MS > now);
}

/**
 * Fills up the last page, and opens as many new ones as it takes. What stands on the last page stays there: it is nowhere else,
 * and the backlog does not know the new pages before it is saved. Done twice, nothing is lost or doubled.
 */
async function addPages({ id, lane }, items, store) {
  if (items.length === 0) return;
  const last = lane.tail > lane.head ? itemsOf(await store.get(pageKey(id, lane.tail - 1))) : [];
  const known = new Set(last.map(keptId));
  const more = unique(items).filter((kept) => !known.has(keptId(kept)));
  const here = more.slice(0, last.length === 0 ? 0 : roomFor(more, PAGE_BYTES - bytesTogether(last)));
  const pages = pagesOf(more.slice(here.length));
  for (const [index, page] of pages.entries()) await store.set(pageKey(id, lane.tail + index), pageOf(page));
  if (here.length > 0) await store.set(pageKey(id, lane.tail - 1), pageOf([...last, ...here]));
  lane.tail += pages.length;
}

/** How many items, from the first on, have room in so many bytes. */
function roomFor(items, bytes) {
  let room = bytes;
  const end = items.findIndex((kept) => (room -= bytesOnPage(kept)) < 0);
  return end < 0 ? items.length : end;
}

function bytesTogether(items) {
  return items.reduce((sum, kept) => sum + bytesOnPage(kept), 0);
}

/** Items in the same order, as few pages as they fill. */
function pagesOf(items) {
  const pages = [];
  let rest = items;
  while (rest.length > 0) {
    const page = rest.slice(0, Math.max(1, roomFor(rest, PAGE_BYTES)));
    pages.push(page);
    rest = rest.slice(page.length);
  }
  return pages;
}

function bytesOnPage(kept) {
  return utf8Bytes(JSON.stringify(pageOf([kept])));
}

// -------------------- src/outbox/deliver.ts --------------------
/** Delivering what is kept for one destination, oldest first, in batches that grow while they are taken. */

/** A request may take 15 s of the 20 an invocation has. */
const LAST_START_MS = 4000;
const WAIT = { least: 5 * MINUTE_MS, most: 20 * MINUTE_MS, ofOutage: 1 / 6 };
/** The driver comes every five minutes: what is due within half of that is due. */
const TOLERANCE_MS = 2.5 * MINUTE_MS;
/** Refused one by one, three in a row: it is not the items. */
const MOST_REJECTIONS = 3;
/** What a turn needs besides its pages: boxes, the backlog, the lease. */
const RESERVED_OPERATIONS = 10;

function workOf(id, lane, destination) {
  return {
    id,
    lane,
    destination,
    delivered: 0,
    stopped: false,
    busy: false,
    gone: false,
    rejections: 0,
    refused: new Set(),
    inTheWay: [],
    failures: lane.failingSince === 0 ? 0 : 1,
  };
}

/** Whether something may be sent now: the receiver's turn has come, and there is time for an answer. */
function maySend({ lane, stopped }, { runtime, startedAt }) {
  const now = runtime.now();
  return !stopped && lane.next <= now + TOLERANCE_MS && now - startedAt <= LAST_START_MS;
}

/** Delivers the lane's pages as far as this turn's time, its operations and the receiver allow. */
async function drainPages(work, turn) {
  const { lane } = work;
  let left = [];
  while (left.length === 0 && mayDrain(work, turn)) {
    left = await drainPage(work, turn);
    if (left.length === 0) lane.head += 1;
  }
  // Of the others it is enough that they were refused before: a turn may end before it has tried them all.
  const isInTheWay =
    lane.head + 1 < lane.tail &&
    left.some((kept) => isRefused(work, kept)) &&
    left.every(({ refusals }) => refusals > 0);
  work.inTheWay = isInTheWay ? left : [];
}

function mayDrain(work, turn) {
  return hasPages(work.lane) && maySend(work, turn) && turn.store.left > RESERVED_OPERATIONS;
}

function hasPages({ head, tail }) {
  return head < tail;
}

/** Returns what is left of the lane's first page. */
async function drainPage(work, turn) {
  const key = pageKey(work.id, work.lane.head);
  const page = await turn.store.get(key);
  const stored = itemsOf(page).map((kept) => allowed(kept, turn.personalData));
  const items = withoutExpired(stored, turn.runtime.now());
  const write = (left) => (left.length === 0 ? turn.store.delete(key) : turn.store.set(key, pageOf(left)));
  // What is given up is forgotten at once, so that it is given up once.
  if (page !== null && (items.length === 0 || items.length < stored.length)) await write(items);
  return deliver(work, items, turn, write);
}

/** Where there is nothing but what is refused on its own, it need not be tried in every turn. */
function waitWithRefused(work, { runtime }) {
  if (work.refused.size > 0 && work.delivered === 0 && !work.stopped) backOff(work, null, runtime);
}

function isRefused({ refused }, kept) {
  return refused.has(keptId(kept));
}

/**
 * Delivers items in order and returns those that remain. `taken` is told what is left after each request that settled
 * something, so that a death repeats one request at most. An item refused on its own goes behind the others, and waits
 * for another turn.
 */
async function deliver(work, items, turn, taken) {
  const { destination } = work;
  let written = items;
  let left = items;
  // Those refused in this turn stand at the end.
  while (left.some((kept) => !isRefused(work, kept)) && maySend(work, turn)) {
    left = destination === null ? unsent(work, left, turn) : await deliverBatch(work, destination, left, turn);
    if (left.length < written.length) await taken((written = left));
  }
  if (left !== written) await taken(left);
  return left;
}

/** A destination whose settings do not work is waited for like one that does not answer. */
function unsent(work, items, { runtime }) {
  backOff(work, null, runtime);
  return items;
}

async function deliverBatch(work, destination, items, { runtime }) {
  if (work.gone) return abandoned(items);
  const batch = nextBatch(work, destination, items);
  const rest = items.slice(batch.length);
  const outcome = await destination.deliver(
    batch.map(({ events }) => events),
    runtime,
  );
  if (outcome.ok) succeeded(work, batch);
  return outcome.ok ? rest : refused(work, outcome, batch, items, runtime);
}

function nextBatch(work, destination, items) {
  const within = items.filter((kept) => !isRefused(work, kept)).slice(0, work.lane.limit);
  const first = batchesOf(
    within.map(({ events }) => events),
    destination,
  )
    .slice(0, 1)
    .flat();
  return within.slice(0, first.length);
}

function succeeded(work, batch) {
  work.delivered += batch.reduce((sum, { events }) => sum + events.length, 0);
  Object.assign(work, { rejections: 0, failures: 0 });
  Object.assign(work.lane, { failingSince: 0, next: 0, limit: Math.min(MOST_PAYLOADS, work.lane.limit * 4) });
}

function abandoned(items) {
  for (const { to, events } of items) giveUp({ id: to }, events, 'the receiver is gone for good');
  return [];
}

/** What remains after a refusal, in the order in which it is tried next. */
function refused(work, failure, batch, items, runtime) {
  if (failure.status === 410) {
    work.gone = true;
    return abandoned(items);
  }
  if (failure.status === 429) {
    paused(work, failure);
    return items;
  }
  failed(work, failure, batch.length, runtime);
  return batch.length === 1 ? putBehind(work, batch, items.slice(1)) : items;
}

/** What was refused on its own, and what was to follow. */
function putBehind({ refused: ids }, alone, rest) {
  for (const kept of alone) ids.add(keptId(kept));
  return [...rest, ...alone.map((kept) => ({ ...kept, refusals: kept.refusals + 1 }))];
}

function paused(work, { notBefore }) {
  work.stopped = true;
  work.busy = notBefore === null;
  work.lane.next = notBefore === null ? 0 : notBefore + TOLERANCE_MS;
}

/** One failure between successes is tried again at once with a smaller batch; two in a row, or one in an outage, end the turn. */
function failed(work, failure, size, runtime) {
  work.lane.limit = Math.max(1, Math.floor(size / 2));
  if (isRejection(failure)) {
    work.rejections += size === 1 ? 1 : 0;
  } else {
    work.failures += 1;
  }
  if (work.rejections >= MOST_REJECTIONS || work.failures > 1 || failure.notBefore !== null)
    backOff(work, failure.notBefore, runtime);
}

/** The receiver speaks and refuses what it was sent, rather than who sends it: a smaller batch may pass. */
function isRejection({ status }) {
  return status >= 400 && status < 500 && ![401, 403, 404, 407, 408, 425].includes(status);
}

/** Waits grow with the outage, from five minutes to twenty, jittered by a fifth; a receiver's own wish counts more. */
function backOff(work, notBefore, runtime) {
  const { lane } = work;
  const now = runtime.now();
  work.stopped = true;
  if (lane.failingSince === 0) lane.failingSince = now;
  const wait =
    Math.min(WAIT.most, Math.max(WAIT.least, (now - lane.failingSince) * WAIT.ofOutage)) *
    (0.8 + 0.4 * runtime.random());
  lane.next = Math.max(now + wait, notBefore === null ? 0 : notBefore + TOLERANCE_MS);
}

// -------------------- src/outbox/inbox/inbox.ts --------------------
/** What is kept and not on a page yet: in the boxes, the driver and the slots; read, settled, and only then forgotten. */

/** A box is read when nobody can write to it any more: its minute has been over for longer than an invocation lives. */
const CLOSED_AFTER_MINUTES = 2;
/** For the backlog, the lease, and a page of each destination that is filled up. */
const SETTLING_OPERATIONS = 8;

/** The first minute whose box may still be written to. */
function openMinute(now) {
  return minuteOf(now) - CLOSED_AFTER_MINUTES + 1;
}

/** Reads the closed minutes, oldest first, as many as this turn can settle. */
async function readFresh(data, backlog, { store, runtime, personalData }) {
  const most = Math.max(1, Math.floor((store.left - 7) / 2));
  const upTo = Math.max(backlog.cursor, Math.min(openMinute(runtime.now()), backlog.cursor + most));
  const minutes = minutesFrom(backlog.cursor, upTo);
  const boxes = await Promise.all(minutes.map(async (minute) => ({ minute, box: await store.get(boxKey(minute)) })));
  const slots = (await Promise.all(minutes.map(readSlots))).flat();
  const inside = unpack(own(data, 'item'));
  const isNew = inside !== null && keptId(inside) !== backlog.first;
  const items = [...(isNew ? [inside] : []), ...boxes.flatMap(({ box }) => itemsOf(box))];
  // Should none of it be delivered at once, it goes on so many pages.
  const pages = store.left - SETTLING_OPERATIONS - pagesOf(items).length;
  const taken = slots.slice(
    0,
    roomFor(
      slots.map(({ item }) => item),
      pages * PAGE_BYTES,
    ),
  );
  return {
    items: unique([...items, ...taken.map(({ item }) => item)]).map((kept) => allowed(kept, personalData)),
    boxes: boxes.filter(({ box }) => box !== null).map(({ minute }) => minute),
    slots: taken,
    upTo: slots[taken.length]?.minute ?? upTo,
    first: inside === null ? backlog.first : keptId(inside),
  };
}

function minutesFrom(first, end) {
  return [...Array(end - first).keys()].map((index) => first + index);
}

/** Delivers what can be delivered at once and keeps the rest on pages; then commits, and deletes where it came from. */
async function settleFresh(fresh, backlog, works, turn) {
  const ids = new Set([...works.keys(), ...fresh.items.map(({ to }) => to)]);
  await together([...ids].map((id) => settleFor(id, fresh.items, works.get(id), turn)));
  // Slots are found by their minute, so the cursor passes it when they are gone; boxes are named until they are.
  Object.assign(backlog, { cursor: fresh.slots[0]?.minute ?? fresh.upTo, first: fresh.first, settled: fresh.boxes });
  if (fresh.items.length + fresh.slots.length + fresh.boxes.length > 0) {
    await saveBacklog(turn.store, backlog);
    await Promise.all([deleteBoxes(backlog, turn.store), deleteSlots(fresh.slots)]);
  }
  backlog.cursor = fresh.upTo;
}

async function settleFor(id, fresh, work, turn) {
  const items = withoutExpired(
    fresh.filter(({ to }) => to === id),
    turn.runtime.now(),
  );
  if (work === undefined) {
    for (const { events } of items) giveUp({ id }, events, TAKEN_OFF);
    return;
  }
  respect(work, items);
  const isNext = work.lane.head === work.lane.tail && maySend(work, turn);
  const left = isNext ? await deliver(work, items, turn, () => Promise.resolve()) : items;
  await addPages(work, left, turn.store);
}

/** A live request was asked not to come again before some time. */
function respect({ lane }, items) {
  for (const { notBefore } of items) if (notBefore !== null) lane.next = Math.max(lane.next, notBefore + TOLERANCE_MS);
}

/** The backlog names the boxes it has settled until they are deleted. */
async function deleteBoxes(backlog, store) {
  await Promise.all(backlog.settled.map((minute) => store.delete(boxKey(minute))));
  backlog.settled = [];
}

// -------------------- src/outbox/retire.ts --------------------
/**
 * Coming to rest: the driver is taken off and the store emptied, under guards. A guard is a one-time schedule that drives
 * the same minutes again, should the turn die, or the store refuse, before it is through.
 */

/** Two, because what fires once is gone, and its invocation may die as well. */
const GUARDS = ['relay-guard-1', 'relay-guard-2'];

/** To be called where nothing is left of what is closed. */
async function rest(backlog, { store, runtime }) {
  await dropGuards();
  if (!(await guard(backlog.cursor, runtime))) return;
  await saveBacklog(store, { ...backlog, resting: true });
  if (!(await unschedule(DRIVER))) return;
  await deleteStrayPages(backlog, store);
  await store.delete(BACKLOG_KEY);
  // Somebody else may drive it already, and from a later minute: only the guards know of this one.
  if (await isFilledAgain(backlog, store, runtime)) await drive(backlog.cursor + 1, {}, runtime);
  else await dropGuards();
}

/** Not much more than five minutes ahead, and a minute later where that was too early by the platform's clock. */
async function guard(since, runtime) {
  const at = runtime.now() + 5 * MINUTE_MS + 20000;
  const set = await Promise.all(GUARDS.map((name, index) => guardAt(name, since, at + index * MINUTE_MS)));
  return set.every((isSet) => isSet);
}

async function guardAt(name, since, at) {
  const data = { since, guard: true };
  return (await schedule({ name, data, at })) || schedule({ name, data, at: at + MINUTE_MS });
}

/** What a guard does that fires: sets itself up again first, until a turn takes it off. */
async function driveAgain(since, runtime) {
  await guard(since, runtime);
  await drive(since + 1, {}, runtime);
}

/** The first minute the pending guards know of, in epoch minutes; null where there is none. */
async function guardedSince() {
  const pending = (await Promise.all(GUARDS.map(scheduled))).filter((data) => data !== null);
  return pending.length === 0 ? null : Math.min(...pending.map((data) => Number(own(data, 'since'))));
}

async function dropGuards() {
  await Promise.all(GUARDS.map(unschedule));
}

/** A page whose commit was refused stands behind the last one, and its items were settled from where they were. */
async function deleteStrayPages(backlog, store) {
  for (const [id, { tail }] of Object.entries(backlog.lanes)) await deletePagesFrom(tail, id, store);
}

/** From the last on: a death half-way leaves none that could not be found. */
async function deletePagesFrom(first, id, store) {
  let end = first;
  while ((await store.get(pageKey(id, end))) !== null) end += 1;
  for (let page = end - 1; page >= first; page -= 1) await store.delete(pageKey(id, page));
}

/** Somebody may have kept something after the minutes were read, and found the driver still there. */
async function isFilledAgain({ cursor }, store, runtime) {
  const minutes = minutesFrom(cursor, minuteOf(runtime.now()) + 2);
  const boxes = await Promise.all(minutes.map((minute) => store.get(boxKey(minute))));
  const slots = await Promise.all([...new Set(minutes.map(slotMinute))].map(isAnySlotTaken));
  return slots.includes(true) || boxes.some((box) => box !== null);
}

// -------------------- src/outbox/turn.ts --------------------
/**
 * One turn of the outbox, fired by the driver every five minutes while something is kept. The order of the steps is what
 * makes a death between any two of them harmless; docs/outbox.md says why each stands where it does.
 */

/** Of the 50 operations a minute; whoever keeps something takes the others. */
const OPERATIONS = 45;
const LEAST_OPERATIONS = 14;
const LEASE_KEY = 'lease';
const LEASE_SECONDS = 50;
/** Each was left behind by a turn that died. */
const MOST_LEASES = 4;

/** Handles onScheduledEvent: the driver, an extra turn, a guard, or a slot that nobody emptied in three days. */
async function drain(payload, runtime) {
  const data = objectOf(own(objectOf(payload), 'data'));
  const iparams = own(objectOf(payload), 'iparams');
  const settings = readSettings(iparams);
  if (own(data, 'guard') === true) await driveAgain(Number(own(data, 'since')), runtime);
  else if (!isDriver(data) && own(data, 'item') !== undefined) giveUpSlot(unpack(own(data, 'item')), settings);
  // Without settings there is no telling whether a destination was taken off or is just not known.
  else if (isObject(iparams))
    await takeTurn(data, settings, {
      store: createStore(OPERATIONS),
      runtime,
      startedAt: runtime.now(),
      personalData: settings.personalData,
    });
}

/** The driver says since which minute something may be kept. */
function isDriver(data) {
  return typeof own(data, 'since') === 'number';
}

function giveUpSlot(item, { personalData }) {
  if (item !== null) giveUp({ id: item.to }, allowed(item, personalData).events, EXPIRED);
}

/** A refused operation ends the turn where it stands: everything is kept, and a later turn goes on. */
async function takeTurn(data, settings, turn) {
  try {
    const keys = await lease(turn, [LEASE_KEY]);
    if (keys === null) return;
    await work(data, settings, turn);
    for (const key of keys) await turn.store.delete(key);
  } catch (fault) {
    if (!(fault instanceof StoreRefused)) throw fault;
    await emptySlots(settings, turn);
    if (isDriver(data)) await extraTurns(turn.runtime);
  }
}

/**
 * One turn at a time. The store forgets a dead turn's lease within a minute; where it is slow to, a lease that is over, also by
 * a clock that is a minute behind, is taken over under a key that its end names, which only one turn can claim. Returns the
 * keys to delete at the end; null where another turn is at work.
 */
async function lease(turn, keys) {
  const { store, runtime } = turn;
  const key = keys[keys.length - 1] ?? LEASE_KEY;
  if (await store.claim(key, { until: runtime.now() + LEASE_SECONDS * 1000 }, LEASE_SECONDS)) return keys;
  const until = Number(own(objectOf(await store.get(key)), 'until'));
  const isOver = until + MINUTE_MS <= runtime.now();
  return isOver && keys.length < MOST_LEASES ? lease(turn, [...keys, `${LEASE_KEY}:${until}`]) : null;
}

/**
 * An extra turn belongs to a backlog: without one, its driver is gone, or a new one whose item it does not know. A driver
 * that was taken off after it fired has nothing to drive any more.
 */
async function backlogOf(data, guarded, store) {
  if (!isDriver(data)) return loadBacklog(store, null);
  const driver = objectOf(await scheduled(DRIVER));
  if (own(driver, 'since') !== own(data, 'since') || own(driver, 'item') !== own(data, 'item')) return null;
  const backlog = await loadBacklog(store, Number(own(data, 'since')));
  return backlog === null ? null : { ...backlog, cursor: Math.min(backlog.cursor, guarded ?? backlog.cursor) };
}

async function work(data, settings, turn) {
  const guarded = await guardedSince();
  const backlog = await backlogOf(data, guarded, turn.store);
  if (backlog === null) return;
  await leaveRoom(turn);
  await deleteBoxes(backlog, turn.store);
  const works = worksOf(backlog, settings);
  await drainLanes([...works.values()], backlog, turn);
  await dropLanes(backlog, works, turn);
  if (isDriver(data) || !isAnyPaged(backlog))
    await settleFresh(await readFresh(data, backlog, turn), backlog, works, turn);
  report([...works.values()]);
  if (isDriver(data) && !isAnyPaged(backlog) && !isBehind(backlog.cursor, turn)) await rest(backlog, turn);
  else await goOn(data, backlog, [...works.values()], turn, guarded !== null);
}

/** There are minutes that could be read now. */
function isBehind(cursor, { runtime }) {
  return cursor < openMinute(runtime.now());
}

/** Saves, and asks for extra turns where more could be delivered sooner. */
async function goOn(data, backlog, works, turn, isGuarded) {
  await saveBacklog(turn.store, backlog);
  if (!isDriver(data)) return;
  // What the guards knew is known to the backlog now.
  if (isGuarded) await dropGuards();
  if (works.some(isMoving) || isBehind(backlog.cursor, turn)) await extraTurns(turn.runtime);
}

/** Leaves as many operations as were used to keep something in the last minute: a drain must not crowd them out. */
async function leaveRoom({ store, runtime }) {
  const kept = itemsOf(await store.get(boxKey(minuteOf(runtime.now()) - 1))).length;
  store.left = Math.max(LEAST_OPERATIONS, store.left - kept);
}

function laneOf({ lanes }, id) {
  const lane = lanes[id] ?? newLane();
  lanes[id] = lane;
  return lane;
}

function worksOf(backlog, settings) {
  const destinations = destinationsOf(settings);
  const ids = [...destinations, ...settings.broken].map(({ id }) => id).filter((id) => id !== null);
  return new Map(
    [...new Set(ids)].map((id) => [
      id,
      workOf(id, laneOf(backlog, id), destinations.find((each) => each.id === id) ?? null),
    ]),
  );
}

/** The lanes at once; then, one by one, what is in the way of other pages goes behind them. */
async function drainLanes(works, backlog, turn) {
  let blocked;
  do {
    await together(works.map((lane) => drainPages(lane, turn)));
    blocked = works.filter(({ inTheWay }) => inTheWay.length > 0 && turn.store.left > RESERVED_OPERATIONS);
    for (const lane of blocked) await putPageBehind(lane, backlog, turn.store);
  } while (blocked.length > 0);
  for (const lane of works) waitWithRefused(lane, turn);
}

/** The backlog knows where it is now before it goes from where it was. */
async function putPageBehind(work, backlog, store) {
  await addPages(work, work.inTheWay, store);
  await saveBacklog(store, backlog);
  await store.delete(pageKey(work.id, work.lane.head));
  work.lane.head += 1;
}

function isAnyPaged(backlog) {
  return Object.values(backlog.lanes).some(hasPages);
}

/** What is kept for a destination that was taken off is given up, aloud. */
async function dropLanes(backlog, works, turn) {
  for (const id of Object.keys(backlog.lanes).filter((each) => !works.has(each))) await dropLane(id, backlog, turn);
}

async function dropLane(id, backlog, { store, personalData }) {
  const lane = backlog.lanes[id];
  for (; lane !== undefined && hasPages(lane) && store.left > 8; lane.head += 1) {
    for (const kept of itemsOf(await store.get(pageKey(id, lane.head))))
      giveUp({ id }, allowed(kept, personalData).events, TAKEN_OFF);
    await store.delete(pageKey(id, lane.head));
  }
}

function isMoving({ delivered, busy }) {
  return delivered > 0 || busy;
}

function report(works) {
  const told = works.filter(({ delivered, stopped }) => delivered > 0 || stopped);
  if (told.length === 0) return;
  const lanes = Object.fromEntries(
    told.map(({ id, delivered, lane }) => [id, { delivered, pagesLeft: lane.tail - lane.head }]),
  );
  console.log(oneLine({ event: 'onScheduledEvent', outbox: lanes }));
}

const RECENT_MINUTES = 15;

/** Where the store is worn out, the slots of the last minutes can still be emptied; those that cannot be read are left to a later turn. */
async function emptySlots(settings, turn) {
  const now = turn.runtime.now();
  const slots = (
    await Promise.all(minutesFrom(openMinute(now) - RECENT_MINUTES, openMinute(now)).map(readableSlots))
  ).flat();
  const remaining = new Set(slots.map(({ item }) => keptId(item)));
  for (const destination of slots.length === 0 ? [] : destinationsOf(settings)) {
    const items = unique(slots.map(({ item }) => allowed(item, turn.personalData))).filter(
      ({ to, notBefore }) => to === destination.id && (notBefore ?? 0) <= now,
    );
    const left = new Set(
      (await deliver(workOf(destination.id, newLane(), destination), items, turn, () => Promise.resolve())).map(keptId),
    );
    for (const id of items.map(keptId)) if (!left.has(id)) remaining.delete(id);
  }
  await Promise.all(
    [...new Set(slots.map(({ minute }) => minute))].map((minute) =>
      deleteSlots(
        upToFirstOf(
          remaining,
          slots.filter((each) => each.minute === minute),
        ),
      ),
    ),
  );
}

async function readableSlots(minute) {
  try {
    return await readSlots(minute);
  } catch (fault) {
    if (fault instanceof StoreRefused) return [];
    throw fault;
  }
}

/** A minute's slots may be deleted up to the first that must stay. */
function upToFirstOf(remaining, slots) {
  const end = slots.findIndex(({ item }) => remaining.has(keptId(item)));
  return end < 0 ? slots : slots.slice(0, end);
}

const EXTRA_TURNS = [1, 2, 3, 4];

/** One a minute between two turns of the driver: each has the whole quota of its minute. */
async function extraTurns(runtime) {
  const times = EXTRA_TURNS.map((extra) => runtime.now() + (5 + extra) * MINUTE_MS);
  await Promise.all(times.map((at) => schedule({ name: extraTurnName(at), data: { extra: true }, at })));
}

/** Five minutes later the same minutes have other names: the extra turns of the driver's turn before are pending still. */
function extraTurnName(at) {
  return `relay-extra-${minuteOf(at) % 10}`;
}

// -------------------- src/platform/runtime.ts --------------------

/** The real ones, as far as the platform has them. */
const realRuntime = { now: () => Date.now(), random: () => Math.random(), after };

/**
 * The platform has no timers, but the language has one: waiting for a place in memory that nobody changes (ECMAScript
 * 2024, Node since 16). It neither blocks nor keeps a process alive.
 */
function after(ms) {
  const never = new Promise(() => undefined);
  if (typeof SharedArrayBuffer !== 'function' || Atomics.waitAsync === undefined) return never;
  return Promise.resolve(Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms).value);
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
    const kind = fault instanceof Error ? fault.name : typeof fault;
    console.error(`Error in ${event}: the app failed with ${kind}. Please report it with the line above.`);
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

  onScheduledEventCallback: async function (payload) {
    await guarded('onScheduledEvent', drain(payload, realRuntime));
  },
};
