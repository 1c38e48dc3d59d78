/** server/ by the platform's lint, in the words of this report. */
import js from '@eslint/js';
import { Linter } from 'eslint';
import ts from 'typescript';
import platform from '../rules/lint.json';
import freshworks from '../rules/lint/plugin.cjs';
import type { App } from './app';
import { memberAccess, placeOf, walk, type CodeSource } from './code-source';
import type { Report } from './problem';
import type { RuleId } from './rules';
import { inARow } from '../lib/words';

type Message = ReturnType<Linter['verify']>[number];

const OURS: Record<string, { rule: RuleId; remedy: string }> = {
  complexity: {
    rule: 'lint-complexity',
    remedy: 'Split the function: the marketplace allows a cyclomatic complexity of 7.',
  },
  'no-unused-vars': { rule: 'lint-unused', remedy: 'Take it out; an underscore does not excuse it.' },
  'require-await': { rule: 'lint-await', remedy: 'Take async away, or await what it waits for.' },
  'no-unreachable': { rule: 'lint-unreachable', remedy: 'Take it out, or mend what leaves before it.' },
  'no-eval': { rule: 'lint-eval', remedy: 'Write the code out: none may be made while the app runs.' },
  'no-implied-eval': { rule: 'lint-eval', remedy: 'Write the code out: none may be made while the app runs.' },
  'no-new-func': { rule: 'lint-eval', remedy: 'Write the code out: none may be made while the app runs.' },
  'no-warning-comments': {
    rule: 'code-leftovers',
    remedy: 'Do it, or say in the issue tracker that it is to be done.',
  },
  'no-debugger': { rule: 'code-leftovers', remedy: 'Take it out.' },
};

/** Of the platform's own objects, what there is. */
const OFFERED: Record<string, readonly string[]> = {
  console: ['log', 'info', 'error'],
  process: ['cwd'],
  $request: ['invokeTemplate'],
  $db: ['get', 'set', 'update', 'delete'],
  $schedule: ['create', 'fetch', 'update', 'delete'],
};

/** Of ES modules, and of Node's own. */
const MODULES =
  /'import' and 'export'|'import\.meta'|Cannot use 'import|'(?:module|__dirname|__filename)' is not defined/;

/** Lints every file, comments that would switch rules off notwithstanding: the marketplace's cannot be. */
export function checkLint({ code }: App, report: Report): void {
  const linter = new Linter({ configType: 'flat' });
  const config = [js.configs.recommended, { ...platform, plugins: { freshworks } }] as unknown as Linter.Config[];
  for (const source of code) {
    const messages = linter.verify(source.text, config, { filename: source.file, allowInlineConfig: false });
    for (const message of messages) tell(source, message, report);
    checkMembers(source, report);
  }
}

function tell({ file }: CodeSource, { ruleId, message, line, column, fatal }: Message, report: Report): void {
  const where = { file, line, column };
  const text = message.replace(/\.?$/, '.');
  const ours = OURS[String(ruleId)];
  if (ours !== undefined) report(ours.rule, where, text, ours.remedy);
  else if (MODULES.test(message))
    report(
      'code-modules',
      where,
      text,
      'The platform has CommonJS without module: assign to exports, and require at the top.',
    );
  else if (fatal === true)
    report('code-syntax', where, text.replace(/^Parsing error: /, ''), 'Mend it: the platform runs ECMAScript 2021.');
  else if (ruleId === 'no-undef')
    report(
      'code-globals',
      where,
      text,
      'The platform offers the language itself, its own objects, and packages listed in manifest.json; timers, Buffer, URL, fetch and crypto are not there.',
    );
  else report('lint-recommended', where, text, `See ESLint's rule ${String(ruleId)}.`);
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
