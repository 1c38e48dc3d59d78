/** docs/reliability.md: a table and a chart per load, and what was offered and delivered by each design. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backlogChart, sweepChart } from './charts';
import { DESIGN_NAMES, TITLES } from './designs';
import { ROOT, type Load } from './load';
import { LOADS, SWEEP } from './loads';
import { wish, type Row } from './row';

const DOCS = join(ROOT, 'docs');
const CHARTS = 'reliability';

const COLUMNS: readonly [title: string, cell: (row: Row) => string][] = [
  ['design', ({ design }) => TITLES[design]],
  ['events', ({ events }) => String(events)],
  ['delivered', ({ delivered }) => String(delivered)],
  ['lost', ({ lost }) => String(lost)],
  ['repeats', ({ repeats }) => String(repeats)],
  ['requests / event', ({ requests }) => requests.toFixed(2)],
  ['store / event', ({ store }) => store.toFixed(2)],
  ['schedule / event', ({ schedule }) => schedule.toFixed(2)],
  ['refused', ({ refused }) => String(refused)],
  ['most schedules', ({ mostSchedules }) => String(mostSchedules)],
  ['most waiting', ({ mostWaiting }) => String(mostWaiting)],
  ['last delivery, min', ({ lastAfter }) => lastAfter.toFixed(0)],
  ['keys left', ({ keysLeft }) => String(keysLeft)],
];

/** The rows as a table whose columns line up, in a terminal as in Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((...[, column]) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const pad = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  const [head = '', ...body] = cells.map((line) => `| ${line.map(pad).join(' | ')} |`);
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [head, rule, ...body].join('\n');
}

export function sectionOf(load: Load, rows: readonly Row[]): string {
  return `## ${load.name}\n\nWanted of the outbox: ${wish(load.wanted ?? {})}.\n\n${tableOf(rows.filter((row) => row.load === load.name))}\n`;
}

/** Writes the page and its charts anew. */
export async function writeReport(rows: readonly Row[]): Promise<void> {
  const folder = join(DOCS, CHARTS);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const hasSweep = SWEEP.every(({ name }) => rows.some(({ load }) => load === name));
  if (hasSweep) writeFileSync(join(folder, 'sweep.svg'), await sweepChart(rows));
  const sections: string[] = hasSweep ? [SWEEP_SECTION] : [];
  const measured = LOADS.filter(({ name }) => rows.some(({ load }) => load === name));
  for (const load of measured) {
    const mine = rows
      .filter((row) => row.load === load.name)
      .sort((a, b) => DESIGN_NAMES.indexOf(a.design) - DESIGN_NAMES.indexOf(b.design));
    const file = `${fileName(load.name)}.svg`;
    writeFileSync(join(folder, file), await backlogChart(load, mine));
    sections.push(`${sectionOf(load, mine)}\n![Deliveries still to come over time: ${load.name}](${CHARTS}/${file})\n`);
  }
  writeFileSync(join(DOCS, 'reliability.md'), [prefaceOf(rows, measured), ...sections].join('\n'));
}

function fileName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The page begins with what it comes to. */
function prefaceOf(rows: readonly Row[], measured: readonly Load[]): string {
  const mine = rows.filter(({ design, load }) => design === 'outbox' && measured.some(({ name }) => name === load));
  const sum = (figure: (row: Row) => number): number => mine.reduce((total, row) => total + figure(row), 0);
  const fastest = Math.max(
    0,
    ...mine.filter(({ lost }) => lost === 0).map(({ load }) => Number(/^(\d+)\/min/.exec(load)?.[1] ?? 0)),
  );
  const slowest = Math.max(0, ...mine.map(({ lastAfter }) => lastAfter));
  const unlike = LOADS.length - measured.length;
  return `# Reliability, measured

- ${measured.length} loads, ${sum(({ events }) => events).toLocaleString('en')} events: ${sum(({ lost }) => lost)} lost, ${sum(({ falselyGivenUp }) => falselyGivenUp)} logged as undelivered although delivered, ${sum(({ keysLeft }) => keysLeft)} keys left in the store.
- Told twice: ${sum(({ repeats }) => repeats)} of ${sum(({ delivered }) => delivered).toLocaleString('en')} deliveries, where invocations die while they deliver.
- The highest rate that lost nothing with a request quota of 50 a minute: ${fastest} a minute.
- The last delivery came ${slowest.toFixed(0)} minutes after the receiver's recovery at most.
- A healthy payload costs one request a destination, and no store and no schedule operation.

\`npm run bench:reliability\` prints these tables and writes this page: the compiled app at the platform's default quotas, on a
virtual clock with fixed seeds, beside two simpler designs in the same run. It fails where the outbox misses what is wanted of it.
${unlike === 0 ? '' : `\n${unlike} loads were not measured since the outbox last changed, and are missing here.\n`}
Everything is counted at the receiver, by event and destination. *Lost* is what no receiver got, also what was logged as
undelivered. *Requests* are those that reached a receiver, *refused* those and store operations that a spent quota turned away.
*Last delivery* is minutes after the receiver's recovery, or after the last event where it never was down. *One schedule per
failed event* waits some 5 minutes, then about twice as long each time, 3 hours at most. In the charts the receiver is down where it is grey;
a line that ends above zero is what was lost. [outbox.md](outbox.md) explains the design.
`;
}

const SWEEP_SECTION = `## Delivered against offered

A healthy receiver, the rates offered for 20 minutes each, and what had arrived when everything was at rest.

![Delivered a minute against offered a minute for the three designs](${CHARTS}/sweep.svg)
`;
