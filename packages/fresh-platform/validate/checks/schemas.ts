/** manifest.json and config/ by the published schemas of schemas/. */
import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digText, isRecord } from '../../lib/dig';
import type { App } from '../app/app';
import { sentenceOf } from './ajv-sentence';
import type { JsonSource } from '../app/json-source';
import type { Place, Report } from '../problem';
import { isRule, type RuleId } from '../rules';

const SCHEMAS = join(__dirname, '..', '..', 'rules', 'schemas');

/** Holds the three files to their schemas. A schema names the rule of each part in `x-rule`. */
export function checkSchemas(app: App, report: Report): void {
  checkSchema(app.manifest, 'manifest', 'manifest-schema', report);
  checkSchema(app.iparams, 'iparams', 'iparams-schema', report);
  checkSchema(app.requests, 'requests', 'requests-schema', report);
}

function checkSchema(source: JsonSource, name: string, fallback: RuleId, report: Report): void {
  const validate = compile(name);
  if (validate(source.value)) return;
  for (const error of (validate.errors ?? []).filter(isTelling)) {
    const schema: unknown = error.parentSchema;
    const named = isRecord(schema) ? schema['x-rule'] : undefined;
    report(isRule(named) ? named : fallback, placeOf(error, source), sentenceOf(error), remedyOf(error));
  }
}

/** A schema's descriptions are written for whoever is to mend the value. */
function remedyOf({ keyword, parentSchema }: ErrorObject): string {
  if (keyword === 'additionalProperties') return 'Take it out, or spell it as the platform does.';
  return digText(parentSchema, 'description') || 'See schemas/ for what may stand here.';
}

const compiled = new Map<string, ValidateFunction>();

function compile(name: string): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, verbose: true });
  ajv.addKeyword('x-rule');
  const validate = ajv.compile(JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8')) as object);
  compiled.set(name, validate);
  return validate;
}

/** What a branch or a name inside `propertyNames` says, the error around it says better. */
function isTelling({ keyword, propertyName }: ErrorObject): boolean {
  return keyword !== 'if' && propertyName === undefined;
}

function placeOf({ instancePath, keyword, params }: ErrorObject, source: JsonSource): Place & { file: string } {
  const path = pathOf(instancePath);
  const extra: unknown =
    keyword === 'additionalProperties'
      ? (params as { additionalProperty: string }).additionalProperty
      : (params as { propertyName?: string }).propertyName;
  if (typeof extra === 'string') return source.keyAt([...path, extra]);
  return keyword === 'required' || keyword === 'not' || path.length === 0 ? source.keyAt(path) : source.valueAt(path);
}

/** A JSON pointer taken apart. */
export function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
