/** server/ by the platform's lint, in the words of this report, and by what the platform's sandbox offers. */
import ts from 'typescript';
import platform from '../../rules/lint.json';
import freshworks from '../../rules/lint/plugin.cjs';
import { keysAt, type App } from '../app/app';
import { memberAccess, placeOf, walk, type CodeSource } from '../app/code-source';
import type { Place, Report } from '../problem';
import type { RuleId } from '../rules';
import { inARow } from '../../lib/words';
import { linted, type Message } from './linted';
import { isModule } from './syntax';

const OURS: Record<string, { rule: RuleId; remedy: string }> = {
  complexity: {
    rule: 'lint-complexity',
    remedy: 'Split the function: the marketplace allows a cyclomatic complexity of 7.',
  },
  'max-nested-callbacks': { rule: 'lint-nesting', remedy: 'Await promises, or name the inner functions.' },
  'no-unhandled-promise': { rule: 'lint-unhandled', remedy: 'Await it, or give it a handler for its rejection.' },
  'no-logging-rejections': {
    rule: 'lint-logged-rejection',
    remedy: 'Do something about it besides, or let it be thrown.',
  },
  'no-process-env': { rule: 'lint-advice', remedy: 'Of the environment the platform promises ENV only.' },
  'no-caller': { rule: 'lint-advice', remedy: 'Name the function.' },
  'handle-callback-err': { rule: 'lint-advice', remedy: 'Look at the error first.' },
  'no-non-client-request-model': { rule: 'lint-advice', remedy: 'Make the request by $request.invokeTemplate.' },
  'no-unused-vars': { rule: 'lint-unused', remedy: 'Take it out.' },
  'require-await': { rule: 'lint-await', remedy: 'Take async away, or await what it waits for.' },
  'no-unreachable': { rule: 'lint-unreachable', remedy: 'Take it out, or mend what leaves before it.' },
  'no-eval': { rule: 'lint-eval', remedy: 'Write the code out: none may be made while the app runs.' },
  'no-implied-eval': { rule: 'lint-eval', remedy: 'Write the code out: none may be made while the app runs.' },
  'no-new-func': { rule: 'lint-eval', remedy: 'Write the code out: none may be made while the app runs.' },
  'no-warning-comments': {
    rule: 'code-leftovers',
    remedy: 'Do it, or say in the issue tracker that it is to be done.',
  },
  parsing: { rule: 'lint-parsing', remedy: 'Mend it: the FDK lints the files of app/ as well.' },
  'no-debugger': { rule: 'code-leftovers', remedy: 'Take it out.' },
  'no-proxy-requests': { rule: 'code-proxy', remedy: 'Let the page call client.request.invokeTemplate itself.' },
};

/** A reference text of the vendor's excuses what is passed and begins with an underscore; FDK 6.9's source does not. */
const EXCUSED = /^'_\w*' is defined but never used/;
const ADVICE_ON_EXCUSES: { rule: RuleId; remedy: string } = {
  rule: 'lint-advice',
  remedy: 'Take it out: an older FDK does not excuse the underscore.',
};

/** Told elsewhere: by dependency-unused and dependency-unlisted, and by lint-unpkg, which reads pages as well. */
const ELSEWHERE = ['no-dependency-mismatch', 'no-unpkg-cdn'];

/** Of the platform's own objects, what there is. */
const OFFERED: Record<string, readonly string[]> = {
  console: ['log', 'info', 'error', 'warn'],
  process: ['cwd', 'env'],
  $request: ['invokeTemplate'],
  $db: ['get', 'set', 'update', 'delete'],
  $schedule: ['create', 'fetch', 'update', 'delete'],
};

/** One published app uses them; no document promises them. */
const DOUBTFUL = /^'(?:URL|URLSearchParams)' is not defined/;
const MODULE_NAMES = /'(?:module|__dirname|__filename)' is not defined/;

/** Of what a comment that lint reads holds: `eslint-disable`, `global`, `exported`. */
const COMMENT = /\b(?:eslint|globals?|exported)\b/;

/** Rules of our own among those of the file: comments in the code do not switch them off. */
const NOT_THEIRS = ['no-undef', 'no-warning-comments', 'no-implied-eval', 'no-new-func'];

/** The manifest's packages are of server/ alone. */
const NOT_OF_PAGES = ['freshworks/no-dependency-mismatch'];

/** Lints every file that parses, of server/ and of app/; comments switch the platform's rules off, as they do there. */
export function checkLint({ code, pageCode, manifest }: App, report: Report): void {
  const hasJob = hasJobs(manifest.value);
  for (const source of code.filter(({ isBroken }) => isBroken !== true)) {
    // Only where a comment may switch rules off do theirs and ours need a look of their own.
    const passes: readonly RulesName[] = COMMENT.test(source.text) ? ['theirs', 'our own'] : ['all'];
    for (const rules of passes) lint(source, { rules, hasJob, sourceType: 'script' }, report);
    checkMembers(source, report);
  }
  for (const source of pageCode) {
    lint(source, { rules: 'of pages', hasJob: false, sourceType: isModule(source) ? 'module' : 'script' }, report);
  }
}

