/** Where the words of a bar stand: in it, or beside it where its lane is free. */
import { fitted, textWidth } from './text-width';

/** A bar in a lane, and what can be said of it. */
export interface LabelledBar {
  x0: number;
  x1: number;
  /** From the most telling words to the fewest. */
  words: readonly string[];
}

export interface BarLabel {
  text: string;
  x: number;
  anchor: 'start' | 'end';
  isInside: boolean;
}

const PADDING = 5;
/** Half of what a cut takes. */
const TEAR = 8;
/** Less than this shows too little of a name. */
const LEAST_WIDTH = 36;

/** The labels of one lane's bars, from left to right, between the lane's ends and across no cut; null where there is no room for any. */
export function labelsOf(
  bars: readonly LabelledBar[],
  left: number,
  right: number,
  cuts: readonly number[],
): (BarLabel | null)[] {
  let taken = left;
  return bars.map((bar, index) => {
    const label = labelOf(bar, taken, bars[index + 1]?.x0 ?? right, cuts);
    taken = label !== null && !label.isInside && label.anchor === 'start' ? label.x + textWidth(label.text) : bar.x1;
    return label;
  });
}

/** All that can be said, where it fits; else less of it; else left of the bar; and a part of a name last. */
function labelOf(bar: LabelledBar, taken: number, next: number, cuts: readonly number[]): BarLabel | null {
  const places = placesOf(bar, taken, next, cuts);
  const towardsTheEnd = places.filter(({ anchor }) => anchor === 'start');
  const fitting = whereItFits(bar.words, towardsTheEnd) ?? whereItFits(bar.words, places);
  if (fitting !== null) return fitting;
  const [widest] = [...places].sort((a, b) => b.room - a.room);
  return widest === undefined || widest.room < LEAST_WIDTH
    ? null
    : placed(widest, fitted(bar.words.at(-1) ?? '', widest.room));
}

function whereItFits(words: readonly string[], places: readonly Place[]): BarLabel | null {
  const labels = words.flatMap((text) =>
    places.filter(({ room }) => textWidth(text) <= room).map((place) => placed(place, text)),
  );
  return labels[0] ?? null;
}

interface Place extends Omit<BarLabel, 'text'> {
  room: number;
}

function placesOf({ x0, x1 }: LabelledBar, taken: number, next: number, cuts: readonly number[]): Place[] {
  const cutAfter = (x: number): number => Math.min(...cuts.filter((cut) => cut > x)) - TEAR;
  const cutBefore = Math.max(...cuts.filter((cut) => cut < x0)) + TEAR;
  return [
    { x: x0 + PADDING, anchor: 'start', isInside: true, room: Math.min(x1, cutAfter(x0)) - x0 - 2 * PADDING },
    { x: x1 + PADDING, anchor: 'start', isInside: false, room: Math.min(next, cutAfter(x1)) - x1 - 2 * PADDING },
    { x: x0 - PADDING, anchor: 'end', isInside: false, room: x0 - Math.max(taken, cutBefore) - 2 * PADDING },
  ];
}

function placed({ x, anchor, isInside }: Place, text: string): BarLabel {
  return { text, x, anchor, isInside };
}
