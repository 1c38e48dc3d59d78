/**
 * manifest.json of platform 3.0: what stops an app and what is only warned of. The frame, engines and modules are documented;
 * blocks beside those of serverless apps (locations, app settings, access tokens, meta configuration, jobs) are read past.
 */
import { isPlainObject } from './errors';
import { COMMON_EVENTS } from './products';

export interface Handler {
  event: string;
  /** The name server/server.js exports. */
  name: string;
  /** `common`, or the product module whose event it is. */
  module: string;
}

export interface Manifest {
  /** In the manifest's order; an event may have one in each of several modules. */
  handlers: Handler[];
  /** Modules of products the app works in, as `currentHost.subscribed_modules` lists them. */
  productModules: string[];
  templateNames: Set<string>;
  /** Functions that pages call, by name; `timeout` in seconds where one is given. */
  functions: Map<string, { timeout: number | undefined }>;
  jobs: Set<string>;
  /** Package name → exact version. */
  dependencies: Map<string, string>;
}

export type Report = (problem: string) => void;

/** Documented: the real tool refuses an empty location. Apps that the vendor publishes leave the others empty. */
const NEVER_EMPTY = ['location'];
const BETTER_LEFT_OUT = ['events', 'requests', 'functions', 'jobs'];

/**
 * Reads the manifest as far as it can be read; every breach of a rule goes to `report` as a sentence, and what the real tool
 * takes in spite of the rule to `warn`.
 */
export function readManifest(manifest: Record<string, unknown>, report: Report, warn: Report): Manifest {
  const note: Report = (problem) => {
    report(`manifest.json: ${problem}`);
  };
  const modules = objectAt(manifest, 'modules');
  checkFrame(manifest, note);
  checkModules(modules, note);
  for (const problem of emptyBlocks(modules, BETTER_LEFT_OUT)) warn(`manifest.json: ${problem}`);
  return {
    handlers: readHandlers(modules, note),
    productModules: Object.keys(modules).filter((name) => name !== 'common'),
    templateNames: new Set(Object.keys(objectAt(objectAt(modules, 'common'), 'requests'))),
    functions: readFunctions(modules),
    jobs: new Set(Object.keys(modules).flatMap((name) => Object.keys(objectAt(objectAt(modules, name), 'jobs')))),
    dependencies: readDependencies(objectAt(manifest, 'dependencies'), note),
  };
}

function checkFrame(manifest: Record<string, unknown>, note: Report): void {
  if (manifest['platform-version'] !== '3.0') note('"platform-version" must be "3.0".');
  if ('name' in manifest) note('there is no name field on platform 3.0: take it out.');
  const engines = objectAt(manifest, 'engines');
  for (const engine of ['node', 'fdk']) {
    if (!isExactVersion(engines[engine])) note(`engines.${engine} must be an exact version such as 24.11.0.`);
  }
}

function checkModules(modules: Record<string, unknown>, note: Report): void {
  if (Object.keys(modules).filter((name) => name !== 'common').length === 0)
    note('modules needs a product module such as chat_conversation.');
  emptyBlocks(modules, NEVER_EMPTY).forEach(note);
}

function emptyBlocks(modules: Record<string, unknown>, keys: readonly string[]): string[] {
  return Object.keys(modules).flatMap((name) => {
    const module = objectAt(modules, name);
    return keys
      .filter((key) => isPlainObject(module[key]) && Object.keys(module[key]).length === 0)
      .map((key) => `modules.${name}.${key} is empty: take it out.`);
  });
}

function readHandlers(modules: Record<string, unknown>, note: Report): Handler[] {
  const handlers: Handler[] = [];
  for (const module of Object.keys(modules)) {
    for (const [event, entry] of Object.entries(objectAt(objectAt(modules, module), 'events'))) {
      const name = isPlainObject(entry) ? entry['handler'] : undefined;
      if (typeof name !== 'string' || name === '')
        note(`modules.${module}.events.${event} must be { "handler": "<exported function>" }.`);
      else if ((module === 'common') !== COMMON_EVENTS.includes(event))
        note(`${event} stands under modules.${module}: ${eventRule(module)}`);
      else handlers.push({ event, name, module });
    }
  }
  return handlers;
}

function eventRule(module: string): string {
  return module === 'common'
    ? 'product events belong under their product module.'
    : `${COMMON_EVENTS.join(', ')} belong under modules.common.`;
}

function readFunctions(modules: Record<string, unknown>): Manifest['functions'] {
  const functions: Manifest['functions'] = new Map();
  for (const module of Object.keys(modules)) {
    for (const [name, entry] of Object.entries(objectAt(objectAt(modules, module), 'functions'))) {
      const timeout = isPlainObject(entry) ? entry['timeout'] : undefined;
      functions.set(name, { timeout: typeof timeout === 'number' ? timeout : undefined });
    }
  }
  return functions;
}

function readDependencies(dependencies: Record<string, unknown>, note: Report): Map<string, string> {
  const exact = new Map<string, string>();
  for (const [name, version] of Object.entries(dependencies)) {
    if (isExactVersion(version)) exact.set(name, version);
    else note(`dependencies.${name} must be an exact version such as 1.2.3.`);
  }
  return exact;
}

export function isExactVersion(version: unknown): version is string {
  return typeof version === 'string' && /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);
}

function objectAt(object: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = object[key];
  return isPlainObject(value) ? value : {};
}
