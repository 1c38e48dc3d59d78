/** The four figures of coverage, and where they fall short. */
import type { Counters } from './instrument';

export const MEASURES = ['statements', 'branches', 'functions', 'lines'] as const;
export type Measure = (typeof MEASURES)[number];

export interface Figure {
  covered: number;
  total: number;
  /** With two decimals, cut and not rounded; 100 where there is nothing to cover. */
  percent: number;
}

export type Figures = Record<Measure, Figure>;

/** A figure of so many. */
export function figure(covered: number, total: number): Figure {
  return { covered, total, percent: total === 0 ? 100 : Math.floor((covered / total) * 10_000) / 100 };
}

/** Of several files together. */
export function figuresOf(files: readonly Counters[]): Figures {
  const of = (hits: (file: Counters) => number[]): Figure => {
    const all = files.flatMap(hits);
    return figure(all.filter((count) => count > 0).length, all.length);
  };
  return {
    statements: of(({ s }) => Object.values(s)),
    branches: of(({ b }) => Object.values(b).flat()),
    functions: of(({ f }) => Object.values(f)),
    lines: of((file) => [...linesOf(file).values()]),
  };
}

/** Line → how often the most played of its statements ran; a line counts where a statement begins. */
function linesOf({ s, statementMap }: Counters): Map<number, number> {
  const lines = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap))
    lines.set(start.line, Math.max(lines.get(start.line) ?? 0, s[id] ?? 0));
  return lines;
}

/** Lines on which something never ran, a branch included, ascending. */
export function missedLines(file: Counters): number[] {
  const missed = new Set<number>();
  for (const [id, { start }] of Object.entries(file.statementMap)) if (file.s[id] === 0) missed.add(start.line);
  for (const [id, { loc }] of Object.entries(file.fnMap)) if (file.f[id] === 0) missed.add(loc.start.line);
  for (const [id, { locations, loc }] of Object.entries(file.branchMap)) {
    (file.b[id] ?? []).forEach((count, index) => {
      // Of an `else` that is not written out, istanbul knows no place.
      if (count === 0) missed.add(locations[index]?.start.line ?? loc.start.line);
    });
  }
  return [...missed].sort((a, b) => a - b);
}
