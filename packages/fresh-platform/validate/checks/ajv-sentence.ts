/** What a schema finds, as a sentence. */
import type { ErrorObject } from 'ajv/dist/2020';
import { isRecord } from '../../lib/dig';
import { byNearness } from '../../lib/nearness';
import { inARow } from '../../lib/words';
import { quoted } from './words';

type Params = Record<string, unknown>;
type Say = (subject: string, error: ErrorObject & { params: Params }) => string;

const TYPES: Record<string, string> = {
  string: 'a text',
  object: 'an object',
  array: 'a list',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

const SENTENCES: Record<string, Say> = {
  required: (subject, { params: { missingProperty } }) => `${subject} has no ${String(missingProperty)}.`,
  additionalProperties: (subject, { params: { additionalProperty }, parentSchema }) =>
    `${subject} takes no ${String(additionalProperty)}${known(String(additionalProperty), parentSchema)}.`,
  propertyNames: (subject, { params: { propertyName } }) => `${subject} takes no ${String(propertyName)}.`,
  enum: (subject, { params: { allowedValues }, data }) =>
    `${subject} is ${quoted(data)}; it may be ${choices(data, allowedValues)}.`,
  const: (subject, { params: { allowedValue }, data }) =>
    `${subject} is ${quoted(data)}, and must be ${quoted(allowedValue)}.`,
  type: (subject, { params: { type } }) =>
    `${subject} must be ${[type]
      .flat()
      .map((one) => TYPES[String(one)] ?? String(one))
      .join(' or ')}.`,
  pattern: (subject, { data }) => `${subject} is ${quoted(data)}, which does not fit.`,
  not: (subject) => `${subject} must not be there.`,
  minProperties: (subject, { data }) =>
    Object.keys(isRecord(data) ? data : {}).length === 0 ? `${subject} is empty.` : `${subject} holds too little.`,
  maxProperties: (subject, { params: { limit } }) =>
    limit === 0 ? `${subject} is not empty.` : `${subject} holds more than ${String(limit)}.`,
  minItems: (subject) => `${subject} is empty.`,
  minLength: (subject) => `${subject} is an empty text.`,
  uniqueItems: (subject) => `${subject} names something twice.`,
  minimum: (subject, { params: { limit }, data }) =>
    `${subject} is ${quoted(data)}, and must be at least ${String(limit)}.`,
  maximum: (subject, { params: { limit }, data }) =>
    `${subject} is ${quoted(data)}, and must be at most ${String(limit)}.`,
  multipleOf: (subject, { params: { multipleOf }, data }) =>
    `${subject} is ${quoted(data)}, and goes in steps of ${String(multipleOf)}.`,
};

/** The sentence names the value by its path. */
export function sentenceOf(error: ErrorObject): string {
  const path = error.instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const subject = path === '' ? 'The file' : path;
  return (
    SENTENCES[error.keyword]?.(subject, { ...error, params: error.params as Params }) ??
    `${subject} ${error.message ?? 'does not fit'}.`
  );
}

function choices(data: unknown, allowed: unknown): string {
  const values = (Array.isArray(allowed) ? (allowed as unknown[]) : []).map(String);
  return inARow(byNearness(String(data), values), 'or');
}

function known(name: string, schema: unknown): string {
  const names =
    isRecord(schema) && isRecord(schema['properties'])
      ? Object.entries(schema['properties']).flatMap(([one, inner]) => (isRecord(inner) && 'not' in inner ? [] : [one]))
      : [];
  return names.length === 0 ? '' : `, but ${inARow(byNearness(name, names), 'and')}`;
}
