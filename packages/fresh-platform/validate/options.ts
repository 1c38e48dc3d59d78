import { parseArgs } from 'node:util';
import { UserError } from '../lib/json-file';
import { messageOf } from '../lib/thrown';

/** What the command was asked to do. */
export interface Options {
  /** Folder of the app. */
  app: string;
  json: boolean;
  /** Whether to find what to simulate at `fdk run`, in place of checking. */
  simulations: boolean;
  /** Whether npm's registry is asked for the packages of the manifest. */
  registry: boolean;
  help: boolean;
}

/** `command` is what is typed before the options. */
export function helpOf(command: string): string {
  return `Checks an app as the marketplace does, on this machine: fdk validate and fdk pack, and what reviewers ask for.

  ${command} [path/to/app]       the folder that holds its manifest.json; without it, the app that is here
  ${command} --simulations       writes dist/simulations/ in the app: the fewest payloads that, simulated by hand
                                 at fdk run in their order, bring its coverage over 85 %, and a page of instructions

  --registry  ask npm's registry whether it has the packages of the manifest; where it does not answer, nothing is said
  --json      one JSON document in place of the report
  --help      this text

The app's code is played in the simulator: the stories of test_data/*.json and the payloads of server/test_data/, or
invented ones, with the installation parameters of test_data/settings/*.json, or invented ones where there are none.

Errors of the platform, errors of lint, what fails as the app runs or is refused by reviewers, and warnings are counted apart.
Exit code: 0 when there is nothing to mend, warnings aside; 1 otherwise.`;
}

/** Reads the command line; `home` is the app that is checked when none is named. Throws a UserError that says what does not fit. */
export function readOptions(args: string[], home: string): Options {
  const { values, positionals } = parse(args);
  const [app = home, ...more] = positionals;
  if (more.length > 0) throw new UserError('Name one app at a time; --help says how.');
  return {
    app,
    json: values.json === true,
    simulations: values.simulations === true,
    registry: values.registry === true,
    help: values.help === true,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        json: { type: 'boolean' },
        registry: { type: 'boolean' },
        simulations: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UserError(
      `${messageOf(error).split('. ')[0]?.split('\n')[0] ?? 'The options do not fit'}; --help lists the options.`,
    );
  }
}
