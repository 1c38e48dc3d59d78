/** What each field of an event holds, as tables for people, out of the published schema. */
import { dig, digList, digRecord, digText, isRecord, type Json } from '../../../packages/fresh-platform/lib/dig';

/** The definitions that are told field by field, and what they stand under. */
const TABLES: readonly (readonly [definition: string, title: string])[] = [
  ['conversationEvent', 'Events of a conversation'],
  ['conversation', '`conversation`'],
  ['user', '`conversation.user`'],
  ['actor', '`actor`'],
  ['change', '`change`'],
  ['account', '`account`'],
  ['destinationNotice', 'relay.trouble and relay.recovered'],
  ['summaryNotice', 'relay.summary'],
  ['figures', '`total` and `day_before`'],
];

/** Lines of Markdown. */
export function fieldTables(schema: Json): string[] {
  return TABLES.flatMap(([definition, title]) => tableOf(schema, definition, title));
}

function tableOf(schema: Json, definition: string, title: string): string[] {
  const described = objectIn(dig(schema, '$defs', definition));
  const about = digText(dig(schema, '$defs', definition), 'description');
  const required = digList(described, 'required');
  const rows = Object.entries(digRecord(described, 'properties')).map(([name, field]) => {
    const always = required.includes(name) ? '' : ', at times absent';
    return `| \`${name}\` | ${typeInWords(field)}${always} | ${meaningOf(schema, field)} |`;
  });
  return [`### ${title}`, '', about, '', '| field | value | meaning |', '| --- | --- | --- |', ...rows, ''];
}

/** A definition may be an object or null. */
function objectIn(definition: unknown): unknown {
  return digList(definition, 'anyOf').find((one) => digText(one, 'type') === 'object') ?? definition;
}

function meaningOf(schema: Json, field: unknown): string {
  const own = digText(field, 'description');
  return own === '' ? digText(dig(schema, '$defs', referred(field)), 'description') : own;
}

function referred(field: unknown): string {
  return digText(field, '$ref').replace('#/$defs/', '');
}

const REFERRED: ReadonlyMap<string, string> = new Map([
  ['time', 'time'],
  ['timeOrNull', 'time or null'],
  ['text', 'text or null'],
  ['named', '`{ id, name }` or null'],
  ['user', 'object or null'],
]);

function typeInWords(field: unknown): string {
  const name = referred(field);
  if (name !== '') return REFERRED.get(name) ?? 'object';
  const choices = digList(field, 'enum');
  if (choices.length > 3) return 'text';
  if (choices.length > 0) return choices.map((choice) => `\`${String(choice)}\``).join(', ');
  const any = digList(field, 'anyOf');
  return any.length > 0 ? [...new Set(any.map(typeInWords))].join(' or ') : plainInWords(field);
}

const PLAIN_TYPES: ReadonlyMap<unknown, string> = new Map([
  ['string', 'text'],
  ['integer', 'number'],
  ['array', 'list'],
]);

function plainInWords(field: unknown): string {
  const type = isRecord(field) ? field['type'] : undefined;
  const types = Array.isArray(type) ? type : [type];
  return types.map((one) => PLAIN_TYPES.get(one) ?? (one === undefined ? 'any value' : String(one))).join(' or ');
}
