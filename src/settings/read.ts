/**
 * The installation parameters, read into one typed object. A value that is missing, blank, stale or malformed means its
 * default and is named as a problem: a payload is never dropped over a setting.
 */
import {
  isBlank,
  readDestination,
  secretIn,
  type BrokenDestination,
  type DestinationReading,
  type DestinationSettings,
  type SecretOf,
} from './destinations';
import { MOST_DESTINATIONS, type Kind } from './kinds';
import { isTimeZone, isUnattended, minuteOfDay, readHours, type Hours } from './times';
import { isList, objectOf, own, textOf } from '../lib/json';

export interface Settings {
  /** Those that work, in the order in which they were set up. */
  destinations: readonly DestinationSettings[];
  broken: readonly BrokenDestination[];
  personalData: boolean;
  /** 0: nobody waits for `Unattended`. */
  unattendedMinutes: number;
  /** Null: at any time. */
  hours: Hours | null;
  /** Minute of the day; null: no summary. */
  summaryAt: number | null;
  /** An IANA name. */
  timeZone: string;
  /** One sentence per setting that is not as it should be; no value of a setting stands in it but a destination's name. */
  problems: string[];
}

/** The names under which the platform keeps what the page saves and `readSettings` reads: neither knows one that the other does not. */
export type SettingName =
  'destinations' | 'secrets' | 'personal_data' | 'unattended_minutes' | 'hours' | 'summary_at' | 'time_zone';

const USUAL_UNATTENDED_MINUTES = 15;

/** Reads `payload.iparams`, whatever it holds. */
export function readSettings(input: unknown): Settings {
  const iparams = objectOf(input);
  const saved = (name: SettingName): unknown => own(iparams, name);
  const { destinations, broken, problems } = readDestinations(saved('destinations'), secretIn(saved('secrets')));
  return {
    destinations,
    broken,
    personalData: readPersonalData(saved('personal_data'), problems),
    unattendedMinutes: readUnattended(saved('unattended_minutes'), problems),
    hours: readWorkingHours(saved('hours'), problems),
    summaryAt: readSummaryAt(saved('summary_at'), problems),
    timeZone: readTimeZone(saved('time_zone'), problems),
    problems,
  };
}

/** Whether some destination that works is told of a kind. */
export function isHeard(kind: Kind, { destinations }: Settings): boolean {
  return destinations.some(({ tell }) => tell.has(kind));
}

interface Readings {
  destinations: DestinationSettings[];
  broken: BrokenDestination[];
  problems: string[];
}

function readDestinations(value: unknown, secretOf: SecretOf): Readings {
  const entries = isList(value) ? value : [];
  const all: Readings = { destinations: [], broken: [], problems: [] };
  if (!isList(value) && !isBlank(value)) all.problems.push('Destinations must be a list. Set them up again.');
  entries.forEach((entry, index) => {
    addReading(all, readDestination(entry, secretOf), index < MOST_DESTINATIONS);
  });
  return all;
}

function addReading(all: Readings, reading: DestinationReading, hasRoom: boolean): void {
  const checked = hasRoom ? onlyOnce(all, reading) : tooMany(reading);
  if ('broken' in checked) {
    const { name, problem } = checked.broken;
    all.broken.push(checked.broken);
    all.problems.push(`${name}: ${problem}`);
  } else {
    const { destination, notes } = checked;
    all.destinations.push(destination);
    for (const note of notes) all.problems.push(`${destination.name}: ${note}`);
  }
}

function onlyOnce({ destinations }: Readings, reading: DestinationReading): DestinationReading {
  const isTaken = 'destination' in reading && destinations.some(({ id }) => id === reading.destination.id);
  return isTaken ? brokenBy(reading.destination, 'has the id of another destination.') : reading;
}

function tooMany(reading: DestinationReading): DestinationReading {
  return brokenBy('broken' in reading ? reading.broken : reading.destination, 'is more than the 20 that may be set.');
}

function brokenBy({ id, name, kind }: DestinationSettings | BrokenDestination, problem: string): DestinationReading {
  return { broken: { id, name, kind, problem } };
}

function readPersonalData(value: unknown, problems: string[]): boolean {
  if (isBlank(value) || value === 'Leave out' || value === 'Include') return value === 'Include';
  problems.push('Personal data must be "Leave out" or "Include".');
  return false;
}

function readUnattended(value: unknown, problems: string[]): number {
  if (isBlank(value)) return USUAL_UNATTENDED_MINUTES;
  const minutes = typeof value === 'string' ? Number(value) : value;
  if (isUnattended(minutes)) return minutes;
  problems.push('Unattended after: 0 for never, or 5 to 1,440 minutes.');
  return USUAL_UNATTENDED_MINUTES;
}

function readWorkingHours(value: unknown, problems: string[]): Hours | null {
  const hours = isBlank(value) ? null : readHours(value);
  if (hours === null && !isBlank(value)) problems.push('Hours need days and two times, like 09:00 to 18:00.');
  return hours;
}

function readSummaryAt(value: unknown, problems: string[]): number | null {
  const minute = isBlank(value) ? null : minuteOfDay(value);
  if (minute === null && !isBlank(value)) problems.push('Daily summary needs a time, like 08:30.');
  return minute === null ? null : minute % (24 * 60);
}

function readTimeZone(value: unknown, problems: string[]): string {
  const name = textOf(value);
  if (name === 'UTC' || isBlank(value)) return 'UTC';
  if (name !== null && isTimeZone(name)) return name;
  problems.push('Time zone must be a name like Europe/Berlin.');
  return 'UTC';
}
