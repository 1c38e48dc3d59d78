/** A file of rules: rules/schemas/receivers.schema.json says what may stand in one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { friendlyPath, readJsonFile, UserError } from '../lib/json-file';
import { sentenceOf } from '../validate/checks/ajv-sentence';
import type { ReceiverRule } from '../receivers/rules';

/** The rules of a file. Throws a UserError that names the file, the place in it and what may stand there. */
export function readRules(path: string): ReceiverRule[] {
  const rules = readJsonFile(path);
  const schema = readFileSync(join(__dirname, '..', 'rules', 'schemas', 'receivers.schema.json'), 'utf8');
  const validate = new Ajv2020({ strict: true, verbose: true }).compile(JSON.parse(schema) as object);
  if (validate(rules)) return rules as ReceiverRule[];
  const [first] = validate.errors ?? [];
  throw new UserError(`${friendlyPath(path)}: ${first === undefined ? 'it does not fit.' : sentenceOf(first)}`);
}
