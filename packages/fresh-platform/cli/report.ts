/** What `simulate` prints: a line for each handler, with what it logged, sent and ran into below it. */
import type { AppPackage } from '../app/app-package';
import { counted, cut, paint, type Look } from '../lib/terminal';
import type { Exchange } from '../receivers/recording';
import type { InvocationResult } from '../types';
import type { Plan } from '../simulation/plan';
import type { Played } from '../simulation/play';

const MOST_LOGS = 5;

/** An app that was played, or the platform's reasons for refusing it. */
export type Outcome = { app: AppPackage; plan: Plan; played: Played[] } | { dir: string; refused: readonly string[] };

export function reportOf({ app, plan, played }: Exclude<Outcome, { dir: string }>, look: Look): string {
  const failed = played.filter(({ problem }) => problem !== undefined).length;
  return [
    paint(look, 'bold', `${app.dir}: ${app.productModules.join(', ')}`),
    ...app.warnings.map((warning) => `  warning  ${warning}`),
    plan.areSettingsInvented ? '  The settings are invented.' : '  The settings are those of server/test_data.',
    ...played.flatMap((one) => linesOf(one, look)),
    `${played.length} played, ${failed} with a problem.`,
  ].join('\n');
}

function linesOf({ step, result, requests, problem }: Played, look: Look): string[] {
  const where = step.module === 'common' ? step.name : `${step.module}.${step.name}`;
  const invented = step.isInvented && step.kind === 'event' ? ' (invented payload)' : '';
  const head = `  ${problem === undefined ? paint(look, 'green', 'ok') : paint(look, 'red', 'no')}  ${where}${invented}: ${outcomeOf(result)}`;
  const below = [
    ...requests.map(requestLine),
    ...logLines(result),
    ...(problem === undefined ? [] : [`problem  ${problem}`]),
  ];
  return [head, ...below.map((line) => cut(`        ${line.replaceAll('\n', ' ')}`, look.width))];
}

function outcomeOf(result: InvocationResult | undefined): string {
  if (!result) return 'not begun';
  const { outcome, answer, rendered } = result;
  if (answer) return 'response' in answer ? 'answered the page' : `rejected the page's call with ${answer.status}`;
  if (rendered?.message !== undefined) return `refused: ${rendered.message}`;
  return outcome;
}

function requestLine({ request: { method, host, path }, answer }: Exchange): string {
  return `request  ${method} https://${host}${path}: ${answer === undefined ? 'nothing came back' : `HTTP ${answer.status}`}`;
}

function logLines(result: InvocationResult | undefined): string[] {
  const logs = result?.logs ?? [];
  const shown = logs.slice(0, MOST_LOGS).map(({ level, text }) => `${level.padEnd(7)}  ${text}`);
  return logs.length > MOST_LOGS ? [...shown, `… and ${logs.length - MOST_LOGS} more lines`] : shown;
}

export function isWithoutProblem(outcome: Outcome): boolean {
  return 'played' in outcome && outcome.played.every(({ problem }) => problem === undefined);
}

/** Several apps: a line each, the problems below it, and the sum. */
export function briefReport(outcomes: readonly Outcome[], look: Look): string {
  const played = outcomes.flatMap((one) => ('played' in one ? one.played : []));
  const problems = played.filter(({ problem }) => problem !== undefined).length;
  const refused = outcomes.filter((one) => 'refused' in one).length;
  return [
    ...outcomes.flatMap((one) => briefLines(one, look)),
    `${counted(outcomes.length, 'app')}, ${refused} refused; ${played.length} handlers, functions and jobs played, ${problems} with a problem.`,
  ].join('\n');
}

function briefLines(outcome: Outcome, look: Look): string[] {
  const indent = (text: string): string => cut(`        ${text.replaceAll('\n', ' ')}`, look.width);
  if ('refused' in outcome)
    return [`  ${paint(look, 'red', 'no')}  ${outcome.dir}: refused`, ...outcome.refused.map(indent)];
  const { app, played } = outcome;
  const mark = isWithoutProblem(outcome) ? paint(look, 'green', 'ok') : paint(look, 'red', 'no');
  return [
    `  ${mark}  ${app.dir}: ${played.length} played`,
    ...app.warnings.map((warning) => indent(`warning  ${warning}`)),
    ...played.flatMap(({ step, problem }) => (problem === undefined ? [] : [indent(`${step.name}: ${problem}`)])),
  ];
}
