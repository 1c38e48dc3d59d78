import * as fc from 'fast-check';
import { dateAt, isWithin, nextTimeOfDay, offsetAt, passedWithin, whenPassed } from '../../src/reminders/hours';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/lib/time';
import type { Day, Hours } from '../../src/settings/times';

/** Half an hour, three quarters and daylight saving of half an hour, both hemispheres, and a zone that skipped a day. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Santiago',
];
const DAYS: Day[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const WEEKDAYS: Hours = { days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], from: 9 * 60, to: 18 * 60 };

const at = (iso: string): number => Date.parse(iso);
const iso = (time: number | null): string => new Date(time ?? Number.NaN).toISOString();

const clocks = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }),
  ]),
);

/** What a wall clock shows, by the engine's own words rather than by the arithmetic under test. */
function shown(zone: string, time: number): { day: Day; yesterday: Day; minute: number } {
  const parts = /^(\w+)\D*(\d\d):(\d\d)$/.exec(clocks.get(zone)?.format(time) ?? '');
  if (parts === null) throw new Error(`There is no clock for ${zone}.`);
  const index = DAYS.findIndex((day) => day === parts[1]);
  return {
    day: DAYS[index] as Day,
    yesterday: DAYS[(index + 6) % 7] as Day,
    minute: Number(parts[2]) * 60 + Number(parts[3]),
  };
}

function isShownWithin({ days, from, to }: Hours, zone: string, time: number): boolean {
  const { day, yesterday, minute } = shown(zone, time);
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  return (days.includes(day) && minute >= from) || (days.includes(yesterday) && minute < to);
}

/** Days around both changes of the clock, and any other. */
const moments = fc.oneof(
  fc.integer({ min: at('2026-03-27T00:00Z'), max: at('2026-04-07T00:00Z') }),
  fc.integer({ min: at('2026-09-04T00:00Z'), max: at('2026-09-28T00:00Z') }),
  fc.integer({ min: at('2026-10-23T00:00Z'), max: at('2026-11-03T00:00Z') }),
  fc.integer({ min: at('2011-12-28T00:00Z'), max: at('2012-01-02T00:00Z') }),
  fc.integer({ min: at('2025-01-01T00:00Z'), max: at('2030-01-01T00:00Z') }),
);
const zones = fc.constantFrom(...ZONES);
const hours = fc
  .record({
    days: fc.subarray(DAYS, { minLength: 1 }),
    from: fc.integer({ min: 0, max: 24 * 60 - 1 }),
    to: fc.integer({ min: 1, max: 24 * 60 }),
  })
  .filter(({ from, to }) => from !== to);

test('a moment is within the hours exactly where the wall clock shows a time of them', () => {
  fc.assert(
    fc.property(hours, zones, moments, (set, zone, time) => {
      expect(isWithin(set, zone, time)).toBe(isShownWithin(set, zone, time));
    }),
    { numRuns: 300 },
  );
});

test('what passes within the hours is what a walk minute by minute along the wall clock counts', () => {
  fc.assert(
    fc.property(hours, zones, moments, fc.integer({ min: 1, max: 30 * 60 }), (set, zone, time, minutes) => {
      const start = Math.ceil(time / MINUTE_MS) * MINUTE_MS;
      const walked = [...Array(minutes).keys()].filter((minute) =>
        isShownWithin(set, zone, start + minute * MINUTE_MS),
      ).length;
      expect(passedWithin(set, zone, start, start + minutes * MINUTE_MS)).toBe(walked * MINUTE_MS);
    }),
    { numRuns: 40 },
  );
});

