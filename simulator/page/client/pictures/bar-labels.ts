/** Where the words of a bar stand: in it, or beside it where its lane is free. */
import { fitted, textWidth } from './text-width';

/** A bar in a lane, and what can be said of it. */
export interface LabelledBar {
  x0: number;
  x1: number;
  /** Where the room in it ends, as before a cut. */
  roomUntil: number;
  /** From the most telling words to the fewest. */
  words: readonly string[];
}

export interface BarLabel {
  text: string;
  x: number;
  anchor: 'start' | 'end';
  isInside: boolean;
}

const PADDING = 7;
/** Less than this shows too little of a name. */
const LEAST_WIDTH = 44;

/** The labels of one lane's bars, from left to right, between the lane's ends; null where there is no room for any. */
export function labelsOf(bars: readonly LabelledBar[], left: number, right: number): (BarLabel | null)[] {
  let taken = left;
  return bars.map((bar, index) => {
    const label = labelOf(bar, taken, bars[index + 1]?.x0 ?? right);
    taken = label !== null && !label.isInside && label.anchor === 'start' ? label.x + textWidth(label.text) : bar.x1;
    return label;
  });
}

/** All that can be said, where it fits; else less of it, and a part of a name last. */
function labelOf(bar: LabelledBar, taken: number, next: number): BarLabel | null {
  const places = placesOf(bar, taken, next);
  for (const text of bar.words) {
    const place = places.find(({ room }) => textWidth(text) <= room);
    if (place !== undefined) return placed(place, text);
  }
  const [widest] = [...places].sort((a, b) => b.room - a.room);
  return widest === undefined || widest.room < LEAST_WIDTH ? null : placed(widest, fitted(bar.words.at(-1) ?? '', widest.room));
}

interface Place extends Omit<BarLabel, 'text'> {
  room: number;
}

function placesOf({ x0, x1, roomUntil }: LabelledBar, taken: number, next: number): Place[] {
  return [
    { x: x0 + PADDING, anchor: 'start', isInside: true, room: roomUntil - x0 - 2 * PADDING },
    { x: x1 + PADDING, anchor: 'start', isInside: false, room: next - x1 - 2 * PADDING },
    { x: x0 - PADDING, anchor: 'end', isInside: false, room: x0 - taken - 2 * PADDING },
  ];
}

function placed({ x, anchor, isInside }: Place, text: string): BarLabel {
  return { text, x, anchor, isInside };
}
