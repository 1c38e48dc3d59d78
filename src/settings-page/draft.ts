/** The settings as they stand on the page: what an admin has typed so far, malformed or not. */
import { DAYS } from '../settings/times';
import { DESTINATION_NAMES, TOLD_BY_DEFAULT, KINDS, type DestinationKind, type Kind } from '../settings/kinds';
import { makeSecret, noSecret, type Secret } from './secrets';

export type FilterName = 'groups' | 'topics' | 'sources' | 'priorities';

export interface DestinationDraft {
  id: string;
  kind: DestinationKind;
  name: string;
  tell: Kind[];
  filters: Record<FilterName, string[]>;
  /** Of a webhook. */
  url: string;
  /** Of Slack. */
  channel: string;
  style: 'each' | 'thread' | 'card';
  mention: string;
  /** A webhook's signing secret, the workflow's address of Teams, or a Slack token that stands for this destination alone. */
  secret: Secret;
  /** Slack only: it does not use the token that Slack destinations share. */
  hasOwnToken: boolean;
}

export interface Draft {
  destinations: DestinationDraft[];
  /** The token of every Slack destination without one of its own. */
  slackToken: Secret;
  personalData: boolean;
  unattendedMinutes: string;
  hours: { isOn: boolean; days: string[]; from: string; to: string };
  summaryAt: string;
  timeZone: string;
}

/** What the page shows where nothing was saved yet. */
export function newDraft(): Draft {
  return {
    destinations: [],
    slackToken: noSecret(),
    personalData: false,
    unattendedMinutes: '15',
    hours: { isOn: false, days: DAYS.slice(0, 5), from: '09:00', to: '18:00' },
    summaryAt: '',
    timeZone: 'UTC',
  };
}

/** A destination as it begins, with an id and a name that no other one has. */
export function newDestination(kind: DestinationKind, others: readonly DestinationDraft[]): DestinationDraft {
  const secret = noSecret();
  return {
    id: newId(others.map(({ id }) => id)),
    kind,
    name: newName(
      DESTINATION_NAMES[kind],
      others.map(({ name }) => name),
    ),
    tell: KINDS.filter((one) => TOLD_BY_DEFAULT[kind].has(one)),
    filters: { groups: [], topics: [], sources: [], priorities: [] },
    url: '',
    channel: '',
    style: 'each',
    mention: '',
    secret: kind === 'webhook' ? { ...secret, entered: makeSecret() } : secret,
    hasOwnToken: false,
  };
}

function newName(name: string, taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(number === 1 ? name : `${name} ${number}`)) number += 1;
  return number === 1 ? name : `${name} ${number}`;
}

const ID_CHARACTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const ID_LENGTH = 6;

/** Never `slack`, under which the shared token is kept: ids are longer. */
function newId(taken: readonly string[]): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
  const id = [...bytes].map((byte) => ID_CHARACTERS.charAt(byte % ID_CHARACTERS.length)).join('');
  return taken.includes(id) ? newId(taken) : id;
}

/** The Slack destination whose card asks for the shared token: the first that uses it. */
export function holderOfToken({ destinations }: Pick<Draft, 'destinations'>): DestinationDraft | undefined {
  return destinations.find(({ kind, hasOwnToken }) => kind === 'slack' && !hasOwnToken);
}

/** The secret that a destination is told with. */
export function secretFor(draft: Draft, { kind, hasOwnToken, secret }: DestinationDraft): Secret {
  return kind === 'slack' && !hasOwnToken ? draft.slackToken : secret;
}
