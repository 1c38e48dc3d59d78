/**
 * What `$schedule` takes and refuses: names, times, frequencies, data. Limits are documented; that `data` and `schedule_at`
 * are always needed, the greatest frequencies, and `update` without `repeat` making a one-time schedule are from FDK 6.9's source;
 * that a recurring schedule may begin in the past, or on a day without a time, is seen in the vendor's published apps.
 */
import { isPlainObject, jsonCopy, jsonText, Refusal } from './errors';
import type { Limits, Repeat, Ways } from '../types';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const EARLIEST_MS = 5 * MINUTE_MS;
const LATEST_MS = 365 * DAY_MS;

/** Each unit of a repetition, and how many of it one period may have. */
const UNITS = {
  minutes: { ms: MINUTE_MS, most: 60 },
  hours: { ms: 60 * MINUTE_MS, most: 24 },
  days: { ms: DAY_MS, most: 30 },
};

const ISO_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** A schedule as the app described it, checked. */
export interface ScheduleRequest {
  name: string;
  data: Record<string, unknown>;
  /** Epoch ms. */
  at: number;
  /** `schedule_at` as it was given. */
  scheduleAt: string;
  repeat?: Repeat;
}

/** Reads `{ name, data, schedule_at, repeat }`. Refuses (400) what breaks a rule. */
export function readSchedule(request: unknown, now: number, limits: Limits, ways: Ways): ScheduleRequest {
  const name = scheduleName(request);
  const { data, schedule_at: scheduleAt, repeat } = request as Record<string, unknown>;
  if (name.length > limits.scheduleNameCharacters)
    throw new Refusal(
      400,
      `The schedule name ${name} has ${name.length} characters, and may have ${limits.scheduleNameCharacters}.`,
    );
  const common = { name, data: readData(name, data, limits) };
  const at = readTime(name, scheduleAt);
  if (repeat)
    return {
      ...common,
      at,
      scheduleAt: String(scheduleAt),
      repeat: { ...readRepeat(name, repeat), ...readTimezone(name, repeat, ways) },
    };
  checkOneTime(name, at, now);
  return { ...common, at, scheduleAt: String(scheduleAt) };
}

/** The name alone, which is all that fetch and delete need. */
export function scheduleName(request: unknown): string {
  if (!isPlainObject(request))
    throw new Refusal(400, '$schedule takes one object: { name, data, schedule_at, repeat }.');
  const { name } = request;
  if (typeof name !== 'string' || name === '')
    throw new Refusal(400, 'A schedule needs a name that is a text and not empty.');
  return name;
}

/** Ms from one firing to the next. */
export function periodOf({ time_unit: unit, frequency }: Repeat): number {
  return UNITS[unit].ms * frequency;
}

function readData(name: string, data: unknown, limits: Limits): Record<string, unknown> {
  if (data === undefined) throw new Refusal(400, `The schedule ${name} needs data: pass an object.`);
  if (!isPlainObject(data)) throw new Refusal(400, `The data of schedule ${name} must be an object.`);
  const text = jsonText(data);
  if (text === undefined) throw new Refusal(400, `The data of schedule ${name} is no JSON.`);
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > limits.scheduleDataBytes)
    throw new Refusal(
      400,
      `The data of schedule ${name} has ${bytes} bytes, and may have ${limits.scheduleDataBytes}: keep it in $db and pass the key.`,
    );
  return jsonCopy(data);
}

function readTime(name: string, value: unknown): number {
  if (value === undefined) throw new Refusal(400, `The schedule ${name} needs schedule_at, a recurring one too.`);
  const time = typeof value === 'string' && ISO_TIME.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time))
    throw new Refusal(400, `The schedule_at of ${name} must be a time in ISO 8601, such as 2026-01-31T09:00:00.000Z.`);
  return time;
}

function checkOneTime(name: string, time: number, now: number): void {
  if (time < now + EARLIEST_MS || time > now + LATEST_MS)
    throw new Refusal(
      400,
      `The schedule_at of ${name} is ${new Date(time).toISOString()}, and it is ${new Date(now).toISOString()}: choose a time from 5 minutes to a year ahead.`,
    );
}

/** Refuses (400) what is no repetition: a period that is none would never let the clock go on. */
export function readRepeat(name: string, repeat: unknown): Repeat {
  const { time_unit: unit, frequency } = isPlainObject(repeat) ? repeat : {};
  if (!isUnit(unit))
    throw new Refusal(400, `The repeat of schedule ${name} needs a time_unit of minutes, hours or days.`);
  const { most } = UNITS[unit];
  if (typeof frequency !== 'number' || !Number.isInteger(frequency) || frequency < 1 || frequency > most)
    throw new Refusal(
      400,
      `The repeat of schedule ${name} needs a frequency that is a whole number from 1 to ${most} of ${unit}.`,
    );
  return { time_unit: unit, frequency };
}

/** Today's platform hands back what it was given, whatever that is; nothing says that it looks at it. */
function readTimezone(name: string, repeat: unknown, { repeatsHaveTimezone }: Ways): Pick<Repeat, 'timezone'> {
  const given = isPlainObject(repeat) ? repeat['timezone'] : undefined;
  if (!repeatsHaveTimezone) return typeof given === 'string' ? { timezone: given } : {};
  if ([undefined, null, ''].some((nothing) => nothing === given)) return { timezone: 'UTC' };
  if (isTimezone(given)) return { timezone: given };
  throw new Refusal(400, `The repeat of schedule ${name} names an invalid timezone.`);
}

function isTimezone(name: unknown): name is string {
  try {
    return typeof name === 'string' && new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

function isUnit(unit: unknown): unit is Repeat['time_unit'] {
  return typeof unit === 'string' && Object.hasOwn(UNITS, unit);
}
