import { RULES } from './rules';
import type { Verdict } from './validate';

/** The verdict for machines. */
export function jsonReport({ app, problems, package: packed, simulation, unitCoverage }: Verdict): string {
  return JSON.stringify(
    {
      app: app.dir,
      ok: problems.length === 0,
      count: problems.length,
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
