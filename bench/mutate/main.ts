/**
 * `npm run mutate -- --sample N --seed S`: how strong the tests are. Makes N small changes to server/server.js, one at a time, each in
 * the sandbox alone, and runs the tests that reach it, until one fails. Prints what no test noticed, and the share of those that
 * change what the app does: `equivalent.ts` says of which that nobody could tell them apart.
 *
 * What was noticed once is remembered in build/mutate for as long as server.js stays the same, so a run that was ended goes on where
 * it stopped; `--afresh` asks everything again. `--at-once` says how many run side by side, else one a core.
 */
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../reliability/random';
import { whyEquivalent } from './equivalent';
import { fateOf, type Fate } from './fate';
import { BUILD, reachOf, ROOT } from './reach';
import { applied, linesOf, mutantsOf, type Mutant } from './sites';

/** So many of a list, by chance, in the order in which chance has them: a smaller sample is the beginning of a larger one. */
function sampleOf<T>(list: readonly T[], size: number, seed: number): T[] {
  const random = createRandom(seed);
  const ranked = list.map((each) => ({ each, rank: random() })).sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, size).map(({ each }) => each);
}

/** Which changed texts a test is known to notice. */
interface Memory {
  has: (changed: string) => boolean;
  add: (changed: string) => void;
}

function openMemory(code: string, isAfresh: boolean): Memory {
  const file = join(BUILD, `noticed-${hashOf(code)}.json`);
  const known = new Set(existsSync(file) && !isAfresh ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : []);
  return {
    has: (changed) => known.has(hashOf(changed)),
    add: (changed) => {
      known.add(hashOf(changed));
      mkdirSync(BUILD, { recursive: true });
      writeFileSync(file, JSON.stringify([...known]));
    },
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

type Verdict = Fate | 'equivalent';

/** The fate of every mutant, several at once; each is handed on as soon as it is known. */
async function fates(code: string, mutants: readonly Mutant[], atOnce: number, memory: Memory): Promise<Verdict[]> {
  const reach = reachOf(code);
  const verdicts: Verdict[] = [];
  const verdictOf = async (mutant: Mutant, worker: number): Promise<Verdict> => {
    if (whyEquivalent(code, mutant) !== null) return 'equivalent';
    const changed = applied(code, mutant);
    if (memory.has(changed)) return 'noticed';
    const fate = await fateOf(code, mutant, reach(mutant.start), worker);
    if (fate === 'noticed' || fate === 'endless') memory.add(changed);
    return fate;
  };
  const rest = mutants.entries();
  const work = async (worker: number): Promise<void> => {
    for (const [index, mutant] of rest) {
      const verdict = await verdictOf(mutant, worker);
      verdicts[index] = verdict;
      tell(code, mutant, verdict, `${index + 1} of ${mutants.length}`);
    }
  };
  await Promise.all([...Array(atOnce).keys()].map(work));
  return verdicts;
}

function tell(code: string, mutant: Mutant, verdict: Verdict, place: string): void {
  console.error(`${place}: ${verdict}`);
  if (verdict !== 'missed' && verdict !== 'unreached') return;
  const { line, before, after } = linesOf(code, mutant);
  const words = verdict === 'missed' ? 'no test notices' : 'no test comes here';
  console.log(`server.js:${line}: ${words}\n  - ${before}\n  + ${after}`);
}

async function main(sample: number, seed: number, atOnce: number, isAfresh: boolean): Promise<void> {
  const code = readFileSync(join(ROOT, 'server', 'server.js'), 'utf8');
  const all = mutantsOf(code);
  const verdicts = await fates(code, sampleOf(all, sample, seed), atOnce, openMemory(code, isAfresh));
  const count = (...some: Verdict[]): number => verdicts.filter((verdict) => some.includes(verdict)).length;
  const noticed = count('noticed', 'endless');
  const telling = verdicts.length - count('equivalent');
  console.log(
    `Seed ${seed}, ${verdicts.length} of ${all.length} possible changes: ${noticed} of ${telling} noticed, ` +
      `${((100 * noticed) / telling).toFixed(1)} %; ${count('equivalent')} more change nothing that anybody could tell. ` +
      `Of those not noticed, ${count('unreached')} stand where no test comes.`,
  );
}

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string' },
    'at-once': { type: 'string' },
    afresh: { type: 'boolean' },
  },
});
void main(
  Number(values.sample ?? 20),
  Number(values.seed ?? 1),
  Number(values['at-once'] ?? availableParallelism()),
  values.afresh === true,
);
