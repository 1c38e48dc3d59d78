/** What an app is played with: the stories of test_data/, and the payloads of server/test_data/ that `fdk run` offers. */
import { basename } from 'node:path';
import { dig, digList, digText, isRecord, type Json } from '../../lib/dig';
import { jsonFault } from '../../lib/json-file';
import { isSetUp } from '../../events/set-up';
import { keysAt, type App } from '../app/app';
import { filesIn, readText } from '../app/files';
import { startOf, type Report } from '../problem';
import { counted } from '../../lib/terminal';
import { inARow } from '../../lib/words';

export interface RecordedStep {
  /** Epoch ms. */
  at: number;
  event: string;
  payload: Json;
}

export interface Recording {
  name: string;
  isStory: boolean;
  steps: RecordedStep[];
  /** Of the account; the platform's default where nothing is known. */
  url?: string;
  region?: string;
}

const NOON = Date.parse('2026-11-02T12:00:00.000Z');
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
  checkEachHasOne(app, payloads, report);
  return [
    ...stories.flatMap((file) => readStory(app, file, report)),
    ...payloads.flatMap((file) => readPayload(app, file, report)),
  ];
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
  const [module = '', event = ''] = file.slice(FDK_RUN.length + 1, -'.json'.length).split('/');
  if (payload === undefined) return [];
  if (!declaredEvents(app).some((one) => one.event === event && one.module === module)) return [];
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

/** Told at once for all: the FDK puts payloads of every event there by itself. */
function checkEachHasOne(app: App, payloads: readonly string[], report: Report): void {
  const declared = declaredEvents(app);
  const missing = declared.filter(({ module, event }) => !payloads.includes(`${FDK_RUN}/${module}/${event}.json`));
  const [first] = missing;
  if (first !== undefined)
    report(
      'test-data',
      app.manifest.keyAt(['modules', first.module, 'events', first.event]),
      `server/test_data/ has no payload of ${inARow(missing.map(({ module, event }) => `${module}/${event}`))}.`,
      'Record one each as server/test_data/<module>/<event>.json: fdk run simulates the event with it.',
    );
  const wanted = declared.map(({ module, event }) => `${FDK_RUN}/${module}/${event}.json`);
  const stray = payloads.filter((file) => !wanted.includes(file));
  const [file] = stray;
  if (file !== undefined)
    report(
      'test-data',
      startOf(file),
      `manifest.json declares no event for this${stray.length === 1 ? '' : `, nor for ${counted(stray.length - 1, 'other file')} of server/test_data/`}.`,
      'fdk run reads server/test_data/<module>/<event>.json: rename it, or take it away.',
    );
}

function readObject({ dir }: App, file: string, report: Report): Json | undefined {
  const content = readText(dir, file) ?? { text: '' };
  if ('fault' in content) {
    report('test-data', startOf(file), content.fault, content.remedy);
    return undefined;
  }
  const { text } = content;
  const fault = jsonFault(text);
  if (fault !== undefined) {
    report(
      'test-data',
      { file, line: fault.line, column: fault.column },
      `This is not JSON: ${fault.reason}.`,
      'Mend it.',
    );
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) {
    report('test-data', startOf(file), 'The file holds no JSON object.', 'Write { … }.');
    return undefined;
  }
  const size = Buffer.byteLength(JSON.stringify(dig(value, 'steps') === undefined ? value : {}));
  if (size > MOST_BYTES)
    report(
      'test-data',
      startOf(file),
      `The payload has ${size} bytes.`,
      `The platform delivers ${MOST_BYTES} at most.`,
    );
  return value;
}
