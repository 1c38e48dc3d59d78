/** What was measured last of each load and design: kept beside the page that shows it, so that loads may be measured one by one. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './load';
import type { Row } from './row';

export const FOLDER = join(ROOT, 'docs', 'reliability');
const FILE = join(FOLDER, 'measured.json');

/** A row without its chart's points; `build` names the server.js it was measured with. */
export interface Measured extends Row {
  build: string;
}

/** Names the server.js of now. */
export function buildNow(): string {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'server', 'server.js')))
    .digest('hex')
    .slice(0, 12);
}

/** Adds rows to what was measured before, each in the place of an earlier one, and returns all. */
export function remember(rows: readonly Row[]): Measured[] {
  const before = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Measured[]) : [];
  const build = buildNow();
  const fresh = rows.map((row) => ({ ...row, points: [], build }));
  const all = [...new Map([...before, ...fresh].map((row) => [`${row.load}, ${row.design}`, row])).values()];
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, `[\n${all.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
  return all;
}
