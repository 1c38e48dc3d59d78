/** What the page remembers between runs, in one JSON file that a person may delete. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dig, isRecord } from '../../../../packages/fresh-platform/lib/dig';
import { friendlyPath, UserError } from '../../../../packages/fresh-platform/lib/json-file';
import { messageOf } from '../../../../packages/fresh-platform/lib/thrown';
import type { PlatformSnapshot } from '../../../../packages/fresh-platform/types';
import type { LogView } from '../api';
import type { SentDelivery } from '../account/deliveries';
import type { HistoryStep } from '../account/history';
import type { KeptItem } from '../account/kept-items';
import type { ModeChange, Receivers } from '../account/receivers';

/** Changes whenever what is saved does; the page then starts afresh. */
const FORMAT = 5;

export interface SavedWorld {
  /** The account's clock, epoch ms. */
  now: number;
  installed: boolean;
  /** Settings that the platform keeps encrypted. */
  secure: string[];
  lastId: number;
  platform: PlatformSnapshot;
  receivers: Receivers['modes'];
  steps: HistoryStep[];
  deliveries: SentDelivery[];
  logs: (LogView & { invocation: number })[];
  items: KeptItem[];
  modes: ModeChange[];
  forgotten: { steps: number; deliveries: number };
}

/** What was saved; where nothing of it can be used, a sentence that says so. */
export interface Remembered {
  world?: SavedWorld;
  notice: string;
}

/** Reads what `writeSaved` wrote. Whatever else stands in the file, by another version or by hand, is left behind. */
export function readSaved(file: string): Remembered {
  if (!existsSync(file)) return { notice: '' };
  const world = intact(readFileSync(file, 'utf8'));
  if (world !== undefined) return { world, notice: '' };
  return { notice: `${friendlyPath(file)} is not what this page saved: the page starts afresh.` };
}

function intact(text: string): SavedWorld | undefined {
  const saved = parsed(text);
  const world = dig(saved, 'world');
  if (!isRecord(world) || dig(saved, 'seal') !== sealOf(JSON.stringify(world))) return undefined;
  return world as unknown as SavedWorld;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Tells a file that was written by this version, and whole, from any other. It keeps nothing secret. */
function sealOf(world: string): string {
  return createHash('sha256').update(`${FORMAT} ${world}`).digest('hex');
}

/**
 * Writes beside the file and moves it into place, so that it is whole whenever the process ends. It holds the settings' secrets: for
 * its owner only. Throws a UserError where it cannot be written.
 */
export function writeSaved(file: string, world: SavedWorld): void {
  const beside = `${file}.new`;
  const text = JSON.stringify(world);
  try {
    writeFileSync(beside, `{"seal":"${sealOf(text)}","world":${text}}`, { mode: 0o600 });
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
