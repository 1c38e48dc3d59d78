import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../packages/fresh-platform/lib/json-file';
import { loadStories } from '../stories/read';
import { writeChanged } from './write-changed';

/** Where `fdk run` looks for the payloads its test page offers: <module>/<event>.json, without what the platform adds. */
const FOLDER = join(__dirname, '..', '..', 'server', 'test_data');

/** The moments of the stories that a developer meets first in `fdk run`. */
const CREATED = { story: 'picked-up-and-resolved', step: 0 };
const UPDATED = { story: 'resolved-and-cleared-at-once', step: 3 };

/** What happens to an installation has no conversation: these payloads are the same for every app. */
const SETUP = { region: 'EU', timestamp: Date.parse('2026-11-02T08:00:00.000Z'), version: '1.0.0' };

type Payload = Record<string, unknown> & { event: string };

/** One file for `fdk run`. */
export interface Copy {
  path: string;
  text: string;
}

/** The files `fdk run` reads, made from the stories. The same stories always make the same files. */
export function copies(): Copy[] {
  return [
    copy('chat_conversation', payloadOf(CREATED)),
    copy('chat_conversation', payloadOf(UPDATED)),
    copy('common', { event: 'onAppInstall', ...SETUP }),
    copy('common', { event: 'onAppUninstall', ...SETUP }),
    // As the outbox's driver fires: it asks for what was kept since a minute (minutes since 1970).
    copy('common', { event: 'onScheduledEvent', ...SETUP, data: { kind: 'outbox', since: SETUP.timestamp / 60_000 } }),
  ];
}

function payloadOf({ story: name, step }: { story: string; step: number }): Payload {
  const found = loadStories([name])[0]?.steps[step];
  if (found === undefined)
    throw new UserError(`Story ${name} has no step ${step + 1}, which dev/build/copy-test-data.ts copies.`);
  return { ...found.payload, event: found.event };
}

function copy(module: string, payload: Payload): Copy {
  return { path: join(FOLDER, module, `${payload.event}.json`), text: `${JSON.stringify(payload, null, 2)}\n` };
}

/** Writes them all. Throws a UserError where a story has not what is copied. */
export function writeTestData(): void {
  copies().forEach(write);
}

/** Writes a file unless it already says the same, so that a build that changes nothing touches nothing. */
function write({ path, text }: Copy): void {
  mkdirSync(dirname(path), { recursive: true });
  writeChanged(path, text);
}
