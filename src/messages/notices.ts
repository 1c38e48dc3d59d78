/** What the relay tells of itself, and of a whole day. */
import type { DayFigures, DestinationNotice, NoticeType, RelayNotice, SummaryNotice } from '../events/event';
import { duration } from '../lib/text';
import type { Place } from './escaping';
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
      return summaryInWords(notice, place);
    default:
      return 'Conversation Relay has news that this version has no words for.';
  }
}

function troubleInWords(notice: DestinationNotice, place: Place): string {
  const { since, waiting, reason } = notice;
  const why = reason === null ? '' : `: ${place.outside(reason, 120)}`;
  const waits = `${counted(waiting, 'update')} ${waiting === 1 ? 'waits' : 'wait'}`;
  return `${destinationInWords(notice, place)} has taken nothing since ${place.moment(since)}${why}. ${waits} for it and will be delivered once it answers.${givenUp(notice)}`;
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

const DESTINATIONS_IN_WORDS: Readonly<Record<string, string>> = {
  webhook: 'The webhook',
  slack: 'The Slack channel',
  teams: 'The Teams channel',
};

function destinationInWords({ destination: { kind, name } }: DestinationNotice, place: Place): string {
  return `${DESTINATIONS_IN_WORDS[kind] ?? 'The destination'} “${place.outside(name)}”`;
}

/** A day's figures, each with that of the day before in parentheses. */
function summaryInWords({ day, total, day_before: before }: SummaryNotice, place: Place): string {
  const counts = COUNTS.map(([name, words]) => `${total[name]} ${words} (${before[name]})`).join(', ');
  const medians = MEDIANS.filter(([name]) => total[name] !== null).map(
    ([name, words]) => `${words} ${timeInWords(total[name])} (${timeInWords(before[name])})`,
  );
  const times = medians.length === 0 ? '' : ` Median ${medians.join(', ')}.`;
  return `${dayInWords(day, place)}: ${counts}.${times} In parentheses: the day before.`;
}

const COUNTS: readonly (readonly [keyof DayFigures, string])[] = [
  ['created', 'started'],
  ['resolved', 'resolved'],
  ['reopened', 'reopened'],
  ['sla_breaches', 'missed SLAs'],
  ['unattended', 'left waiting'],
];
const MEDIANS: readonly (readonly [keyof DayFigures, string])[] = [
  ['first_response_seconds', 'first response'],
  ['resolution_seconds', 'resolution'],
];

function timeInWords(seconds: number | null): string {
  return seconds === null ? 'none' : duration(seconds);
}

/** `Monday 2 November`. */
export function dayInWords(day: string, place: Place): string {
  const moment = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(moment)) return place.outside(day);
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    moment,
  );
}
