import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../packages/fresh-platform/lib/dig';
import { APP_DIR } from './app';

/** The published schema as this version fills it: receivers ignore properties they do not know, the tests accept none. */
export function deliverySchema(as: 'closed' | 'open' = 'closed'): ValidateFunction {
  const schema: unknown = JSON.parse(readFileSync(join(APP_DIR, 'docs', 'events.schema.json'), 'utf8'));
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
  addFormats(ajv);
  const strict = as === 'open' ? schema : closed(schema);
  if (!isRecord(strict)) throw new Error('docs/events.schema.json is no schema.');
  return ajv.compile(strict);
}

/** No further properties wherever a type with properties is described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isRecord(schema)) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && 'type' in copy && !isRecord(copy['type']) && !('additionalProperties' in copy)
    ? { ...copy, unevaluatedProperties: false }
    : copy;
}
