import { UserError } from '../../packages/fresh-platform/lib/json-file';
import { fromHere } from '../../packages/fresh-platform/lib/command';
import { readArguments } from './arguments';
import { isSecret } from './signature';
import type { RealWebhook } from './play';
import type { Look } from '../../packages/fresh-platform/lib/terminal';

/** What the command was asked to do. */
export interface Options {
  stories: string[];
  /** A recorded payload to play in place of stories. */
  payload?: { file: string; event?: string };
  webhook?: RealWebhook;
  logs: Look['logs'];
  json: boolean;
  list: boolean;
  help: boolean;
}

export const HELP = `Plays conversations through server/server.js on the platform package, and shows what the app logged and delivered.

  npm run simulate                                     all stories of test_data/, against local stand-ins
  npm run simulate -- reopened-twice other-attributes  some of them
  npm run simulate -- --list                           the stories there are
  npm run simulate -- --payload FILE --event NAME      one recorded payload (the event may stand in the file)
  npm run simulate -- --webhook URL --secret whsec_…   deliver to a program on this machine, http://127.0.0.1:PORT/…

  --full-logs    log lines whole, as the app wrote them
  --quiet-logs   no log lines
  --json         one JSON document in place of the report, or of the list; with npm run --silent nothing else is printed
  --help         this text

Exit code: 0 when everything was delivered, verified and as the stories expect; 1 otherwise.`;

const SPEC = {
  payload: { type: 'string' },
  event: { type: 'string' },
  webhook: { type: 'string' },
  secret: { type: 'string' },
  'full-logs': { type: 'boolean' },
  'quiet-logs': { type: 'boolean' },
  json: { type: 'boolean' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parse>['values'];

/** Reads the command line. Throws a UserError that says what does not fit. */
export function readOptions(args: string[]): Options {
  const { values, positionals } = parse(args);
  if (values.payload !== undefined && positionals.length > 0)
    throw new UserError('Give either --payload or names of stories, not both.');
  return {
    stories: positionals,
    ...payloadOf(values),
    ...webhookOf(values),
    logs: logsOf(values),
    json: values.json === true,
    list: values.list === true,
    help: values.help === true,
  };
}

function parse(args: string[]) {
  return readArguments({ args, options: SPEC, allowPositionals: true });
}

function payloadOf({ payload, event }: Values): Pick<Options, 'payload'> {
  if (payload === undefined) {
    if (event === undefined) return {};
    throw new UserError('--event names the event of a payload: give --payload FILE as well.');
  }
  return { payload: { file: fromHere(payload), ...(event === undefined ? {} : { event }) } };
}

function webhookOf({ webhook, secret }: Values): Pick<Options, 'webhook'> {
  if (webhook === undefined && secret === undefined) return {};
  if (webhook === undefined || secret === undefined)
    throw new UserError('--webhook and --secret belong together: give both.');
  if (!isSecret(secret)) throw new UserError('--secret must be whsec_ followed by the Base64 of 24 to 64 bytes.');
  return { webhook: { url: loopback(webhook, '--webhook'), secret } };
}

/** An address on this machine, as nothing leaves it; `what` begins the sentence that says so otherwise. */
export function loopback(address: string, what: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const here = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'http:' && here) return url;
  throw new UserError(
    `${what} must be an address on this machine such as http://127.0.0.1:8080/conversations, not ${address}.`,
  );
}

function logsOf(values: Values): Look['logs'] {
  if (values['quiet-logs'] === true) return 'none';
  return values['full-logs'] === true ? 'full' : 'cut';
}
