import { passes, totals } from '../problem';
import { RULES } from '../rules';
import type { Verdict } from '../validate';

/** The verdict for machines. */
export function jsonReport({ app, problems, package: packed, simulation, unitCoverage }: Verdict): string {
  return JSON.stringify(
    {
      app: app.dir,
      ok: passes(problems),
      count: problems.length,
      totals: totals(problems),
      problems,
      rules: RULES,
      simulation: simulation ?? null,
      unitCoverage: unitCoverage ?? null,
      package: packed,
    },
    null,
    2,
  );
}
