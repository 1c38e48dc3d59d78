/** What can become of telling a destination, each with a sign of its own. */
import { duration } from '../../../../packages/fresh-platform/lib/durations';
import type { Told, ToldState } from './picture';

export interface StateSign {
  state: ToldState;
  /** What the legend says. */
  says: string;
  /** SVG paths around the origin, 14 units wide: the filled one, and strokes upon it. */
  shape: string;
  strokes: string;
}

const DISC = 'M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z';
const SQUARE = 'M-6.5 -6.5h13v13h-13z';

export const STATE_SIGNS: readonly StateSign[] = [
  { state: 'delivered', says: 'delivered', shape: DISC, strokes: 'M-3.2 0.3L-0.9 2.7L3.4 -2.6' },
  { state: 'kept', says: 'kept for later', shape: SQUARE, strokes: 'M-2 -3v6M2 -3v6' },
  {
    state: 'retried',
    says: 'kept, delivered later',
    shape: DISC,
    strokes: 'M3 -2.2A3.7 3.7 0 1 0 3.6 1.2M3.6 -4.6V-1.8H0.8',
  },
  { state: 'given up', says: 'given up', shape: SQUARE, strokes: 'M-3 -3L3 3M3 -3L-3 3' },
  { state: 'not told', says: 'not told', shape: '', strokes: 'M-4 0H4' },
];

/** A state as part of a class's name. */
export function stateClass(state: ToldState): string {
  return `picture-state-${state.replace(' ', '-')}`;
}

/** What became of one destination, in words; `at` is when it should have been told, epoch ms. */
export function toldInWords({ state, reason = '', deliveredAt }: Told, at: number): string {
  const why = reason === '' ? '' : `: ${reason}`;
  if (state === 'kept') return `kept for later${why}`;
  if (state !== 'retried') return state + why;
  return `kept, and delivered ${deliveredAt === undefined ? 'later' : `${duration(deliveredAt - at)} later`}${why}`;
}
