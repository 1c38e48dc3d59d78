/** A day's summary, as a table and in words: figures beside those of the day before, and what each group did. */
import type { DayFigures, RelayEvent, SummaryNotice } from '../events/event';
import { duration } from '../lib/text';
import type { Place } from './escaping';

export interface SummaryTable {
  title: string;
  facts: readonly { label: string; value: string }[];
  groups: readonly { name: string; text: string }[];
  notes: readonly string[];
}

/** The summary among a payload's events; null for any others. */
export function summaryIn(events: readonly RelayEvent[]): SummaryNotice | null {
  const [event] = events;
  return event !== undefined && event.type === 'relay.summary' ? event : null;
}

type Median = 'first_response_seconds' | 'resolution_seconds';

const FACTS: readonly (readonly [Exclude<keyof DayFigures, Median>, string])[] = [
  ['created', 'Started'],
  ['resolved', 'Resolved'],
  ['reopened', 'Reopened'],
  ['sla_breaches', 'SLAs missed'],
  ['unattended', 'Left unattended'],
];
const TIMES: readonly (readonly [Median, string])[] = [
  ['first_response_seconds', 'First response'],
  ['resolution_seconds', 'Resolution'],
];

export function summaryTable(notice: SummaryNotice, place: Place): SummaryTable {
  const { total, day_before: before } = notice;
  const counts = FACTS.map(([name, label]) => ({ label, value: `${total[name]} (${before[name]})` }));
  const times = TIMES.map(([name, label]) => ({ label, value: `${took(total[name])} (${took(before[name])})` }));
  const groups = notice.groups.map(({ id, name, total: figures }) => ({
    name: place.outside(name ?? id),
    text: groupInWords(figures),
  }));
  return { title: dayInWords(notice.day), facts: [...counts, ...times], groups, notes: notesOn(notice) };
}

/** The figures of the whole day in a line or two; where there is none, the table has a dash. */
export function summaryInWords({ day, total, day_before: before }: SummaryNotice): string {
  const counts = FACTS.map(([name, label]) => `${total[name]} ${inside(label)} (${before[name]})`).join(', ');
  const medians = TIMES.filter(([name]) => total[name] !== null).map(
    ([name, label]) => `${inside(label)} ${took(total[name])} (${took(before[name])})`,
  );
  const times = medians.length === 0 ? '' : ` Median ${medians.join(', ')}.`;
  return `${dayInWords(day)}: ${counts}.${times} In parentheses: the day before.`;
}

function took(seconds: number | null): string {
  return seconds === null ? '–' : duration(seconds);
}

/** A label inside a sentence. */
function inside(label: string): string {
  return label.startsWith('SLA') ? label : label.toLowerCase();
}

/** `Monday 2 November`. */
function dayInWords(day: string): string {
  const words = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  return words.format(Date.parse(`${day}T00:00:00Z`));
}

/** Only what there is: nobody needs to read that nothing was missed. */
function groupInWords(figures: DayFigures): string {
  const counts = FACTS.filter(([name]) => figures[name] !== 0).map(
    ([name, label]) => `${figures[name]} ${inside(label)}`,
  );
  const times = TIMES.filter(([name]) => figures[name] !== null).map(
    ([name, label]) => `${inside(label)} ${took(figures[name])}`,
  );
  return [...counts, ...times].join(' · ');
}

function notesOn({ total, not_counted: missed = 0 }: SummaryNotice): string[] {
  const quiet = FACTS.every(([name]) => total[name] === 0) ? ['Nothing happened on this day.'] : [];
  const lost = missed === 0 ? [] : [`${missed} ${missed === 1 ? 'change' : 'changes'} could not be counted.`];
  return [...quiet, 'In parentheses: the day before. Times are medians.', ...lost];
}
