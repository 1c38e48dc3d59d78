/**
 * Time on a line on which a conversation of four minutes that then waits for two days stays readable: moments keep a least
 * distance from each other, and a stretch far longer than all shorter ones together is cut, which the drawing marks.
 */

/** What lies between two neighbouring moments. Times in epoch ms, places in the drawing's units. */
export interface Piece {
  from: number;
  to: number;
  x0: number;
  x1: number;
  /** Drawn shorter than it was, as a long wait is. */
  isCut: boolean;
}

export interface TimeScale {
  pieces: Piece[];
  /** Where a time lies; beyond the ends, the nearer end. */
  x: (at: number) => number;
}

const MINUTE = 60_000;
/** Marks of neighbouring moments do not cover each other at this distance. */
const LEAST_DISTANCE = 26;
/** How many times longer than all shorter stretches together one must be to be cut. */
const FAR_LONGER = 8;
/** Less than this in all is too little to measure a long wait by. */
const LITTLE = MINUTE / 2;

/** A scale on which the given times (epoch ms, sorted, each once, at least one) are spread from `left` to `right`. */
export function timeScale(times: readonly number[], left: number, right: number): TimeScale {
  const [first = 0] = times;
  const stations = times.length > 1 ? times : [first, first + MINUTE];
  const gaps = stations.slice(1).map((at, index) => at - (stations[index] ?? at));
  const longest = shortestCut(gaps);
  const widths = widthsOf(gaps, longest, right - left);
  let x1 = left;
  const pieces = gaps.map((gap, index): Piece => {
    const x0 = x1;
    x1 += widths[index] ?? 0;
    const from = stations[index] ?? first;
    return { from, to: from + gap, x0, x1, isCut: gap >= longest };
  });
  return { pieces, x: (at) => placeOf(at, pieces) };
}

/** The shortest of the stretches to cut, ms; infinity where all can be drawn as they were. */
function shortestCut(gaps: readonly number[]): number {
  let shorter = 0;
  for (const [index, gap] of [...gaps].sort((a, b) => a - b).entries()) {
    if (index > 1 && shorter >= LITTLE && gap > FAR_LONGER * shorter) return gap;
    shorter += gap;
  }
  return Infinity;
}

/** A stretch that is cut stays wider than all that are not, and the longer of two cut ones the wider. */
function widthsOf(gaps: readonly number[], shortest: number, room: number): number[] {
  const whole = Math.max(...gaps.filter((gap) => gap < shortest));
  const weights = gaps.map((gap) =>
    gap < shortest ? gap : whole * Math.min(3, 1.25 + 0.25 * Math.log2(gap / shortest)),
  );
  return shared(weights, room, Math.min(LEAST_DISTANCE, (0.8 * room) / gaps.length));
}

/** Shares the room by weight, so that nobody gets less than the least. */
function shared(weights: readonly number[], room: number, least: number): number[] {
  const widths = weights.map(() => least);
  let open = weights.map((weight, index) => ({ weight, index }));
  for (;;) {
    const left = room - least * (weights.length - open.length);
    const total = open.reduce((sum, { weight }) => sum + weight, 0);
    const wide = open.filter(({ weight }) => weight * left > least * total);
    if (wide.length === open.length) {
      for (const { weight, index } of open) widths[index] = (weight * left) / total;
      return widths;
    }
    open = wide;
  }
}

function placeOf(at: number, pieces: readonly Piece[]): number {
  const piece = pieces.find(({ to }) => at <= to) ?? pieces.at(-1);
  if (piece === undefined) return 0;
  const share = Math.min(1, Math.max(0, (at - piece.from) / (piece.to - piece.from)));
  return piece.x0 + share * (piece.x1 - piece.x0);
}
