/** The marks: at each moment what happened, and in the rows below who was told. */
import { svg } from '../dom';
import { kindsOf } from './kinds';
import { destinationsOf, MARK, named, type Layout } from './layout';
import type { ConversationPicture, PictureMark } from './picture';
import { drawKind, drawState } from './signs';
import { clockTime, day } from '../../../../packages/fresh-platform/page/client/times';
import { toldInWords } from './told-states';

/** Lines from every moment down to the axis, below the bars; wide enough to point at. */
export function drawMoments({ marks }: ConversationPicture, { scale, happened, axisY }: Layout): SVGElement {
  const lines = marks.flatMap(({ at }, index) => {
    const x = scale.x(at);
    return [
      svg('line', {
        class: 'picture-moment',
        'data-mark': index,
        x1: x,
        x2: x,
        y1: happened.y + happened.height,
        y2: axisY,
      }),
      svg('rect', {
        class: 'picture-reach',
        'data-mark': index,
        x: x - 11,
        y: happened.y,
        width: 22,
        height: axisY - happened.y,
      }),
    ];
  });
  return svg('g', {}, lines);
}

/** A group for every moment that can be pointed at and, with the arrow keys, walked through. */
export function drawMarks(picture: ConversationPicture, layout: Layout): SVGElement[] {
  const destinations = destinationsOf(picture);
  return picture.marks.map((mark, index) => {
    const { happened } = layout;
    const x = layout.scale.x(mark.at);
    const low = happened.y + happened.height - MARK / 2;
    const kinds = kindsOf(mark.types).map((kind, place) => drawKind(kind, x, low - place * MARK));
    const told = destinations.flatMap((destination, place) =>
      drawTold(mark, destination, x, layout.told[place]?.y ?? 0),
    );
    const ring = svg('rect', {
      class: 'picture-ring',
      x: x - 15,
      y: low - (kinds.length - 1) * MARK - 15,
      width: 30,
      height: kinds.length * MARK + 3,
      rx: 6,
    });
    return svg(
      'g',
      { class: 'picture-mark', 'data-mark': index, role: 'img', tabindex: -1, 'aria-label': spoken(mark) },
      [ring, ...kinds, ...told],
    );
  });
}

/** The sign of what became of it last; told several times, a number beside it. */
function drawTold({ told }: PictureMark, destination: string, x: number, y: number): SVGElement[] {
  const outcomes = told.filter((one) => one.destination === destination);
  const last = outcomes.at(-1);
  if (last === undefined) return [];
  const count = svg('text', { class: 'picture-count', x: x + 9, y: y + 8 }, [`×${outcomes.length}`]);
  return [drawState(last.state, x, y + 12.5), ...(outcomes.length > 1 ? [count] : [])];
}

/** What a mark says to those who do not see it: "Tue 3 Nov, 10:08:53 UTC: Asha takes it. Webhook delivered, Slack kept for later." */
function spoken({ at, what, told }: PictureMark): string {
  const outcomes = told.map((one) => `${named(one.destination)} ${toldInWords(one, at)}`).join(', ');
  return `${day(at)}, ${clockTime(at, true)} UTC: ${what}. ${outcomes === '' ? 'Nobody was told' : outcomes}.`;
}
