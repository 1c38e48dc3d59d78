/** What the page remembers between runs, in one JSON file that a person may delete. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dig, isRecord } from '../../../lib/dig';
import { friendlyPath, UserError } from '../../../lib/json-file';
import { messageOf } from '../../../lib/thrown';
import type { SavedAccount } from './holdings';

/** Changes whenever what is saved does; the page then starts afresh. */
const FORMAT = 6;

export interface Saved {
  account: SavedAccount;
  /** What each plugin gave, by its name. */
  plugins: Record<string, unknown>;
}

/** What was saved; where nothing of it can be used, a sentence that says so. */
export interface Remembered {
  saved?: Saved;
  notice: string;
}

/** Reads what `writeSaved` wrote. Whatever else stands in the file, by another version or by hand, is left behind. */
export function readSaved(file: string): Remembered {
  if (!existsSync(file)) return { notice: '' };
  const saved = intact(readFileSync(file, 'utf8'));
  if (saved !== undefined) return { saved, notice: '' };
  return { notice: `${friendlyPath(file)} is not what this page saved: the page starts afresh.` };
}

function intact(text: string): Saved | undefined {
  const file = parsed(text);
  const saved = dig(file, 'saved');
  if (!isRecord(saved) || dig(file, 'seal') !== sealOf(JSON.stringify(saved))) return undefined;
  return saved as unknown as Saved;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Tells a file that was written by this version, and whole, from any other. It keeps nothing secret. */
function sealOf(saved: string): string {
  return createHash('sha256').update(`${FORMAT} ${saved}`).digest('hex');
}

/**
 * Writes beside the file and moves it into place, so that it is whole whenever the process ends. It holds the settings' secrets: for
 * its owner only. Throws a UserError where it cannot be written.
 */
export function writeSaved(file: string, saved: Saved): void {
  const beside = `${file}.new`;
  const text = JSON.stringify(saved);
  try {
    writeFileSync(beside, `{"seal":"${sealOf(text)}","saved":${text}}`, { mode: 0o600 });
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
