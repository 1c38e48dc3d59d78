/** What `simulate` prints: a line for each handler, with what it logged, sent and ran into below it. */
import type { AppPackage } from '../app/app-package';
import { cut, paint, type Look } from '../lib/terminal';
import type { InvocationResult, OutgoingRequest } from '../types';
import type { Plan } from './plan';
import type { Played } from './simulate';

const MOST_LOGS = 5;

export function reportOf(app: AppPackage, plan: Plan, played: readonly Played[], look: Look): string {
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

function requestLine({ method, host, path }: OutgoingRequest): string {
  return `request  ${method} https://${host}${path}`;
}

function logLines(result: InvocationResult | undefined): string[] {
  const logs = result?.logs ?? [];
  const shown = logs.slice(0, MOST_LOGS).map(({ level, text }) => `${level.padEnd(7)}  ${text}`);
  return logs.length > MOST_LOGS ? [...shown, `… and ${logs.length - MOST_LOGS} more lines`] : shown;
}
