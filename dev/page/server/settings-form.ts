/** The form that config/iparams.json describes, and the settings an admin enters in it. */
import { join } from 'node:path';
import { digRecord, digText, isRecord, type Json } from '../../../packages/fresh-platform/lib/dig';
import { readJsonFile, UserError } from '../../../packages/fresh-platform/lib/json-file';
import type { SettingField } from './api';

type Declared = [key: string, iparam: Json][];

function declared(appDir: string): Declared {
  const iparams = readJsonFile(join(appDir, 'config', 'iparams.json'));
  if (!isRecord(iparams)) throw new UserError('config/iparams.json must hold a JSON object.');
  return Object.keys(iparams).map((key) => [key, digRecord(iparams, key)]);
}

/** The fields in the file's order; without an installation they hold the defaults. Throws a UserError for a file that cannot be read. */
export function formOf(appDir: string, installed: Json | null): SettingField[] {
  return declared(appDir).map(([key, iparam]) => {
    const secure = iparam['secure'] === true;
    const value = installed === null ? iparam['default_value'] : installed[key];
    return {
      key,
      label: digText(iparam, 'display_name') || key,
      help: digText(iparam, 'description'),
      type: digText(iparam, 'type') || 'text',
      secure,
      required: iparam['required'] === true,
      options: textsOf(iparam['options']),
      value: secure ? '' : entered(value),
      isSet: secure && typeof value === 'string' && value !== '',
    };
  });
}

function entered(value: unknown): string | string[] {
  if (Array.isArray(value)) return textsOf(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/**
 * The settings a form sends, by key. A secure one left blank keeps what it was, unless `cleared` names it, since the form
 * cannot show it; so does what the file does not declare. Throws a UserError for a required one left blank, or a value that
 * is none of its options.
 */
export function readForm(appDir: string, form: unknown, before: Json): Json {
  const values = digRecord(form, 'values');
  const cleared = textsOf(isRecord(form) ? form['cleared'] : undefined);
  const entries = declared(appDir).map(([key, iparam]) => {
    const isUntouched = iparam['secure'] === true && values[key] === '' && !cleared.includes(key);
    const value = isUntouched ? before[key] : values[key];
    check(key, iparam, value);
    return [key, value] as const;
  });
  const known = new Set(entries.map(([key]) => key));
  const kept = Object.entries(before).filter(([key]) => !known.has(key));
  return Object.fromEntries([...kept, ...entries].filter(([, value]) => value !== undefined && value !== ''));
}

function check(key: string, iparam: Json, value: unknown): void {
  const label = digText(iparam, 'display_name') || key;
  if (isBlank(value)) {
    if (iparam['required'] === true) throw new UserError(`${label} is required: fill it in.`);
    return;
  }
  const options = textsOf(iparam['options']);
  const strange = options.length === 0 ? undefined : textsOf([value].flat()).find((one) => !options.includes(one));
  if (strange !== undefined)
    throw new UserError(`${label} cannot be “${strange}”: choose among ${options.join(', ')}.`);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
