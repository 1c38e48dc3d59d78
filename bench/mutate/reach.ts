/** Which tests reach which statement of server/server.js: so a mutant is held against those only. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createStatements, type StatementMap } from './statements';
import { createUses } from './uses';

export const ROOT = join(__dirname, '..', '..');
export const BUILD = join(ROOT, 'build', 'mutate');
export const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
export const ENVIRONMENT = ['--env', join(__dirname, 'environment.cjs')];

interface TestReach {
  /** With the titles around it. */
  name: string;
  ms: number;
  /** Ids of statements. */
  reached: string[];
}

/** What one test file reaches of the app; `environment.cjs` writes it. */
interface SuiteReach {
  path: string;
  tests: TestReach[];
  /** What runs before its first test, and so for all of them. */
  before: string[];
  statementMap: StatementMap;
}

/** Tests of one file. */
export interface Chosen {
  path: string;
  names: string[];
  ms: number;
}

/** Says which tests reach an offset of server.js, the quickest files first. */
export type Reach = (offset: number) => Chosen[];

/** Test files that play the app; the others test what never ships. */
const APP = `^${ROOT}/test/(conversation|destinations|events|handlers|lib|messages|outbox|platform|reminders|settings)/`;

/** Counted once for each state of the app, which takes as long as the tests do with coverage. */
export function reachOf(server: string): Reach {
  const mark = createHash('sha256').update(server).digest('hex').slice(0, 16);
  const folder = join(BUILD, `reach-${mark}`);
  if (!existsSync(folder)) count(folder);
  const suites = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as SuiteReach);
  const { statementMap } = suites.find((suite) => Object.keys(suite.statementMap).length > 0) ?? { statementMap: {} };
  const statementAt = createStatements(server, statementMap);
  const usesOf = createUses(server);
  return (offset) => {
    const statements = new Set(usesOf(offset).map(statementAt));
    return suites
      .map((suite) => chosenOf(suite, statements))
      .filter(({ names }) => names.length > 0)
      .sort((a, b) => a.ms - b.ms);
  };
}

function chosenOf({ path, tests, before }: SuiteReach, statements: ReadonlySet<string | null>): Chosen {
  const isReached = (id: string): boolean => statements.has(id);
  const chosen = before.some(isReached) ? tests : tests.filter(({ reached }) => reached.some(isReached));
  return { path, names: chosen.map(({ name }) => name), ms: chosen.reduce((sum, { ms }) => sum + ms, 0) };
}

function count(folder: string): void {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  console.error('Counting which tests reach what …');
  const coverage = ['--coverage', '--coverageReporters', 'none', '--coverageThreshold', '{}'];
  const { status } = spawnSync(
    process.execPath,
    [JEST, APP, ...ENVIRONMENT, ...coverage, '--selectProjects', 'short', 'thorough'],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, REACH_DIR: unfinished },
    },
  );
  if (status !== 0) throw new Error('The tests are red as they are: no mutant can be told from that.');
  renameSync(unfinished, folder);
}
