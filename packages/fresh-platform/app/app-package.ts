/** The app's files: manifest.json, config/ and where its server code lies, checked before anything runs. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppPackageError, isPlainObject } from '../rules/errors';
import { readManifest, type Manifest } from './manifest';
import { readTemplate, type RequestTemplate } from '../request/templates';

export interface AppPackage extends Manifest {
  /** Absolute. */
  dir: string;
  serverDir: string;
  templates: Map<string, RequestTemplate>;
}

type Report = (problem: string) => void;

/** Reads an app's folder. Throws one AppPackageError that lists everything `fdk validate` would reject in what was read. */
export function readAppPackage(appDir: string): AppPackage {
  const dir = resolve(appDir);
  const problems: string[] = [];
  const report: Report = (problem) => problems.push(problem);
  const file = (name: string): Record<string, unknown> => readJson(dir, name, report);

  if (!existsSync(join(dir, 'manifest.json'))) throw new AppPackageError(dir, ['manifest.json is missing.']);
  const manifest = readManifest(file('manifest.json'), report);
  const iparams = file('config/iparams.json');
  checkDefaults(iparams, report);
  const requests = file('config/requests.json');
  checkDeclared(manifest.templateNames, new Set(Object.keys(requests)), report);
  const templates = readTemplates(requests, secureNames(iparams), report);
  if (!existsSync(join(dir, 'server/server.js'))) report('server/server.js is missing: build the app first.');

  if (problems.length > 0) throw new AppPackageError(dir, problems);
  return { ...manifest, dir, serverDir: join(dir, 'server'), templates };
}

/** An absent file reads as an empty object: an app may come without parameters or requests. */
function readJson(dir: string, name: string, report: Report): Record<string, unknown> {
  const path = join(dir, name);
  if (!existsSync(path)) return {};
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isPlainObject(content)) return content;
    report(`${name} must hold a JSON object.`);
  } catch (error) {
    report(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return {};
}

function secureNames(iparams: Record<string, unknown>): Set<string> {
  return new Set(
    Object.keys(iparams).filter((name) => isPlainObject(iparams[name]) && iparams[name]['secure'] === true),
  );
}

function checkDefaults(iparams: Record<string, unknown>, report: Report): void {
  for (const [name, iparam] of Object.entries(iparams)) {
    if (!isPlainObject(iparam) || !Array.isArray(iparam['options'])) continue;
    const options: unknown[] = iparam['options'];
    const defaults: unknown[] = [iparam['default_value'] ?? []].flat();
    for (const value of defaults) {
      if (!options.includes(value))
        report(`config/iparams.json: the default of ${name}, ${JSON.stringify(value)}, is not among its options.`);
    }
  }
}

function checkDeclared(declared: Set<string>, defined: Set<string>, report: Report): void {
  for (const name of defined) {
    if (!declared.has(name))
      report(
        `manifest.json: template ${name} of config/requests.json must be listed as {} under modules.common.requests.`,
      );
  }
  for (const name of declared) {
    if (!defined.has(name)) report(`config/requests.json: template ${name}, which manifest.json lists, is missing.`);
  }
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
