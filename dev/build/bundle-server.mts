/**
 * Builds server/server.js from src/: types taken out, modules in one readable file, comments kept, each module under a
 * heading of its own. Names stay as written: where two modules declare the same name at their top, the build says so.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { rollup, type Plugin } from 'rollup';
import tsBlankSpace from 'ts-blank-space';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..', '..');
const OUT = join(ROOT, 'server', 'server.js');
const LONGEST_LINE = 160;

/** Resolves `./x` to x.ts, and leaves only JavaScript of it. Rollup drops what stands before an import, so the heading comes after. */
const typescript: Plugin = {
  name: 'typescript',
  resolveId: (request, importer) => {
    if (!request.startsWith('.') || importer === undefined) return null;
    return `${join(importer, '..', request)}.ts`;
  },
  load: (path) => {
    const code = tsBlankSpace(withoutSeparators(withoutTypeDeclarations(readFileSync(path, 'utf8'))), (node) => {
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

async function bundle(): Promise<string> {
  const build = await rollup({
    input: join(ROOT, 'src', 'server.ts'),
    external: ['standardwebhooks'],
    treeshake: false,
    plugins: [typescript],
  });
  const { output } = await build.generate({
    format: 'cjs',
    strict: false,
    generatedCode: { constBindings: true },
    esModule: false,
  });
  await build.close();
  return format(output[0].code, { ...(await resolveConfig(OUT)), parser: 'babel' });
}

/** What makes the file less than readable, as sentences. */
function faultsOf(code: string): string[] {
  const renamed = [...new Set(code.match(/\b\w+\$\d+\b/g))].map(
    (name) => `Two modules declare ${name.replace(/\$\d+$/, '')}: give one of them another name.`,
  );
  const long = code
    .split('\n')
    .flatMap((line, index) =>
      line.length > LONGEST_LINE ? [`Line ${index + 1} of server/server.js has ${line.length} characters.`] : [],
    );
  return [...renamed, ...long];
}

async function main(): Promise<void> {
  const code = await bundle();
  const faults = faultsOf(code);
  faults.forEach((fault) => {
    console.error(fault);
  });
  if (faults.length > 0) process.exitCode = 1;
  if (!existsSync(OUT) || readFileSync(OUT, 'utf8') !== code) writeFileSync(OUT, code);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