function hasJobs(manifest: unknown): boolean {
  return keysAt(manifest, 'modules').some((module) => keysAt(manifest, 'modules', module, 'jobs').length > 0);
}

type Rules = Record<string, unknown>;

function pick(isIn: (name: string) => boolean): Rules {
  return Object.fromEntries(Object.entries(platform.rules).filter(([name]) => isIn(name)));
}

const OUR_OWN = pick((name) => NOT_THEIRS.includes(name));
const THEIRS: Rules = {
  ...pick((name) => !NOT_THEIRS.includes(name)),
  // An app of our own is held to more; the platform lets what is caught, and all but the last of what is passed, go unused.
  'no-unused-vars': ['error', { vars: 'local', args: 'after-used', caughtErrors: 'none' }],
};

/** Comments switch off the platform's own. */
const RULES_BY_NAME = {
  theirs: { rules: THEIRS, isTheirs: true },
  'our own': { rules: OUR_OWN, isTheirs: false },
  all: { rules: { ...THEIRS, ...OUR_OWN }, isTheirs: false },
  'of pages': {
    rules: Object.fromEntries(Object.entries(THEIRS).filter(([name]) => !NOT_OF_PAGES.includes(name))),
    isTheirs: true,
  },
};
type RulesName = keyof typeof RULES_BY_NAME;

interface Linting {
  rules: RulesName;
  hasJob: boolean;
  sourceType: 'script' | 'module';
}

function lint(source: CodeSource, { rules: name, hasJob, sourceType }: Linting, report: Report): void {
  const { rules, isTheirs } = RULES_BY_NAME[name];
  const { languageOptions } = platform;
  const globals = { ...languageOptions.globals, ...(hasJob && { $job: 'readonly' }) };
  // What does not parse at the platform's version is told by code-ecma.
  const config = {
    languageOptions: { ...languageOptions, ecmaVersion: 'latest', sourceType, globals },
    plugins: { freshworks },
    rules,
  };
  const reading = { name: [name, hasJob, sourceType].join(' '), config, heedsComments: isTheirs };
  for (const message of linted(source, reading)) tell(source, message, report);
}

function tell(source: CodeSource, { ruleId, message, line, column }: Message, report: Report): void {
  const where = { file: source.file, line, column };
  const text = message.replace(/^Parsing error: /, '').replace(/\.?$/, '.');
  const name = (ruleId ?? 'parsing').split('/').at(-1) ?? '';
  if (isToldElsewhere(name, source, where)) return;
  if (name === 'no-undef') {
    tellUndefined(where, text, report);
    return;
  }
  const ours = EXCUSED.test(text) ? ADVICE_ON_EXCUSES : OURS[name];
  const { rule, remedy } = ours ?? { rule: 'lint-list', remedy: `See the lint rule ${name}.` };
  report(rule, where, text, remedy);
}

function isToldElsewhere(name: string, source: CodeSource, { line, column }: Place): boolean {
  return ELSEWHERE.includes(name) || (name === 'no-process-env' && isEnv(source, line, column));
}

function tellUndefined(where: Parameters<Report>[1], text: string, report: Report): void {
  if (MODULE_NAMES.test(text))
    report(
      'code-modules',
      where,
      text,
      'The platform has CommonJS without module: assign to exports, and require at the top.',
    );
  else if (DOUBTFUL.test(text))
    report('code-doubtful', where, text, 'No document promises it on the platform: be right without it.');
  else
    report(
      'code-globals',
      where,
      text,
      'The platform offers the language itself, its own objects, and packages listed in manifest.json; timers, Buffer, fetch and crypto are not there.',
    );
}

/** `process.env.ENV` is the one variable that is documented. */
function isEnv({ text }: CodeSource, line: number, column: number): boolean {
  return (text.split('\n')[line - 1] ?? '').slice(column - 1).startsWith('process.env.ENV');
}

function checkMembers(source: CodeSource, report: Report): void {
  walk(source.tree, (node) => {
    const access = memberAccess(node);
    const offered = access === undefined ? undefined : OFFERED[access.object];
    if (access === undefined || offered === undefined || offered.includes(access.member)) return;
    const where = placeOf(source, (node as ts.PropertyAccessExpression).name);
    report(
      'code-globals',
      where,
      `${access.object}.${access.member} does not exist on the platform.`,
      `Of ${access.object} it offers ${inARow(offered)}.`,
    );
  });
}