test('when so much has passed within the hours, exactly so much has, and the moment lies within them', () => {
  fc.assert(
    fc.property(hours, zones, moments, fc.integer({ min: 1, max: 2_880 }), (set, zone, time, minutes) => {
      const due = whenPassed(set, zone, time, minutes * MINUTE_MS);
      if (due === null) return;
      expect(passedWithin(set, zone, time, due)).toBe(minutes * MINUTE_MS);
      expect(isWithin(set, zone, due)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('the next time of day lies ahead, within two days, and the wall clock shows it unless it was put past it', () => {
  fc.assert(
    fc.property(zones, moments, fc.integer({ min: 0, max: 24 * 60 - 1 }), (zone, time, minute) => {
      const next = nextTimeOfDay(zone, minute, time);
      expect(next).toBeGreaterThan(time);
      expect(next - time).toBeLessThanOrEqual(2 * DAY_MS);
      const isPutForward = offsetAt(zone, next) > offsetAt(zone, next - 1);
      if (!isPutForward) expect(shown(zone, next).minute).toBe(minute);
    }),
    { numRuns: 300 },
  );
});

test('from one time of day to the next no local day is missed and none comes twice', () => {
  fc.assert(
    fc.property(
      zones.filter((zone) => zone !== 'Pacific/Apia'),
      moments,
      fc.integer({ min: 0, max: 24 * 60 - 1 }),
      (zone, time, minute) => {
        const first = nextTimeOfDay(zone, minute, time);
        const second = nextTimeOfDay(zone, minute, first);
        const days = (at(dateAt(zone, second)) - at(dateAt(zone, first))) / DAY_MS;
        expect(days).toBe(1);
      },
    ),
    { numRuns: 300 },
  );
});

test('a Friday evening goes on on Monday morning', () => {
  const due = whenPassed(WEEKDAYS, 'Europe/Berlin', at('2026-03-06T16:50:00Z'), 15 * MINUTE_MS);
  expect(iso(due)).toBe('2026-03-09T08:05:00.000Z');
});

test('a weekend on which the clock is put forward or back is no longer and no shorter for those who do not work on it', () => {
  const forward = whenPassed(WEEKDAYS, 'Europe/Berlin', at('2026-03-27T16:50:00Z'), 15 * MINUTE_MS);
  expect(iso(forward)).toBe('2026-03-30T07:05:00.000Z');
  const back = whenPassed(WEEKDAYS, 'Europe/Berlin', at('2026-10-23T15:50:00Z'), 15 * MINUTE_MS);
  expect(iso(back)).toBe('2026-10-26T08:05:00.000Z');
});

test('a night shift counts the hour that is skipped not at all, and the one that comes twice both times', () => {
  const nights: Hours = { days: DAYS, from: 22 * 60, to: 6 * 60 };
  const night = (start: string, end: string): number => passedWithin(nights, 'Europe/Berlin', at(start), at(end));
  expect(night('2026-03-28T12:00Z', '2026-03-29T12:00Z')).toBe(7 * HOUR_MS);
  expect(night('2026-10-24T12:00Z', '2026-10-25T12:00Z')).toBe(9 * HOUR_MS);
});

test('a time of day that the clock is put past is the moment at which it is put forward', () => {
  expect(iso(nextTimeOfDay('Europe/Berlin', 2 * 60 + 30, at('2026-03-28T12:00:00Z')))).toBe('2026-03-29T01:00:00.000Z');
});

test('a time of day that the clock shows again once it has been put back comes after that, and one that is put past it at midnight', () => {
  const next = (zone: string, minute: number, after: string): string => iso(nextTimeOfDay(zone, minute, at(after)));
  expect(next('Europe/Berlin', 3 * 60, '2026-10-24T12:00:00Z')).toBe('2026-10-25T02:00:00.000Z');
  // At a minute past midnight the clock was put back to 23:01: midnight had been, and the next one came a day later.
  expect(next('America/St_Johns', 0, '2010-11-07T03:00:00Z')).toBe('2010-11-08T03:30:00.000Z');
  const forward = [2 * 60, 2 * 60 + 7, 2 * 60 + 30, 2 * 60 + 59].map((minute) =>
    next('America/New_York', minute, '2026-03-08T00:00:00Z'),
  );
  expect(new Set(forward)).toEqual(new Set(['2026-03-08T07:00:00.000Z']));
  expect(next('Australia/Lord_Howe', 2 * 60 + 11, '2026-10-03T12:00:00Z')).toBe('2026-10-03T15:30:00.000Z');
});

test('a time of day that comes twice is the first of them', () => {
  expect(iso(nextTimeOfDay('Europe/Berlin', 2 * 60 + 30, at('2026-10-24T12:00:00Z')))).toBe('2026-10-25T00:30:00.000Z');
});

test('what would be through as the hours end goes on until they begin again', () => {
  const due = (minutes: number): string =>
    iso(whenPassed(WEEKDAYS, 'UTC', at('2026-03-06T17:45:00Z'), minutes * MINUTE_MS - 1));
  expect([due(15), iso(whenPassed(WEEKDAYS, 'UTC', at('2026-03-06T17:45:00Z'), 15 * MINUTE_MS))]).toEqual([
    '2026-03-06T17:59:59.999Z',
    '2026-03-09T09:00:00.000Z',
  ]);
});

test('hours that end when they begin last a day', () => {
  const mondays: Hours = { days: ['Mon'], from: 540, to: 540 };
  const isOpen = (time: string): boolean => isWithin(mondays, 'UTC', at(time));
  expect(['2026-03-09T08:59Z', '2026-03-09T09:00Z', '2026-03-10T08:59Z', '2026-03-10T09:00Z'].map(isOpen)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('a span is followed for a year, from either end, and not for a millisecond more', () => {
  const mondays: Hours = { days: ['Mon'], from: 60, to: 61 };
  const sunday = at('2026-03-08T01:00:00Z');
  expect(whenPassed(mondays, 'UTC', sunday, 51.5 * MINUTE_MS)).toBe(sunday + 358 * DAY_MS + MINUTE_MS / 2);
  expect(whenPassed(mondays, 'UTC', sunday, 52.5 * MINUTE_MS)).toBeNull();
  expect(whenPassed(mondays, 'UTC', sunday + 1, 52.5 * MINUTE_MS)).toBe(sunday + 365 * DAY_MS + MINUTE_MS / 2);
  const tuesday = at('2026-03-10T01:00:30Z');
  expect(passedWithin(mondays, 'UTC', tuesday - 400 * DAY_MS, tuesday)).toBe(52.5 * MINUTE_MS);
});

test('hours that never come within a year are never through', () => {
  const minuteAWeek: Hours = { days: ['Mon'], from: 60, to: 61 };
  expect(whenPassed(minuteAWeek, 'UTC', at('2026-03-06T16:50:00Z'), 1_440 * MINUTE_MS)).toBeNull();
});

test('without hours every minute counts', () => {
  const since = at('2026-03-06T16:50:00Z');
  expect(whenPassed(null, 'Asia/Kolkata', since, 15 * MINUTE_MS)).toBe(since + 15 * MINUTE_MS);
  expect(passedWithin(null, 'Asia/Kolkata', since, since + 5)).toBe(5);
  expect(passedWithin(null, 'Asia/Kolkata', since, since - 5)).toBe(0);
  expect(isWithin(null, 'Asia/Kolkata', since)).toBe(true);
});
