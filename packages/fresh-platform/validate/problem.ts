import type { RuleId } from './rules';

/** Where in a file; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** One breach of a rule. */
export interface Problem extends Place {
  rule: RuleId;
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

/** Collects problems; the same rule speaks once of a place. */
export function createReport(): { problems: Problem[]; report: Report } {
  const problems: Problem[] = [];
  return {
    problems,
    report: (rule, { file, line, column }, sentence, remedy) => {
      const known = problems.some(
        (problem) =>
          problem.rule === rule &&
          problem.file === file &&
          problem.line === line &&
          problem.column === column &&
          problem.sentence === sentence,
      );
      if (!known) problems.push({ rule, file, line, column, sentence, remedy });
    },
  };
}
