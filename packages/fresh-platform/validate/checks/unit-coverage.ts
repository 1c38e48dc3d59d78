/** The coverage that the app's own tests left in coverage/unit, where FDK 10 reads it. */
import { dig } from '../../lib/dig';
import { jsonFault } from '../../lib/json-file';
import type { App } from '../app/app';
import { MEASURES, type Measure } from '../play/coverage';
import { textOf } from '../app/files';
import { jsonSource } from '../app/json-source';
import type { Report } from '../problem';
import { NEEDED_PERCENT } from '../play/play';
import { inARow } from '../../lib/words';

const FILE = 'coverage/unit/coverage-summary.json';

/** Per cent by measure; undefined where no test has written them. */
export function checkUnitCoverage({ dir }: App, report: Report): Record<Measure, number> | undefined {
  const text = textOf(dir, FILE);
  const summary: unknown = jsonFault(text) === undefined ? JSON.parse(text) : {};
  const percents = MEASURES.map((measure) => [measure, Number(dig(summary, 'total', measure, 'pct'))] as const);
  if (percents.some(([, percent]) => Number.isNaN(percent))) return undefined;
  const low = percents.filter(([, percent]) => percent < NEEDED_PERCENT);
  const [first] = low;
  if (first !== undefined) {
    const where = jsonSource(FILE, text, summary as Record<string, unknown>).keyAt(['total', first[0]]);
    report(
      'unit-coverage',
      where,
      `The tests reached ${inARow(low.map(([measure, percent]) => `${percent} % of the ${measure}`))}.`,
      `Test more: ${NEEDED_PERCENT} % of each are needed. Where only some tests ran last, run them all.`,
    );
  }
  return Object.fromEntries(percents) as Record<Measure, number>;
}
