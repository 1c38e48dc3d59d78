/** What a reviewer sees of a file before reading it. */
import ts from 'typescript';
import type { App } from '../app/app';
import { walk, type CodeSource } from '../app/code-source';
import { startOf, type Report } from '../problem';

/** tsc keeps the lines of the source; a minifier makes one of all. */
const LONGEST_LINE = 300;
/** Share of one-letter names among the names a file declares, from which on it reads as minified. */
const SHORT_NAMES = 0.6;
const FEWEST_NAMES = 20;

/** Files end so that the platform's wrapper can follow, refer to no source map, and can be read. */
export function checkTexts({ code }: App, report: Report): void {
  for (const source of code) {
    checkEnding(source, report);
    checkSourceMap(source, report);
    checkReadable(source, report);
  }
}

/** The wrapper goes on in the last line: a newline may be missing, unless that line is a comment. */
function checkEnding({ file, text, tree }: CodeSource, report: Report): void {
  const start = text.lastIndexOf('\n') + 1;
  const comments = ts.getLeadingCommentRanges(text, tree.endOfFileToken.getFullStart()) ?? [];
  const trailing = ts.getTrailingCommentRanges(text, tree.endOfFileToken.getFullStart()) ?? [];
  const last = [...comments, ...trailing].find(
    ({ kind, end }) => kind === ts.SyntaxKind.SingleLineCommentTrivia && end === text.length,
  );
  if (last === undefined) return;
  report(
    'code-ending',
    { file, line: text.split('\n').length, column: last.pos - start + 1 },
    'The file ends in a comment without a newline.',
    'End it with one: the platform goes on in the last line, which becomes part of the comment.',
  );
}

function checkSourceMap({ file, text }: CodeSource, report: Report): void {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => /\/[/*][#@]\s*sourceMappingURL=/.test(line));
  if (index >= 0)
    report(
      'code-source-map',
      { file, line: index + 1, column: 1 },
      'The file refers to a source map.',
      'Compile without source maps: nothing reads them on the platform.',
    );
}

function checkReadable(source: CodeSource, report: Report): void {
  const { file, text } = source;
  const long = text.split('\n').findIndex((line) => line.length > LONGEST_LINE);
  const remedy = 'Ship what the compiler writes, not what a minifier or bundler makes of it: reviewers read server/.';
  if (long >= 0)
    report(
      'code-readable',
      { file, line: long + 1, column: LONGEST_LINE + 1 },
      `The line is longer than ${LONGEST_LINE} characters.`,
      remedy,
    );
  else if (hasShortNames(source)) report('code-readable', startOf(file), 'Most names have a single letter.', remedy);
  else if (/\b_0x[0-9a-f]{4,}\b/i.test(text))
    report('code-readable', startOf(file), 'Names such as _0x1f2e say that the code is obfuscated.', remedy);
}

function hasShortNames({ tree }: CodeSource): boolean {
  const names = new Set<string>();
  walk(tree, (node) => {
    const declares = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isFunctionDeclaration(node);
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
  });
  return names.size >= FEWEST_NAMES && [...names].filter((name) => name.length === 1).length > names.size * SHORT_NAMES;
}
