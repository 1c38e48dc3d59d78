/** The bars of the lanes: who held the conversation, and for how long. */
import { duration } from '../../../../packages/fresh-platform/lib/durations';
import { labelsOf, type BarLabel, type LabelledBar } from './bar-labels';
import { svg } from '../dom';
import { cutAt } from './draw-rows';
import type { Layout, Row } from './layout';
import { LANES, type ConversationPicture, type Lane, type PictureSpan } from './picture';
import { clockTime, day } from '../../../../packages/fresh-platform/page/client/times';

const INSET = 5;

/** All bars with their labels, lane by lane. */
export function drawBars({ spans, now }: ConversationPicture, layout: Layout): SVGElement {
  const lanes = LANES.map((lane, index) =>
    drawLane(
      spans.filter((span) => span.lane === lane),
      lane,
      layout.lanes[index],
      layout,
      now,
    ),
  );
  return svg('g', {}, lanes);
}

function drawLane(
  spans: readonly PictureSpan[],
  lane: Lane,
  row: Row | undefined,
  layout: Layout,
  now: number,
): SVGElement {
  const bars = spans.map((span) => barOf(span, layout, now));
  const cuts = layout.scale.pieces.filter(({ isCut }) => isCut).map(cutAt);
  const labels = labelsOf(bars, layout.left, layout.right + 8, cuts);
  const drawn = bars.map((bar, index) => drawBar(spans[index], bar, labels[index] ?? null, row, now));
  return svg('g', { class: `picture-lane picture-lane-${lane}` }, drawn);
}

function barOf(span: PictureSpan, { scale }: Layout, now: number): LabelledBar {
  const [x0, end] = [scale.x(span.from), scale.x(span.to ?? now)];
  return { x0, x1: span.to === null ? end + 14 : end, words: wordsOf(span, now) };
}

/** "Asha Raman, First line · 2 h 1 min", then without the group, without the time, and the name alone. */
function wordsOf(span: PictureSpan, now: number): string[] {
  const who = span.lane === 'resolved' ? `by ${span.who}` : span.who;
  const name = span.lane === 'agent' ? (who.split(', ')[0] ?? who) : who;
  const time = timeOf(span, now);
  return [...new Set([`${who}${time}`, `${name}${time}`, who, name])];
}

/** A resolve that lasts needs no time. */
function timeOf({ lane, from, to }: PictureSpan, now: number): string {
  if (to !== null) return ` · ${duration(to - from)}`;
  return lane === 'resolved' || now <= from ? '' : ` · ${duration(now - from)} so far`;
}

function drawBar(
  span: PictureSpan | undefined,
  { x0, x1, words }: LabelledBar,
  label: BarLabel | null,
  row: Row | undefined,
  now: number,
): SVGElement {
  if (span === undefined || row === undefined) return svg('g');
  const [y, height] = [row.y + INSET, row.height - 2 * INSET];
  const shape =
    span.to === null
      ? goingOn(x0, x1, y, height)
      : svg('rect', { class: 'picture-bar', x: x0, y, width: Math.max(2, x1 - x0), height, rx: 4 });
  const until = span.to === null ? `still so at ${stamp(now)}` : `until ${stamp(span.to)}`;
  const hint = svg('title', {}, [`${words[0] ?? ''}\nfrom ${stamp(span.from)} ${until}, UTC`]);
  return svg('g', {}, [hint, shape, ...(label === null ? [] : [drawLabel(label, y + height / 2)])]);
}

/** A bar whose end is an arrow: it goes on. */
function goingOn(x0: number, x1: number, y: number, height: number): SVGElement {
  const neck = Math.max(x0, x1 - 10);
  return svg('path', {
    class: 'picture-bar',
    d: `M${x0 + 4} ${y}H${neck}L${x1} ${y + height / 2}L${neck} ${y + height}H${x0 + 4}a4 4 0 0 1 -4 -4V${y + 4}a4 4 0 0 1 4 -4z`,
  });
}

function drawLabel({ text, x, anchor, isInside }: BarLabel, y: number): SVGElement {
  return svg(
    'text',
    {
      class: isInside ? 'picture-label' : 'picture-label picture-label-beside',
      x,
      y,
      'text-anchor': anchor,
      'dominant-baseline': 'central',
    },
    [text],
  );
}

function stamp(at: number): string {
  return `${day(at)} ${clockTime(at, true)}`;
}
