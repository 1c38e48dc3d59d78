import { parseArgs } from 'node:util';
import { byNearness } from '../lib/nearness';
import { UserError } from '../lib/json-file';
import { messageOf } from '../lib/thrown';
import { isMode, MODES, type Mode } from '../receivers/modes';
import type { Variant } from '../types';

export const HELP = `The Freshworks platform on your machine, for any serverless app of platform 3.0: offline, without an account.

  fresh-platform run [path/to/app]         a page on http://localhost:10001: simulate events, see what came of them
  fresh-platform simulate [path/to/app …]  plays every handler, function and job once, and says what came of each
  fresh-platform validate [path/to/app]    checks the app as the marketplace does; its own --help says more

What answers the app's requests, with run and simulate; none of them leaves this machine:
  --receivers FILE    the first rule that matches, of a JSON list of rules (docs/receivers.md of the package)
  --recording FILE    what a service answered once: an HTTP Archive (.har), as browsers and proxies save it
  --mode MODE         how receivers are otherwise: ${MODES.join(', ')}

Options of run:
  --port PORT         another port than 10001; 0 takes a free one
  --open              opens the page in the browser
  --plugin FILE       a module that exports \`plugin\`, views of yours for the page (docs/architecture.md of the package)

Options of simulate:
  --save FILE         writes every request and its answer there, as an HTTP Archive
Several apps get a line each, and a sum.

Options of both:
  --fdk6              the platform in the ways of FDK 6.9, where nothing newer says otherwise
  --help              this text

Payloads are those of server/test_data/<module>/<event>.json; where there is none one is invented, and is marked so.

Exit code: 0 when every handler ran without a problem; 1 otherwise.`;

export const COMMANDS = ['run', 'simulate', 'validate'] as const;
export type CommandName = (typeof COMMANDS)[number];

/** What answers the app's requests. */
export interface ReceiverOptions {
  receivers: string | undefined;
  recording: string | undefined;
  mode: Mode;
}

export interface SimulateOptions extends ReceiverOptions {
  apps: string[];
  variant: Variant;
  save: string | undefined;
  help: boolean;
}

export interface RunOptions extends ReceiverOptions {
  app: string;
  variant: Variant;
  port: number;
  plugin: string | undefined;
  open: boolean;
  help: boolean;
}

/** Which command, and the rest of the line. Throws a UserError with the nearest name for one that is none. */
export function readCommand([first, ...rest]: string[]): { command: CommandName | 'help'; rest: string[] } {
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') return { command: 'help', rest };
  const command = COMMANDS.find((name) => name === first);
  if (command) return { command, rest };
  throw new UserError(
    `There is no command ${first}; did you mean ${byNearness(first, COMMANDS)[0] ?? ''}? --help lists them.`,
  );
}

const COMMON = {
  receivers: { type: 'string' },
  recording: { type: 'string' },
  mode: { type: 'string' },
  fdk6: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Throws a UserError that says what does not fit. */
export function readSimulateOptions(args: string[]): SimulateOptions {
  const { values, positionals } = parse(() =>
    parseArgs({ args, options: { ...COMMON, save: { type: 'string' } }, allowPositionals: true }),
  );
  const apps = positionals.length === 0 ? ['.'] : positionals;
  return { ...commonOptions(values), apps, save: values.save };
}

/** Throws a UserError that says what does not fit. */
export function readRunOptions(args: string[]): RunOptions {
  const { values, positionals } = parse(() =>
    parseArgs({
      args,
      options: { ...COMMON, port: { type: 'string' }, open: { type: 'boolean' }, plugin: { type: 'string' } },
      allowPositionals: true,
    }),
  );
  const [app = '.', ...more] = positionals;
  if (more.length > 0) throw new UserError('The page shows one app: name one; --help says how.');
  return {
    ...commonOptions(values),
    app,
    port: portOf(values.port ?? '10001'),
    plugin: values.plugin,
    open: values.open === true,
  };
}

interface CommonValues {
  receivers?: string;
  recording?: string;
  mode?: string;
  fdk6?: boolean;
  help?: boolean;
}

type CommonOptions = ReceiverOptions & Pick<SimulateOptions, 'variant' | 'help'>;

function commonOptions({ receivers, recording, mode, fdk6, help }: CommonValues): CommonOptions {
  return {
    receivers,
    recording,
    mode: readMode(mode ?? 'well'),
    variant: fdk6 === true ? 'fdk6' : 'current',
    help: help === true,
  };
}

function readMode(name: string): Mode {
  if (isMode(name)) return name;
  throw new UserError(`There is no mode ${name}; did you mean ${byNearness(name, MODES)[0] ?? ''}?`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UserError(`--port must be a number from 0 to 65535, not ${text}.`);
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`${messageOf(error).split('. ')[0] ?? 'The options do not fit'}; --help lists the options.`);
  }
}
