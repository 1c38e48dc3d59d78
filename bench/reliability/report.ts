/** docs/reliability.md: a table and a chart per load, and what was offered and delivered by each design. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backlogChart, sweepChart } from './charts';
import { DESIGN_NAMES, TITLES } from './designs';
import { ROOT, type Load } from './load';
import { LOADS, SWEEP } from './loads';
import { buildNow, FOLDER, type Measured } from './measured';
import { OWN_RUNS } from './own-runs';
import { wish, type Row } from './row';

const DOCS = join(ROOT, 'docs');
const CHARTS = 'reliability';
const SWEEP_FILE = 'sweep.svg';

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
  const mine = rows.filter((row) => row.load === load.name);
  return `## ${load.name}\n\nWanted of the outbox: ${wish(load.wanted ?? {})}.\n\n${tableOf(mine)}\n${othersIn(mine)}`;
}

/** How those fared that were not down, in a load where others were. */
function othersIn(rows: readonly Row[]): string {
  const [row] = rows.filter(({ design, slowest }) => design === 'outbox' && slowest !== undefined);
  if (row?.slowest === undefined) return '';
  return `\nThe others never notice: to a destination that was not down, an event took ${row.slowest.toFixed(1)} s at most.\n`;
}

/** Writes the page from all that was measured, and the charts of what was measured now. */
export async function writeReport(all: readonly Measured[], now: readonly Row[]): Promise<void> {
  await writeCharts(now);
  const measured = LOADS.filter(({ name }) => all.some(({ load }) => load === name));
  const sections = measured.map((load) => {
    const mine = all.filter((row) => row.load === load.name);
    const rows = mine.sort((a, b) => DESIGN_NAMES.indexOf(a.design) - DESIGN_NAMES.indexOf(b.design));
    return `${sectionOf(load, rows)}\n![Deliveries still to come over time: ${load.name}](${CHARTS}/${fileName(load.name)})\n`;
  });
  const sweep = existsSync(join(FOLDER, SWEEP_FILE)) ? [SWEEP_SECTION] : [];
  writeFileSync(join(DOCS, 'reliability.md'), [prefaceOf(all, measured), ...sweep, ...sections].join('\n'));
}

async function writeCharts(rows: readonly Row[]): Promise<void> {
  const isIn = ({ name }: Load): boolean => rows.some(({ load }) => load === name);
  for (const load of LOADS.filter(isIn)) {
    const mine = rows.filter((row) => row.load === load.name);
    writeFileSync(join(FOLDER, fileName(load.name)), await backlogChart(load, mine));
  }
  if (SWEEP.every(isIn)) writeFileSync(join(FOLDER, SWEEP_FILE), await sweepChart(rows));
}

/** Of a load's chart. */
function fileName(name: string): string {
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `${words.replace(/^-|-$/g, '')}.svg`;
}

/** The page begins with what it comes to. */
function prefaceOf(rows: readonly Measured[], measured: readonly Load[]): string {
  const mine = rows.filter(({ design, load }) => design === 'outbox' && measured.some(({ name }) => name === load));
  const sum = (figure: (row: Row) => number): number => mine.reduce((total, row) => total + figure(row), 0);
  const paces = mine
    .filter(({ lost }) => lost === 0)
    .flatMap(({ load }) => {
      const [, perMinute, minutes] = /^(\d+)\/min for (\d+) min/.exec(load) ?? [];
      return perMinute === undefined ? [] : [{ perMinute: Number(perMinute), minutes: Number(minutes) }];
    })
    .sort((a, b) => b.perMinute - a.perMinute);
  const fastest =
    paces[0] === undefined ? 'not measured' : `${paces[0].perMinute} a minute for ${paces[0].minutes} minutes`;
  const slowest = Math.max(0, ...mine.map(({ lastAfter }) => lastAfter));
  const missing = LOADS.length - measured.length;
  const build = buildNow();
  const earlier = mine.filter((row) => row.build !== build).length;
  return `# Reliability, measured

- ${measured.length} loads, ${sum(({ events }) => events).toLocaleString('en')} events: ${sum(({ lost }) => lost)} lost, ${sum(({ falselyGivenUp }) => falselyGivenUp)} logged as undelivered although delivered, ${sum(({ keysLeft }) => keysLeft)} keys left in the store.
- Told twice: ${sum(({ repeats }) => repeats)} of ${sum(({ delivered }) => delivered).toLocaleString('en')} deliveries, with the same id both times.
- The highest rate that lost nothing with a request quota of 50 a minute: ${fastest}.
- The last delivery came ${slowest.toFixed(0)} minutes after the receiver's recovery at most.
- A healthy payload costs one request a destination, and no store and no schedule operation.

\`npm run bench:reliability\` prints these tables and writes this page: the compiled app at the platform's default quotas, on a
virtual clock with fixed seeds, beside two simpler designs in the same run. It fails where the outbox misses what is wanted of it.
${notesOn(missing, earlier)}
Everything is counted at the receiver, by event and destination. _Lost_ is what no receiver got, also what was logged as
undelivered. _Requests_ are those that reached a receiver, _refused_ those and store operations that a spent quota turned away.
_Last delivery_ is minutes after the receiver's recovery, or after the last event where it never was down. _One schedule per
failed event_ waits some 5 minutes, then about twice as long each time, 3 hours at most. In the charts the receiver is down where it is grey;
a line that ends above zero is what was lost. [outbox.md](outbox.md) explains the design.

${besides()}`;
}

/** The pages of runs that stand beside the loads, as far as they were made. */
function besides(): string {
  const links = OWN_RUNS.filter(({ file }) => existsSync(join(FOLDER, file))).map(
    ({ file, about }) => `[${about}](${CHARTS}/${file})`,
  );
  return links.length === 0 ? '' : `Besides: ${links.join(', and ')}.\n`;
}

/** What a reader must know of how whole and how fresh the page is. */
function notesOn(missing: number, earlier: number): string {
  const notes = [
    missing > 0 && `Loads that were not measured yet, and are missing here: ${missing}.`,
    earlier > 0 && `Measured with an earlier build of the app than the one beside this page: ${earlier} of the loads.`,
  ].filter((note) => note !== false);
  return notes.length === 0 ? '' : `\n${notes.join(' ')}\n`;
}

const SWEEP_SECTION = `## Delivered against offered

A healthy receiver, the rates offered for 20 minutes each, and what had arrived when everything was at rest.

![Delivered a minute against offered a minute for the three designs](${CHARTS}/sweep.svg)
`;
