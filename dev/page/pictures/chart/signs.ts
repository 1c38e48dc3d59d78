/** The signs of the picture: of what happened, and of who was told. */
import { svg } from '../dom';
import type { Kind } from './kinds';
import type { ToldState } from './picture';
import { STATE_SIGNS, stateClass } from './told-states';

/** A kind's shape with its letter, around a point. */
export function drawKind({ name, shape, letter }: Kind, x: number, y: number): SVGElement {
  const text = svg(
    'text',
    {
      class: 'picture-letter',
      y: name === 'breached' ? 3 : 0.5,
      'text-anchor': 'middle',
      'dominant-baseline': 'central',
    },
    [letter],
  );
  return svg('g', { class: `picture-kind picture-kind-${name}`, transform: `translate(${x} ${y})` }, [
    svg('path', { d: shape }),
    ...(letter === '' ? [] : [text]),
  ]);
}

/** A state's sign around a point. */
export function drawState(state: ToldState, x: number, y: number): SVGElement {
  const sign = STATE_SIGNS.find((known) => known.state === state);
  const paths =
    sign === undefined
      ? []
      : [
          svg('path', { class: 'picture-state-shape', d: sign.shape }),
          svg('path', { class: 'picture-state-stroke', d: sign.strokes }),
        ];
  return svg('g', { class: `picture-state ${stateClass(state)}`, transform: `translate(${x} ${y})` }, paths);
}
