/** Rewrites a file of server/ so that it counts what of it runs, in a global `__coverage__` that the sandbox is given. */
import { createInstrumenter } from 'istanbul-lib-instrument';

type Instrumenter = ReturnType<typeof createInstrumenter>;

export type SourceMapJson = NonNullable<Parameters<Instrumenter['instrumentSync']>[2]>;
export type Counters = ReturnType<Instrumenter['lastFileCoverage']>;

export interface Instrumented {
  text: string;
  /** Put it under the file's path in `__coverage__` before the text runs: the file counts in it. */
  entry: Counters & { hash: string | undefined };
  /** From the rewritten text to the file. */
  map: SourceMapJson;
}

/** By name: what it does otherwise, a function made of text in every file of every invocation, grows slower with each. */
const GLOBAL_SCOPE = { coverageGlobalScope: 'globalThis', coverageGlobalScopeFunc: false };

const known = new Map<string, Instrumented>();

/** A file that was rewritten before is not again; its counters stand at zero each time. */
export function instrument(code: string, path: string): Instrumented {
  const key = [path, code].join('\0');
  const rewritten = known.get(key) ?? rewrite(code, path);
  known.set(key, rewritten);
  return { ...rewritten, entry: structuredClone(rewritten.entry) };
}

function rewrite(code: string, path: string): Instrumented {
  const instrumenter = createInstrumenter({
    esModules: false,
    compact: false,
    produceSourceMap: true,
    coverageVariable: '__coverage__',
    ...GLOBAL_SCOPE,
  });
  const text = instrumenter.instrumentSync(code, path);
  // With its hash the instrumented file takes this entry for its own.
  const hash = /\bhash = "(\w+)"/.exec(text)?.[1];
  return {
    text: withoutData(text),
    entry: { ...instrumenter.lastFileCoverage(), hash },
    map: instrumenter.lastSourceMap(),
  };
}

/**
 * The text also holds a copy of its own entry, which it would put there itself and which every invocation would build
 * anew: most of what playing an instrumented app costs. The lines stay, for the map's sake.
 */
function withoutData(text: string): string {
  return text.replace(
    /^ {2}var coverageData = \{\n[^]*?^ {2}\};\n/m,
    (data) => `  var coverageData;${'\n'.repeat(data.split('\n').length - 1)}`,
  );
}
