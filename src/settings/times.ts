/** Hours, a time of the day, a wait in minutes and a time zone, as the settings hold them. */
import { isList, isNumber, isObject, own } from '../lib/json';

export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export type Day = (typeof DAYS)[number];

/** Minutes of the day in the settings' time zone; where `to` is before `from` the hours last past midnight. */
export interface Hours {
  days: readonly Day[];
  from: number;
  to: number;
}

const MINUTES_OF_DAY = 24 * 60;

/** `HH:MM` as minutes of the day, `24:00` included; null for anything else. */
export function minuteOfDay(value: unknown): number | null {
  const parts = typeof value === 'string' ? /^\s*(\d{1,2}):([0-5]\d)\s*$/.exec(value) : null;
  const minute = parts === null ? Number.NaN : Number(parts[1]) * 60 + Number(parts[2]);
  return minute <= MINUTES_OF_DAY ? minute : null;
}

const UNATTENDED = { least: 5, most: 1_440 };

/** After how many minutes a conversation counts as unattended: 0 for never, or 5 to 1,440. */
export function isUnattended(minutes: unknown): minutes is number {
  if (!isNumber(minutes) || !Number.isInteger(minutes)) return false;
  return minutes === 0 || (minutes >= UNATTENDED.least && minutes <= UNATTENDED.most);
}

/** Null for anything but `{ days: ['Mon', …], from: '09:00', to: '18:00' }` with at least one day and one minute. */
export function readHours(value: unknown): Hours | null {
  if (!isObject(value)) return null;
  const from = minuteOfDay(own(value, 'from'));
  const to = minuteOfDay(own(value, 'to'));
  const days = readDays(own(value, 'days'));
  if (from === null || to === null || days === null) return null;
  return from % MINUTES_OF_DAY === to % MINUTES_OF_DAY && from >= to ? null : { days, from, to };
}

function readDays(value: unknown): readonly Day[] | null {
  if (!isList(value)) return null;
  const days = DAYS.filter((day) => value.some((one) => typeof one === 'string' && isDay(day, one)));
  const isKnown = value.every((one) => typeof one === 'string' && DAYS.some((day) => isDay(day, one)));
  return isKnown && days.length > 0 ? days : null;
}

function isDay(day: Day, text: string): boolean {
  return day.toLowerCase() === text.trim().toLowerCase();
}

/** Whether the engine knows the time zone by its IANA name; an offset such as `+05:30` is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
