/** The pictures of docs/reliability.md, as SVG texts that stand alone on light and dark pages. */
import type * as PlotModule from '@observablehq/plot' with { 'resolution-mode': 'import' };
import { DESIGN_NAMES, TITLES, type DesignName } from './designs';
import type { Load } from './load';
import { outageOf, SWEEP, SWEEP_MINUTES } from './loads';
import type { Row } from './row';

/** Told apart by dashes as well as by colour. */
const STROKES: Readonly<Record<DesignName, { stroke: string; dash: string }>> = {
  outbox: { stroke: '#0b6e4f', dash: 'none' },
  direct: { stroke: '#b3261e', dash: '2 3' },
  schedules: { stroke: '#7a4f01', dash: '8 3' },
};
const LOOK = {
  width: 760,
  height: 260,
  marginTop: 36,
  marginBottom: 44,
  marginLeft: 60,
  marginRight: 210,
  style: { background: '#ffffff', color: '#1f2933', fontSize: '12px' },
};

type Plot = typeof PlotModule;
type Markish = PlotModule.Markish;

/** Deliveries still to come over time, a line for each design. */
export async function backlogChart(load: Load, rows: readonly Row[]): Promise<string> {
  const Plot = await import('@observablehq/plot');
  const outage = outageOf(load);
  const lines = rows.flatMap(({ design, points }): Markish[] => [
    Plot.line(points, { x: ({ minute }) => minute / 60, y: 'waiting', ...drawn(design) }),
    ...endLabel(
      Plot,
      design,
      points.map(({ minute, waiting }) => ({ x: minute / 60, y: waiting })),
    ),
  ]);
  const shade =
    outage === null
      ? []
      : [Plot.rectX([outage], { x1: ([from]) => from / 60, x2: ([, to]) => to / 60, fill: '#e6e9ee' })];
  return svg(Plot, [...shade, Plot.ruleY([0]), ...lines], 'hours', 'deliveries still to come');
}

/** What arrives of what is offered, both a minute, counted when everything has come to rest. */
export async function sweepChart(rows: readonly Row[]): Promise<string> {
  const Plot = await import('@observablehq/plot');
  const lines = DESIGN_NAMES.flatMap((design): Markish[] => {
    const points = SWEEP.map(({ name, perMinute }) => ({
      x: perMinute,
      y: (rows.find((row) => row.design === design && row.load === name)?.delivered ?? Number.NaN) / SWEEP_MINUTES,
    }));
    return [
      Plot.line(points, { x: 'x', y: 'y', ...drawn(design) }),
      Plot.dot(points, { x: 'x', y: 'y', fill: STROKES[design].stroke, r: 3 }),
      ...endLabel(Plot, design, points),
    ];
  });
  return svg(Plot, [Plot.ruleY([0]), ...lines], 'offered a minute', 'delivered a minute');
}

function drawn(design: DesignName): { stroke: string; strokeWidth: number; strokeDasharray: string } {
  return { stroke: STROKES[design].stroke, strokeWidth: 2, strokeDasharray: STROKES[design].dash };
}

/** Lines that end in one place would cover each other's names, so each name has a height of its own beside it. */
function endLabel(Plot: Plot, design: DesignName, points: readonly { x: number; y: number }[]): Markish[] {
  const last = points[points.length - 1];
  if (last === undefined) return [];
  const dy = { outbox: -9, direct: -23, schedules: 9 }[design];
  return [
    Plot.text([last], {
      x: 'x',
      y: 'y',
      text: () => TITLES[design],
      fill: STROKES[design].stroke,
      textAnchor: 'start',
      dx: 6,
      dy,
    }),
  ];
}

async function svg(Plot: Plot, marks: Markish[], x: string, y: string): Promise<string> {
  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML('<html><body></body></html>');
  const figure = Plot.plot({
    ...LOOK,
    document,
    x: { label: x, labelAnchor: 'center', labelOffset: 38 },
    y: { label: y, grid: true, zero: true },
    marks,
  });
  figure.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${figure.outerHTML}\n`;
}
