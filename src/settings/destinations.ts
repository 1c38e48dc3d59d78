/**
 * One entry of `destinations`, read into what works or into a sentence that says what to mend. A value with a default
 * (what is told, filters, style, mention) falls back to it and is named; anything else that is malformed takes this
 * destination off, and no other.
 */
import { readAddress, type Address } from './addresses';
import { DESTINATION_NAMES, destinationKind, isKind, TOLD_BY_DEFAULT, type DestinationKind, type Kind } from './kinds';
import { isSlackToken, signingSecretProblem } from './secrets';
import { isChannelId, readableMention } from './slack';
import { idOf, isList, isObject, objectOf, own, textOf, type JsonObject } from '../lib/json';
import { cut, onOneLine } from '../lib/text';

/** Ids or names; an empty list holds every conversation. */
export interface Filters {
  groups: readonly string[];
  topics: readonly string[];
  sources: readonly string[];
  priorities: readonly string[];
}

interface Common {
  id: string;
  /** What people call it, on one line. */
  name: string;
  tell: ReadonlySet<Kind>;
  filters: Filters;
}

export interface WebhookSettings extends Common {
  kind: 'webhook';
  address: Address;
  /** One, or two while one replaces the other. */
  secrets: readonly string[];
}

export interface SlackSettings extends Common {
  kind: 'slack';
  token: string;
  channel: string;
  style: 'each' | 'thread' | 'card';
  /** `here`, or the id of a user group or a user. */
  mention: string | null;
}

export interface TeamsSettings extends Common {
  kind: 'teams';
  address: Address;
}

export type DestinationSettings = WebhookSettings | SlackSettings | TeamsSettings;

/** A destination that the admin wants and whose settings do not work. `id` and `kind` are null where they cannot be read. */
export interface BrokenDestination {
  id: string | null;
  name: string;
  kind: DestinationKind | null;
  /** The end of a sentence that starts with the name, at most 45 characters. */
  problem: string;
}

export type DestinationReading = { destination: DestinationSettings; notes: string[] } | { broken: BrokenDestination };

const LONGEST_NAME = 80;
/** Settings come from the page that makes an id once and never changes it. */
const ID = /^[a-z0-9]{1,8}$/;

/** The secret entered for an id; null where there is none. */
export type SecretOf = (id: string, kind: DestinationKind) => string | null;

/** Reads `secrets`: `slack` holds the token of all Slack destinations without one of their own. */
export function secretIn(value: unknown): SecretOf {
  const secrets = objectOf(value);
  return (id, kind) => enteredOf(own(secrets, id)) ?? (kind === 'slack' ? enteredOf(own(secrets, 'slack')) : null);
}

/** Reads one entry. `notes` are the ends of further sentences. */
export function readDestination(entry: unknown, secretOf: SecretOf): DestinationReading {
  if (!isObject(entry))
    return { broken: { id: null, name: 'A destination', kind: null, problem: 'is not an object.' } };
  const kind = destinationKind(own(entry, 'kind'));
  const written = own(entry, 'id');
  const id = typeof written === 'string' && ID.test(written) ? written : null;
  const name = displayName(own(entry, 'name'), kind);
  const broken = (problem: string): DestinationReading => ({ broken: { id, name, kind, problem } });
  if (id === null) return broken('needs an id of 1 to 8 of a–z and 0–9.');
  if (kind === null) return broken('is of an unknown kind.');
  const notes: string[] = [];
  const common = { id, name, tell: readTell(own(entry, 'tell'), kind, notes), filters: readFilters(entry, notes) };
  const reading = READERS[kind](entry, common, secretOf(id, kind), notes);
  return typeof reading === 'string' ? broken(reading) : { destination: reading, notes };
}

function displayName(value: unknown, kind: DestinationKind | null): string {
  const name = cut(onOneLine(idOf(value) ?? ''), LONGEST_NAME);
  if (name !== '') return name;
  return kind === null ? 'A destination' : DESTINATION_NAMES[kind];
}

type Reader = (
  entry: JsonObject,
  common: Common,
  secret: string | null,
  notes: string[],
) => DestinationSettings | string;

const READERS: Readonly<Record<DestinationKind, Reader>> = { webhook: readWebhook, slack: readSlack, teams: readTeams };

/** What an admin entered into a field, as text; what is no text at all is `?`, which no field takes. Null where it is blank. */
function enteredOf(value: unknown): string | null {
  return isBlank(value) || typeof value === 'string' ? textOf(value) : '?';
}

export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function readWebhook(entry: JsonObject, common: Common, secret: string | null): DestinationSettings | string {
  const url = enteredOf(own(entry, 'url'));
  if (url === null) return 'has no address yet.';
  const reading = readAddress(url);
  if ('problem' in reading) return reading.problem;
  if (secret === null) return 'has no secret yet: make one.';
  const secrets = secret.split(/\s+/);
  return signingSecretProblem(secrets) ?? { ...common, kind: 'webhook', address: reading.address, secrets };
}

function readTeams(...[, common, secret]: Parameters<Reader>): DestinationSettings | string {
  if (secret === null) return "has no address yet: paste the workflow's.";
  const reading = readAddress(secret);
  return 'problem' in reading ? reading.problem : { ...common, kind: 'teams', address: reading.address };
}

function readSlack(
  entry: JsonObject,
  common: Common,
  token: string | null,
  notes: string[],
): DestinationSettings | string {
  const channel = enteredOf(own(entry, 'channel'));
  if (token === null) return 'has no bot token yet: paste it.';
  if (!isSlackToken(token)) return 'needs its bot token as Slack shows it.';
  if (channel === null) return 'has no channel yet: choose one.';
  if (!isChannelId(channel)) return "needs the channel's id, like C0123ABCDEF.";
  return {
    ...common,
    kind: 'slack',
    token,
    channel,
    style: readStyle(own(entry, 'style'), notes),
    mention: readMention(own(entry, 'mention'), notes),
  };
}

function readStyle(value: unknown, notes: string[]): SlackSettings['style'] {
  if (value === 'each' || value === 'thread' || value === 'card') return value;
  if (!isBlank(value)) notes.push('style must be each, thread or card.');
  return 'each';
}

function readMention(value: unknown, notes: string[]): string | null {
  if (isBlank(value)) return null;
  const mention = typeof value === 'string' ? readableMention(value.trim()) : null;
  if (mention === null) notes.push('mention must be here, or an id.');
  return mention;
}

function readTell(value: unknown, kind: DestinationKind, notes: string[]): ReadonlySet<Kind> {
  if (value === undefined || value === null) return TOLD_BY_DEFAULT[kind];
  if (!isList(value)) {
    notes.push('what it hears must be a list of kinds.');
    return TOLD_BY_DEFAULT[kind];
  }
  const known = value.filter(isKind);
  if (known.length < value.length) notes.push('hears of a kind that is unknown.');
  return known.length === 0 && value.length > 0 ? TOLD_BY_DEFAULT[kind] : new Set(known);
}

function readFilters(entry: JsonObject, notes: string[]): Filters {
  const list = (key: keyof Filters): readonly string[] => {
    const value = own(entry, key);
    if (isBlank(value)) return [];
    const entries = isList(value) ? value.filter((one) => !isBlank(one)) : [value];
    const texts = entries.map(idOf).filter((text) => text !== null);
    if (!isList(value) || texts.length < entries.length) notes.push(`${key} must be a list of ids or names.`);
    return isList(value) ? texts : [];
  };
  return { groups: list('groups'), topics: list('topics'), sources: list('sources'), priorities: list('priorities') };
}
