/** What a schedule may look like. */
import { isPlainObject, jsonCopy, Refusal } from '../rules/errors';
import type { Repeat } from '../installation/installation';
import type { Limits } from '../types';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const EARLIEST_MS = 5 * MINUTE_MS;
const LATEST_MS = 365 * DAY_MS;
const UNIT_MS = { minutes: MINUTE_MS, hours: 60 * MINUTE_MS, days: DAY_MS };

/** A schedule as the app described it, checked. */
export interface ScheduleRequest {
  name: string;
  data?: Record<string, unknown>;
  /** Epoch ms. */
  at?: number;
  repeat?: Repeat;
}

/** Reads `{ name, data, schedule_at, repeat }`. Refuses (400) what breaks a rule. */
export function readSchedule(request: unknown, now: number, limits: Limits): ScheduleRequest {
  const name = scheduleName(request);
  const { data, schedule_at: scheduleAt, repeat } = request as Record<string, unknown>;
  if (name.length > limits.scheduleNameCharacters)
    throw new Refusal(
      400,
      `The schedule name ${name} has ${name.length} characters, and may have ${limits.scheduleNameCharacters}.`,
    );
  return {
    name,
    ...(data !== undefined && { data: readData(name, data, limits) }),
    ...(scheduleAt !== undefined && { at: readTime(name, scheduleAt, now) }),
    ...(repeat !== undefined && { repeat: readRepeat(name, repeat) }),
  };
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
  return UNIT_MS[unit] * frequency;
}

function readData(name: string, data: unknown, limits: Limits): Record<string, unknown> {
  if (!isPlainObject(data)) throw new Refusal(400, `The data of schedule ${name} must be an object.`);
  const bytes = Buffer.byteLength(JSON.stringify(data), 'utf8');
  if (bytes > limits.scheduleDataBytes)
    throw new Refusal(
      400,
      `The data of schedule ${name} has ${bytes} bytes, and may have ${limits.scheduleDataBytes}: keep it in $db and pass the key.`,
    );
  return jsonCopy(data);
}

function readTime(name: string, value: unknown, now: number): number {
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time))
    throw new Refusal(400, `The schedule_at of ${name} must be a time in ISO 8601, such as 2026-01-31T09:00:00.000Z.`);
  if (time < now + EARLIEST_MS || time > now + LATEST_MS) {
    throw new Refusal(
      400,
      `The schedule_at of ${name} is ${new Date(time).toISOString()}, and it is ${new Date(now).toISOString()}: choose a time from 5 minutes to a year ahead.`,
    );
  }
  return time;
}

function readRepeat(name: string, repeat: unknown): Repeat {
  const { time_unit: unit, frequency } = isPlainObject(repeat) ? repeat : {};
  if (!isUnit(unit))
    throw new Refusal(400, `The repeat of schedule ${name} needs a time_unit of minutes, hours or days.`);
  const least = unit === 'minutes' ? 5 : 1;
  if (typeof frequency !== 'number' || !Number.isInteger(frequency) || frequency < least) {
    throw new Refusal(
      400,
      `The repeat of schedule ${name} needs a frequency that is a whole number from ${least} of ${unit}.`,
    );
  }
  return { time_unit: unit, frequency };
}

function isUnit(unit: unknown): unit is Repeat['time_unit'] {
  return typeof unit === 'string' && Object.hasOwn(UNIT_MS, unit);
}
