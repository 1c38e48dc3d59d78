/** What becomes of one mutant: the tests that reach it run in a Jest of their own, with it in place of the app. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD, ENVIRONMENT, JEST, ROOT, type Chosen } from './reach';
import { applied, type Mutant } from './sites';

/** Starting Jest on a busy machine takes up to so long. */
const START_MS = 60_000;
/** A mutant is taken to loop after so many times what its tests took when they were counted. */
const TIMES_AS_LONG = 3;

/** `endless`: its tests did not end, which is noticed too. `unreached`: there is no test to ask. */
export type Fate = 'noticed' | 'endless' | 'missed' | 'unreached';

export async function fateOf(code: string, mutant: Mutant, chosen: readonly Chosen[], worker: number): Promise<Fate> {
  if (chosen.length === 0) return 'unreached';
  mkdirSync(BUILD, { recursive: true });
  const file = join(BUILD, `mutant-${worker}.json`);
  const tests = Object.fromEntries(chosen.map(({ path, names }) => [path, names]));
  writeFileSync(file, JSON.stringify({ server: applied(code, mutant), tests }));
  const options = ['--runInBand', '--bail', '--testSequencer', join(__dirname, 'sequencer.cjs')];
  const paths = ['--runTestsByPath', ...chosen.map(({ path }) => path), ...ENVIRONMENT, ...options];
  const jest = spawn(process.execPath, [JEST, ...paths, '--selectProjects', 'short', 'thorough'], {
    cwd: ROOT,
    stdio: 'ignore',
    timeout: START_MS + TIMES_AS_LONG * chosen.reduce((sum, { ms }) => sum + ms, 0),
    killSignal: 'SIGKILL',
    env: { ...process.env, MUTANT: file },
  });
  return new Promise((resolve) => {
    jest.on('exit', (status, signal) => {
      resolve(signal !== null ? 'endless' : status === 0 ? 'missed' : 'noticed');
    });
  });
}
