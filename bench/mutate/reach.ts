/** Which test files reach which statement of server/server.js: so a mutant is held against those only. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
export const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

/** What one test file reaches of server/server.js; `reach-reporter.cjs` writes it. */
export interface ReachOfSuite {
  /** Of the test file. */
  path: string;
  /** How long it takes. */
  ms: number;
  /** Every statement between two offsets, and how often it ran. */
  reached: [start: number, end: number, times: number][];
}

/** Test files that play the app; the others test what never ships. */
const APP = 'test/(conversation|destinations|events|handlers|lib|messages|outbox|reminders|settings)/';

/** Counted once for each state of the app, which takes as long as the tests do with coverage. */
export function reachOf(server: string): ReachOfSuite[] {
  const mark = createHash('sha256').update(server).digest('hex').slice(0, 16);
  const file = join(ROOT, 'build', 'mutate', `reach-${mark}.json`);
  if (!existsSync(file)) count(file);
  return JSON.parse(readFileSync(file, 'utf8')) as ReachOfSuite[];
}

function count(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  console.error('Counting which tests reach what …');
  const args = [JEST, APP, '--selectProjects', 'short', '--coverage', '--coverageReporters', 'none'];
  const reporter = ['--reporters', join(__dirname, 'reach-reporter.cjs'), '--coverageThreshold', '{}'];
  const { status } = spawnSync(process.execPath, [...args, ...reporter], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, REACH_FILE: file },
  });
  if (status !== 0) throw new Error('The tests are red as they are: no mutant can be told from that.');
}

/** Test files that reach a place, the quickest first. */
export function suitesAt(reach: readonly ReachOfSuite[], offset: number): ReachOfSuite[] {
  return reach.filter(({ reached }) => isReached(reached, offset)).sort((a, b) => a.ms - b.ms);
}

/** By the smallest statement around it, which says it most exactly. */
function isReached(statements: ReachOfSuite['reached'], offset: number): boolean {
  const around = statements.filter(([start, end]) => start <= offset && offset < end);
  const [smallest] = around.sort(([a, b], [c, d]) => b - a - (d - c));
  return smallest !== undefined && smallest[2] > 0;
}
