import { parseArgs } from 'node:util';
import { byNearness } from '../lib/nearness';
import { messageOf, UserError } from '../lib/json-file';
import { MODES, type Mode } from '../receivers/modes';
import type { Variant } from '../types';

export const HELP = `The Freshworks platform on your machine, for any serverless app of platform 3.0: offline, without an account.

  fresh-platform simulate [path/to/app]    plays every handler, function and job once, and says what came of each
  fresh-platform validate [path/to/app]    checks the app as the marketplace does; its own --help says more

Options of simulate:
  --receivers FILE    what answers the app's requests: a JSON list of { host, path, method, template, mode, answer },
                      of which the first that matches counts; what none matches gets 200 and {}
  --mode MODE         how receivers are that no rule names: ${MODES.join(', ')}
  --fdk6              the platform in the ways of FDK 6.9, where nothing newer says otherwise
  --help              this text

Payloads are those of server/test_data/<module>/<event>.json; where there is none one is invented, and the report says so.

Exit code: 0 when every handler ran without a problem; 1 otherwise.`;

export const COMMANDS = ['simulate', 'validate'] as const;
export type CommandName = (typeof COMMANDS)[number];

export interface SimulateOptions {
  app: string;
  receivers: string | undefined;
  mode: Mode;
  variant: Variant;
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

/** Throws a UserError that says what does not fit. */
export function readSimulateOptions(args: string[]): SimulateOptions {
  const { values, positionals } = parse(args);
  const [app = '.', ...more] = positionals;
  if (more.length > 0) throw new UserError('Name one app at a time; --help says how.');
  return {
    app,
    receivers: values.receivers,
    mode: readMode(values.mode ?? 'well'),
    variant: values.fdk6 === true ? 'fdk6' : 'current',
    help: values.help === true,
  };
}

function readMode(name: string): Mode {
  const mode = MODES.find((known) => known === name);
  if (mode) return mode;
  throw new UserError(`There is no mode ${name}; did you mean ${byNearness(name, MODES)[0] ?? ''}?`);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        receivers: { type: 'string' },
        mode: { type: 'string' },
        fdk6: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UserError(`${messageOf(error).split('. ')[0] ?? 'The options do not fit'}; --help lists the options.`);
  }
}
