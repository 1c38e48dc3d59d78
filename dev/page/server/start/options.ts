import { resolve } from 'node:path';
import { UserError } from '../../../../packages/fresh-platform/lib/json-file';
import { fromHere } from '../../../../packages/fresh-platform/lib/command';
import { readArguments } from '../../../stories/arguments';
import { loopback } from '../../../stories/options';

/** What `npm start` was asked to do. */
export interface StartOptions {
  port: number;
  /** Absolute. */
  stateFile: string;
  /** A receiver of the person's own, to which the webhook's deliveries are sent on. */
  forward?: URL;
  reset: boolean;
  open: boolean;
  help: boolean;
}

export const HELP = `Plays the stories of test_data/ through server/server.js, and stays up with a page on http://localhost:10001
that shows the app at work on a simulated account.

  npm start
  npm start -- --forward http://localhost:8080   send every delivery of the webhook on to a receiver of yours
  npm start -- --port 8080                       another port
  npm start -- --reset                           forget what the page has kept, and begin anew
  npm start -- --open                            open the page in the browser
  npm start -- --state FILE                      keep the page's state there, in place of .page-state.json
  npm start -- --help                            this text

Ctrl-C ends it. The page goes on where it was the next time.
npm run simulate plays the stories too, and ends.`;

const SPEC = {
  port: { type: 'string' },
  state: { type: 'string' },
  forward: { type: 'string' },
  reset: { type: 'boolean' },
  open: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. Throws a UserError that says what does not fit. */
export function readStartOptions(args: string[]): StartOptions {
  const { port, state, forward, reset, open, help } = readArguments({ args, options: SPEC }).values;
  return {
    port: portOf(port ?? '10001'),
    stateFile: state === undefined ? resolve('.page-state.json') : fromHere(state),
    ...(forward === undefined ? {} : { forward: loopback(forward, '--forward') }),
    reset: reset === true,
    open: open === true,
    help: help === true,
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UserError(`--port must be a number from 1 to 65535, not ${text}.`);
}
