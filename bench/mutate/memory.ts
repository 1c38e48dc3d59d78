/**
 * What earlier runs found out. That a test notices a change holds for as long as server.js is the same; that none of a file does,
 * for as long as that file is the same too. Which test it was is asked first when server.js is another one.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Noticed } from './fate';
import { hashOf } from './hash';
import { BUILD, ROOT, type Chosen } from './reach';

/** The file it is kept in, `changed` being server.js as a mutant has changed it, by its hash. */
interface Kept {
  /** By `changed`. */
  noticed: Record<string, 'noticed' | 'endless'>;
  /** By `changed` and test file: the file's text as it was, by its hash. */
  passed: Record<string, Record<string, string>>;
  /** By what a mutant changes, wherever in server.js that stands. */
  noticedBy: Record<string, Noticed>;
}

export interface Memory {
  /** Null where nothing has noticed it yet. */
  fateOf: (changed: string) => 'noticed' | 'endless' | null;
  /** Whether no test of a file as it is today noticed. */
  hasPassed: (changed: string, path: string) => boolean;
  noticedBy: (change: string) => Noticed | null;
  /** How likely a test file is to notice something: it grows with all that it has noticed. */
  weightOf: (path: string) => number;
  keepNoticed: (changed: string, change: string, by: Noticed | 'endless') => void;
  keepPassed: (changed: string, asked: readonly Chosen[]) => void;
}

const FILE = join(BUILD, 'fates.json');

export function openMemory(isAfresh: boolean): Memory {
  const kept: Kept =
    existsSync(FILE) && !isAfresh
      ? (JSON.parse(readFileSync(FILE, 'utf8')) as Kept)
      : { noticed: {}, passed: {}, noticedBy: {} };
  const support = supportOfToday();
  const textOf = (path: string): string => (existsSync(path) ? hashOf(readFileSync(path, 'utf8') + support) : '');
  const save = (): void => {
    mkdirSync(BUILD, { recursive: true });
    writeFileSync(FILE, JSON.stringify(kept));
  };
  return {
    fateOf: (changed) => kept.noticed[hashOf(changed)] ?? null,
    hasPassed: (changed, path) => kept.passed[hashOf(changed)]?.[path] === textOf(path),
    noticedBy: (change) => kept.noticedBy[change] ?? null,
    weightOf: (path) => 1 + Object.values(kept.noticedBy).filter((by) => by.path === path).length,
    keepNoticed: (changed, change, by) => {
      kept.noticed[hashOf(changed)] = by === 'endless' ? by : 'noticed';
      if (by !== 'endless') kept.noticedBy[change] = by;
      save();
    },
    keepPassed: (changed, asked) => {
      const files = (kept.passed[hashOf(changed)] ??= {});
      for (const { path } of asked) files[path] = textOf(path);
      save();
    },
  };
}

/** What test files share. */
function supportOfToday(): string {
  return readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
    .map((file) => readFileSync(join(ROOT, 'test', file), 'utf8'))
    .join('\n');
}
