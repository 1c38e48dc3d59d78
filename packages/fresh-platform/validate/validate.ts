/** All checks of an app, in the order of the report. */
import { checkHandlers } from './handler-rules';
import { checkIparams } from './iparams-rules';
import { checkLint } from './lint';
import { checkLogCalls } from './log-rules';
import { checkPackage, type Package } from './packing';
import { createReport, type Problem } from './problem';
import { checkRequestCalls } from './request-calls';
import { checkRequires } from './require-rules';
import { readApp, type App } from './app';
import { checkSchemas } from './schema-rules';
import { SCENARIOS, type Scenario } from './scenarios';
import { simulateApp, type Simulation } from './simulation';
import { checkTemplates } from './template-rules';
import { checkTexts } from './text-rules';
import type { Measure } from './coverage';
import { checkUnitCoverage } from './unit-coverage';

export interface Verdict {
  app: App;
  /** By file and line within a rule's group. */
  problems: Problem[];
  package: Package;
  /** Undefined where nothing could be played. */
  simulation: Simulation | undefined;
  /** Of the app's own tests, in per cent, where they left it. */
  unitCoverage: Record<Measure, number> | undefined;
}

/** Checks the app in a folder, with less or more to play than is usual where `scenarios` says so. Throws a UserError where there is no app. */
export async function validate(appDir: string, scenarios: readonly Scenario[] = SCENARIOS): Promise<Verdict> {
  const { problems, report } = createReport();
  const app = readApp(appDir, report);
  const packed = checkPackage(app, report);
  if (app.isWhole)
    for (const check of [checkSchemas, checkIparams, checkTemplates, checkHandlers, checkRequestCalls, checkRequires])
      check(app, report);
  checkTexts(app, report);
  checkLint(app, report);
  const told = checkLogCalls(app, report);
  const unitCoverage = checkUnitCoverage(app, report);
  // An app that its platform would not load says nothing more by being played.
  const isPlayable = problems.every(({ rule }) => !STOPS.test(rule));
  const simulation = isPlayable ? await simulateApp(app, scenarios, told, report) : undefined;
  return { app, problems: withoutDoubtful(problems).sort(byPlace), package: packed, simulation, unitCoverage };
}

const STOPS =
  /^(?:manifest|iparams|requests|handler-missing|template-(?:missing|unlisted|unknown)|dependency-(?:unlisted|builtin|version)|package-missing|code-(?:syntax|modules|globals|require|ending))/;

/** While names are not yet in order, what seems unused may only be misspelt elsewhere. */
function withoutDoubtful(problems: readonly Problem[]): Problem[] {
  const isUnused = ({ rule }: Problem): boolean =>
    ['handler-unused', 'template-unused', 'dependency-unused'].includes(rule);
  const isInOrder = problems.every((problem) => isUnused(problem) || !STOPS.test(problem.rule));
  return problems.filter((problem) => isInOrder || !isUnused(problem));
}

function byPlace(a: Problem, b: Problem): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}
