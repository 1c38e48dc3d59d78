/** Changes that change nothing anybody could tell, each with why: looked at by a person after `npm run mutate` had printed it. */
import { linesOf, type Mutant } from './sites';

/** A line of server.js as it stands, as it becomes, and why that is the same. */
type Equivalent = readonly [before: string, after: string, why: string];

const EQUIVALENT: readonly Equivalent[] = [];

/** Why a change tells nothing; null where it does, or nobody has looked. */
export function whyEquivalent(code: string, mutant: Mutant): string | null {
  const lines = linesOf(code, mutant);
  return EQUIVALENT.find(([before, after]) => before === lines.before && after === lines.after)?.[2] ?? null;
}
