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

/** A mutant that loops is noticed by that. */
const LONGEST_MS = 300_000;

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

/** Whether a test fails with it. */
function isNoticed(code: string, mutant: Mutant, reach: readonly ReachOfSuite[]): boolean {
  const suites = suitesAt(reach, mutant.start);
  if (suites.length === 0) return false;
  const file = join(ROOT, 'build', 'mutate', 'mutant.json');
  const { before, after } = linesOf(code, mutant);
  writeFileSync(file, JSON.stringify({ server: applied(code, mutant), before: before.trim(), after: after.trim() }));
  const options = ['--runTestsByPath', ...suites, '--runInBand', '--bail', '--selectProjects', 'short'];
  const { status } = spawnSync(process.execPath, [JEST, ...options], {
    cwd: ROOT,
    stdio: 'ignore',
    timeout: LONGEST_MS,
    env: { ...process.env, MUTANT: file },
  });
  return status !== 0;
}

function main(sample: number, seed: number): void {
  const code = readFileSync(join(ROOT, 'server', 'server.js'), 'utf8');
  mkdirSync(join(ROOT, 'build', 'mutate'), { recursive: true });
  const reach = reachOf(code);
  const all = mutantsOf(code);
  const mutants = sampleOf(all, sample, seed);
  const began = performance.now();
  let noticed = 0;
  for (const [index, mutant] of mutants.entries()) {
    const isSeen = isNoticed(code, mutant, reach);
    if (isSeen) noticed += 1;
    const { line, before, after } = linesOf(code, mutant);
    if (!isSeen) console.log(`server.js:${line}: no test notices\n  - ${before.trim()}\n  + ${after.trim()}`);
    console.error(`${index + 1} of ${mutants.length}, ${Math.round((performance.now() - began) / 1000)} s`);
  }
  const share = Math.round((100 * noticed) / mutants.length);
  console.log(`Seed ${seed}: ${noticed} of ${mutants.length} noticed, ${share} %, of ${all.length} possible changes.`);
}

const { values } = parseArgs({ options: { sample: { type: 'string' }, seed: { type: 'string' } } });
main(Number(values.sample ?? 20), Number(values.seed ?? 1));
