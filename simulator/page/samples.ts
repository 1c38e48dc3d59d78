/** What can be simulated: the events the manifest declares, each with a payload to start from, and the stories. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAppPackage } from '../app-package';
import { isRecord, type Json } from '../dig';
import { readJsonFile, UserError } from '../json-file';
import { loadStories } from '../stories';
import type { Samples } from './api';
import { conversationIn } from './history';
import { anotherLike, retoldPayload } from './retell';

/** Throws a UserError or AppPackageError where a file cannot be read. */
export function samplesOf(appDir: string): Samples {
  const events = [...readAppPackage(appDir).handlers].map(([event, { module }]) => ({ event, module }));
  const modules = [...new Set(events.map(({ module }) => module))].sort();
  return {
    modules: modules.map((name) => ({ name, events: events.filter(({ module }) => module === name).map(({ event }) => event) })),
    stories: loadStories().map(({ name, title, teaches, steps }) => ({
      name, title, teaches,
      steps: steps.map(({ event, at, note }, index) => ({ event, after: at - (steps[index - 1]?.at ?? at), note: note ?? '' })),
    })),
  };
}

/** The payload that `fdk run` offers for an event, told as of `now` and of a conversation that is not known yet. */
export function samplePayload(appDir: string, event: string, now: number): Json {
  const handler = readAppPackage(appDir).handlers.get(event);
  if (handler === undefined) throw new UserError(`manifest.json declares no handler for ${event}.`);
  const file = join(appDir, 'server', 'test_data', handler.module, `${event}.json`);
  const payload = existsSync(file) ? readJsonFile(file) : { event, data: {} };
  if (!isRecord(payload)) throw new UserError(`server/test_data/${handler.module}/${event}.json must hold a JSON object.`);
  const { timestamp } = payload;
  const id = conversationIn(payload);
  return retoldPayload(payload, typeof timestamp === 'number' ? now - timestamp : 0, new Map(id === '' ? [] : [[id, anotherLike(id)]]));
}
