/** The fewest things to do: greedy set cover by what each adds to the four figures. */
import { figuresOf, MEASURES, type Figures, type Measure } from '../play/coverage';
import type { Counters } from '../play/instrument';
import type { Step } from '../play/steps';
import { bitsOf, countOfBoth, join, type Bits } from './bits';

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
  const hit = new Uint8Array(candidates[0]?.hits.length ?? 0);
  const chosen = new Set<Candidate<T>>();
  const bits = new Map(candidates.map((one) => [one, bitsOf(one.hits)] as const));
  while (lowest(figuresOfHits(counters, hit)) < percent) {
    const best = mostAdding(bits, chosen, missing(hit, countsFor(counters, hit, percent)));
    if (best.length === 0) return [...chosen];
    for (const one of best) {
      chosen.add(one);
      one.hits.forEach((is, index) => (hit[index] = (hit[index] ?? 0) | is));
    }
  }
  return withoutNeedless([...chosen], counters, percent);
}

/** Places of counters that count and that nothing has hit. */
function missing(hit: Hits, counts: Hits): Bits {
  return bitsOf(hit.map((is, index) => (is === 0 ? (counts[index] ?? 0) : 0)));
}

/** A candidate with what it needs, by what both add for each step it takes. */
function mostAdding<T>(
  candidates: ReadonlyMap<Candidate<T>, Bits>,
  chosen: ReadonlySet<Candidate<T>>,
  wanted: Bits,
): Candidate<T>[] {
  let best: Candidate<T>[] = [];
  let most = 0;
  const all = new Uint32Array(wanted.length);
  for (const candidate of candidates.keys()) {
    const steps = withNeeds(candidate).filter((one) => !chosen.has(one));
    all.fill(0);
    for (const step of steps) join(all, candidates.get(step) ?? all);
    const adds = countOfBoth(all, wanted) / Math.max(1, steps.length);
    if (adds > most) [best, most] = [steps, adds];
  }
  return best;
}

function withNeeds<T>(candidate: Candidate<T>): Candidate<T>[] {
  return candidate.needs === undefined ? [candidate] : [...withNeeds(candidate.needs), candidate];
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

/** Tries to do without each, the latest first: what was chosen early may have become needless by what came after. */
function withoutNeedless<T>(
  chosen: readonly Candidate<T>[],
  counters: readonly Counters[],
  percent: number,
): Candidate<T>[] {
  let kept = [...chosen];
  for (const one of [...chosen].reverse()) {
    const fewer = kept.filter((other) => other !== one);
    const isNeeded = fewer.some(({ needs }) => needs === one);
    if (!isNeeded && lowest(figuresOfHits(counters, together(fewer.map(({ hits }) => hits)))) >= percent) kept = fewer;
  }
  return kept;
}

/** What was done, in its order, with what each of it hit and what all comes to. */
export interface Played<T = Step> {
  steps: T[];
  hits: Hits[];
  figures: Figures;
}

/**
 * What could be left out together, as far as the hits tell, those first that add least; nothing of `kept`, and nothing that comes before
 * what stays.
 */
export function dispensable<T>(
  { steps, hits }: Played<T>,
  { kept, before }: { kept: ReadonlySet<T>; before: (step: T) => T | undefined },
  counters: readonly Counters[],
  percent: number,
): T[] {
  const times = new Uint16Array(hits[0]?.length ?? 0);
  for (const one of hits) one.forEach((hit, index) => (times[index] = (times[index] ?? 0) + hit));
  const left = new Map(steps.map((step, index) => [step, hits[index] ?? new Uint8Array()] as const));
  const out: T[] = [];
  for (;;) {
    const wanted = new Set([...left.keys()].map(before));
    const free = [...left].filter(([step]) => !kept.has(step) && !wanted.has(step));
    const least = leastAdding(free, times);
    if (least === undefined) return out;
    const [step, hit] = least;
    hit.forEach((is, index) => (times[index] = (times[index] ?? 0) - is));
    const stay = Uint8Array.from(times, (count) => (count > 0 ? 1 : 0));
    if (lowest(figuresOfHits(counters, stay)) < percent) return out;
    left.delete(step);
    out.push(step);
  }
}

/** The one that has the fewest hits to itself, the later of two. */
function leastAdding<T>(entries: readonly (readonly [T, Hits])[], times: Uint16Array): readonly [T, Hits] | undefined {
  let least: readonly [T, Hits] | undefined;
  let fewest = Infinity;
  for (const entry of entries) {
    const own = entry[1].reduce((sum, is, index) => sum + (is === 1 && times[index] === 1 ? 1 : 0), 0);
    if (own <= fewest) [least, fewest] = [entry, own];
  }
  return least;
}
