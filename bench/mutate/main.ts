/**
 * `npm run mutate -- --sample N --seed S`: how strong the tests are. Makes N small changes to server/server.js, one at a time, each in
 * the sandbox alone, and runs the tests that reach it, until one fails. Prints what no test noticed, and the share of those that
 * change what the app does: `equivalent.ts` says of which that nobody could tell them apart.
 *
 * What was found is remembered (`memory.ts`), so a run that was ended goes on where it stopped, and one after server.js has become
 * another asks each change's own test first; `--afresh` forgets all that.
 * `--only src/outbox` leaves out what comes from other files of the sources.
 * `--minutes M` begins with no more mutants after so long; `--at-once` says how many run side by side, else one a core.
 */
import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outdated } from './equivalent';
import { createAsker } from './fate';
import { openMemory } from './memory';
import { ROOT } from './reach';
import { sampleOf, type Change } from './sample';
import { lineNumberOf, linesOf, mutantsOf, sourceAt, type Mutant } from './sites';
import { createJudge, type Judge, type Verdict } from './verdict';

interface Ways {
  atOnce: number;
  minutes: number;
  /** The beginning of a path; blank for all. */
  only: string;
}

/** What becomes of every change, several at once, for so long; each is told as soon as it is known. */
async function verdictsOn(code: string, changes: readonly Change[], judge: Judge, ways: Ways): Promise<Verdict[]> {
  const end = performance.now() + ways.minutes * 60_000;
  const verdicts: Verdict[] = [];
  const rest = changes.entries();
  const work = async (worker: number): Promise<void> => {
    const asker = createAsker(worker);
    for (const [index, change] of rest) {
      const verdict = await judge.verdictOn(change, asker, () => performance.now() > end);
      if (verdict === null) continue;
      verdicts.push(verdict);
      tell(code, change, verdict, `${index + 1} of ${changes.length}`);
    }
    asker.end();
  };
  await Promise.all([...Array(ways.atOnce).keys()].map(work));
  return verdicts;
}

function tell(code: string, mutant: Mutant, verdict: Verdict, place: string): void {
  console.error(`${place}: ${verdict}`);
  if (verdict !== 'missed' && verdict !== 'unreached') return;
  const { before, after } = linesOf(code, mutant);
  const words = verdict === 'missed' ? 'no test notices' : 'no test comes here';
  console.log(`server.js:${lineNumberOf(code, mutant)}: ${words}\n  - ${before}\n  + ${after}`);
}

async function main(sample: number, seed: number, ways: Ways, isAfresh: boolean): Promise<void> {
  const code = readFileSync(join(ROOT, 'server', 'server.js'), 'utf8');
  const all = mutantsOf(code).filter(({ start }) => sourceAt(code, start).startsWith(ways.only));
  for (const line of outdated(code)) console.log(`bench/mutate/equivalent.ts names a line that is gone: ${line}`);
  const changes = sampleOf(code, all, sample, seed);
  const verdicts = await verdictsOn(code, changes, createJudge(code, openMemory(isAfresh)), ways);
  const count = (...some: Verdict[]): number => verdicts.filter((verdict) => some.includes(verdict)).length;
  const noticed = count('noticed', 'endless');
  const telling = verdicts.length - count('equivalent');
  console.log(
    `Seed ${seed}, ${verdicts.length} of a sample of ${changes.length} of ${all.length} possible changes: ` +
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
    only: { type: 'string' },
    afresh: { type: 'boolean' },
  },
});
void main(
  Number(values.sample ?? 20),
  Number(values.seed ?? 1),
  {
    atOnce: Number(values['at-once'] ?? availableParallelism()),
    minutes: Number(values.minutes ?? Infinity),
    only: values.only ?? '',
  },
  values.afresh === true,
);
