import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const DOCUMENT = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8');

type Row = Record<string, string>;

/** The rows of the table whose first column has this name, by column. */
function tableOf(first: string): Row[] {
  const lines = DOCUMENT.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${first} |`));
  if (start < 0) throw new Error(`docs/architecture.md has no table with the first column “${first}”.`);
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const names = cells(lines[start]!);
  const after = lines.slice(start + 2);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after
    .slice(0, end < 0 ? undefined : end)
    .map((line) => Object.fromEntries(cells(line).map((cell, index) => [names[index] ?? '', cell])));
}

/** `a, b` or `` `a`, `b` `` as a list. */
function listIn(cell: string | undefined): string[] {
  return (cell ?? '')
    .split(',')
    .map((part) => part.trim().replace(/^`|`$/g, ''))
    .filter((part) => part !== '');
}

const LAYERS = tableOf('layer');
const FILES = tableOf('file');
const FOLDERS = tableOf('folder');
const LAYER_OF = new Map(FILES.map((row) => [listIn(row['file'])[0] ?? '', row['layer'] ?? '']));
const OUT_OF_SIGHT = ['destinations', 'callbacks', 'wiring'];

/** Paths of the sources below a folder, from the root, with forward slashes. */
function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** What a source imports, types included: paths from the root without extension, or names of packages. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), 'utf8'));
  return importedFiles.map(({ fileName }) =>
    fileName.startsWith('.') ? join(dirname(file), fileName).split(sep).join('/') : fileName,
  );
}

const SOURCES = sourcesIn('src').filter((file) => !file.endsWith('.d.ts'));
const IMPORTS = SOURCES.flatMap((file) => importsOf(file).map((target) => ({ from: basename(file), target })));

/** What src/platform.d.ts declares, and two names of Node's that the platform's code has too. */
const GLOBALS = new Set([
  'process',
  'require',
  ...[
    ...readFileSync(join(ROOT, 'src', 'platform.d.ts'), 'utf8').matchAll(/^declare (?:const|function) ([$\w]+)/gm),
  ].map((match) => match[1]!),
]);
const CLOCK_OR_CHANCE = new Set(['Atomics.waitAsync', 'Date.now', 'Math.random', 'new Date()']);

/** The globals of the platform, clock and chance that a source's code names. */
function globalsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2021, true);
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && GLOBALS.has(node.text)) found.add(node.text);
    if (CLOCK_OR_CHANCE.has(node.getText())) found.add(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found];
}

describe('docs/architecture.md', () => {
  it('names no file that does not exist', () => {
    const names = [...new Set(DOCUMENT.match(/[\w./-]+\.(?:d\.ts|test\.ts|ts|md|json|mjs|js)\b/g))];
    expect(names.length).toBeGreaterThan(30);
    expect(
      names.filter((name) => !['.', 'src', 'docs'].some((folder) => existsSync(join(ROOT, folder, name)))),
    ).toEqual([]);
  });

  it('gives every file of src/ one row and a layer, and every layer a file', () => {
    expect(FILES.map((row) => listIn(row['file'])[0]).sort()).toEqual(SOURCES.map((file) => basename(file)).sort());
    expect([...new Set(LAYER_OF.values())].sort()).toEqual(LAYERS.map((row) => row['layer']).sort());
  });

  it('lets a layer import only from layers that stand above it', () => {
    const names = LAYERS.map((row) => row['layer'] ?? '');
    const upwards = LAYERS.flatMap((row, index) =>
      listIn(row['may import']).filter((name) => !names.slice(0, index).includes(name)),
    );
    expect(upwards).toEqual([]);
  });
});

describe('a file of src/', () => {
  it('imports only from its own layer and from those its row names', () => {
    const allowed = new Map(LAYERS.map((row) => [row['layer'], [row['layer'], ...listIn(row['may import'])]]));
    const strays = IMPORTS.filter(
      ({ from, target }) =>
        target.startsWith('src/') && !allowed.get(LAYER_OF.get(from))?.includes(LAYER_OF.get(`${basename(target)}.ts`)),
    );
    expect(strays.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
  });

  it('touches what its row says and nothing else', () => {
    const packagesOf = (file: string): string[] =>
      IMPORTS.filter(({ from, target }) => from === file && !target.startsWith('src/')).map(({ target }) => target);
    const touched = SOURCES.map((file) => [
      basename(file),
      [...new Set([...globalsOf(file), ...packagesOf(basename(file))])].sort(),
    ]);
    const told = FILES.map((row) => [listIn(row['file'])[0], listIn(row['touches']).sort()]);
    expect(Object.fromEntries(touched)).toEqual(Object.fromEntries(told));
  });

  it('requires nothing that requires it, as compiled', () => {
    const requires = (name: string): string[] =>
      [...readFileSync(join(ROOT, 'server', `${name}.js`), 'utf8').matchAll(/require\("\.\/([\w-]+)"\)/g)].map(
        (match) => match[1]!,
      );
    const circles: string[] = [];
    const follow = (name: string, way: string[]): void => {
      if (way.includes(name)) circles.push([...way, name].join(' → '));
      else
        requires(name).forEach((next) => {
          follow(next, [...way, name]);
        });
    };
    follow('server', []);
    expect(circles).toEqual([]);
  });
});

describe('a folder', () => {
  const folders = FOLDERS.map((row) => listIn(row['folder'])[0] ?? '');

  it('has its row where it holds sources', () => {
    const holding = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(?:\.|node_modules$|server$|build$|coverage$)/.test(entry.name))
      .map(({ name }) => name)
      .filter((name) => sourcesIn(name).length > 0);
    expect(holding.sort()).toEqual([...folders].sort());
  });

  it.each(FOLDERS.map((row) => [listIn(row['folder'])[0]!, listIn(row['may import'])] as const))(
    '%s imports only what its row names',
    (folder, allowed) => {
      const targets = sourcesIn(folder).flatMap((file) =>
        importsOf(file).map((target) => ({ file, target: target.split('/')[0] ?? '' })),
      );
      const strays = targets.filter(
        ({ target }) => folders.includes(target) && target !== folder && !allowed.includes(target),
      );
      expect(strays.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
    },
  );

  it.each(['simulator', 'tools', 'bench'])('%s takes nothing from the layers that act', (folder) => {
    const taken = sourcesIn(folder).flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith('src/'))
        .map((target) => ({ file, layer: LAYER_OF.get(`${basename(target)}.ts`) })),
    );
    expect(taken.filter(({ layer }) => layer === undefined || OUT_OF_SIGHT.includes(layer))).toEqual([]);
  });
});
