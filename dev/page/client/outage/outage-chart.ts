/** What was told over the shift, by both designs, as two lines under that of what happened. */
import { svg } from '../../pictures/dom';
import { clockTime } from '../../../../packages/fresh-platform/page/client/times';
import type { OutageRun } from '../../server/api/outage';
import { countsAt, type Design } from './counts';

const HEIGHT = 240;
const LEFT = 36;
const BOTTOM = 28;
/** Under this width the names of the lines stand over them, and every second hour below. */
const NARROW = 600;
const HOUR_MS = 60 * 60_000;

/** The chart with a line at the moment that is chosen, epoch ms; `width` is what there is room for, px. */
export function drawOutage(run: OutageRun, at: number, width: number): SVGElement {
  const isNarrow = width < NARROW;
  const [top, right] = isNarrow ? [28, 12] : [14, 150];
  const most = Math.max(1, countsAt(run, 'ours', run.to).happened);
  const x = (time: number): number => LEFT + ((time - run.from) / (run.to - run.from)) * (width - LEFT - right);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - top - BOTTOM);
  const end = countsAt(run, 'naive', run.to);
  const words = `By the end ${most} moments happened; this app told ${countsAt(run, 'ours', run.to).told}, sending once told ${end.told} and lost ${end.lost}.`;
  const hours = [...Array(Math.floor((run.to - run.from) / HOUR_MS) + 1).keys()].map(
    (index) => run.from + index * HOUR_MS,
  );
  const named = isNarrow ? hours.filter((...[, index]) => index % 2 === 0) : hours;
  return svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, class: 'outage-svg', role: 'img', 'aria-label': words }, [
    svg('rect', {
      class: 'outage-shade',
      x: x(run.breaks),
      y: top,
      width: x(run.mends) - x(run.breaks),
      height: HEIGHT - top - BOTTOM,
    }),
    svg('text', { class: 'outage-label', x: x(run.breaks) + 6, y: top + 14 }, ['takes nothing']),
    svg('line', { class: 'outage-axis', x1: LEFT, x2: width - right, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }),
    ...named.map((hour) =>
      svg('text', { class: 'outage-label', x: x(hour), y: HEIGHT - 8, 'text-anchor': 'middle' }, [
        clockTime(hour, false),
      ]),
    ),
    line(run, 'happened', x, y),
    line(run, 'naive', x, y),
    line(run, 'ours', x, y),
    ...labels(
      run,
      y,
      isNarrow ? { x: width - right, dy: -8, anchor: 'end' } : { x: width - right + 8, dy: 4, anchor: 'start' },
    ),
    svg('line', { class: 'outage-now', x1: x(at), x2: x(at), y1: top, y2: HEIGHT - BOTTOM }),
  ]);
}

type Line = Design | 'happened';

function valueAt(run: OutageRun, which: Line, at: number): number {
  return which === 'happened' ? countsAt(run, 'ours', at).happened : countsAt(run, which, at).told;
}

function line(run: OutageRun, which: Line, x: (at: number) => number, y: (value: number) => number): SVGElement {
  const times = [
    run.from,
    ...run.moments.flatMap(({ at, ours, naive }) => [at, ours.at ?? at, naive.at ?? at]),
    run.to,
  ];
  const points = [...new Set(times)].sort((a, b) => a - b);
  const path = points.map(
    (at, index) =>
      `${index === 0 ? 'M' : 'H'}${x(at).toFixed(1)}${index === 0 ? ` ${y(valueAt(run, which, at)).toFixed(1)}` : `V${y(valueAt(run, which, at)).toFixed(1)}`}`,
  );
  return svg('path', { class: `outage-line outage-line-${which}`, d: path.join('') });
}

const NAMES: Record<Design, string> = { ours: 'this app', naive: 'sending once' };

/** At the ends of the lines, or over them. */
function labels(
  run: OutageRun,
  y: (value: number) => number,
  { x, dy, anchor }: { x: number; dy: number; anchor: 'start' | 'end' },
): SVGElement[] {
  return (['ours', 'naive'] as const).map((which) => {
    const { told } = countsAt(run, which, run.to);
    const attributes = { class: `outage-name outage-name-${which}`, x, y: y(told) + dy, 'text-anchor': anchor };
    return svg('text', attributes, [`${NAMES[which]}: ${told}`]);
  });
}
