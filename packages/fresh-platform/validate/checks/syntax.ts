/** Whether the code of server/ parses, and at the version of the language that the platform parses it at. */
import platform from '../../rules/lint.json';
import type { App } from '../app/app';
import type { CodeSource } from '../app/code-source';
import type { Report } from '../problem';
import { linted } from './linted';

const ECMA_VERSION = platform.languageOptions.ecmaVersion;
const MODULES = /'import' and 'export'|'import\.meta'|Cannot use 'import/;

interface Fault {
  message: string;
  line: number;
  column: number;
}

/** Marks the files that do not parse. */
export function checkSyntax({ code }: App, report: Report): void {
  for (const source of code) {
    const fault = faultOf(source, ECMA_VERSION);
    if (fault === undefined) continue;
    const isNewer = faultOf(source, 'latest') === undefined;
    source.isBroken = !isNewer;
    tell(source, fault, isNewer, report);
  }
}

/** Whether a file is an ES module and no plain script: a framework that builds app/ takes those. */
export function isModule(source: CodeSource): boolean {
  return faultOf(source, 'latest') !== undefined && faultOf(source, 'latest', 'module') === undefined;
}

function faultOf(
  source: CodeSource,
  ecmaVersion: number | 'latest',
  sourceType: 'script' | 'module' = 'script',
): Fault | undefined {
  const config = { languageOptions: { ecmaVersion, sourceType } };
  const messages = linted(source, { name: `${sourceType} of ${ecmaVersion}`, config, heedsComments: false });
  return messages.find(({ fatal }) => fatal === true);
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
