/** The picture of a conversation: who held it when, what happened, and who was told; time in UTC from left to right. */
import { duration } from '../../../../packages/fresh-platform/lib/durations';
import { detailOf } from './detail';
import { html, svg } from '../dom';
import { drawBars } from './draw-bars';
import { drawMarks, drawMoments } from './draw-marks';
import { drawAxis, drawCuts, drawRows } from './draw-rows';
import { layoutOf, named, type Layout } from './layout';
import { drawLegend } from './legend';
import type { ConversationPicture, PictureSpan } from './picture';
import { clockTime, dayAndYear } from '../../../../packages/fresh-platform/page/client/times';
import { walkable } from './walk';

export type { ConversationPicture, Lane, PictureMark, PictureSpan, Told, ToldState } from './picture';

/**
 * Draws a conversation, as wide as what it is put into. Its marks are one stop for Tab, and the arrow keys walk through
 * them; what is pointed at or focused is told below, and to `onSelect`. `selected` is the mark told at first: the last one
 * unless given.
 */
export function drawConversation(
  picture: ConversationPicture,
  selected: number = picture.marks.length - 1,
  onSelect: (index: number) => void = () => undefined,
): HTMLElement {
  const layout = layoutOf(picture);
  const marks = drawMarks(picture, layout);
  // Chromium stops at an SVG element that listens for focus; so its frame listens.
  const frame = html('div', { class: 'picture-frame' }, [drawChart(picture, layout, marks)]);
  const detail = html('div', { class: 'picture-detail' });
  const figure = html('figure', { class: 'picture', 'data-conversation': picture.id }, [
    html('figcaption', {}, [
      html('span', { class: 'picture-title' }, [picture.title]),
      html('span', { class: 'picture-subtitle' }, [picture.subtitle]),
    ]),
    frame,
    detail,
    drawLegend(),
  ]);
  walkable(frame, marks, selected, (index) => {
    detail.replaceChildren(...detailOf(picture, index));
    onSelect(index);
    figure.setAttribute('data-selected', index === marks.length - 1 ? LAST : String(picture.marks[index]?.at));
  });
  return figure;
}

/**
 * Shows a conversation in a place. Where the place shows it already, as it was a moment ago, the reader is not disturbed:
 * what is selected and focused stays so, and who reads the last moment goes on to the new last one.
 */
export function showConversation(
  place: HTMLElement,
  picture: ConversationPicture,
  onSelect: (index: number) => void = () => undefined,
): void {
  const shown = place.querySelector<HTMLElement>('.picture');
  if (shown?.getAttribute('data-conversation') === picture.id) redraw(place, shown, picture, onSelect);
  else place.replaceChildren(drawConversation(picture, picture.marks.length - 1, onSelect));
  if (place.querySelector('.picture')?.getAttribute('data-selected') === LAST) showNewest(place);
}

function redraw(
  place: HTMLElement,
  shown: HTMLElement,
  picture: ConversationPicture,
  onSelect: (index: number) => void,
): void {
  const drawn = drawConversation(picture, selectedIn(shown, picture), onSelect);
  const hadFocus = shown.contains(document.activeElement);
  const scrolled = shown.querySelector('.picture-frame')?.scrollLeft ?? 0;
  place.replaceChildren(drawn);
  for (const frame of drawn.querySelectorAll('.picture-frame')) frame.scrollLeft = scrolled;
  if (hadFocus) drawn.querySelector<SVGElement>('.picture-mark-selected')?.focus({ preventScroll: true });
}

/** On a narrow screen the picture is wider than its frame: its newest moment is what people look for. */
function showNewest(place: HTMLElement): void {
  for (const frame of place.querySelectorAll('.picture-frame')) frame.scrollLeft = frame.scrollWidth;
}

const LAST = 'last';

/** The place in a picture of the moment that is selected in one drawn earlier. */
function selectedIn(shown: HTMLElement, { marks }: ConversationPicture): number {
  const selected = shown.getAttribute('data-selected');
  const same = marks.findIndex(({ at }) => String(at) === selected);
  return selected === LAST || same < 0 ? marks.length - 1 : same;
}

function drawChart(picture: ConversationPicture, layout: Layout, marks: readonly SVGElement[]): SVGElement {
  const attributes = {
    viewBox: `0 0 ${layout.width} ${layout.height}`,
    class: 'picture-chart',
    role: 'group',
    'aria-label': `The life of the conversation: ${picture.title}. The arrow keys walk through its moments.`,
  };
  const layers = [
    drawRows(layout),
    drawOutages(picture, layout),
    drawAxis(layout),
    drawMoments(picture, layout),
    drawPresent(picture, layout),
    drawBars(picture, layout),
    drawCuts(layout),
  ];
  const chart = svg('svg', attributes, [svg('desc', {}, [inWords(picture)]), ...layers, ...marks]);
  // Wider than its frame, it scrolls rather than shrinks further.
  chart.style.minWidth = `${Math.round(layout.width * 0.75)}px`;
  return chart;
}

/** Where a destination took nothing: a shade across the lanes, darker in the destination's own row. */
function drawOutages({ outages, now, marks }: ConversationPicture, { scale, lanes, told, axisY }: Layout): SVGElement {
  const [first] = marks;
  const shades = outages
    .filter(({ to }) => first !== undefined && (to ?? now) > first.at)
    .flatMap(({ destination, from, to }) => {
      const [x, end] = [scale.x(from), scale.x(to ?? now)];
      const width = Math.max(2, end - x);
      const own = told.find(({ name }) => name === `to ${named(destination)}`);
      const words = `${named(destination)} took nothing from ${clockTime(from, true)} ${to === null ? 'on' : `until ${clockTime(to, true)}`}, UTC`;
      const top = lanes[0]?.y ?? 0;
      return [
        svg('rect', { class: 'picture-outage', x, y: top, width, height: axisY - top }, [svg('title', {}, [words])]),
        ...(own === undefined
          ? []
          : [svg('rect', { class: 'picture-outage-own', x, y: own.y, width, height: own.height })]),
      ];
    });
  return svg('g', { 'aria-hidden': 'true' }, shades);
}

/** A line where the present is, when it is later than all that happened. */
function drawPresent({ marks, now }: ConversationPicture, { scale, happened, axisY }: Layout): SVGElement {
  const last = marks.at(-1);
  if (last === undefined || now <= last.at) return svg('g');
  const x = scale.x(now);
  return svg('g', { 'aria-hidden': 'true' }, [
    svg('line', { class: 'picture-present', x1: x, x2: x, y1: happened.y + happened.height - 4, y2: axisY }),
    svg(
      'text',
      {
        class: 'picture-present-label',
        x: x - 4,
        y: happened.y + happened.height - 14,
        'dominant-baseline': 'central',
      },
      ['now'],
    ),
  ]);
}

/** The picture in a few sentences, for those who do not see it. */
function inWords({ spans, marks, now }: ConversationPicture): string {
  const [first] = marks;
  if (first === undefined) return 'Nothing has happened yet.';
  const held = spans.map((span) => `${holding(span)} for ${duration((span.to ?? now) - span.from)}`).join(', then ');
  return `It began on ${dayAndYear(first.at)} at ${clockTime(first.at, false)} UTC. ${held.charAt(0).toUpperCase()}${held.slice(1)}${spans.at(-1)?.to === null ? ' so far' : ''}.`;
}

function holding({ lane, who }: PictureSpan): string {
  return lane === 'resolved' ? `resolved by ${who}` : `with ${who}`;
}
