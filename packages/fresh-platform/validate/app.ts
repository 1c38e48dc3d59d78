/** The files of an app as the checks need them, read once. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { isRecord } from '../lib/dig';
import { friendlyPath, jsonFault, UserError } from '../lib/json-file';
import { codeSource, type CodeSource } from './code-source';
import { jsonSource, type JsonSource } from './json-source';
import { startOf, type Report } from './problem';
import type { RuleId } from './rules';

export interface App {
  /** Absolute. */
  dir: string;
  manifest: JsonSource;
  iparams: JsonSource;
  requests: JsonSource;
  /** server/ without test data and packages. */
  code: CodeSource[];
  /** Whether every JSON file could be read: without them the rest says little. */
  isWhole: boolean;
}

/** Folders in server/ that hold no code of the app. */
export const NO_CODE = ['server/test_data', 'server/node_modules'];

/** Reads an app. Throws a UserError where there is none. */
export function readApp(appDir: string, report: Report): App {
  const dir = resolve(appDir);
  if (!existsSync(dir) || !statSync(dir).isDirectory())
    throw new UserError(`${friendlyPath(dir)} is no folder: name the folder that holds an app's manifest.json.`);
  let isWhole = true;
  const json = (file: string, rule: RuleId): JsonSource => {
    const source = readJson(dir, file, rule, report);
    isWhole &&= source !== undefined;
    return source ?? jsonSource(file, '{}', {});
  };
  const manifest = json('manifest.json', 'manifest-json');
  const iparams = json('config/iparams.json', 'iparams-json');
  const requests = json('config/requests.json', 'requests-json');
  const code = filesIn(dir, 'server', NO_CODE)
    .filter((file) => file.endsWith('.js'))
    .map((file) => codeSource(file, join(dir, file), readFileSync(join(dir, file), 'utf8')));
  return { dir, manifest, iparams, requests, code, isWhole };
}

/** An absent file reads as an empty object: an app may come without parameters or requests. */
function readJson(dir: string, file: string, rule: RuleId, report: Report): JsonSource | undefined {
  if (!existsSync(join(dir, file))) return jsonSource(file, '{}', {});
  const text = readFileSync(join(dir, file), 'utf8');
  const fault = jsonFault(text);
  if (fault !== undefined) {
    report(
      rule,
      { file, ...fault },
      `This is not JSON: ${fault.reason}.`,
      'Mend it; JSON has double quotes, and neither comments nor commas at the end.',
    );
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  if (isRecord(value)) return jsonSource(file, text, value);
  report(rule, startOf(file), 'The file holds no JSON object.', 'Write { … }.');
  return undefined;
}

/** Files below a folder of the app, sorted, as paths relative to the app; links are not followed. */
export function filesIn(dir: string, folder: string, except: readonly string[] = []): string[] {
  if (!existsSync(join(dir, folder))) return [];
  const found = readdirSync(join(dir, folder), { withFileTypes: true }).flatMap((entry): string[] => {
    const path = relative(dir, join(dir, folder, entry.name))
      .split(sep)
      .join('/');
    if (except.includes(path)) return [];
    return entry.isDirectory() ? filesIn(dir, path, except) : [path];
  });
  return found.sort();
}

/** The names an object declares at a path of a JSON file. */
export function keysAt(value: unknown, ...path: string[]): string[] {
  let found: unknown = value;
  for (const name of path) found = isRecord(found) ? found[name] : undefined;
  return isRecord(found) ? Object.keys(found) : [];
}

/** Installation parameters that are masked and encrypted. */
export function secureIparams({ iparams }: App): string[] {
  return Object.entries(iparams.value)
    .filter(([, parameter]) => isRecord(parameter) && parameter['secure'] === true)
    .map(([name]) => name);
}
