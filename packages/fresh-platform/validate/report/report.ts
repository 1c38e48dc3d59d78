/** What a person reads: a line for each group of rules, and below it what is to be mended. */
import { counted, hang, paint, wrap, type Look } from '../../lib/terminal';
import { join } from 'node:path';
import { digText } from '../../lib/dig';
import { keysAt } from '../app/app';
import { handlersOf, serverOf } from '../checks/events';
import { kindOf } from '../app/files';
import { MEASURES } from '../play/coverage';
import { passes, totals, type Problem } from '../problem';
import { groupOf, GROUP_NAMES, GROUPS, type Group, type Level } from '../rules';
import { NEEDED_PERCENT, type Simulation } from '../play/play';
import type { Verdict } from '../validate';
import { inARow, plain } from '../../lib/words';

const INDENT = 4;
/** Of a file, so many of the lines that never run. */
const MOST_LINES = 8;
/** Where what was checked begins; the longest title is that of the installation parameters. */
const FIRST_COLUMN = 28;

export function reportOf(verdict: Verdict, look: Look): string {
  const groups = GROUP_NAMES.map((group) => groupReport(group, verdict, look));
  return [
    `${paint(look, 'bold', 'The marketplace’s checks')} of ${verdict.app.dir}`,
    '',
    ...groups,
    '',
    ...summary(verdict, look),
  ].join('\n');
}

type State = 'broken' | 'warned' | 'unplayed' | 'fine';

const MARKS: Record<State, [mark: string, color: 'red' | 'yellow' | 'green']> = {
  broken: ['✗', 'red'],
  warned: ['!', 'yellow'],
  unplayed: ['–', 'yellow'],
  fine: ['✓', 'green'],
};

function groupReport(group: Group, verdict: Verdict, look: Look): string {
  const problems = verdict.problems.filter(({ rule }) => groupOf(rule) === group);
  const state = stateOf(group, problems, verdict);
  const said: Record<State, () => string> = {
    broken: () => counts(problems),
    warned: () => counts(problems),
    unplayed: () => (serverOf(verdict.app) === undefined ? 'no server/server.js to play' : notPlayed(verdict)),
    fine: () => SAID[group](verdict),
  };
  const [mark, color] = MARKS[state];
  const head = hang(
    `${paint(look, color, mark)} ${paint(look, 'bold', GROUPS[group].padEnd(FIRST_COLUMN - 2))}`,
    said[state](),
    FIRST_COLUMN,
    look.width,
  );
  return [head, ...details(group, verdict, look), ...problems.map((problem) => problemLine(problem, look))].join('\n');
}

function stateOf(group: Group, problems: readonly Problem[], verdict: Verdict): State {
  if (!passes(problems)) return 'broken';
  if (problems.length > 0) return 'warned';
  return isPlayed(group, verdict) ? 'fine' : 'unplayed';
}

function notPlayed({ app }: Verdict): string {
  return handlersOf(app).length === 0 ? 'the manifest names no function to play' : 'not played: mend the rest first';
}

/** "2 errors, 1 warning". */
function counts(problems: readonly Problem[]): string {
  const warnings = totals(problems).warning;
  const errors = problems.length - warnings;
  return [errors > 0 ? counted(errors, 'error') : '', warnings > 0 ? counted(warnings, 'warning') : '']
    .filter((text) => text !== '')
    .join(', ');
}

function isPlayed(group: Group, { simulation }: Verdict): boolean {
  return simulation !== undefined || (group !== 'simulation' && group !== 'logs');
}

function problemLine({ file, line, column, sentence, remedy, rule, level }: Problem, look: Look): string {
  const place = plain(`${file}:${line}:${column}`);
  const lines = wrap(
    `${place}  ${plain(sentence)} ${plain(remedy)} [${level === 'warning' ? 'warning: ' : ''}${rule}]`,
    Math.max(20, look.width - INDENT - 2),
  );
  return lines
    .map((text, index) =>
      index === 0
        ? `${' '.repeat(INDENT)}${text.replace(place, () => paint(look, 'cyan', place))}`
        : `${' '.repeat(INDENT + 2)}${text}`,
    )
    .join('\n');
}

