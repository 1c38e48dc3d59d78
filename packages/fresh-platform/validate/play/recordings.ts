/** What an app is played with: the stories of test_data/, the payloads of server/test_data/ that `fdk run` offers, and invented ones. */
import { basename } from 'node:path';
import { dig, digList, digText, isRecord, type Json } from '../../lib/dig';
import { inventedPayload } from '../../events/invented';
import { isSetUp } from '../../events/set-up';
import { COMMON_EVENTS, eventsOfModule } from '../../rules/products';
import { keysAt, type App } from '../app/app';
import { filesIn } from '../app/files';
import { startOf, type Report } from '../problem';
import { counted } from '../../lib/terminal';
import { readObject } from './recorded-object';

export interface RecordedStep {
  /** Epoch ms. */
  at: number;
  event: string;
  payload: Json;
}

export interface Recording {
  name: string;
  isStory: boolean;
  /** Made up, since nobody recorded one: an app may well stumble over it. */
  isInvented?: boolean;
  steps: RecordedStep[];
  /** Of the account; the platform's default where nothing is known. */
  url?: string;
  region?: string;
}

/** When what has no time of its own happens. */
export const NOON = Date.parse('2026-11-02T12:00:00.000Z');
const MOST_BYTES = 256 * 1024;
const FDK_RUN = 'server/test_data';

/** An event of a module; two modules may have one of the same name. */
export interface DeclaredEvent {
  module: string;
  event: string;
}

/** Every event that the manifest declares. */
export function declaredEvents({ manifest }: App): DeclaredEvent[] {
  return keysAt(manifest.value, 'modules').flatMap((module) =>
    keysAt(manifest.value, 'modules', module, 'events').map((event) => ({ module, event })),
  );
}

export function declares(app: App, event: string): boolean {
  return declaredEvents(app).some((one) => one.event === event);
}

/** Reads all there is, stories first; what cannot be played is reported. */
export function readRecordings(app: App, report: Report): Recording[] {
  const stories = filesIn(app.dir, 'test_data').filter((file) => /^test_data\/[^/]+\.json$/.test(file));
  const payloads = filesIn(app.dir, FDK_RUN).filter((file) => file.endsWith('.json'));
  checkStray(payloads, report);
  return [
    ...stories.flatMap((file) => readStory(app, file, report)),
    ...payloads.flatMap((file) => readPayload(app, file, report)),
  ];
}

/** A payload for each event that none of the recordings has; set-up events need none. */
export function inventedRecordings(app: App, recordings: readonly Recording[]): Recording[] {
  const recorded = new Set(recordings.flatMap(({ steps }) => steps.map(({ event }) => event)));
  return declaredEvents(app)
    .filter(({ event }) => !recorded.has(event) && !isSetUp(event))
    .map(({ module, event }) => ({
      name: `an invented ${event}`,
      isStory: false,
      isInvented: true,
      steps: [{ at: NOON, event, payload: module === 'common' ? { data: {} } : inventedPayload(event, module) }],
    }));
}

function readStory(app: App, file: string, report: Report): Recording[] {
  const story = readObject(app, file, report);
  const steps = digList(story, 'steps')
    .filter(isRecord)
    .map((step) => ({
      at: Date.parse(digText(step, 'at')),
      event: digText(step, 'event'),
      payload: dig(step, 'payload'),
    }));
  if (story === undefined) return [];
  const playable = steps.filter(
    (step): step is RecordedStep => isRecord(step.payload) && !Number.isNaN(step.at) && declares(app, step.event),
  );
  if (playable.length === 0 || playable.length < steps.length)
    report(
      'test-data',
      startOf(file),
      'This is no story of the app.',
      'A story is { "steps": [{ "at", "event", "payload" }] }, with events that manifest.json declares.',
    );
  const url = digText(story, 'account', 'url');
  const region = digText(story, 'account', 'region');
  return playable.length === 0
    ? []
    : [
        {
          name: basename(file, '.json'),
          isStory: true,
          steps: playable,
          ...(url !== '' && { url }),
          ...(region !== '' && { region }),
        },
      ];
}

function readPayload(app: App, file: string, report: Report): Recording[] {
  const payload = readObject(app, file, report);
  if (payload === undefined) return [];
  checkSize(file, payload, report);
  const { module, event } = eventOf(file);
  if (!declaredEvents(app).some((one) => one.event === event && (one.module === module || module === ''))) return [];
  checkHost(file, payload, report);
  const at = dig(payload, 'timestamp');
  return isSetUp(event)
    ? []
    : [{ name: file, isStory: false, steps: [{ at: typeof at === 'number' ? at : NOON, event, payload }] }];
}

function checkHost(file: string, payload: Json, report: Report): void {
  if ('currentHost' in payload)
    report('test-data', startOf(file), 'The payload carries a currentHost.', 'Take it out: fdk run puts its own in.');
}

/** `<module>/<event>.json`; older tools kept all in one folder. */
function eventOf(file: string): DeclaredEvent {
  const [event = '', module = ''] = file
    .slice(FDK_RUN.length + 1, -'.json'.length)
    .split('/')
    .reverse();
  return { module, event };
}

/** Told at once for all. Of events that the app does not handle the FDK has payloads, too: they may stay. */
function checkStray(payloads: readonly string[], report: Report): void {
  const stray = payloads.filter((file) => !isEvent(eventOf(file)));
  const [file] = stray;
  if (file !== undefined)
    report(
      'test-data',
      startOf(file),
      `There is no event for this${stray.length === 1 ? '' : `, nor for ${counted(stray.length - 1, 'other file')} of server/test_data/`}.`,
      'Rename it, or take it away: fdk run reads server/test_data/<module>/<event>.json.',
    );
}

/** Whether the platform has such an event, as far as it is known here. */
function isEvent({ module, event }: DeclaredEvent): boolean {
  const known = module === 'common' ? COMMON_EVENTS : eventsOfModule(module);
  return known === undefined || known.length === 0 ? /^on[A-Z]|^after[A-Z]/.test(event) : known.includes(event);
}

function checkSize(file: string, value: Json, report: Report): void {
  const size = Buffer.byteLength(JSON.stringify(value));
  if (size > MOST_BYTES)
    report(
      'test-data',
      startOf(file),
      `The payload has ${size} bytes.`,
      `The platform delivers ${MOST_BYTES} at most.`,
    );
}
