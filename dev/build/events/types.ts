/** TypeScript types out of the published schema: one interface or alias for each of its `$defs`. */
import { digList, digRecord, digText, isRecord, type Json } from '../../../packages/fresh-platform/lib/dig';

/** The declarations, in the schema's order. */
export function typesFrom(schema: Json): string {
  const definitions = Object.entries(digRecord(schema, '$defs')).filter(([name]) => name !== 'event');
  const declared = definitions.map(([name, definition]) => declaration(typeName(name), definition));
  return [...declared, UNION].join('\n');
}

const UNION = `/** What this version tells. */
export type KnownEvent = ConversationEvent | DestinationNotice | SummaryNotice;

/** Of a type that came later this much is sure. */
export interface BaseEvent {
  id: string;
  type: string;
  occurred_at: Time;
  sequence: number;
}

/** The body of a delivery. */
export interface Delivery {
  /** \`conversation.events\`, \`conversation.relay.test\`, or what came later. */
  type: string;
  timestamp: Time;
  data: { events: (KnownEvent | BaseEvent)[] };
}
`;

function declaration(name: string, schema: unknown): string {
  const comment = commentOf(schema, '');
  return isInterface(schema)
    ? `${comment}export interface ${name} ${shapeOf(schema, '')}\n`
    : `${comment}export type ${name} = ${typeOf(schema, '')};\n`;
}

function isInterface(schema: unknown): schema is Json {
  return isRecord(schema) && schema['type'] === 'object' && 'properties' in schema;
}

function commentOf(schema: unknown, indent: string): string {
  const text = digText(schema, 'description');
  return text === '' ? '' : `${indent}/** ${text} */\n`;
}

function shapeOf(schema: unknown, indent: string): string {
  const required = digList(schema, 'required');
  const inner = `${indent}  `;
  const lines = Object.entries(digRecord(schema, 'properties')).map(
    ([key, value]) =>
      `${commentOf(value, inner)}${inner}${key}${required.includes(key) ? '' : '?'}: ${typeOf(value, inner)};\n`,
  );
  return `{\n${lines.join('')}${indent}}`;
}

function typeOf(schema: unknown, indent: string): string {
  const reference = digText(schema, '$ref');
  if (reference !== '') return typeName(reference.replace('#/$defs/', ''));
  const choices = digList(schema, 'enum');
  if (choices.length > 0) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  const any = digList(schema, 'anyOf');
  return any.length > 0 ? any.map((one) => typeOf(one, indent)).join(' | ') : plainType(schema, indent);
}

function plainType(schema: unknown, indent: string): string {
  const type = isRecord(schema) ? schema['type'] : undefined;
  const types = Array.isArray(type) ? type.map(String) : [typeof type === 'string' ? type : ''];
  return types.map((each) => oneType(each, schema, indent)).join(' | ');
}

function oneType(type: string, schema: unknown, indent: string): string {
  if (type === 'array') return `(${typeOf(isRecord(schema) ? schema['items'] : undefined, indent)})[]`;
  if (type === 'object') return objectType(schema, indent);
  return SIMPLE.get(type) ?? 'unknown';
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['integer', 'number'],
  ['number', 'number'],
  ['null', 'null'],
]);

function objectType(schema: unknown, indent: string): string {
  return isRecord(schema) && 'properties' in schema ? shapeOf(schema, indent) : 'Record<string, number>';
}

function typeName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
