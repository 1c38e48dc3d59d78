/**
 * What earlier runs found out. That a test notices a change holds for as long as server.js is the same; that none does,
 * only for as long as the tests are the same too.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fate } from './fate';
import { BUILD, ROOT } from './reach';

export interface Memory {
  /** Of server.js as a mutant has changed it; null where it is not known. */
  fateOf: (changed: string) => Fate | null;
  keep: (changed: string, fate: Fate) => void;
}

export function openMemory(server: string, isAfresh: boolean): Memory {
  const file = join(BUILD, `fates-${hashOf(server)}.json`);
  const tests = hashOf(testsOfToday());
  const known = existsSync(file) && !isAfresh ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Fate>) : {};
  const keyOf = (changed: string, fate: Fate): string =>
    fate === 'noticed' || fate === 'endless' ? hashOf(changed) : `${hashOf(changed)} ${tests}`;
  return {
    fateOf: (changed) => known[keyOf(changed, 'noticed')] ?? known[keyOf(changed, 'missed')] ?? null,
    keep: (changed, fate) => {
      known[keyOf(changed, fate)] = fate;
      mkdirSync(BUILD, { recursive: true });
      writeFileSync(file, JSON.stringify(known));
    },
  };
}

function testsOfToday(): string {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files
    .sort()
    .map((file) => readFileSync(join(ROOT, 'test', file), 'utf8'))
    .join('\n');
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
