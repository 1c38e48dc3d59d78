/** The ground of the picture: its rows, its axis, and the marks of what is cut. */
import { duration } from '../../../../packages/fresh-platform/lib/durations';
import { svg } from '../dom';
import { MARK, type Layout, type Row } from './layout';
import { fitted, textWidth } from './text-width';
import type { Piece } from './time-scale';
import { ticksOf, type Tick } from './time-ticks';

/** Rows with their names, light and dark in turn. */
export function drawRows({ left, right, happened, lanes, told }: Layout): SVGElement {
  const grounds = [...lanes, ...told].map(({ y, height }, index) =>
    svg('rect', {
      class: index % 2 === 0 ? 'picture-ground' : 'picture-ground-2',
      x: 4,
      y,
      width: right + 22 - 4,
      height,
    }),
  );
  return svg('g', {}, [
    ...grounds,
    ...[lowest(happened), ...lanes].map((row) => nameOf(row, left, 'picture-row')),
    ...told.map((row) => nameOf(row, left, 'picture-row picture-row-told')),
  ]);
}

function nameOf({ name, y, height }: Row, left: number, className: string): SVGElement {
  return svg('text', { class: className, x: 14, y: y + height / 2, 'dominant-baseline': 'central' }, [
    fitted(name, left - 18),
  ]);
}

/** Where marks that happened together are stacked, the row's name stands beside the lowest. */
function lowest({ name, y, height }: Row): Row {
  return { name, y: y + height - MARK, height: MARK };
}

/** Ticks reach up through all rows, softly. */
export function drawAxis(layout: Layout): SVGElement {
  const { axisY, left, right, scale, lanes } = layout;
  const line = svg('line', { class: 'picture-axis', x1: left, x2: right + 8, y1: axisY, y2: axisY });
  return svg('g', { 'aria-hidden': 'true' }, [
    line,
    ...ticksOf(scale.pieces).flatMap((tick) => drawTick(tick, lanes[0]?.y ?? 0, axisY, right)),
  ]);
}

function drawTick({ x, time, date }: Tick, top: number, y: number, right: number): SVGElement[] {
  return [
    svg('line', { class: 'picture-gridline', x1: x, x2: x, y1: top, y2: y }),
    svg('line', { class: 'picture-axis', x1: x, x2: x, y1: y, y2: y + 5 }),
    svg('text', { class: 'picture-tick', x, y: y + 18, 'text-anchor': 'middle' }, [time]),
    svg('text', { class: 'picture-date', x: Math.min(x, right - 10), y: y + 34, 'text-anchor': 'middle' }, [date]),
  ];
}

/** Where in a piece its cut is shown: late, so that the words of the bar it cuts have room. */
export function cutAt({ x0, x1 }: Piece): number {
  return x0 + (x1 - x0) * 0.62;
}

/** Two torn edges through everything, with the time that is not drawn as long as it was. */
export function drawCuts({ scale, lanes, axisY, happened }: Layout): SVGElement {
  const top = (lanes[0]?.y ?? 0) - 2;
  const cuts = scale.pieces
    .filter(({ isCut }) => isCut)
    .map((piece) => {
      const x = cutAt(piece);
      const time = duration(piece.to - piece.from);
      const [label = ''] = [`${time}, not to scale`, time].filter(
        (words) => textWidth(words) < piece.x1 - piece.x0 - 30,
      );
      return svg('g', {}, [
        svg('path', { class: 'picture-tear', d: tear(x, top, axisY + 8) }),
        svg(
          'text',
          {
            class: 'picture-tear-label',
            x: (piece.x0 + piece.x1) / 2,
            y: happened.y + happened.height - 14,
            'text-anchor': 'middle',
            'dominant-baseline': 'central',
          },
          [label],
        ),
      ]);
    });
  return svg('g', { 'aria-hidden': 'true' }, cuts);
}

const TOOTH = 6;

/** A closed band between two parallel zigzags, from top to bottom. */
function tear(x: number, top: number, bottom: number): string {
  const teeth = Math.max(2, Math.round((bottom - top) / TOOTH));
  const edge = [...Array(teeth + 1).keys()].map((index) => ({
    x: x + (index % 2 === 0 ? -3 : 3),
    y: top + ((bottom - top) * index) / teeth,
  }));
  const down = edge.map((point) => `${point.x - 4} ${point.y}`).join('L');
  const up = [...edge]
    .reverse()
    .map((point) => `${point.x + 4} ${point.y}`)
    .join('L');
  return `M${down}L${up}z`;
}
