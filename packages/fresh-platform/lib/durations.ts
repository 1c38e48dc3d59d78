const UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3_600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;

/** A span of time as people say it, in its two largest units: "41 s", "3 min 41 s", "2 h 5 min", "2 d 17 h". Takes milliseconds. */
export function duration(ms: number): string {
  if (ms < 0) return `${duration(-ms)} earlier`;
  if (ms > 0 && ms < 1_000) return '< 1 s';
  const seconds = Math.round(ms / 1_000);
  const first = UNITS.findIndex((unit) => seconds >= unit.seconds);
  if (first < 0) return '0 s';
  const parts = UNITS.slice(first, first + 2).map((unit, index) => ({
    name: unit.name,
    count: countOf(seconds, first + index),
  }));
  return parts
    .filter(({ count }, index) => index === 0 || count > 0)
    .map(({ count, name }) => `${count} ${name}`)
    .join(' ');
}

/** How many whole units there are beyond the next larger unit. */
function countOf(seconds: number, index: number): number {
  const larger = UNITS[index - 1]?.seconds ?? Infinity;
  return Math.floor((larger === Infinity ? seconds : seconds % larger) / (UNITS[index]?.seconds ?? 1));
}
