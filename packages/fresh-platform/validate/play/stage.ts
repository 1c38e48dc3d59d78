/** Where scenarios are played: platforms that count what of the app runs, and watch what it logs. */
import { SourceMap } from 'node:module';
import { sep } from 'node:path';
import { createClock, createPlatform, type InvocationResult, type Platform, type PlatformOptions } from '../../index';
import type { Json } from '../../lib/dig';
import { instrument, type Counters, type Instrumented } from './instrument';
import type { App } from '../app/app';
import { leakIn, placeKey, secretsOf, type Leak } from './logs';
import type { Private } from './personal';
import type { Place } from '../problem';
import type { Recording } from './recordings';
import type { SettingsSet } from './settings-sets';

export interface Opening extends Partial<
  Omit<PlatformOptions, 'appDir' | 'iparams' | 'clock' | 'onLog' | 'onInvocation'>
> {
  iparams: Json;
  /** Epoch ms at which its clock starts. */
  at: number;
  /** The admin chose something that is not the default: what is personal may then be logged. */
  choseOtherwise?: boolean;
}

export interface Stage {
  app: App;
  recordings: readonly Recording[];
  settings: readonly SettingsSet[];
  /** A fresh installation. */
  open: (opening: Opening) => Platform;
  /** Counted over everything played so far. */
  tally: Tally;
  /** A text with places in the instrumented files gets the files' own. */
  placesIn: (text: string) => { text: string; place: (Place & { file: string }) | undefined };
}

export interface Tally {
  invocations: number;
  logLines: number;
  /** Neither completed nor died. */
  failed: InvocationResult[];
  leaks: Map<string, Leak & Place & { file: string }>;
  counters: Counters[];
}

export function createStage(
  app: App,
  recordings: readonly Recording[],
  settings: readonly SettingsSet[],
  personal: readonly Private[],
): Stage {
  const instrumented = instrumentAll(app);
  const coverage = Object.fromEntries([...instrumented].map(([path, { entry }]) => [path, entry]));
  const tally: Tally = { invocations: 0, logLines: 0, failed: [], leaks: new Map(), counters: Object.values(coverage) };
  const placesIn = createPlaces(app, instrumented);
  const seen = new Set<string>();
  const open = ({ at, choseOtherwise, ...options }: Opening): Platform => {
    const watch = { secrets: secretsOf(app, options.iparams), personal: choseOtherwise === true ? [] : personal };
    return createPlatform({
      receiver: () => ({ status: 200, body: '{"ok":true}' }),
      random: steadyRandom(),
      ...options,
      appDir: app.dir,
      clock: createClock(at),
      sandboxGlobals: { __coverage__: coverage, ...options.sandboxGlobals },
      instrument: (code, path) => instrumented.get(path)?.text ?? code,
      onInvocation: (result) => {
        tally.invocations += 1;
        if (result.outcome === 'threw' || result.outcome === 'timed out') tally.failed.push(result);
      },
      onLog: ({ text }) => {
        tally.logLines += 1;
        // The same line again says nothing new; payloads are logged in every scenario.
        const key = `${watch.personal.length}\0${text}`;
        if (seen.has(key)) return;
        seen.add(key);
        const leak = leakIn(text, watch);
        if (leak !== undefined) noteLeak(tally, leak, placesIn(new Error().stack ?? '').place);
      },
    });
  };
  return { app, recordings, settings, open, tally, placesIn };
}

function noteLeak({ leaks }: Tally, leak: Leak, place: (Place & { file: string }) | undefined): void {
  const where = place ?? { file: 'server/server.js', line: 1, column: 1 };
  const key = placeKey(where);
  if (!leaks.has(key)) leaks.set(key, { ...leak, ...where });
}

function instrumentAll({ code }: App): Map<string, Instrumented> {
  return new Map(code.map(({ path, text }) => [path, instrument(text, path)] as const));
}

/** Numbers that look random and are the same every time, so that the figures are. */
function steadyRandom(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Finds the first place in server/ that a stack or an error names, and says it as the file itself has it. */
function createPlaces({ dir, code }: App, instrumented: ReadonlyMap<string, Instrumented>): Stage['placesIn'] {
  const maps = new Map<string, SourceMap>();
  const mapOf = (path: string): SourceMap | undefined => {
    const raw = instrumented.get(path)?.map;
    const known =
      maps.get(path) ?? (raw && new SourceMap(raw as unknown as ConstructorParameters<typeof SourceMap>[0]));
    if (known !== undefined) maps.set(path, known);
    return known;
  };
  return (text) => {
    // The path of a server file, as a stack or an error has it.
    const found = /(?:^|[\s(/])(server\/[^\s():]+\.js):(\d+):(\d+)/.exec(text.split(dir + sep).join(''));
    const [, file = '', line = '', column = ''] = found ?? [];
    const source = code.find((one) => one.file === file);
    if (source === undefined) return { text, place: undefined };
    const place = { file, ...original(mapOf(source.path), Number(line), Number(column)) };
    return { text: text.replace(`${file}:${line}:${column}`, `${file}:${place.line}:${place.column}`), place };
  };
}

function original(map: SourceMap | undefined, line: number, column: number): Place {
  const entry: unknown = map?.findEntry(line - 1, column - 1);
  const { originalLine, originalColumn } = (entry ?? {}) as { originalLine?: number; originalColumn?: number };
  return originalLine === undefined ? { line, column } : { line: originalLine + 1, column: (originalColumn ?? 0) + 1 };
}
