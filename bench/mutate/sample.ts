/** Some of the mutants of a script, by chance. */
import { hashOf } from './hash';
import { linesOf, type Mutant } from './sites';

/** A mutant by what it changes: the same one when other places of the script have become others. */
export interface Change extends Mutant {
  name: string;
}

/**
 * So many of them, in the order in which chance has them: a smaller sample is the beginning of a larger one. Chance goes by the
 * change and a seed, so that a script that becomes another one in a few places keeps most of its sample.
 */
export function sampleOf(code: string, mutants: readonly Mutant[], size: number, seed: number): Change[] {
  const times = new Map<string, number>();
  const ranked = mutants.map((mutant) => {
    const { before, after } = linesOf(code, mutant);
    const lines = `${before}\n${after}`;
    const time = (times.get(lines) ?? 0) + 1;
    times.set(lines, time);
    const name = `${lines}\n${time}`;
    return { change: { ...mutant, name }, rank: hashOf(`${seed}\n${name}`) };
  });
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return ranked.slice(0, size).map(({ change }) => change);
}
