/** What can be simulated: the events the manifest declares, each with a payload to start from, and the stories. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAppPackage } from '../../../../packages/fresh-platform/app/app-package';
import { isRecord, type Json } from '../../../../packages/fresh-platform/lib/dig';
import { readJsonFile, UserError } from '../../../../packages/fresh-platform/lib/json-file';
import { loadStories, type Story } from '../../../stories/read';
import { timelineOf, whatHappensIn } from '../../../stories/timeline';
import type { Samples, StoryView } from '../api';
import { conversationIn } from '../account/history';
import { anotherLike, retoldPayload } from './retell';

/** Throws a UserError or AppPackageError where a file cannot be read. */
export function samplesOf(appDir: string): Samples {
  const events = readAppPackage(appDir).handlers;
  const modules = [...new Set(events.map(({ module }) => module))].sort();
  return {
    modules: modules.map((name) => ({
      name,
      events: events.filter(({ module }) => module === name).map(({ event }) => event),
    })),
    stories: loadStories().map(storyView),
  };
}

function storyView(story: Story): StoryView {
  const { name, title, teaches, steps } = story;
  const timeline = timelineOf(story);
  return {
    name,
    title,
    teaches,
    steps: steps.map((step, index) => ({
      event: step.event,
      what: whatHappensIn(step, timeline),
      after: step.at - (steps[index - 1]?.at ?? step.at),
      note: step.note ?? '',
    })),
  };
}

/** The payload that `fdk run` offers for an event, told as of `now` and of a conversation that is not known yet. */
export function samplePayload(appDir: string, event: string, now: number): Json {
  const handler = readAppPackage(appDir).handlers.find((one) => one.event === event);
  if (handler === undefined) throw new UserError(`manifest.json declares no handler for ${event}.`);
  const file = join(appDir, 'server', 'test_data', handler.module, `${event}.json`);
  const payload = existsSync(file) ? readJsonFile(file) : { event, data: {} };
  if (!isRecord(payload))
    throw new UserError(`server/test_data/${handler.module}/${event}.json must hold a JSON object.`);
  const { timestamp } = payload;
  const id = conversationIn(payload);
  return retoldPayload(
    payload,
    typeof timestamp === 'number' ? now - timestamp : 0,
    new Map(id === '' ? [] : [[id, anotherLike(id)]]),
  );
}
