/**
 * `npm run mutate -- --sample N --seed S`: how strong the tests are. Makes N small changes to server/server.js, one at a time, each in
 * the sandbox alone, and runs the tests that reach it, until one fails. Prints what no test noticed: look at each whether it
 * changes what the app does at all.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../reliability/random';
import { JEST, reachOf, ROOT, suitesAt, type ReachOfSuite } from './reach';
import { applied, mutantsOf, type Mutant } from './sites';

/** Starting Jest on a busy machine takes up to so long. */
const START_MS = 60_000;
/** A mutant is taken to loop after so many times what its tests took when they were counted. */
const TIMES_AS_LONG = 3;

/** So many of a list, by chance, in the order of the list. */
function sampleOf<T>(list: readonly T[], size: number, seed: number): T[] {
  const random = createRandom(seed);
  const ranked = list.map((each) => ({ each, rank: random() })).sort((a, b) => a.rank - b.rank);
  const chosen = new Set(ranked.slice(0, size).map(({ each }) => each));
  return list.filter((each) => chosen.has(each));
}

/** The whole lines around a mutant, as they are and as they become. */
function linesOf(code: string, mutant: Mutant): { line: number; before: string; after: string } {
  const start = code.lastIndexOf('\n', mutant.start - 1) + 1;
  const end = code.indexOf('\n', mutant.end);
  const inside = { ...mutant, start: mutant.start - start, end: mutant.end - start };
  const before = code.slice(start, end);
  return { line: code.slice(0, start).split('\n').length, before, after: applied(before, inside) };
}

/** Whether a test fails with it, or never ends. */
function fateOf(code: string, mutant: Mutant, reach: readonly ReachOfSuite[]): 'noticed' | 'endless' | 'missed' {
  const suites = suitesAt(reach, mutant.start);
  if (suites.length === 0) return 'missed';
  const file = join(ROOT, 'build', 'mutate', 'mutant.json');
  const { before, after } = linesOf(code, mutant);
  writeFileSync(file, JSON.stringify({ server: applied(code, mutant), before: before.trim(), after: after.trim() }));
  const paths = suites.map(({ path }) => path);
  const options = ['--runTestsByPath', ...paths, '--runInBand', '--bail', '--selectProjects', 'short'];
  const { status, signal } = spawnSync(process.execPath, [JEST, ...options], {
    cwd: ROOT,
    stdio: 'ignore',
    timeout: START_MS + TIMES_AS_LONG * suites.reduce((sum, { ms }) => sum + ms, 0),
    env: { ...process.env, MUTANT: file },
  });
  if (signal !== null) return 'endless';
  return status === 0 ? 'missed' : 'noticed';
}

function main(sample: number, seed: number): void {
  const code = readFileSync(join(ROOT, 'server', 'server.js'), 'utf8');
  mkdirSync(join(ROOT, 'build', 'mutate'), { recursive: true });
  const reach = reachOf(code);
  const all = mutantsOf(code);
  const mutants = sampleOf(all, sample, seed);
  const began = performance.now();
  const fates = { noticed: 0, endless: 0, missed: 0 };
  for (const [index, mutant] of mutants.entries()) {
    const fate = fateOf(code, mutant, reach);
    fates[fate] += 1;
    const { line, before, after } = linesOf(code, mutant);
    if (fate === 'missed') console.log(`server.js:${line}: no test notices\n  - ${before.trim()}\n  + ${after.trim()}`);
    console.error(`${index + 1} of ${mutants.length}, ${Math.round((performance.now() - began) / 1000)} s`);
  }
  const noticed = mutants.length - fates.missed;
  const share = Math.round((100 * noticed) / mutants.length);
  console.log(
    `Seed ${seed}: ${noticed} of ${mutants.length} noticed, ${share} %, ${fates.endless} of them because the tests did not end; of ${all.length} possible changes.`,
  );
}

const { values } = parseArgs({ options: { sample: { type: 'string' }, seed: { type: 'string' } } });
main(Number(values.sample ?? 20), Number(values.seed ?? 1));
