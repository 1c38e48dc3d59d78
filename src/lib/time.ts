/** Lengths of time, in milliseconds. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** What anybody may name as a moment: an unset clock stands before, another unit or a slip behind. */
const EARLIEST = Date.UTC(2000, 0);
const LATEST = Date.UTC(2100, 0);
/** Milliseconds in the units that moments are written in; as no moment is in range by two of them, the number tells its unit. */
const UNITS_MS = [1, 1_000, 1 / 1_000, 1 / 1_000_000];
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * Epoch ms of a moment as others write it: epoch ms or seconds, as a number or its text, or ISO 8601 with any offset
 * (UTC where it has none). Null for anything else.
 */
export function instantOf(value: unknown): number | null {
  const text = typeof value === 'string' ? value.trim() : '';
  if (typeof value === 'number' || /^\d+(?:\.\d+)?$/.test(text)) {
    const instants = UNITS_MS.map((unit) => Number(value) * unit);
    return instants.find(isLikely) ?? null;
  }
  const instant = isoInstant(text);
  return isLikely(instant) ? instant : null;
}

/** The same moment in the one format that events tell times in; null where there is none. */
export function utcOf(value: unknown): string | null {
  const instant = instantOf(value);
  return instant === null ? null : new Date(instant).toISOString();
}

function isLikely(instant: number): boolean {
  return instant >= EARLIEST && instant < LATEST;
}

function isoInstant(text: string): number {
  const [, day, time = '00:00', zone = 'Z'] = ISO.exec(text) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${day}T${time}${zoneOf(zone)}`);
}

/** `+0530` and `+05` as `+05:30` and `+05:00`, the form every engine reads. */
function zoneOf(zone: string): string {
  return /^z$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
}
