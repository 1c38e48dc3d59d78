/** Between the page and the platform: what `getConfigs` gives as a draft, and a draft as what `postConfigs` gives. */
import {
  DESTINATION_NAMES,
  destinationKind,
  isKind,
  KINDS,
  TOLD_BY_DEFAULT,
  type DestinationKind,
} from '../settings/kinds';
import type { SettingName } from '../settings/read';
import { isList, isObject, own, type JsonObject } from '../lib/json';
import { holderOfToken, newDraft, type DestinationDraft, type Draft, type FilterName } from './draft';
import { DAYS } from '../settings/times';
import { noSecret, savedSecret, valueOfSecret } from './secrets';

export const FILTERS: readonly FilterName[] = ['groups', 'topics', 'sources', 'priorities'];

/** What was saved, whatever it holds: what cannot be read is as if it were new, and a destination without an id or a kind is none. */
export function draftOf(configs: unknown): Draft {
  const saved: JsonObject = isObject(configs) ? configs : {};
  const secrets = secretsIn(own(saved, 'secrets'));
  const list = own(saved, 'destinations');
  const destinations = (isList(list) ? list : [])
    .map((entry) => destinationOf(entry, secrets))
    .filter((one) => one !== null);
  const draft: Omit<Draft, 'slackToken'> = {
    destinations,
    personalData: own(saved, 'personal_data') === 'Include',
    unattendedMinutes: textIn(saved, 'unattended_minutes', '15'),
    hours: hoursOf(own(saved, 'hours')),
    summaryAt: textIn(saved, 'summary_at', ''),
    timeZone: textIn(saved, 'time_zone', 'UTC'),
  };
  const needsToken = holderOfToken(draft) !== undefined;
  return { ...draft, slackToken: needsToken ? savedSecret(secrets['slack']) : noSecret() };
}

/** All secrets may come as one object, as the text of one, as a mask, or not at all. */
function secretsIn(value: unknown): JsonObject {
  if (isObject(value)) return value;
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : null;
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function destinationOf(entry: unknown, secrets: JsonObject): DestinationDraft | null {
  if (!isObject(entry)) return null;
  const id = textIn(entry, 'id', '');
  const kind = destinationKind(own(entry, 'kind'));
  if (id === '' || kind === null) return null;
  const hasOwnToken = kind === 'slack' && isTokenOwn(entry, own(secrets, id));
  return {
    id,
    kind,
    name: textIn(entry, 'name', DESTINATION_NAMES[kind]),
    tell: tellIn(own(entry, 'tell'), kind),
    filters: {
      groups: textsIn(own(entry, 'groups')),
      topics: textsIn(own(entry, 'topics')),
      sources: textsIn(own(entry, 'sources')),
      priorities: textsIn(own(entry, 'priorities')),
    },
    url: textIn(entry, 'url', ''),
    channel: textIn(entry, 'channel', ''),
    style: styleIn(own(entry, 'style')),
    mention: textIn(entry, 'mention', ''),
    secret: kind === 'slack' && !hasOwnToken ? noSecret() : savedSecret(own(secrets, id)),
    hasOwnToken,
  };
}

/** Also where the secrets did not come back. */
function isTokenOwn(entry: JsonObject, secret: unknown): boolean {
  return secret !== undefined || own(entry, 'own_token') === true;
}

function styleIn(value: unknown): DestinationDraft['style'] {
  return value === 'thread' || value === 'card' ? value : 'each';
}

function tellIn(value: unknown, kind: DestinationKind): DestinationDraft['tell'] {
  const told = isList(value) ? new Set(value.filter(isKind)) : TOLD_BY_DEFAULT[kind];
  return KINDS.filter((one) => told.has(one));
}

function textsIn(value: unknown): string[] {
  return isList(value) ? value.map(String).filter((text) => text.trim() !== '') : [];
}

function textIn(object: JsonObject, key: string, otherwise: string): string {
  const value = own(object, key);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : otherwise;
}

function hoursOf(value: unknown): Draft['hours'] {
  const { hours } = newDraft();
  if (!isObject(value)) return hours;
  const days = textsIn(own(value, 'days'));
  return {
    isOn: true,
    days: DAYS.filter((day) => days.includes(day)),
    from: textIn(value, 'from', hours.from),
    to: textIn(value, 'to', hours.to),
  };
}

/** Everything that is saved: what were left out would be lost. */
export function configsOf(draft: Draft): Record<SettingName | '__meta', unknown> {
  const { hours, unattendedMinutes, summaryAt, timeZone } = draft;
  const minutes = unattendedMinutes.trim();
  return {
    __meta: { secure: ['secrets'] },
    destinations: draft.destinations.map(entryOf),
    secrets: secretsOf(draft),
    personal_data: draft.personalData ? 'Include' : 'Leave out',
    unattended_minutes: /^\d+$/.test(minutes) ? Number(minutes) : minutes,
    hours: hours.isOn ? { days: hours.days, from: hours.from, to: hours.to } : null,
    summary_at: summaryAt,
    time_zone: timeZone.trim(),
  };
}

/** One entry of `destinations`, as the server reads it; `testDestination` is given it too. */
export function entryOf(destination: DestinationDraft): JsonObject {
  const { id, kind, name, tell, filters } = destination;
  return { id, kind, name: name.trim(), tell, ...filters, ...OWN_SETTINGS[kind](destination) };
}

/** What an entry holds of its kind alone, its secret aside. */
const OWN_SETTINGS: Readonly<Record<DestinationKind, (destination: DestinationDraft) => object>> = {
  webhook: ({ url }) => ({ url: url.trim() }),
  slack: ({ channel, style, mention, hasOwnToken }) => ({
    channel: channel.trim(),
    style,
    mention: mention.trim(),
    // For the page alone, which may not get the secrets back: whose card is then to ask for which token.
    ...(hasOwnToken && { own_token: true }),
  }),
  teams: () => ({}),
};

/** By id; a blank one is left out, and a token that no destination uses with it. */
function secretsOf(draft: Draft): Record<string, string> {
  const own = draft.destinations
    .filter(({ kind, hasOwnToken }) => kind !== 'slack' || hasOwnToken)
    .map(({ id, secret }): [string, string] => [id, valueOfSecret(secret)]);
  const shared: [string, string][] =
    holderOfToken(draft) === undefined ? [] : [['slack', valueOfSecret(draft.slackToken)]];
  return Object.fromEntries([...own, ...shared].filter(([, value]) => value !== ''));
}
