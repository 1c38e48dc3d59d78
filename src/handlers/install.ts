/** Installing proves that what the admin set works; uninstalling always lets go. The only file that calls `renderData`. */
import { TLS_FAULT, type Failure, type Outcome } from '../platform/requests';
import { destinationsOf, type Destination, type DestinationName } from '../destinations/destination';
import { isObject, own, textOf } from '../lib/json';
import type { Runtime } from '../platform/runtime';
import { readSettings } from '../settings/read';

/**
 * Checks the settings and sends every destination a test message, side by side; refuses with one sentence of at most
 * 60 characters, which is what the platform shows.
 */
export async function install(payload: unknown, runtime: Runtime): Promise<void> {
  const settings = readSettings(isObject(payload) ? own(payload, 'iparams') : undefined);
  const refusal = settings.problems[0] ?? (await firstRefusal(destinationsOf(settings), runtime));
  if (refusal === undefined) renderData();
  else renderData({ message: refusal });
}

/** A set-up event should end within 10 s, and the platform itself lets a request take 15. */
const TESTS_MS = 9_000;
const TOO_LATE: Failure = {
  ok: false,
  status: 504,
  ms: TESTS_MS,
  reason: 'the receiver took too long',
  notBefore: null,
};

async function firstRefusal(destinations: Destination[], runtime: Runtime): Promise<string | undefined> {
  if (destinations.length === 0) return undefined;
  const tooLate = runtime.after(TESTS_MS).then((): Outcome => TOO_LATE);
  const tests = await Promise.all(
    destinations.map(async (destination) => ({
      destination,
      outcome: await Promise.race([destination.test(runtime), tooLate]),
    })),
  );
  for (const { destination, outcome } of tests) if (!outcome.ok) return refusalOf(destination.name, outcome);
  return undefined;
}

// The tables are functions because every invocation of the app loads this file and hardly one reads them.

/** By Slack's error code. */
const slackRefusals = (): Readonly<Record<string, string>> => ({
  invalid_auth: 'Slack bot token is not valid. Paste it again.',
  not_authed: 'Slack bot token is not valid. Paste it again.',
  token_revoked: 'Slack bot token was revoked. Create a new one.',
  token_expired: 'Slack bot token has expired. Create a new one.',
  account_inactive: 'Slack bot token is inactive. Create a new one.',
  missing_scope: 'Slack bot token lacks chat:write. Add that scope.',
  channel_not_found: 'Slack channel was not found. Check its ID.',
  not_in_channel: 'Slack channel lacks the bot. Invite the bot to it.',
  is_archived: 'Slack channel is archived. Choose another one.',
});

/** By HTTP status, where it says more than its class does. */
const webhookRefusals = (): Readonly<Record<number, string>> => ({
  401: "Webhook secret was refused (401). Enter the receiver's.",
  403: 'Webhook URL forbids it (403). Check secret, permissions.',
  404: 'Webhook URL leads nowhere (404). Check its path.',
  410: 'Webhook URL is gone for good (410). Enter a new one.',
  429: 'Webhook URL is too busy (429). Try again later.',
  502: 'Webhook URL could not be reached. Check host and TLS.',
  504: 'Webhook URL took too long. Make it answer within 9 s.',
});

const teamsRefusals = (): Readonly<Record<number, string>> => ({
  401: 'Teams URL is not valid (401). Copy it again.',
  403: 'Teams URL is forbidden (403). Let anyone trigger it.',
  404: 'Teams URL leads nowhere (404). Copy it again.',
  410: 'Teams URL is gone for good (410). Enter a new one.',
  429: 'Teams URL is too busy (429). Try again later.',
  502: 'Teams URL could not be reached. Copy it again.',
  504: 'Teams URL took too long. Try again later.',
});

/** What the admin reads: at most 60 characters that name the setting and the remedy. */
function refusalOf(name: DestinationName, { status: answered, reason }: Failure): string {
  // Where nobody is reached the platform names 502, or nothing.
  const status = answered === 0 ? 502 : answered;
  if (name === 'slack') return slackRefusal(status, reason);
  const setting = name === 'webhook' ? 'Webhook URL' : 'Teams URL';
  if (reason === TLS_FAULT) return `${setting} has no valid TLS certificate. Mend it.`;
  const known = name === 'webhook' ? webhookRefusals() : teamsRefusals();
  return known[status] ?? `${setting} ${remedyByClass(status)}`;
}

function remedyByClass(status: number): string {
  if (status >= 500) return `answered ${status}. Mend the receiver first.`;
  return status >= 400 ? `answered ${status}. Check the receiver.` : `redirects (${status}). Enter the final address.`;
}

/** Slack says with a 200 what is wrong; any other status is a fault of the way to it. */
function slackRefusal(status: number, reason: string): string {
  if (status === 504) return 'Slack took too long. Try again later.';
  if (status === 502) return 'Slack could not be reached. Try again later.';
  return status === 200 ? slackWords(reason) : `Slack answered ${status}. Try again later.`;
}

function slackWords(reason: string): string {
  const code = /^Slack answered ([a-z_]+)$/.exec(reason)?.[1] ?? '';
  return textOf(own(slackRefusals(), code)) ?? 'Slack refused the message. Check the token and channel.';
}

/** The platform wipes store and schedules itself, and keeps the app for ever where this fails: so nothing is tried here. */
export function uninstall(): void {
  renderData();
}
