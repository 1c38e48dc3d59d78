import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProductEvent } from '../../src/conversation/transitions';
import { EVENT_TYPES, type EventType } from '../../src/events/event';
import { dig, digText, isRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { CONVERSATION_EVENTS, isConversationEvent, isEventType } from './event-types';
import { friendlyPath, readJsonFile, UserError } from '../../packages/fresh-platform/lib/json-file';
import { byNearness } from '../../packages/fresh-platform/lib/nearness';

/** One call of the platform. */
export interface Step {
  /** When the platform calls the app, epoch ms. What the payload tells of happened at its `timestamp`. */
  at: number;
  event: ProductEvent;
  payload: Json;
  /** What the app should find in the payload; absent when nobody said. */
  expect?: EventType[];
  note?: string;
}

/** The life of one conversation, as told to the app. See test_data/README.md. */
export interface Story {
  name: string;
  title: string;
  teaches: string;
  account: { name: string; url: string; region: string };
  steps: Step[];
}

/** Where the stories of this project are. */
export const STORIES = join(__dirname, '..', '..', 'test_data');

/** Names of the stories in a folder, sorted. */
export function storyNames(folder: string = STORIES): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

/** Loads stories by name, all of them when no name is given. Throws a UserError for a name there is none of, or a file that is no story. */
export function loadStories(names: readonly string[] = [], folder: string = STORIES): Story[] {
  const known = storyNames(folder);
  const wanted = names.length > 0 ? names : known;
  return wanted.map((name) => {
    if (!known.includes(name)) {
      throw new UserError(
        `There is no story “${name}” in ${friendlyPath(folder)}. Did you mean ${byNearness(name, known).slice(0, 3).join(' or ')}? --list names all ${known.length}.`,
      );
    }
    return loadStory(join(folder, `${name}.json`), name);
  });
}

function loadStory(path: string, name: string): Story {
  const story = parseStory(readJsonFile(path), friendlyPath(path));
  if (story.name !== name)
    throw new UserError(`${friendlyPath(path)} calls itself “${story.name}”: its name must be the file's, “${name}”.`);
  return story;
}

/** Reads a story from parsed JSON. Throws a UserError that says where, in `file`, it is no story. */
export function parseStory(value: unknown, file: string): Story {
  const steps = dig(value, 'steps');
  if (!Array.isArray(steps) || steps.length === 0)
    throw new UserError(`${file}: steps must be a list of at least one step.`);
  return {
    name: need(value, file, 'name'),
    title: need(value, file, 'title'),
    teaches: need(value, file, 'teaches'),
    account: {
      name: need(value, file, 'account', 'name'),
      url: need(value, file, 'account', 'url'),
      region: need(value, file, 'account', 'region'),
    },
    steps: steps.map((step: unknown, index) => parseStep(step, `${file}: steps[${index}]`)),
  };
}

function need(value: unknown, file: string, ...path: string[]): string {
  const text = digText(value, ...path);
  if (text.trim() === '') throw new UserError(`${file}: ${path.join('.')} must be a text.`);
  return text;
}

function parseStep(step: unknown, where: string): Step {
  const at = Date.parse(digText(step, 'at'));
  if (Number.isNaN(at)) throw new UserError(`${where}.at must be a time such as 2026-11-02T09:14:06.212Z.`);
  const event = dig(step, 'event');
  if (!isConversationEvent(event))
    throw new UserError(`${where}.event must be one of ${CONVERSATION_EVENTS.join(', ')}.`);
  const payload = dig(step, 'payload');
  if (!isRecord(payload) || !isRecord(payload['data']))
    throw new UserError(`${where}.payload must be an object that holds data.`);
  const note = digText(step, 'note');
  return { at, event, payload, ...expectation(dig(step, 'expect'), where), ...(note === '' ? {} : { note }) };
}

function expectation(value: unknown, where: string): { expect?: EventType[] } {
  if (value === undefined) return {};
  if (Array.isArray(value) && value.every(isEventType)) return { expect: value };
  throw new UserError(`${where}.expect must be a list of event types (${EVENT_TYPES.join(', ')}).`);
}
