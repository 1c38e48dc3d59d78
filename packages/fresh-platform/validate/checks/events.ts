/** manifest.json and server/server.js agree on the functions that the platform calls. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { digText } from '../../lib/dig';
import { byNearness } from '../../lib/nearness';
import { keysAt, type App } from '../app/app';
import { formFault, readServerForm, type ServerForm } from '../../rules/server-form';
import type { CodeSource } from '../app/code-source';
import type { Place, Report } from '../problem';
import { didYouMean } from './words';

/** A function that the manifest names, and where. */
interface Named {
  handler: string;
  path: string[];
}

const FORM =
  'Write exports = { name: function (payload) { … } } at the top level of server/server.js, and nothing else.';
const WRITTEN = 'Write the function there: name: function (payload) { … }, or name(payload) { … }.';

/** Every function that the manifest names is written in the object that server/server.js exports, and the reverse. */
export function checkEvents(app: App, report: Report): void {
  const server = serverOf(app);
  checkUpdates(app, report);
  if (server === undefined || server.isBroken === true) return;
  const form = readServerForm(server.text);
  // What does not parse is told by its syntax.
  if ('message' in form) return;
  const named = handlersOf(app);
  if (named.length === 0 || checkForm(server, form, report)) checkNames(app, server, form, named, report);
}

function checkNames(app: App, server: CodeSource, form: ServerForm, named: readonly Named[], report: Report): void {
  const { functions } = form;
  const handlers = new Set(named.map(({ handler }) => handler));
  const unused = [...functions.keys()].filter((name) => !handlers.has(name) && !isCalledBySettings(app, name));
  const missing = named.filter(({ handler }) => !functions.has(handler));
  for (const one of missing) reportMissing(app, server, form, one, unused, report);
  // A name that is nearly right would otherwise be told twice, from both ends.
  for (const name of missing.length > 0 ? [] : unused) {
    report(
      'handler-unused',
      { file: server.file, ...(functions.get(name) ?? form.start) },
      `${name} is exported, and manifest.json names it nowhere.`,
      'Name it as the handler of an event, or take the export away.',
    );
  }
}

export function serverOf({ code }: App): CodeSource | undefined {
  return code.find(({ file }) => file === 'server/server.js');
}

/** Without `exports = { … }` the FDK finds no function at all, and a spread stops it. */
function checkForm({ file }: CodeSource, form: ServerForm, report: Report): boolean {
  const fault = formFault(form);
  if (fault !== undefined) report('event-exports', { file, ...fault.at }, fault.sentence, FORM);
  return fault === undefined;
}

function reportMissing(
  { manifest }: App,
  { file }: CodeSource,
  { functions, uncounted }: ServerForm,
  { handler, path }: Named,
  unused: readonly string[],
  report: Report,
): void {
  const found = uncounted.find(({ name }) => name === handler);
  if (found !== undefined) {
    report(
      'event-function',
      { file, ...found.at },
      `${handler} is ${found.what}: the FDK counts only functions written in exports = { … }.`,
      WRITTEN,
    );
    return;
  }
  const nearest = byNearness(handler, unused.length > 0 ? unused : [...functions.keys()])[0];
  report(
    'handler-missing',
    manifest.valueAt(path),
    `server/server.js exports no function ${handler}.`,
    `Export it, or name one that is exported.${didYouMean(nearest)}`,
  );
}

/** Settings that the developer keeps for all customers are checked by a function that no manifest names. */
function isCalledBySettings({ dir }: App, name: string): boolean {
  return name === 'onSettingsUpdate' && existsSync(join(dir, 'config/app_settings.json'));
}

/** Handlers of events, and functions that pages and jobs call by their own name. */
export function handlersOf({ manifest }: App): Named[] {
  return keysAt(manifest.value, 'modules')
    .flatMap((module) => [
      ...keysAt(manifest.value, 'modules', module, 'events').map((event) => {
        const path = ['modules', module, 'events', event, 'handler'];
        return { handler: digText(manifest.value, ...path), path };
      }),
      ...['functions', 'jobs'].flatMap((kind) =>
        keysAt(manifest.value, 'modules', module, kind).map((handler) => ({
          handler,
          path: ['modules', module, kind, handler],
        })),
      ),
    ])
    .filter(({ handler }) => handler !== '');
}

/** What pages call by its own name. */
export function calledIn({ manifest }: App, kind: 'functions' | 'jobs'): string[] {
  return keysAt(manifest.value, 'modules').flatMap((module) => keysAt(manifest.value, 'modules', module, kind));
}

function checkUpdates({ manifest }: App, report: Report): void {
  const path = ['modules', 'common', 'events', 'afterAppUpdate'];
  if (keysAt(manifest.value, 'modules', 'common', 'events').includes('afterAppUpdate'))
    report(
      'event-updates',
      manifest.keyAt(path),
      'An app with afterAppUpdate is not updated automatically.',
      'Leave it out, unless each customer is to update by hand.',
    );
}

/** Where the manifest declares an event. */
export function eventPlace({ manifest }: App, event: string): Place & { file: string } {
  const module =
    keysAt(manifest.value, 'modules').find((name) =>
      keysAt(manifest.value, 'modules', name, 'events').includes(event),
    ) ?? 'common';
  return manifest.keyAt(['modules', module, 'events', event]);
}