/** What each group looked at. */
const SAID: Record<Group, (verdict: Verdict) => string> = {
  requests: ({ app }) =>
    `${counted(Object.keys(app.requests.value).length, 'template')} in config/requests.json, listed and called alike`,
  app: ({ app }) => (kindOf(join(app.dir, 'app')) === 'folder' ? 'shown where the manifest says' : 'none'),
  config: () => 'nothing that the FDK does not know',
  event: ({ app }) => `${counted(handlersOf(app).length, 'function')} written in exports = { … } of server/server.js`,
  iparam: ({ app }) =>
    app.page === undefined
      ? `${counted(Object.keys(app.iparams.value).length, 'parameter')} in config/iparams.json`
      : 'a page of its own, with getConfigs, postConfigs and validate',
  lint: () => 'the platform’s list, at ECMAScript 2020',
  manifest: ({ app }) => `modules ${inARow(keysAt(app.manifest.value, 'modules').map(plain))}`,
  dependencies: (verdict) => dependenciesSaid(verdict),
  scripts: () => 'fdk-unit-test, in the manifest and in package.json',
  package: ({ package: { files, bytes, zippedBytes } }) =>
    `${counted(files.length, 'file')}, ${size(bytes)}, about ${size(zippedBytes)} zipped, of 5 MB`,
  versions: ({ app }) =>
    `Node ${plain(digText(app.manifest.value, 'engines', 'node'))}, FDK ${plain(digText(app.manifest.value, 'engines', 'fdk'))}`,
  code: () => 'requires what is there, and names no global that the platform does not have',
  review: ({ app: { code } }) =>
    `${counted(code.length, 'file')} in server/, the longest line ${Math.max(0, ...code.flatMap(({ text }) => text.split('\n').map((line) => line.length)))} characters`,
  simulation: ({ simulation }) => (simulation === undefined ? '' : simulationSaid(simulation)),
  logs: ({ simulation }) =>
    `${counted(simulation?.logLines ?? 0, 'line')}: no secret, and nothing of a customer where the settings are the default`,
};

function dependenciesSaid({ app, isRegistryAsked }: Verdict): string {
  const count = counted(keysAt(app.manifest.value, 'dependencies').length, 'package');
  if (isRegistryAsked === undefined) return `${count}, listed and required alike; --registry asks whether they exist`;
  return isRegistryAsked ? `${count}, all in the registry` : `${count}; the registry did not answer`;
}

function simulationSaid({ stories, payloads, invented, played }: Simulation): string {
  const invocations = played.reduce((sum, one) => sum + one.invocations, 0);
  const made = invented === 0 ? '' : `, ${counted(invented, 'event')} by payloads that are invented,`;
  return `${counted(stories, 'story', 'stories')} and ${counted(payloads, 'payload')}${made} in ${counted(played.length, 'scenario')}, ${counted(invocations, 'invocation')}`;
}

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function details(group: Group, verdict: Verdict, look: Look): string[] {
  if (group === 'simulation' && verdict.simulation !== undefined)
    return simulationDetails(verdict.simulation, verdict, look);
  const { leftOut } = verdict.package;
  if (group === 'package' && leftOut.length > 0)
    return [hang(' '.repeat(FIRST_COLUMN), `left out: ${leftOut.map(plain).join(' ')}`, FIRST_COLUMN, look.width)];
  return [];
}

function simulationDetails({ figures, played, missed }: Simulation, { unitCoverage }: Verdict, look: Look): string[] {
  const blank = ' '.repeat(FIRST_COLUMN);
  const line = (text: string): string => hang(blank, text, FIRST_COLUMN, look.width);
  const unit =
    unitCoverage === undefined
      ? 'not measured here (the command fdk-unit-test writes it)'
      : MEASURES.map((measure) => `${measure} ${unitCoverage[measure]} %`).join(', ');
  return [
    line(
      `coverage of server/: ${MEASURES.map((measure) => `${measure} ${figures[measure].percent} %`).join(', ')} (${NEEDED_PERCENT} % of each needed)`,
    ),
    line(`coverage of the app's own tests: ${unit}`),
    line(
      `played: ${played.map(({ name, failed }) => (failed === 0 ? name : `${name} (${counted(failed, 'invocation')} failed)`)).join('; ')}`,
    ),
    ...(Object.keys(missed).length === 0 ? [] : [line(`most never runs in: ${mostMissed(missed)}`)]),
  ];
}

function mostMissed(missed: Record<string, number[]>): string {
  const files = Object.entries(missed)
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, 3);
  return files
    .map(
      ([file, lines]) => `${file} (${lines.slice(0, MOST_LINES).join(', ')}${lines.length > MOST_LINES ? ' …' : ''})`,
    )
    .join('; ');
}

const TOTALS: Record<Level, string> = {
  platform: 'Platform errors',
  lint: 'Lint errors',
  review: 'What reviewers refuse',
  warning: 'Warnings',
};

/** Counted apart, as the FDK counts them; what only reviewers find stands on a line of its own. */
function summary({ problems }: Verdict, look: Look): string[] {
  const lines = (Object.entries(totals(problems)) as [Level, number][]).map(
    ([level, count]) => `${TOTALS[level].padEnd(FIRST_COLUMN - 2)}${count}`,
  );
  const last = passes(problems)
    ? `${paint(look, 'green', 'Nothing to mend.')} The last word have fdk validate, fdk pack and the reviewers.`
    : paint(look, 'red', `${counts(problems)} to mend.`);
  return [...lines, '', last];
}
