/** What of a payload may be personal, by its key and its text. */

export const MASK = '[left out]';

/** Keys whose text is an identifier, a time or one of the platform's own words, wherever they stand: no free text. */
export const HARMLESS_KEY =
  /(?:^|_)(?:id|ids|time|type|status|source|locale|event|region|version|timestamp|entity|tier)$/;
/** Keys whose text is an address of the account. */
const HOST_KEY = /^(?:domain|freshchat)$/;
/** Keys whose text may be several words, and which an account may name as it likes. */
const WORD_KEY = /^(?:status|priority)$/;
/** The documented keys of that sort: nearly every key of a payload, and found faster than by its form. */
export const HARMLESS_KEYS: ReadonlySet<string> = new Set([
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
export const PERSONAL_KEY =
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

/** How a part of the payload is treated: which texts it may keep besides the harmless keys'. */
export type Keep = (key: string, text: string) => boolean;

export const nothing: Keep = () => false;
export const hosts: Keep = (...[, text]) => HOST.test(text);
export const names: Keep = (key, text) => NAME_KEY.test(key) && !isContact(text);
export const words: Keep = (key, text) => OWN_NAME.test(key) && !isContact(text);
/** Attributes that may say something of a person, or hold what one wrote. */
const ABOUT_A_PERSON =
  /user|customer|contact|person|requester|name|alias|company|city|street|postal|zip|birth|gender|whatsapp|custom|^cf_|propert/i;
const WRITTEN = /message|reply|content|text|comment|description|summary|subject|topic|title|note/i;

/** Fullwidth signs and digits count as the plain ones. */
export function isContact(text: string): boolean {
  return EMAIL_OR_PHONE.test(text.normalize('NFKC'));
}

/** Agents and bots are the account's own; anyone else, a type that came later included, may be a customer. */
export function isStaff(type: unknown): boolean {
  return type === 'agent' || type === 'bot';
}

/** One side of a changed attribute, also as the webhook tells it: the platform's words, numbers and flags stay, anything else may be personal. */
export function maskChangeSide(field: string, side: unknown): unknown {
  if (side === null || typeof side === 'boolean') return side;
  return isPersonalField(field) || !isPlainSide(field, side) ? MASK : side;
}

/** A name stays where it is a policy's, a group's or an agent's; a bare one may be the customer's. */
function isPersonalField(field: string): boolean {
  if (PERSONAL_KEY.test(field) || NAME_KEY.test(field)) return true;
  return !isPlatformField(field) && (ABOUT_A_PERSON.test(field) || WRITTEN.test(field));
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

export function isPublic(key: string, text: string, keep: Keep): boolean {
  if (HARMLESS_KEYS.has(key)) return text === '' || isMachineMade(text);
  if (text === '') return true;
  if (PERSONAL_KEY.test(key)) return false;
  if (WORD_KEY.test(key)) return isWords(text);
  return isPublicByForm(key, text, keep);
}

/** A key that only looks like one of the platform's is an account's own, and what stands under it may be a name. */
function isPublicByForm(key: string, text: string, keep: Keep): boolean {
  if (HARMLESS_KEY.test(key)) return isMachineMade(text) && CODE.test(text);
  return HOST_KEY.test(key) ? HOST.test(text) : keep(key, text);
}

/** Long digits, UUIDs and times look like phone numbers; under a harmless key they are none. */
function isMachineMade(text: string): boolean {
  return MACHINE_WORD.test(text) || TIME.test(text);
}
