/**
 * `npm run mutate -- --sample N --seed S`: how strong the tests are. Makes N small changes to server/server.js, one at a time, each in
 * the sandbox alone, and runs the tests that reach it, until one fails. Prints what no test noticed, and the share of those that
 * change what the app does: `equivalent.ts` says of which that nobody could tell them apart.
 *
 * What was found is remembered (`memory.ts`), so a run that was ended goes on where it stopped; `--afresh` asks everything again.
 * `--minutes M` begins with no more mutants after so long; `--at-once` says how many run side by side, else one a core.
 */
import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../reliability/random';
import { whyEquivalent } from './equivalent';
import { fateOf, type Fate } from './fate';
import { openMemory, type Memory } from './memory';
import { reachOf, ROOT } from './reach';
import { applied, linesOf, mutantsOf, type Mutant } from './sites';

/** So many of a list, by chance, in the order in which chance has them: a smaller sample is the beginning of a larger one. */
function sampleOf<T>(list: readonly T[], size: number, seed: number): T[] {
  const random = createRandom(seed);
  const ranked = list.map((each) => ({ each, rank: random() })).sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, size).map(({ each }) => each);
}

type Verdict = Fate | 'equivalent';

interface Ways {
  atOnce: number;
  minutes: number;
  memory: Memory;
}

/** The fate of every mutant, several at once, for so long; each is told as soon as it is known. */
async function verdictsOn(code: string, mutants: readonly Mutant[], ways: Ways): Promise<Verdict[]> {
  const reach = reachOf(code);
  const end = performance.now() + ways.minutes * 60_000;
  const verdicts: Verdict[] = [];
  const ask = async (mutant: Mutant, worker: number): Promise<Verdict | null> => {
    if (whyEquivalent(code, mutant) !== null) return 'equivalent';
    const changed = applied(code, mutant);
    const known = ways.memory.fateOf(changed);
    if (known !== null || performance.now() > end) return known;
    const fate = await fateOf(code, mutant, reach(mutant.start), worker);
    ways.memory.keep(changed, fate);
    return fate;
  };
  const rest = mutants.entries();
  const work = async (worker: number): Promise<void> => {
    for (const [index, mutant] of rest) {
      const verdict = await ask(mutant, worker);
      if (verdict === null) continue;
      verdicts.push(verdict);
      tell(code, mutant, verdict, `${index + 1} of ${mutants.length}`);
    }
  };
  await Promise.all([...Array(ways.atOnce).keys()].map(work));
  return verdicts;
}

function tell(code: string, mutant: Mutant, verdict: Verdict, place: string): void {
  console.error(`${place}: ${verdict}`);
  if (verdict !== 'missed' && verdict !== 'unreached') return;
  const { line, before, after } = linesOf(code, mutant);
  const words = verdict === 'missed' ? 'no test notices' : 'no test comes here';
  console.log(`server.js:${line}: ${words}\n  - ${before}\n  + ${after}`);
}

async function main(sample: number, seed: number, ways: Omit<Ways, 'memory'>, isAfresh: boolean): Promise<void> {
  const code = readFileSync(join(ROOT, 'server', 'server.js'), 'utf8');
  const all = mutantsOf(code);
  const mutants = sampleOf(all, sample, seed);
  const verdicts = await verdictsOn(code, mutants, { ...ways, memory: openMemory(code, isAfresh) });
  const count = (...some: Verdict[]): number => verdicts.filter((verdict) => some.includes(verdict)).length;
  const noticed = count('noticed', 'endless');
  const telling = verdicts.length - count('equivalent');
  console.log(
    `Seed ${seed}, ${verdicts.length} of a sample of ${mutants.length} of ${all.length} possible changes: ` +
      `${noticed} of ${telling} noticed, ${((100 * noticed) / telling).toFixed(1)} %, ${count('endless')} of them because the tests did not end. ` +
      `${count('equivalent')} more change nothing that anybody could tell; of those not noticed, ${count('unreached')} stand where no test comes.`,
  );
}

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string' },
    minutes: { type: 'string' },
    'at-once': { type: 'string' },
    afresh: { type: 'boolean' },
  },
});
void main(
  Number(values.sample ?? 20),
  Number(values.seed ?? 1),
  { atOnce: Number(values['at-once'] ?? availableParallelism()), minutes: Number(values.minutes ?? Infinity) },
  values.afresh === true,
);
