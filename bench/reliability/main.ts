/**
 * `npm run bench:reliability [-- part of a load's name, or rates]`: outages, bursts, flaky receivers and sudden deaths on the
 * virtual clock, beside two simpler designs. Prints a table a load, and writes docs/reliability.md from what was measured last of
 * each load (docs/reliability/measured.json): a full run takes an hour or more, so loads may be measured one by one. Exit code 1
 * where the outbox misses what is wanted of it.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DESIGN_NAMES, layOut } from './designs';
import type { Load } from './load';
import { FOLDER, remember } from './measured';
import { LOADS, SWEEP } from './loads';
import { OWN_RUNS, type OwnRun } from './own-runs';
import { measureAll } from './pool';
import { sectionOf, writeReport } from './report';
import type { Job, Row } from './row';

async function main(part: string | undefined): Promise<void> {
  const own = OWN_RUNS.find(({ name }) => part !== undefined && name.startsWith(part));
  if (own !== undefined) {
    await tellOwn(own);
    return;
  }
  const loads = part === RATES ? SWEEP : LOADS.filter(({ name }) => part === undefined || name.includes(part));
  if (loads.length === 0) {
    console.error(
      `No load has "${String(part)}" in its name. There are:\n${LOADS.map(({ name }) => `  ${name}`).join('\n')}`,
    );
    process.exitCode = 1;
    return;
  }
  const folder = await layOut();
  try {
    const rows = await measured(part === undefined ? [...loads, ...SWEEP] : loads);
    console.log(loads.map((load) => sectionOf(load, rows)).join('\n'));
    await writeReport(remember(rows), rows);
    conclude(rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The rates of one chart, measured together. */
const RATES = 'rates';

async function tellOwn({ name, file, measure }: OwnRun): Promise<void> {
  const { section, missed } = await measure();
  console.log(section);
  const by = `\`npm run bench:reliability -- "${name}"\` prints this table and writes this page.\n`;
  writeFileSync(join(FOLDER, file), `${section.replace(/^## ./, (heading) => heading.slice(1).toUpperCase())}\n${by}`);
  for (const sentence of missed) console.error(sentence);
  if (missed.length > 0) process.exitCode = 1;
}

async function measured(loads: readonly Load[]): Promise<Row[]> {
  const began = performance.now();
  const jobs: Job[] = byLength(loads).flatMap(({ name }) => DESIGN_NAMES.map((design) => ({ load: name, design })));
  let done = 0;
  const rows = await measureAll(jobs, ({ load, design }) => {
    done += 1;
    console.error(
      `${String(done).padStart(3)} of ${jobs.length}, ${Math.round((performance.now() - began) / 1000)} s: ${load}, ${design}`,
    );
  });
  const rank = (row: Row): number =>
    loads.findIndex(({ name }) => name === row.load) * DESIGN_NAMES.length + DESIGN_NAMES.indexOf(row.design);
  return rows.sort((a, b) => rank(a) - rank(b));
}

/** The longest first, so that no core is left waiting for the other. */
function byLength(loads: readonly Load[]): Load[] {
  const length = ({ arrivals, destinations = [''] }: Load): number => arrivals(() => 0).length * destinations.length;
  return [...loads].sort((a, b) => length(b) - length(a));
}

function conclude(rows: readonly Row[]): void {
  const missed = rows.flatMap((row) => row.missed);
  for (const sentence of missed) console.error(sentence);
  console.error(
    missed.length === 0
      ? 'The outbox reached everything that was wanted of it.'
      : `The outbox missed ${missed.length} of what was wanted of it.`,
  );
  if (missed.length > 0) process.exitCode = 1;
}

void main(process.argv[2]);
