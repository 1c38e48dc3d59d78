/** Which tests reach which statement of server/server.js: so a mutant is held against those only. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash';
import { createStatements, type StatementMap } from './statements';
import { createUses } from './uses';

export const ROOT = join(__dirname, '..', '..');
export const BUILD = join(ROOT, 'build', 'mutate');
const JEST = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');

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
  /** Its text, by its hash. */
  text: string;
  tests: TestReach[];
  /** What runs before its first test, and so for all of them. */
  before: string[];
  statementMap: StatementMap;
}

/** Tests of one file. */
export interface Chosen {
  path: string;
  names: string[];
  /** All of them, and the longest. */
  ms: number;
  longestMs: number;
}

/** Says which tests reach an offset of server.js. */
export type Reach = (offset: number) => Chosen[];

/** Test files that play the app; the others test what never ships. */
const APP =
  /^(conversation|destinations|events|handlers|lib|messages|outbox|platform|reminders|settings)\/.*\.test\.ts$/;

/** Counted once for each state of the app, and again for each test file that is another one than it was then. */
export function reachOf(server: string): Reach {
  const folder = join(BUILD, `reach-${hashOf(server)}`);
  mkdirSync(folder, { recursive: true });
  count(folder);
  const suites = suitesIn(folder);
  const { statementMap } = suites.find((suite) => Object.keys(suite.statementMap).length > 0) ?? { statementMap: {} };
  const statementAt = createStatements(server, statementMap);
  const usesOf = createUses(server);
  return (offset) => {
    const statements = new Set(usesOf(offset).map(statementAt));
    return suites.map((suite) => chosenOf(suite, statements)).filter(({ names }) => names.length > 0);
  };
}

/** What was counted of the test files as they are. */
function suitesIn(folder: string): SuiteReach[] {
  return readdirSync(folder)
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as SuiteReach)
    .filter(({ path, text }) => existsSync(path) && hashOf(readFileSync(path, 'utf8')) === text);
}

function chosenOf({ path, tests, before }: SuiteReach, statements: ReadonlySet<string | null>): Chosen {
  const isReached = (id: string): boolean => statements.has(id);
  const chosen = before.some(isReached) ? tests : tests.filter(({ reached }) => reached.some(isReached));
  const times = chosen.map(({ ms }) => ms);
  const ms = times.reduce((sum, each) => sum + each, 0);
  return { path, names: chosen.map(({ name }) => name), ms, longestMs: Math.max(0, ...times) };
}

function count(folder: string): void {
  const counted = new Set(suitesIn(folder).map(({ path }) => path));
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) => APP.test(file));
  const paths = files.map((file) => join(ROOT, 'test', file)).filter((path) => !counted.has(path));
  console.error('Counting which tests reach what …');
  const coverage = ['--coverage', '--coverageReporters', 'none', '--coverageThreshold', '{}'];
  const environment = ['--env', join(__dirname, 'environment.cjs')];
  // Some of them belong to neither project, and so they are asked for every time.
  const options = [...coverage, ...environment, '--passWithNoTests', '--selectProjects', 'short', 'thorough'];
  const { status } = spawnSync(process.execPath, [JEST, '--runTestsByPath', ...paths, ...options], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, REACH_DIR: folder },
  });
  if (status !== 0) throw new Error('The tests are red as they are: no mutant can be told from that.');
}
