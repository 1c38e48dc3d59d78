/** What in recorded payloads is a customer's own. */
import { dig, digList, digText, isRecord, type Json } from '../../lib/dig';
import type { Recording } from './recordings';

/** A text that must not be logged, and what it is. */
export interface Private {
  /** As `comparable` makes it. */
  text: string;
  /** "the customer's email". */
  what: string;
}

const CUSTOMERS = new Set(['user', 'contact', 'requester', 'customer', 'lead']);
const FIELDS: Record<string, string> = {
  first_name: 'first name',
  last_name: 'last name',
  name: 'name',
  email: 'email',
  phone: 'phone number',
  mobile: 'phone number',
  mobile_number: 'phone number',
};
/** As much of a text as is recognised where it was cut short. */
const MESSAGE_START = 40;

/**
 * Customers' names, emails, phones, property values and messages. A text that stands in other parts of the payloads
 * too, such as a name an agent bears as well, is left out: its place in a log cannot be told.
 */
export function privateTexts(recordings: readonly Recording[]): Private[] {
  const found = new Map<string, string>();
  const open: unknown[] = [];
  for (const { payload } of recordings.flatMap(({ steps }) => steps))
    open.push(collect(dig(payload, 'data') ?? payload, '', found));
  const elsewhere = comparable(JSON.stringify(open));
  // An email may hold a name: the longest text says best what was found.
  return [...found]
    .map(([text, what]) => ({ text, what }))
    .filter(({ text }) => !elsewhere.includes(text))
    .sort((a, b) => b.text.length - a.text.length);
}

/** Notes what is private, and returns a copy without it. */
function collect(value: unknown, key: string, found: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => collect(item, key, found));
  if (!isRecord(value)) return value;
  if (isCustomer(key, value)) return collectCustomer(value, found);
  return Object.fromEntries(
    Object.entries(value).map(([inner, item]) => [
      inner,
      PRIVATE_PARTS[inner]?.(item, found) ?? collect(item, inner, found),
    ]),
  );
}

const PRIVATE_PARTS: Record<string, (part: unknown, found: Map<string, string>) => unknown> = {
  messages: collectMessages,
  properties: collectProperties,
  // What changed may be the customer's as well, and makes nothing public but the platform's own words.
  changes: (changes) => [dig(changes, 'model_changes', 'status'), dig(changes, 'model_changes', 'priority')],
};

function isCustomer(key: string, value: Json): boolean {
  return CUSTOMERS.has(key) || (key === 'actor' && CUSTOMERS.has(String(value['type'])));
}

function collectCustomer(customer: Json, found: Map<string, string>): Json {
  for (const [field, what] of Object.entries(FIELDS)) note(customer[field], `the customer's ${what}`, found);
  note(dig(customer, 'avatar', 'url'), "the address of the customer's picture", found);
  collectProperties(customer['properties'], found);
  return {};
}

function collectProperties(properties: unknown, found: Map<string, string>): Json {
  const values = Array.isArray(properties)
    ? digList(properties).map((property) => dig(property, 'value'))
    : Object.values(isRecord(properties) ? properties : {});
  // Short values and flags are words that anything may be called.
  for (const value of values)
    if (String(value).length > 3 && typeof value !== 'boolean')
      note(value, "a value of the customer's properties", found);
  return {};
}

function collectMessages(messages: unknown, found: Map<string, string>): Json {
  for (const part of digList(messages).flatMap((message) => digList(message, 'message_parts'))) {
    note(digText(part, 'text', 'content'), 'what the customer wrote', found);
  }
  return {};
}

function note(value: unknown, what: string, found: Map<string, string>): void {
  const text = typeof value === 'string' || typeof value === 'number' ? comparable(String(value)).trim() : '';
  if (text.length > 1) found.set(text.length <= MESSAGE_START ? ` ${text} ` : ` ${text.slice(0, MESSAGE_START)}`, what);
}

/** Letters and digits in words: two texts are alike however they were escaped, quoted or grouped. */
export function comparable(text: string): string {
  const plain = text
    .replace(/\\+u([0-9a-f]{4})/gi, (...[, code]) => String.fromCharCode(Number.parseInt(String(code), 16)))
    .replace(/\\+[nrtbf]/g, ' ');
  const joined = plain.replace(/(?<=\d)[ ().-]+(?=\d)/g, '');
  return ` ${joined.replace(/[^\p{L}\p{N}]+/gu, ' ').toLowerCase()} `;
}
