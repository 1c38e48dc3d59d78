/** The labels below the axis, in UTC: round times, and the time at which the line goes on after a cut. */
import { clockTime, day, dayAndYear } from '../../../../packages/fresh-platform/page/client/times';
import type { Piece } from './time-scale';

export interface Tick {
  x: number;
  /** "10:15"; with seconds where ticks are closer than a minute. */
  time: string;
  /** "Tue 3 Nov", where a new day begins; the first one with its year. */
  date: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28, 91, 365, 3_650, 36_500].map((count) => count * DAY),
];
/** Labels of times with their dates fit at this distance; the first date, with its year, takes more. */
const APART = 72;
const APART_FROM_FIRST = 104;

/** The ticks of a line; what it starts and goes on with comes before round times. */
export function ticksOf(pieces: readonly Piece[]): Tick[] {
  const step = stepFor(pieces);
  const kept: Place[] = [];
  for (const place of [...landmarks(pieces), ...pieces.flatMap((piece) => roundTimes(piece, step))]) {
    if (kept.every((other, index) => Math.abs(other.x - place.x) >= (index === 0 ? APART_FROM_FIRST : APART)))
      kept.push(place);
  }
  const sorted = kept.sort((a, b) => a.x - b.x);
  return sorted.map(({ x, at }, index) => ({
    x,
    time: clockTime(at, step < MINUTE),
    date: dateOf(at, sorted[index - 1]),
  }));
}

interface Place {
  at: number;
  x: number;
}

function dateOf(at: number, before: Place | undefined): string {
  if (before === undefined) return dayAndYear(at);
  return day(at) === day(before.at) ? '' : day(at);
}

/** The smallest round step whose labels do not run into each other where the line is densest. */
function stepFor(pieces: readonly Piece[]): number {
  const densities = pieces.filter(({ isCut }) => !isCut).map(({ from, to, x0, x1 }) => (x1 - x0) / (to - from));
  const density = Math.min(...densities);
  return STEPS.find((step) => step * density >= APART) ?? Infinity;
}

function landmarks(pieces: readonly Piece[]): Place[] {
  const starts = pieces.filter((piece, index) => piece === pieces[0] || pieces[index - 1]?.isCut === true);
  const last = pieces.filter((piece, index) => piece.isCut && index === pieces.length - 1);
  return [...starts.map(({ from, x0 }) => ({ at: from, x: x0 })), ...last.map(({ to, x1 }) => ({ at: to, x: x1 }))];
}

function roundTimes({ from, to, x0, x1, isCut }: Piece, step: number): Place[] {
  if (isCut || step === Infinity) return [];
  const count = Math.max(0, Math.floor(to / step) - Math.ceil(from / step) + 1);
  const first = Math.ceil(from / step) * step;
  return [...Array(count).keys()]
    .map((index) => first + index * step)
    .map((at) => ({ at, x: x0 + ((at - from) / (to - from)) * (x1 - x0) }));
}
