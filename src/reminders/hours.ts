/**
 * Times of day in a time zone, daylight saving included: when a clock on the wall shows a time, and how much of a span
 * lies within working hours. All of it is arithmetic on what `Intl.DateTimeFormat` says a wall clock shows.
 */
import { DAY_MS, MINUTE_MS } from '../lib/time';
import type { Day, Hours } from '../settings/times';

/** What a clock on the wall shows. */
interface Wall {
  /** Days since 1 January 1970 by the local calendar. */
  day: number;
  /** Minutes since local midnight, with fractions. */
  minute: number;
  /** Ms that the wall clock is ahead of UTC. */
  offset: number;
}

const DAY_MINUTES = 24 * 60;
/** Spans are followed no further: a schedule may lie a year ahead. */
const FURTHEST_MS = 365 * DAY_MS;

/** Making a formatter costs a hundred times what using it does. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}

type Shown = [month: number, day: number, year: number, ...time: number[]];

/** Ms that the zone's wall clock is ahead of UTC at a moment. */
export function offsetAt(zone: string, at: number): number {
  if (zone === 'UTC') return 0;
  // In American English, `3/29/2026, 14:05:09`.
  const [month, day, year, ...time] = formatterOf(zone).format(at).split(/\D+/).map(Number) as Shown;
  return Date.UTC(year, month - 1, day, ...time) - Math.floor(at / 1000) * 1000;
}

function wallAt(zone: string, at: number): Wall {
  const offset = offsetAt(zone, at);
  const day = Math.floor((at + offset) / DAY_MS);
  return { day, minute: (at + offset - day * DAY_MS) / MINUTE_MS, offset };
}

/** The local date at a moment, as `2026-03-29`. */
export function dateAt(zone: string, at: number): string {
  return new Date(at + offsetAt(zone, at)).toISOString().slice(0, 10);
}

/** Whether a moment lies within the hours; always where there are none. */
export function isWithin(hours: Hours | null, zone: string, at: number): boolean {
  return hours === null || isOpen(hours, wallAt(zone, at));
}

/** Hours that end at or before they begin go on past midnight, and belong to the day on which they began. */
function isOpen({ days, from, to }: Hours, { day, minute }: Wall): boolean {
  const end = to > from ? to : to + DAY_MINUTES;
  return (
    (minute >= from && minute < end && days.includes(weekdayOf(day))) ||
    (minute + DAY_MINUTES < end && days.includes(weekdayOf(day - 1)))
  );
}

/** 1 January 1970 was a Thursday. */
const WEEK: readonly Day[] = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];

function weekdayOf(day: number): Day {
  return WEEK[day % 7] ?? 'Thu';
}

/** A stretch of time, in epoch ms, during which nothing opens, closes or shifts. */
interface Stretch {
  isOpen: boolean;
  end: number;
}

/** At most to the next midnight, so that no stretch hides two changes of the clock. */
function stretchFrom(hours: Hours, zone: string, start: number): Stretch {
  const wall = wallAt(zone, start);
  const next = Math.min(...[hours.from, hours.to % DAY_MINUTES, DAY_MINUTES].filter((minute) => minute > wall.minute));
  const end = start + (next - wall.minute) * MINUTE_MS;
  return { isOpen: isOpen(hours, wall), end: shiftBetween(zone, start, Math.round(end), wall.offset) };
}

/** The first moment at which the wall clock is put forward or back; `end` where it is not. */
function shiftBetween(zone: string, start: number, end: number, offset: number): number {
  if (offsetAt(zone, end) === offset) return end;
  let before = start;
  let after = end;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** When so many ms within the hours have passed since a moment; null where that is more than a year away. */
export function whenPassed(hours: Hours | null, zone: string, since: number, ms: number): number | null {
  if (hours === null) return since + ms;
  let left = ms;
  for (let at = since; at < since + FURTHEST_MS;) {
    const { isOpen: counts, end } = stretchFrom(hours, zone, at);
    if (counts && end - at > left) return at + left;
    if (counts) left -= end - at;
    at = end;
  }
  return null;
}

/** How many ms of a span lie within the hours. */
export function passedWithin(hours: Hours | null, zone: string, since: number, until: number): number {
  if (hours === null) return Math.max(0, until - since);
  let passed = 0;
  for (let at = Math.max(since, until - FURTHEST_MS); at < until;) {
    const { isOpen: counts, end } = stretchFrom(hours, zone, at);
    if (counts) passed += Math.min(end, until) - at;
    at = end;
  }
  return passed;
}

/**
 * The next moment after another at which the wall clock shows a minute of the day. Where the clock is put forward past
 * it, that is the moment it is put forward; where it shows the minute twice, the first time.
 */
export function nextTimeOfDay(zone: string, minuteOfDay: number, after: number): number {
  const { day } = wallAt(zone, after);
  // A clock that is put back over midnight has shown a part of the next day already.
  const moments = [day, day + 1, day + 2].map((each) => momentOfWall(zone, each, minuteOfDay));
  return Math.min(...moments.filter((moment) => moment > after));
}

/** The first moment of a local day at which the wall clock shows a minute of it, or a later one. */
function momentOfWall(zone: string, day: number, minuteOfDay: number): number {
  const wall = day * DAY_MS + minuteOfDay * MINUTE_MS;
  const early = offsetAt(zone, wall - DAY_MS);
  const late = offsetAt(zone, wall + DAY_MS);
  if (early === late) return wall - early;
  // The clock changes within a day of it: by the offset before the change, where that still holds by then.
  const change = shiftBetween(zone, wall - DAY_MS, wall + DAY_MS, early);
  if (wall - early < change) return wall - early;
  return Math.max(change, wall - late);
}
