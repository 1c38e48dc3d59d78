/** What the page remembers between runs, in one JSON file that a person may delete. */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import Ajv, { type JSONSchemaType } from 'ajv';
import { friendlyPath, messageOf, readJsonFile, UserError } from '../../../../packages/fresh-platform/lib/json-file';
import type { PlatformSnapshot } from '../../../../packages/fresh-platform/types';
import type { DestinationName, LogView, Mode } from '../api';
import type { Attempt } from '../account/attempts';
import type { HistoryStep } from '../account/history';

const VERSION = 2;

export interface SavedWorld {
  version: number;
  /** The account's clock, epoch ms. */
  now: number;
  installed: boolean;
  /** Settings that the platform keeps encrypted. */
  secure: string[];
  lastId: number;
  platform: PlatformSnapshot;
  receivers: Record<DestinationName, Mode>;
  steps: HistoryStep[];
  attempts: Attempt[];
  logs: (LogView & { invocation: number })[];
}

const object = { type: 'object' } as const;
const objects = { type: 'array', items: object } as const;
const number = { type: 'number' } as const;
const text = { type: 'string' } as const;

function listOf(properties: Record<string, object>): object {
  return { type: 'array', items: { type: 'object', properties, required: Object.keys(properties) } };
}

function shape(properties: Record<string, object>): object {
  return { type: 'object', properties, required: Object.keys(properties) };
}

/** As much as a file edited by hand could break; what is inside payloads may be anything. */
const SCHEMA = shape({
  version: { const: VERSION },
  now: number,
  installed: { type: 'boolean' },
  secure: { type: 'array', items: text },
  lastId: number,
  platform: shape({
    iparams: object,
    store: listOf({ key: text, json: text }),
    schedules: listOf({ name: text, data: object, at: number }),
    requests: { type: 'array', items: number },
    dbOperations: { type: 'array', items: number },
    lastInvocation: number,
  }),
  receivers: shape({ webhook: text, slack: text, teams: text }),
  steps: listOf({
    invocation: number,
    conversation: text,
    event: text,
    payload: object,
    at: number,
    types: { type: 'array', items: text },
    told: objects,
    kept: object,
  }),
  attempts: listOf({
    id: number,
    at: number,
    destination: text,
    event: text,
    body: text,
    headers: object,
    types: { type: 'array', items: text },
  }),
  logs: listOf({ id: number, at: number, level: text, text, event: text }),
});

const isSavedWorld = new Ajv().compile(SCHEMA as JSONSchemaType<SavedWorld>);

/** Undefined when there is no file. Throws a UserError that says what is wrong with the file and what to do. */
export function readSaved(file: string): SavedWorld | undefined {
  if (!existsSync(file)) return undefined;
  const saved = readable(file);
  if (isSavedWorld(saved)) return saved;
  const [problem] = isSavedWorld.errors ?? [];
  const where =
    problem === undefined || problem.instancePath === ''
      ? ''
      : ` (${problem.instancePath.slice(1).replaceAll('/', '.')} ${problem.message ?? ''})`;
  throw new UserError(`${friendlyPath(file)} is not what this page saved${where}: delete it, or start with --reset.`);
}

function readable(file: string): unknown {
  try {
    return readJsonFile(file);
  } catch (error) {
    throw new UserError(`${messageOf(error).replace(/\.$/, '')}; delete the file, or start with --reset.`);
  }
}

/**
 * Writes beside the file and moves it into place, so that it is whole whenever the process ends. It holds the settings' secrets: for
 * its owner only. Throws a UserError where it cannot be written.
 */
export function writeSaved(file: string, saved: SavedWorld): void {
  const beside = `${file}.new`;
  try {
    writeFileSync(beside, JSON.stringify(saved), { mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    throw new UserError(
      `${friendlyPath(file)} cannot be written (${messageOf(error)}): start with --state FILE, in a folder you may write to.`,
    );
  }
}

export function forgetSaved(file: string): void {
  rmSync(file, { force: true });
}
