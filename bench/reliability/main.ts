/**
 * `npm run bench:reliability [-- part of a load's name]`: outages, bursts, flaky receivers and sudden deaths on the
 * virtual clock, beside two simpler designs. Prints a table; a full run writes it to docs/reliability.md.
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DESIGN_NAMES, designOf, TITLES, type DesignName } from './designs';
import { ROOT, run } from './load';
import { LOADS } from './loads';

const COLUMNS = ['design', 'events', 'delivered', 'lost', 'repeats', 'requests/event', 'store/event', 'schedule/event', 'refused', 'most schedules', 'last delivery, min', 'keys left'];

interface Row {
  load: string;
  design: DesignName;
  cells: string[];
}

/** `lost` are (event, destination) pairs nobody received, those logged as undelivered included. */
async function rowOf(load: (typeof LOADS)[number], design: DesignName): Promise<Row> {
  const { tally, ...result } = await run(designOf(design), load);
  const per = (operations: number): string => (operations / result.events).toFixed(2);
  const cells = [
    TITLES[design], result.events, tally.delivered(), tally.lost(), tally.repeats, per(tally.requests), per(tally.store), per(tally.schedule), tally.refused,
    result.mostSchedules, result.lastAfter.toFixed(0), result.keysLeft.length,
  ].map(String);
  return { load: load.name, design, cells };
}

function wanted(part: string | undefined): (typeof LOADS)[number][] {
  return LOADS.filter(({ name }) => part === undefined || name.includes(part));
}

/** The child's side: rows of one design as lines of JSON. */
async function measure(design: DesignName, part: string | undefined): Promise<void> {
  for (const load of wanted(part)) process.stdout.write(`${JSON.stringify(await rowOf(load, design))}\n`);
}

/** Each design in a process of its own; the two small ones share a core with nobody but each other. */
async function measured(design: DesignName, part: string | undefined): Promise<Row[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', __filename, '--design', design, ...(part === undefined ? [] : [part])], { cwd: ROOT, maxBuffer: 1e8 });
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as Row);
}

async function compare(part: string | undefined): Promise<void> {
  const rest = async (): Promise<Row[]> => [...(await measured('direct', part)), ...(await measured('schedules', part))];
  const rows = (await Promise.all([measured('outbox', part), rest()])).flat();
  const table = wanted(part).map(({ name }) => sectionOf(name, rows.filter(({ load }) => load === name))).join('\n');
  console.log(table);
  if (part === undefined) writeFileSync(join(ROOT, 'docs', 'reliability.md'), `${PREFACE}\n${table}`);
}

function sectionOf(name: string, rows: Row[]): string {
  const lines = DESIGN_NAMES.flatMap((design) => rows.filter((row) => row.design === design)).map(({ cells }) => `| ${cells.join(' | ')} |`);
  return [`## ${name}`, '', `| ${COLUMNS.join(' | ')} |`, `|${' --- |'.repeat(COLUMNS.length)}`, ...lines, ''].join('\n');
}

const PREFACE = `# Reliability, measured

\`npm run bench:reliability\` prints and writes these tables: the compiled app at the platform's default quotas, on a virtual
clock with fixed seeds, beside two simpler designs in the same run. Everything is counted at the receiver, by event id.
"Last delivery" is minutes after the receiver's recovery, or after the last event where it never was down. "Lost" counts
what no receiver got, also what was logged as undelivered. \`docs/outbox.md\` explains the design.
`;

const [first, second, third] = process.argv.slice(2);
const design = DESIGN_NAMES.find((name) => first === '--design' && name === second);
void (design === undefined ? compare(first) : measure(design, third));
