/** manifest.json and server/server.js agree on the handlers. */
import { digText } from '../lib/dig';
import { byNearness } from '../lib/nearness';
import { keysAt, type App } from './app';
import { placeOf } from './code-source';
import { exportsOf } from './exports';
import type { Report } from './problem';
import { didYouMean } from './words';

/** A function that the manifest names, and where. */
interface Named {
  handler: string;
  path: string[];
}

/** Every handler is exported, and every exported function is a handler. */
export function checkHandlers(app: App, report: Report): void {
  const server = app.code.find(({ file }) => file === 'server/server.js');
  if (server === undefined) return;
  const { names, isPlain } = exportsOf(server);
  const named = handlersOf(app);
  const handlers = new Set(named.map(({ handler }) => handler));
  const unused = [...names.keys()].filter((name) => !handlers.has(name));
  const missing = named.filter(({ handler }) => isPlain && !names.has(handler));
  for (const { handler, path } of missing) {
    const nearest = byNearness(handler, unused.length > 0 ? unused : [...names.keys()])[0];
    report(
      'handler-missing',
      app.manifest.valueAt(path),
      `server/server.js exports no function ${handler}.`,
      `Export it, or name one that is exported.${didYouMean(nearest)}`,
    );
  }
  // A name that is nearly right would otherwise be told twice, from both ends.
  for (const name of missing.length > 0 ? [] : unused) {
    report(
      'handler-unused',
      placeOf(server, names.get(name) ?? server.tree),
      `${name} is exported, and manifest.json names it nowhere.`,
      'Name it as the handler of an event, or take the export away.',
    );
  }
}

/** Handlers of events, and functions that the app's pages call by their own name. */
function handlersOf({ manifest }: App): Named[] {
  return keysAt(manifest.value, 'modules')
    .flatMap((module) => [
      ...keysAt(manifest.value, 'modules', module, 'events').map((event) =>
        eventHandler(manifest.value, ['modules', module, 'events', event, 'handler']),
      ),
      ...keysAt(manifest.value, 'modules', module, 'functions').map((handler) => ({
        handler,
        path: ['modules', module, 'functions', handler],
      })),
    ])
    .filter(({ handler }) => handler !== '');
}

function eventHandler(manifest: Record<string, unknown>, path: string[]): Named {
  return { handler: digText(manifest, ...path), path };
}

/** The handlers' places in server/server.js, by event. */
export function eventPlace(app: App, event: string): { file: string; line: number; column: number } {
  const module =
    keysAt(app.manifest.value, 'modules').find((name) =>
      keysAt(app.manifest.value, 'modules', name, 'events').includes(event),
    ) ?? 'common';
  return app.manifest.keyAt(['modules', module, 'events', event]);
}
