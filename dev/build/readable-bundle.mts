/**
 * Modules of TypeScript as one readable file: types taken out, comments kept, each module under a heading of its own. Names stay as
 * written: where two modules declare the same name at their top, the build says so.
 */
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { rollup, type OutputOptions, type Plugin, type RollupOptions } from 'rollup';
import tsBlankSpace from 'ts-blank-space';
import ts from 'typescript';
import { writeChanged } from './write-changed.js';

export const ROOT = join(import.meta.dirname, '..', '..');
/** What a reviewer of the marketplace still takes for readable. */
const MOST_COLUMNS = 160;

/** Resolves `./x` to x.ts, and leaves only JavaScript of it. Rollup drops what stands before an import, so the heading comes after. */
const typescript: Plugin = {
  name: 'typescript',
  resolveId: (request, importer) => {
    if (!request.startsWith('.') || importer === undefined) return null;
    return `${join(importer, '..', request)}.ts`;
  },
  load: (path) => {
    const source = withoutSeparators(withoutTypeDeclarations(readFileSync(path, 'utf8')));
    const code = tsBlankSpace(source, (node) => {
      throw new Error(
        `${relative(ROOT, path)}: “${node.getText()}” cannot be erased as a type. Write it as plain JavaScript.`,
      );
    });
    const docs = /^\/\*\*[^]*?\*\/\n/.exec(code)?.[0] ?? '';
    const rest = code.slice(docs.length);
    const imports = [...rest.matchAll(/^import\s[^;]*;/gm)].map(([statement]) => statement);
    const body = imports.reduce((text, statement) => text.replace(statement, ''), rest);
    return `${imports.join('\n')}\n${headingOf(path)}\n${docs}\n${body.trim()}\n`;
  },
};
/** Interfaces and type aliases go with what is said about them, which would be left standing about nothing. */
function withoutTypeDeclarations(code: string): string {
  const { statements } = ts.createSourceFile('module.ts', code, ts.ScriptTarget.ES2020);
  const types = statements.filter(
    (statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement),
  );
  return types.reduceRight((text, { pos, end }) => text.slice(0, pos) + text.slice(end), code);
}

/** `1_000` as `1000`: the separator came with ES2021. */
function withoutSeparators(code: string): string {
  const found: ts.NumericLiteral[] = [];
  const source = ts.createSourceFile('module.ts', code, ts.ScriptTarget.ES2021, true);
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.reduceRight(
    (text, node) => text.slice(0, node.getStart()) + node.getText().replace(/_/g, '') + text.slice(node.end),
    code,
  );
}

function headingOf(path: string): string {
  return `// ${'-'.repeat(20)} ${relative(ROOT, path).split(sep).join('/')} ${'-'.repeat(20)}`;
}

/**
 * Bundles, formats and writes a file, where it has changed. `file` is its path in the repository. Throws an Error that lists what
 * makes the file less than readable.
 */
export async function writeBundle(
  file: string,
  { plugins = [], ...input }: Omit<RollupOptions, 'plugins'> & { plugins?: Plugin[] },
  output: OutputOptions,
  mostColumns = MOST_COLUMNS,
): Promise<void> {
  const out = join(ROOT, file);
  const build = await rollup({ ...input, plugins: [...plugins, typescript] });
  const generated = await build.generate({
    strict: false,
    generatedCode: { constBindings: true },
    esModule: false,
    ...output,
  });
  await build.close();
  const code = await format(generated.output[0].code, { ...(await resolveConfig(out)), parser: 'babel' });
  const faults = faultsOf(code, file, mostColumns);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  writeChanged(out, code);
}

function faultsOf(code: string, file: string, mostColumns: number): string[] {
  const renamed = [...new Set(code.match(/\b\w+\$\d+\b/g))].map(
    (name) => `Two modules of ${file} declare ${name.replace(/\$\d+$/, '')}: give one of them another name.`,
  );
  const long = code
    .split('\n')
    .flatMap((line, index) =>
      line.length > mostColumns
        ? [`Line ${index + 1} of ${file} has ${line.length} characters, and may have ${mostColumns}.`]
        : [],
    );
  return [...renamed, ...long];
}
