/**
 * The installation parameters, read into one typed object. A value that is missing, blank, stale or malformed means its
 * default and is named as a problem: a payload is never dropped over a setting.
 */
import { readAddress, type Address, type AddressFault } from './addresses';
import { isList, isObject, own, textOf, type JsonObject } from '../lib/json';
import type { EventType } from '../events/event';

/** `broken`: the admin wants this destination, and what is set does not work; `problem` says what to mend in at most 60 characters. */
export type Choice<T> = { state: 'off' } | { state: 'broken'; problem: string } | { state: 'on'; value: T };

export interface WebhookSettings {
  address: Address;
  /** One, or two while the secret is changed over. */
  secrets: string[];
}

export interface SlackSettings {
  token: string;
  channel: string;
}

export interface Settings {
  webhook: Choice<WebhookSettings>;
  slack: Choice<SlackSettings>;
  teams: Choice<{ address: Address }>;
  isTold: IsTold;
  personalData: boolean;
  /** One sentence per setting that is not as it should be; no value of a setting stands in it. */
  problems: string[];
}

/** The kinds an admin chooses among (`events` in config/iparams.json), and the event types each stands for. */
export const EVENT_KINDS: Readonly<Record<string, readonly EventType[]>> = {
  Created: ['conversation.created'],
  Assigned: ['conversation.group.assigned', 'conversation.agent.assigned'],
  Reassigned: ['conversation.group.reassigned', 'conversation.agent.reassigned'],
  Unassigned: ['conversation.group.unassigned', 'conversation.agent.unassigned'],
  Resolved: ['conversation.resolved'],
  Reopened: ['conversation.reopened'],
  'Status changed': ['conversation.status.changed'],
  'SLA breached': ['conversation.sla.breached'],
  'Label or priority changed': ['conversation.label.changed', 'conversation.priority.changed'],
  'Other changes': ['conversation.changed'],
};

/** Whether an event of a type is told. */
export type IsTold = (type: EventType) => boolean;

const toldByDefault: IsTold = (type) => type !== 'conversation.changed';

/** Reads `payload.iparams`, whatever it holds. */
export function readSettings(input: unknown): Settings {
  const iparams: JsonObject = isObject(input) ? input : {};
  const problems: string[] = [];
  const webhook = readWebhook(iparams);
  const slack = readSlack(iparams);
  const teams = readTeams(iparams);
  for (const choice of [webhook, slack, teams]) if (choice.state === 'broken') problems.push(choice.problem);
  return {
    webhook,
    slack,
    teams,
    isTold: readTold(iparams['events'], problems),
    personalData: readPersonalData(iparams['personal_data'], problems),
    problems,
  };
}

function broken(problem: string): { state: 'broken'; problem: string } {
  return { state: 'broken', problem };
}

/** What an admin entered into a field, as text: what is no text at all is malformed by the rules of the field. Null where it is blank. */
function enteredOf(value: unknown): string | null {
  return isBlank(value) || typeof value === 'string' ? textOf(value) : JSON.stringify(value);
}

function readWebhook(iparams: JsonObject): Choice<WebhookSettings> {
  const url = enteredOf(iparams['webhook_url']);
  // A secret alone is what remains when an admin takes the webhook off: the form cannot show it to be cleared.
  if (url === null) return { state: 'off' };
  const reading = readAddress(url, 'refuse');
  if ('fault' in reading) return broken(addressProblems('Webhook URL')[reading.fault]);
  const secret = enteredOf(iparams['webhook_secret']);
  if (secret === null) return broken('Webhook secret is missing. Enter whsec_ plus Base64.');
  const secrets = secret.split(/\s+/);
  const problem = secretProblem(secrets);
  return problem === null ? { state: 'on', value: { address: reading.address, secrets } } : broken(problem);
}

/** Each sentence with the longest setting's name stays within the 60 characters an install may answer. */
const addressProblems = (setting: string): Readonly<Record<AddressFault, string>> => ({
  https: `${setting} must start with https://.`,
  credentials: `${setting} must not hold a user name or password.`,
  port: `${setting} must not name a port. Use port 443.`,
  ip: `${setting} must name a host, not an IP address.`,
  host: `${setting} needs a public host, like hooks.acme.com.`,
});

const SECRET_BYTES = { least: 24, most: 64 };

/** Standard Webhooks 1.0: `whsec_` and the Base64 of 24 to 64 bytes; two, separated by a space, while one replaces the other. */
function secretProblem(secrets: string[]): string | null {
  if (secrets.length > 2) return 'Webhook secret takes two secrets at most.';
  return secrets.map(oneSecretProblem).find((problem) => problem !== null) ?? null;
}

function oneSecretProblem(secret: string): string | null {
  if (!secret.startsWith('whsec_')) return 'Webhook secret must start with whsec_.';
  const base64 = secret.slice('whsec_'.length);
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    return 'Webhook secret must be Base64 after whsec_.';
  const padding = base64.endsWith('==') ? 2 : Number(base64.endsWith('='));
  const bytes = (base64.length / 4) * 3 - padding;
  if (bytes < SECRET_BYTES.least) return 'Webhook secret is too short. Use 24 to 64 bytes.';
  return bytes > SECRET_BYTES.most ? 'Webhook secret is too long. Use 24 to 64 bytes.' : null;
}

function readSlack(iparams: JsonObject): Choice<SlackSettings> {
  const token = enteredOf(iparams['slack_bot_token']);
  const channel = enteredOf(iparams['slack_channel']);
  if (token === null && channel === null) return { state: 'off' };
  if (token === null) return broken('Slack bot token is missing. Enter it or clear the channel.');
  if (channel === null) return broken('Slack channel is missing. Enter it or clear the token.');
  if (!/^[\w-]+$/.test(token)) return broken('Slack bot token is malformed. Paste it as Slack shows it.');
  return /^[A-Z0-9]+$/i.test(channel)
    ? { state: 'on', value: { token, channel } }
    : broken('Slack channel must be an ID, such as C0123ABCDEF.');
}

function readTeams(iparams: JsonObject): Choice<{ address: Address }> {
  const url = enteredOf(iparams['teams_webhook_url']);
  if (url === null) return { state: 'off' };
  // Teams shows workflow addresses with ":443", which is what HTTPS means anyway.
  const reading = readAddress(url, 'accept');
  return 'fault' in reading ? broken(addressProblems('Teams URL')[reading.fault]) : { state: 'on', value: reading };
}

function readTold(value: unknown, problems: string[]): IsTold {
  if (isBlank(value)) return toldByDefault;
  const types = kindsOf(value).map(typesOf);
  const known = types.filter((each) => each !== undefined).flat();
  if (types.includes(undefined)) problems.push('Events holds an unknown kind. Choose the kinds again.');
  return known.length === 0 ? toldByDefault : (type) => known.includes(type);
}

/** The platform's documentation does not say how the choices arrive: as a list, or as one text with commas. */
function kindsOf(value: unknown): readonly unknown[] {
  if (isList(value)) return value;
  return typeof value === 'string' ? value.split(',') : [value];
}

function typesOf(kind: unknown): readonly EventType[] | undefined {
  return typeof kind === 'string' ? (own(EVENT_KINDS, kind.trim()) as readonly EventType[] | undefined) : undefined;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function readPersonalData(value: unknown, problems: string[]): boolean {
  if (isBlank(value) || value === 'Leave out' || value === 'Include') return value === 'Include';
  problems.push('Personal data must be "Leave out" or "Include".');
  return false;
}
