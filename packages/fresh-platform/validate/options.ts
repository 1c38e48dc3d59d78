import { parseArgs } from 'node:util';
import { messageOf, UserError } from '../lib/json-file';

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

export const HELP = `Checks an app as the marketplace does, on this machine: fdk validate and fdk pack, and what reviewers ask for.

  npm run validate                     this app
  npm run validate -- path/to/app      another app: the folder that holds its manifest.json
  npm run validate -- --simulations    writes dist/simulations/: the fewest payloads that, simulated by hand at fdk run
                                       in their order, bring its coverage over 85 %

  --registry  ask npm's registry whether it has the packages of the manifest; where it does not answer, nothing is said
  --json      one JSON document in place of the report
  --help      this text

The app's code is played in the simulator: the stories of test_data/*.json and the payloads of server/test_data/, with
the installation parameters of test_data/settings/*.json, or invented ones where there are none.

Exit code: 0 when there is nothing to mend, warnings aside; 1 otherwise.`;

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
