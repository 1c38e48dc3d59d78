/** What becomes of a mutant: the tests that reach it run in a Jest that stays, with it in place of the app. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD, ROOT, type Chosen } from './reach';

/** Starting Jest on a busy machine takes up to so long. */
const START_MS = 20_000;
/** A mutant is taken to loop where a test takes so many times what the longest took when they were counted. */
const TIMES_AS_LONG = 3;
/** What a mutant's tests leave behind stays in the process: it gives way to another one when it is that large. */
const LARGE_BYTES = 1.5e9;

/** `endless`: its tests did not end, which is noticed too. `unreached`: there is no test to ask. */
export type Fate = 'noticed' | 'endless' | 'missed' | 'unreached';

/** A test, by its file and its name; null where the file itself failed. */
export interface Noticed {
  path: string | null;
  name: string | null;
}

/** What `asking.cjs` answers: the first test that failed, and how large its process has grown. */
interface Answer {
  by: Noticed | null;
  bytes: number;
}

export interface Asker {
  /** Says which of the tests fails first with another server.js in place; null where none does. */
  ask: (server: string, chosen: readonly Chosen[]) => Promise<Noticed | 'endless' | null>;
  end: () => void;
}

export function createAsker(worker: number): Asker {
  let jest: ChildProcess | null = null;
  const end = (): void => {
    jest?.kill('SIGKILL');
    jest = null;
  };
  const start = (): ChildProcess => {
    mkdirSync(BUILD, { recursive: true });
    const env = { ...process.env, MUTANT: join(BUILD, `mutant-${worker}.json`) };
    return fork(join(__dirname, 'asking.cjs'), { cwd: ROOT, stdio: 'ignore', env, execArgv: [] });
  };
  return {
    end,
    ask: (server, chosen) => {
      const asked = (jest ??= start());
      const tests = Object.fromEntries(chosen.map(({ path, names }) => [path, names]));
      const most = START_MS + TIMES_AS_LONG * Math.max(...chosen.map(({ longestMs }) => longestMs));
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          clearTimeout(looping);
          asked.removeAllListeners();
        };
        const looping = setTimeout(() => {
          settle();
          end();
          resolve('endless');
        }, most);
        asked.on('exit', () => {
          settle();
          reject(new Error('Jest ended by itself.'));
        });
        asked.on('message', (said: Answer | 'a test has ended') => {
          if (said === 'a test has ended') {
            looping.refresh();
            return;
          }
          settle();
          if (said.bytes > LARGE_BYTES) end();
          resolve(said.by);
        });
        asked.send({ server, tests });
      });
    },
  };
}
