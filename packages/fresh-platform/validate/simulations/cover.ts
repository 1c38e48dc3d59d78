/** The fewest things to do: greedy set cover by what each adds to the four figures. */
import { figuresOf, MEASURES, type Figures, type Measure } from '../play/coverage';
import type { Counters } from '../play/instrument';

/** Which of a run's counters are above zero, by place among all of them. */
export type Hits = Uint8Array;

/** Sets all to zero, so that what runs next is told apart. */
export function resetCounters(counters: readonly Counters[]): void {
  for (const { s, f, b } of counters) {
    for (const counts of [s, f]) for (const id of Object.keys(counts)) counts[id] = 0;
    for (const list of Object.values(b)) list.fill(0);
  }
}

export function hitsOf(counters: readonly Counters[]): Hits {
  return Uint8Array.from(
    counters.flatMap(({ s, f, b }) => [...Object.values(s), ...Object.values(f), ...Object.values(b).flat()]),
    (count) => (count > 0 ? 1 : 0),
  );
}

/** The figures that such hits come to. */
export function figuresOfHits(counters: readonly Counters[], hits: Hits): Figures {
  let index = 0;
  const next = (): number => hits[index++] ?? 0;
  const copies = counters.map((file) => {
    const s = Object.fromEntries(Object.keys(file.s).map((id) => [id, next()]));
    const f = Object.fromEntries(Object.keys(file.f).map((id) => [id, next()]));
    const b = Object.fromEntries(Object.entries(file.b).map(([id, list]) => [id, list.map(next)]));
    return { ...file, s, f, b };
  });
  return figuresOf(copies);
}

/** What any of them hits. */
export function together(all: readonly Hits[]): Hits {
  const union = new Uint8Array(all[0]?.length ?? 0);
  for (const hits of all) hits.forEach((hit, index) => (union[index] = (union[index] ?? 0) | hit));
  return union;
}

export function lowest(figures: Figures): number {
  return Math.min(...MEASURES.map((measure) => figures[measure].percent));
}

export interface Candidate<T> {
  what: T;
  hits: Hits;
  /** Has to be chosen before; counted with it. */
  needs?: Candidate<T> | undefined;
}

/** Candidates in the order chosen, until the lowest figure reaches `percent` or none adds anything; then those that others made needless are dropped. */
export function cover<T>(
  candidates: readonly Candidate<T>[],
  counters: readonly Counters[],
  percent: number,
): Candidate<T>[] {
  const none = new Uint8Array(candidates[0]?.hits.length ?? 0);
  const hitBy = (chosen: readonly Candidate<T>[]): Hits => together([none, ...chosen.map(({ hits }) => hits)]);
  const reaches = (chosen: readonly Candidate<T>[]): boolean =>
    lowest(figuresOfHits(counters, hitBy(chosen))) >= percent;
  let chosen: Candidate<T>[] = [];
  while (!reaches(chosen)) {
    const best = mostAdding(candidates, hitBy(chosen), chosen, countsFor(counters, hitBy(chosen), percent));
    if (best === undefined) break;
    chosen = [...chosen, ...best];
  }
  return reaches(chosen) ? withoutNeedless(chosen, reaches) : chosen;
}

/** A candidate with what it needs, by what both add for each step it takes. */
function mostAdding<T>(
  candidates: readonly Candidate<T>[],
  covered: Hits,
  chosen: readonly Candidate<T>[],
  counts: Hits,
): Candidate<T>[] | undefined {
  let best: Candidate<T>[] | undefined;
  let most = 0;
  for (const candidate of candidates) {
    const steps = chain(candidate).filter((one) => !chosen.includes(one));
    const adds = added(steps, covered, counts) / Math.max(1, steps.length);
    if (adds > most) [best, most] = [steps, adds];
  }
  return best;
}

function chain<T>(candidate: Candidate<T>): Candidate<T>[] {
  return candidate.needs === undefined ? [candidate] : [...chain(candidate.needs), candidate];
}

function added<T>(steps: readonly Candidate<T>[], covered: Hits, counts: Hits): number {
  let count = 0;
  for (let index = 0; index < covered.length; index += 1)
    if (covered[index] === 0 && counts[index] === 1 && steps.some(({ hits }) => hits[index] === 1)) count += 1;
  return count;
}

/** Which counters belong to a figure that is still to rise. */
function countsFor(counters: readonly Counters[], hits: Hits, percent: number): Hits {
  const figures = figuresOfHits(counters, hits);
  const rises = (...measures: Measure[]): 0 | 1 => (measures.some((one) => figures[one].percent < percent) ? 1 : 0);
  const [s, f, b] = [rises('statements', 'lines'), rises('functions'), rises('branches')];
  return Uint8Array.from(
    counters.flatMap((file) => [
      ...Object.keys(file.s).map(() => s),
      ...Object.keys(file.f).map(() => f),
      ...Object.values(file.b).flatMap((list) => list.map(() => b)),
    ]),
  );
}

function withoutNeedless<T>(
  chosen: readonly Candidate<T>[],
  reaches: (some: readonly Candidate<T>[]) => boolean,
): Candidate<T>[] {
  let kept = [...chosen];
  for (const one of [...chosen].reverse()) {
    const fewer = kept.filter((other) => other !== one);
    if (!fewer.some(({ needs }) => needs === one) && reaches(fewer)) kept = fewer;
  }
  return kept;
}
