/** Whether the code of server/ parses, and at the version of the language that the platform parses it at. */
import { Linter } from 'eslint';
import platform from '../../rules/lint.json';
import type { App } from '../app/app';
import type { CodeSource } from '../app/code-source';
import type { Report } from '../problem';

const ECMA_VERSION = platform.languageOptions.ecmaVersion;
const MODULES = /'import' and 'export'|'import\.meta'|Cannot use 'import/;

interface Fault {
  message: string;
  line: number;
  column: number;
}

/** Marks the files that do not parse. */
export function checkSyntax({ code }: App, report: Report): void {
  const linter = new Linter({ configType: 'flat' });
  for (const source of code) {
    const fault = faultOf(linter, source, ECMA_VERSION);
    if (fault === undefined) continue;
    const isNewer = faultOf(linter, source, 'latest') === undefined;
    source.isBroken = !isNewer;
    tell(source, fault, isNewer, report);
  }
}

/** Whether a file is an ES module and no plain script: a framework that builds app/ takes those. */
export function isModule(linter: Linter, source: CodeSource): boolean {
  return faultOf(linter, source, 'latest') !== undefined && faultOf(linter, source, 'latest', 'module') === undefined;
}

function faultOf(
  linter: Linter,
  { file, text }: CodeSource,
  ecmaVersion: number | 'latest',
  sourceType: 'script' | 'module' = 'script',
): Fault | undefined {
  const config = [{ languageOptions: { ecmaVersion, sourceType } }] as Linter.Config[];
  const fatal = linter
    .verify(text, config, { filename: file, allowInlineConfig: false })
    .find((message) => message.fatal === true);
  return fatal && { message: fatal.message, line: fatal.line, column: fatal.column };
}

function tell({ file }: CodeSource, { message, line, column }: Fault, isNewer: boolean, report: Report): void {
  const where = { file, line, column };
  const text = message.replace(/^Parsing error: /, '').replace(/\.?$/, '.');
  if (MODULES.test(message))
    report(
      'code-modules',
      where,
      text,
      'The platform has CommonJS without module: assign to exports, and require at the top.',
    );
  else if (isNewer)
    report(
      'code-ecma',
      where,
      text,
      `Write it as ECMAScript ${ECMA_VERSION}: no numeric separators, no ??=, no class fields.`,
    );
  else if (file === 'server/server.js')
    report(
      'event-parse',
      where,
      text,
      'Mend it: the FDK stops with an error while parsing the file containing serverless functions.',
    );
  else report('code-syntax', where, text, 'Mend it: the platform cannot load the file.');
}
