/** The files of an app as the checks need them, read once. */
import { join, resolve } from 'node:path';
import { isRecord } from '../../lib/dig';
import { friendlyPath, jsonFault, UserError } from '../../lib/json-file';
import { codeSource, type CodeSource } from './code-source';
import { filesIn, kindOf, readText, textOf } from './files';
import { jsonSource, type JsonSource } from './json-source';
import { readSettingsPage, type SettingsPage } from './page-source';
import { startOf, type Report } from '../problem';
import type { RuleId } from '../rules';

export interface App {
  /** Absolute. */
  dir: string;
  manifest: JsonSource;
  iparams: JsonSource;
  requests: JsonSource;
  /** Where config/iparams.html takes the place of config/iparams.json. */
  page: SettingsPage | undefined;
  /** The JavaScript of server/ without test data and packages. */
  code: CodeSource[];
  /** The JavaScript of app/, without packages, as far as it can be read. */
  pageCode: CodeSource[];
  /** Whether every JSON file could be read: without them the rest says little. */
  isWhole: boolean;
}

/** Folders in server/ that hold no code of the app. */
export const NO_CODE = ['server/test_data', 'server/node_modules'];

/** Reads an app. Throws a UserError where there is none. */
export function readApp(appDir: string, report: Report): App {
  const dir = resolve(appDir);
  if (kindOf(dir) !== 'folder')
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
    .flatMap((file) => readCode(dir, file, report));
  const pageCode = filesIn(dir, 'app', ['app/node_modules'])
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => codeSource(file, join(dir, file), textOf(dir, file)) ?? []);
  return { dir, manifest, iparams, requests, page: readSettingsPage(dir), code, pageCode, isWhole };
}

/** An absent file reads as an empty object: an app may come without parameters or requests. */
function readJson(dir: string, file: string, rule: RuleId, report: Report): JsonSource | undefined {
  const content = readText(dir, file);
  if (content === undefined) return jsonSource(file, '{}', {});
  if ('fault' in content) {
    report(rule, startOf(file), content.fault, content.remedy);
    return undefined;
  }
  const fault = jsonFault(content.text);
  if (fault !== undefined) {
    report(
      rule,
      { file, line: fault.line, column: fault.column },
      `This is not JSON: ${fault.reason}.`,
      'Mend it; JSON has double quotes, and neither comments nor commas at the end.',
    );
    return undefined;
  }
  const value: unknown = JSON.parse(content.text);
  if (isRecord(value)) return jsonSource(file, content.text, value);
  report(rule, startOf(file), 'The file holds no JSON object.', 'Write { … }.');
  return undefined;
}

function readCode(dir: string, file: string, report: Report): CodeSource[] {
  const content = readText(dir, file);
  if (content === undefined) return [];
  if ('fault' in content) {
    report('code-syntax', startOf(file), content.fault, content.remedy);
    return [];
  }
  const source = codeSource(file, join(dir, file), content.text);
  if (source !== undefined) return [source];
  report(
    'code-syntax',
    startOf(file),
    'The code is nested deeper than it can be parsed.',
    'Write it flatter: the platform could not parse it either.',
  );
  return [];
}

/** The names an object declares at a path of a JSON file. */
export function keysAt(value: unknown, ...path: string[]): string[] {
  let found: unknown = value;
  for (const name of path) found = isRecord(found) ? found[name] : undefined;
  return isRecord(found) ? Object.keys(found) : [];
}

/** Installation parameters that are masked and encrypted, as far as the files tell. */
export function secureIparams({ iparams, page }: App): string[] {
  const inForm = Object.entries(iparams.value)
    .filter(([, parameter]) => isRecord(parameter) && parameter['secure'] === true)
    .map(([name]) => name);
  return [...inForm, ...(page?.secure ?? [])];
}
