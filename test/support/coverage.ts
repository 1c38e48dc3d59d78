/**
 * Coverage of the app where it really runs: server/server.js inside the platform package's sandbox. Jest merges every test
 * file's `__coverage__` into its report. The file is made to count once a run (`instrument-once.ts`), not once a test file.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { PlatformOptions } from '../../packages/fresh-platform/index';
import type { Instrumented } from '../../packages/fresh-platform/validate/play/instrument';

/** Set by jest.config.cjs where coverage is collected. */
interface CoverageGlobals {
  collectsAppCoverage?: boolean;
  __coverage__?: Record<string, object>;
}

export type CountingServer = Pick<Instrumented, 'text' | 'entry'>;

const ROOT = join(__dirname, '..', '..');
export const SERVER = join(ROOT, 'server', 'server.js');
/** server.js as it counts itself, for the length of a run of the tests. */
export const COUNTING_SERVER = join(ROOT, 'coverage', 'counting-server.json');

const globals = globalThis as CoverageGlobals;
let counting: CountingServer | undefined;

/** Another server.js to be played in its place: `npm run mutate` asks whether any test notices. */
function mutant(file: string): Pick<PlatformOptions, 'instrument'> {
  const { server } = JSON.parse(readFileSync(file, 'utf8')) as { server: string };
  return { instrument: (code, path) => (path === SERVER ? server : code) };
}

/**
 * What a test's platform needs: to count, where coverage is collected, and no watch on whether an invocation hangs, which is a
 * thread of its own each time and dearer than the invocation.
 */
export function coverageOptions(): Pick<PlatformOptions, 'instrument' | 'sandboxGlobals' | 'hangMs'> {
  const changed = process.env['MUTANT'];
  if (changed !== undefined) return mutant(changed);
  if (globals.collectsAppCoverage !== true) return { hangMs: Infinity };
  collectGarbage();
  const coverage = (globals.__coverage__ ??= {});
  return {
    hangMs: Infinity,
    sandboxGlobals: { __coverage__: coverage },
    instrument: (code, path) => {
      if (path !== SERVER) return code;
      counting ??= JSON.parse(readFileSync(COUNTING_SERVER, 'utf8')) as CountingServer;
      coverage[path] ??= counting.entry;
      return counting.text;
    },
  };
}

const MOST_GARBAGE_BYTES = 100e6;
let gc: (() => void) | undefined;
let collectedAt = 0;

/**
 * Every context that is done with and not collected yet makes the reading of a counter slower, ten times where the runtime
 * lets them pile up for as long as memory allows.
 */
function collectGarbage(): void {
  if (process.memoryUsage().heapUsed < collectedAt + MOST_GARBAGE_BYTES) return;
  setFlagsFromString('--expose-gc');
  gc ??= runInNewContext('gc') as () => void;
  gc();
  collectedAt = process.memoryUsage().heapUsed;
}
