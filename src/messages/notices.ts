/** What the relay tells of itself, and of a whole day. */
import type { DestinationNotice, NoticeType, RelayNotice } from '../events/event';
import { duration } from '../lib/text';
import type { DestinationKind } from '../settings/kinds';
import type { Place } from './escaping';
import { summaryInWords } from './summary';
import { counted } from './words';

/** A type without a sign does not compile. */
const SIGNS: Readonly<Record<NoticeType, string>> = {
  'relay.trouble': '⚠️',
  'relay.recovered': '🟢',
  'relay.summary': '📊',
};

export function noticeSign({ type }: RelayNotice): string {
  return (SIGNS as Readonly<Record<string, string | undefined>>)[type] ?? '🔹';
}

/** A notice in words; of a type that came later, that there is one. */
export function noticeInWords(notice: RelayNotice, place: Place): string {
  switch (notice.type) {
    case 'relay.trouble':
      return troubleInWords(notice, place);
    case 'relay.recovered':
      return `${destinationInWords(notice, place)} takes updates again, after ${tookNothing(notice)}${isOnItsWay(notice)}.${givenUp(notice)}`;
    case 'relay.summary':
      return summaryInWords(notice);
    default:
      return 'Conversation Relay has news that this version has no words for.';
  }
}

function troubleInWords(notice: DestinationNotice, place: Place): string {
  const { since, waiting, reason } = notice;
  const why = reason === null ? '' : `: ${place.outside(reason)}`;
  const said = `${destinationInWords(notice, place)} has taken nothing since ${place.moment(since)}${why}.`;
  const waits = `${counted(waiting, 'update')} ${waiting === 1 ? 'waits' : 'wait'}`;
  return `${said} ${waits} for it and will be delivered once it answers.${givenUp(notice)}`;
}

function tookNothing({ since, occurred_at }: DestinationNotice): string {
  const seconds = (Date.parse(occurred_at) - Date.parse(since)) / 1_000;
  return seconds > 0 ? `${duration(seconds)} without taking any` : 'a while without taking any';
}

function isOnItsWay({ waiting }: DestinationNotice): string {
  return waiting === 0 ? '' : `. ${counted(waiting, 'update')} ${waiting === 1 ? 'is' : 'are'} on the way`;
}

/** What waited for three days is lost to the channel, and a lead should know. */
function givenUp({ given_up: lost = 0 }: DestinationNotice): string {
  return lost === 0 ? '' : ` ${counted(lost, 'update')} ${lost === 1 ? 'was' : 'were'} given up after three days.`;
}

const DESTINATIONS_IN_WORDS: Readonly<Record<DestinationKind, string> & Record<string, string>> = {
  webhook: 'The webhook',
  slack: 'The Slack channel',
  teams: 'The Teams channel',
};

function destinationInWords({ destination: { kind, name } }: DestinationNotice, place: Place): string {
  return `${DESTINATIONS_IN_WORDS[kind] ?? 'The destination'} “${place.outside(name)}”`;
}
