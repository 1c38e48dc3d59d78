import { levelOf, LEVELS, type Level, type RuleId } from './rules';

/** Where in a file; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** One breach of a rule. */
export interface Problem extends Place {
  rule: RuleId;
  level: Level;
  /** Relative to the app's folder, with forward slashes. */
  file: string;
  /** What is wrong. */
  sentence: string;
  /** What to do. */
  remedy: string;
}

/** What a check hands its findings to. */
export type Report = (rule: RuleId, where: Place & { file: string }, sentence: string, remedy: string) => void;

/** Of a file as a whole. */
export function startOf(file: string): Place & { file: string } {
  return { file, line: 1, column: 1 };
}

/** How many problems there are of each level. */
export function totals(problems: readonly Problem[]): Record<Level, number> {
  const count = (level: Level): number => problems.filter((problem) => problem.level === level).length;
  return Object.fromEntries(LEVELS.map((level) => [level, count(level)])) as Record<Level, number>;
}

/** Whether an app passes: warnings stop nothing. */
export function passes(problems: readonly Problem[]): boolean {
  return problems.every(({ level }) => level === 'warning');
}

/** Collects problems; the same rule speaks once of a place. */
export function createReport(): { problems: Problem[]; report: Report } {
  const known = new Set<string>();
  const problems: Problem[] = [];
  return {
    problems,
    report: (rule, { file, line, column }, sentence, remedy) => {
      const key = JSON.stringify([rule, file, line, column, sentence]);
      if (known.has(key)) return;
      known.add(key);

      problems.push({ rule, level: levelOf(rule), file, line, column, sentence, remedy });
    },
  };
}
