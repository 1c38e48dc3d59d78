/** All checks of an app, in the order of the report. */
import { checkEvents, serverOf } from './checks/events';
import { checkAppFolder, checkConfigFolder, checkRegistry, checkUnpkg, type AskRegistry } from './checks/folders';
import { checkIparams } from './checks/iparams';
import { checkLint } from './checks/lint';
import { checkLogCalls } from './play/logs';
import { checkSettingsPage } from './checks/settings-page';
import { checkPackage, type Package } from './checks/packing';
import { createReport, type Problem } from './problem';
import type { RuleId } from './rules';
import { checkRequestCalls } from './checks/request-calls';
import { checkRequires } from './checks/requires';
import { readApp, type App } from './app/app';
import { checkSchemas } from './checks/schemas';
import { checkScripts } from './checks/scripts';
import { SCENARIOS, type Scenario } from './play/scenarios';
import { simulateApp, type Simulation } from './play/play';
import { checkSyntax } from './checks/syntax';
import { checkTemplates } from './checks/templates';
import { checkTexts } from './checks/texts';
import type { Measure } from './play/coverage';
import { checkUnitCoverage } from './checks/unit-coverage';

export interface Verdict {
  app: App;
  /** By file and line within a rule's group. */
  problems: Problem[];
  package: Package;
  /** Undefined where nothing could be played. */
  simulation: Simulation | undefined;
  /** Of the app's own tests, in per cent, where they left it. */
  unitCoverage: Record<Measure, number> | undefined;
  /** Whether the registry answered; undefined where nobody asked it. */
  isRegistryAsked: boolean | undefined;
}

export interface Asked {
  /** What is played besides the stories. */
  scenarios?: readonly Scenario[];
  /** Asked for the packages of the manifest; nothing is where it is left out. */
  registry?: AskRegistry;
}

/** Checks the app in a folder. Throws a UserError where there is no app. */
export async function validate(appDir: string, { scenarios = SCENARIOS, registry }: Asked = {}): Promise<Verdict> {
  const { problems, report } = createReport();
  const app = readApp(appDir, report);
  const packed = checkPackage(app, report);
  for (const check of app.isWhole ? [...OF_ANY_APP, ...OF_WHOLE_APPS] : OF_ANY_APP) check(app, report);
  const isRegistryAsked = registry && (await checkRegistry(app, registry, report));
  const told = checkLogCalls(app, report);
  const unitCoverage = checkUnitCoverage(app, report);
  const simulation = isPlayable(app, problems) ? await simulateApp(app, scenarios, told, report) : undefined;
  const inOrder = withoutDoubtful(problems).sort(byPlace);
  return { app, problems: inOrder, package: packed, simulation, unitCoverage, isRegistryAsked };
}

const OF_ANY_APP = [checkSyntax, checkConfigFolder, checkSettingsPage, checkUnpkg, checkTexts, checkLint];
const OF_WHOLE_APPS = [
  checkSchemas,
  checkAppFolder,
  checkIparams,
  checkTemplates,
  checkEvents,
  checkRequestCalls,
  checkRequires,
  checkScripts,
];

/** An app that its platform would not load says nothing more by being played. */
function isPlayable(app: App, problems: readonly Problem[]): boolean {
  return serverOf(app) !== undefined && problems.every(isHarmless);
}

/** What lets an app load, and lets nothing be said of it by playing. */
const SPOILS: readonly RuleId[] = [
  'requests-iparam',
  'requests-port',
  'template-missing',
  'template-unknown',
  'template-unlisted',
];

/** Whether an app can be played in spite of a problem. */
function isHarmless({ rule, level }: Problem): boolean {
  if (level === 'warning' || level === 'review') return !SPOILS.includes(rule);
  return level === 'lint' ? !rule.startsWith('dependency-') && rule !== 'code-ecma' : rule === 'dependency-unknown';
}

/** While names are not yet in order, what seems unused may only be misspelt elsewhere. */
function withoutDoubtful(problems: readonly Problem[]): Problem[] {
  const isUnused = ({ rule }: Problem): boolean =>
    ['handler-unused', 'template-unused', 'dependency-unused'].includes(rule);
  const isInOrder = problems.every((problem) => isUnused(problem) || isHarmless(problem));
  return problems.filter((problem) => isInOrder || !isUnused(problem));
}

function byPlace(a: Problem, b: Problem): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}
