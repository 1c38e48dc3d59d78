/** Scenarios: what an installation lives through by itself as time passes, in test_data/scenarios/. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dig, digList, digText, isRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { friendlyPath, readJsonFile, UserError } from '../../packages/fresh-platform/lib/json-file';
import { DESTINATIONS, type Destination } from './destinations';
import { parseStory, STORIES, type Step, type Story } from './read';

/** A destination that answers 503 for a while. Times in epoch ms. */
export interface Outage {
  destination: Destination;
  from: number;
  to: number;
}

/** What the webhook is to be told although nobody called the app. */
export interface ByItself {
  at: number;
  type: string;
  /** How much later it may come. */
  withinMs: number;
}

/** A story of several conversations, with settings of its own, that goes on after its last payload. */
export interface Scenario extends Story {
  /** Settings above the usual ones. */
  settings: Json;
  outages: Outage[];
  /** Epoch ms until which time passes. */
  until: number;
  byItself: ByItself[];
}

const FOLDER = join(STORIES, 'scenarios');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Names of the scenarios, sorted. */
export function scenarioNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

/** Throws a UserError for a file that is no scenario. */
export function loadScenario(name: string): Scenario {
  const path = join(FOLDER, `${name}.json`);
  return parseScenario(readJsonFile(path), friendlyPath(path));
}

/** Throws a UserError that says where, in `file`, it is no scenario. */
export function parseScenario(value: unknown, file: string): Scenario {
  const story = parseStory(value, file);
  const days = Number(dig(value, 'days') ?? 1);
  const settings = dig(value, 'settings');
  return {
    ...story,
    steps: [...Array(days).keys()].flatMap((day) => story.steps.map((step) => onDay(step, day))),
    settings: isRecord(settings) ? settings : {},
    outages: digList(value, 'outages').map((outage, index) => parseOutage(outage, `${file}: outages[${index}]`)),
    until: timeIn(value, 'until', file),
    byItself: digList(value, 'by_itself').flatMap((told, index) => parseByItself(told, `${file}: by_itself[${index}]`)),
  };
}

function parseOutage(value: unknown, where: string): Outage {
  const destination = DESTINATIONS.find((name) => name === digText(value, 'destination'));
  if (destination === undefined) throw new UserError(`${where}.destination must be one of ${DESTINATIONS.join(', ')}.`);
  return { destination, from: timeIn(value, 'from', where), to: timeIn(value, 'to', where) };
}

/** With `days`, it is told at the same time by UTC on so many days. */
function parseByItself(value: unknown, where: string): ByItself[] {
  const type = digText(value, 'type');
  if (type === '') throw new UserError(`${where}.type must be a type of event.`);
  const at = timeIn(value, 'at', where);
  const withinMs = Number(dig(value, 'within_minutes') ?? 1) * MINUTE_MS;
  const days = Number(dig(value, 'days') ?? 1);
  return [...Array(days).keys()].map((day) => ({ at: at + day * DAY_MS, type, withinMs }));
}

function timeIn(value: unknown, key: string, where: string): number {
  const time = Date.parse(digText(value, key));
  if (Number.isNaN(time)) throw new UserError(`${where}.${key} must be a time such as 2026-11-02T09:14:06.212Z.`);
  return time;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The same step some days later, in a conversation of its own. */
function onDay(step: Step, day: number): Step {
  if (day === 0) return step;
  const later = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return movedText(value, key, day);
    if (key === 'timestamp' && typeof value === 'number') return value + day * DAY_MS;
    if (Array.isArray(value)) return value.map((each) => later(each));
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, later(each, name)]))
      : value;
  };
  return { ...step, at: step.at + day * DAY_MS, payload: later(step.payload) as Json };
}

function movedText(text: string, key: string, day: number): string {
  if (key === 'conversation_id') return `${text}-${day}`;
  return ISO.test(text) ? new Date(Date.parse(text) + day * DAY_MS).toISOString() : text;
}
