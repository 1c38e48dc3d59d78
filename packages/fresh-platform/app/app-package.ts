/** The app's files: manifest.json, config/ and where its server code lies, checked before anything runs. */
import { messageOf } from '../lib/thrown';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isFile } from '../lib/json-file';
import { portWarning, readTemplate, type RequestTemplate } from '../request/templates';
import { AppPackageError, isPlainObject } from '../rules/errors';
import { readManifest, type Manifest, type Report } from '../rules/manifest';
import { formProblems } from '../rules/server-form';
import { checkDefaults, secureNames } from '../rules/settings-form';
import { readServerFile } from './server-file';

export interface AppPackage extends Manifest {
  /** Absolute. */
  dir: string;
  serverDir: string;
  /** How its settings are filled in: a form of the platform, a page of its own, or not at all. */
  settings: 'form' | 'page' | 'none';
  templates: Map<string, RequestTemplate>;
  /** What the real tool warns of and takes. */
  warnings: string[];
}

/** Reads an app's folder. Throws one AppPackageError that lists everything `fdk validate` would reject in what was read. */
export function readAppPackage(appDir: string): AppPackage {
  const dir = resolve(appDir);
  const problems: string[] = [];
  const warnings: string[] = [];
  const report: Report = (problem) => problems.push(problem);
  const file = (name: string): Record<string, unknown> => readJson(dir, name, report);

  if (!existsSync(join(dir, 'manifest.json'))) throw new AppPackageError(dir, ['manifest.json is missing.']);
  const manifest = readManifest(file('manifest.json'), report, (problem) => warnings.push(problem));
  const iparams = file('config/iparams.json');
  checkDefaults(iparams, report);
  const requests = file('config/requests.json');
  warnings.push(...unmatched(manifest.templateNames, new Set(Object.keys(requests))));
  const templates = readTemplates(requests, secureNames(iparams), report);
  warnings.push(...[...templates.values()].flatMap((template) => portWarning(template) ?? []));
  checkServer(dir, manifest, report);

  if (problems.length > 0) throw new AppPackageError(dir, problems);
  return { ...manifest, dir, serverDir: join(dir, 'server'), settings: settingsOf(dir), templates, warnings };
}

function settingsOf(dir: string): AppPackage['settings'] {
  if (existsSync(join(dir, 'config/iparams.html'))) return 'page';
  return existsSync(join(dir, 'config/iparams.json')) ? 'form' : 'none';
}

/** An absent file reads as an empty object: an app may come without parameters or requests. */
function readJson(dir: string, name: string, report: Report): Record<string, unknown> {
  const path = join(dir, name);
  if (!existsSync(path)) return {};
  if (!isFile(path)) {
    report(`${name} is no file.`);
    return {};
  }
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    if (isPlainObject(content)) return content;
    report(`${name} must hold a JSON object.`);
  } catch (error) {
    report(`${name} is not JSON: ${messageOf(error)}`);
  }
  return {};
}

/** Documented: a template that is listed and not written, or the reverse, is warned of. */
function unmatched(declared: Set<string>, defined: Set<string>): string[] {
  return [
    ...[...defined]
      .filter((name) => !declared.has(name))
      .map(
        (name) => `manifest.json does not list template ${name} of config/requests.json under modules.common.requests.`,
      ),
    ...[...declared]
      .filter((name) => !defined.has(name))
      .map((name) => `config/requests.json has no template ${name}, which manifest.json lists.`),
  ];
}

function readTemplates(
  requests: Record<string, unknown>,
  secureIparams: Set<string>,
  report: Report,
): Map<string, RequestTemplate> {
  const templates = new Map<string, RequestTemplate>();
  for (const [name, entry] of Object.entries(requests)) {
    const template = readTemplate(name, entry, secureIparams, report);
    if (template) templates.set(name, template);
  }
  return templates;
}

/** Every function that the manifest names must be found where the real tool looks for it. */
function checkServer(dir: string, { handlers, functions, jobs }: Manifest, report: Report): void {
  const called = [
    ...handlers.map(({ event, name }) => ({ name, where: event })),
    ...[...functions.keys()].map((name) => ({ name, where: 'pages to call' })),
    ...[...jobs].map((name) => ({ name, where: 'a job' })),
  ];
  const path = join(dir, 'server/server.js');
  // An app may have a front end alone.
  if (called.length === 0) return;
  if (!isFile(path)) {
    report('server/server.js is missing: build the app first.');
    return;
  }
  const { form } = readServerFile(path);
  if ('message' in form) {
    report(
      `server/server.js, line ${form.line}, column ${form.column}: ${form.message}. The platform parses ECMAScript 2020 and no ES modules.`,
    );
    return;
  }
  for (const problem of formProblems(form, called)) report(`server/server.js: ${problem}`);
}
