/**
 * Coverage of the app where it really runs: server/server.js inside the platform package's sandbox. Jest merges every test
 * file's `__coverage__` into its report.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { PlatformOptions } from '../../packages/fresh-platform/index';
import { instrument as instrumentFile } from '../../packages/fresh-platform/validate/instrument';

/** Set by jest.config.cjs where coverage is collected. */
interface CoverageGlobals {
  collectsAppCoverage?: boolean;
  __coverage__?: Record<string, object>;
}

/** Code that counts is slow, and slower still on a busy machine: that is no endless loop. */
const HANG_MS = 60_000;

const globals = globalThis as CoverageGlobals;
const instrumented = new Map<string, string>();

/** What a platform needs to count; nothing where coverage is not collected. */
export function coverageOptions(): Pick<PlatformOptions, 'instrument' | 'sandboxGlobals' | 'hangMs'> {
  if (globals.collectsAppCoverage !== true) return {};
  collectGarbage();
  const coverage = (globals.__coverage__ ??= {});
  return {
    hangMs: HANG_MS,
    sandboxGlobals: { __coverage__: coverage },
    instrument: (code, path) => {
      const known = instrumented.get(path) ?? instrument(code, path, coverage);
      instrumented.set(path, known);
      return known;
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

function instrument(code: string, path: string, coverage: Record<string, object>): string {
  const { text, entry } = instrumentFile(code, path);
  coverage[path] = entry;
  return text;
}
