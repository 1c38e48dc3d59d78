import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { readSettings } from '../../src/settings/read';
import { listIn, tableIn, type TableRow } from '../support/markdown';

const ROOT = join(__dirname, '..', '..');
const DOCUMENT = 'docs/architecture.md';
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Paths from the root, with forward slashes. */
interface Row {
  folder: string;
  imports: readonly string[];
}

/** The rows of one table of layers; names in it are below its base, or paths from the root. */
function rowsOf(first: string, base: string): Row[] {
  const below = (name: string): string => (existsSync(join(ROOT, base, name)) ? join(base, name) : name);
  return tableIn(DOCUMENT, first).flatMap((row: TableRow) =>
    listIn(row[first]).map((folder) => ({
      folder: slashed(below(folder)),
      imports: listIn(row['may import']).map((name) => slashed(below(name))),
    })),
  );
}

const slashed = (path: string): string => path.split(sep).join('/');

const APP = rowsOf('folder of `src`', 'src');
const PACKAGE = rowsOf('folder of `packages/fresh-platform`', 'packages/fresh-platform');
const ROWS = [...APP, ...PACKAGE, ...rowsOf('folder of the project', '')];

/** Whether the file lies at or below the path. */
const isIn = (file: string, path: string): boolean => file === path || file.startsWith(`${path}/`);

/** The row that the file belongs to: the one that names most of its path. */
function rowOf(file: string): Row | undefined {
  return ROWS.filter(({ folder }) => isIn(file, folder)).sort((a, b) => b.folder.length - a.folder.length)[0];
}

const SOURCES = ['src', 'packages', 'dev', 'bench', 'examples', 'test'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(
      ({ name, parentPath }) => /(?<!\.d)\.m?ts$/.test(name) && !/node_modules|fresh-platform.dist/.test(parentPath),
    )
    .map(({ name, parentPath }) => slashed(relative(ROOT, join(parentPath, name)))),
);

interface Imports {
  /** Sources of the project, types included. */
  files: readonly string[];
  packages: readonly string[];
}

function importsOf(file: string): Imports {
  const names = ts.preProcessFile(read(file)).importedFiles.map(({ fileName }) => fileName);
  const paths = names
    .filter((name) => name.startsWith('.'))
    .map((name) => slashed(join(dirname(file), name)))
    .map((path) => [`${path}.ts`, `${path}/index.ts`, path].find((candidate) => existsSync(join(ROOT, candidate))));
  return {
    files: paths.filter((path) => path !== undefined),
    packages: names.filter((name) => !name.startsWith('.')),
  };
}

const IMPORTS = new Map(SOURCES.map((file) => [file, importsOf(file)]));

/** What src/platform/globals.d.ts declares. */
const GLOBALS = [...read('src/platform/globals.d.ts').matchAll(/^declare (?:const|let|function) ([$\w]+)/gm)].map(
  (match) => match[1]!,
);
const CLOCK_OR_CHANCE = ['Atomics.waitAsync', 'Date.now', 'Math.random', 'new Date()'];

/** The packages, the globals of the platform, clock and chance that a source names. */
function touchedBy(file: string): string[] {
  const found = new Set(IMPORTS.get(file)?.packages);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && GLOBALS.includes(node.text)) found.add(node.text);
    if (CLOCK_OR_CHANCE.includes(node.getText())) found.add(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2021, true));
  return [...found];
}

/** Ways on which a file imports itself, one for each file that closes a circle. */
function circles(): string[] {
  const [done, found] = [new Set<string>(), [] as string[]];
  const follow = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (way.includes(file) || done.has(file)) return;
    for (const next of IMPORTS.get(file)?.files ?? []) follow(next, [...way, file]);
    done.add(file);
  };
  for (const file of SOURCES) follow(file, []);
  return found;
}

describe('docs/architecture.md', () => {
  it('names no file that does not exist', () => {
    const names = [...new Set(read(DOCUMENT).match(/[\w./-]+\.(?:d\.ts|test\.ts|ts|md|json|mjs|js)\b/g))];
    const bases = ['.', 'src', 'docs', 'packages/fresh-platform'];
    expect(names.filter((name) => !bases.some((base) => existsSync(join(ROOT, base, name))))).toEqual([]);
  });

  it('has a row for every source, and a source for every row', () => {
    expect(SOURCES.filter((file) => rowOf(file) === undefined)).toEqual([]);
    const taken = new Set(SOURCES.map((file) => rowOf(file)?.folder));
    expect(ROWS.map(({ folder }) => folder).filter((folder) => !taken.has(folder))).toEqual([]);
  });

  it('lets a layer of the app import only from layers that stand above it', () => {
    const names = APP.map(({ folder }) => folder);
    const upwards = APP.flatMap(({ folder, imports }, index) =>
      imports.filter((name) => !names.slice(0, index).includes(name)).map((name) => `${folder} names ${name}`),
    );
    expect(upwards).toEqual([]);
  });

  it('lets the platform package import from itself alone', () => {
    const strange = PACKAGE.flatMap(({ imports }) => imports).filter((name) => !name.startsWith('packages/'));
    expect(strange).toEqual([]);
  });

  it('has twenty words', () => {
    expect(tableIn(DOCUMENT, 'word')).toHaveLength(20);
  });
});

describe('a file', () => {
  it('imports only from its own row and from those its row names, types included', () => {
    const strays = [...IMPORTS].flatMap(([file, { files }]) => {
      const row = rowOf(file);
      const allowed = row === undefined ? [] : [row.folder, ...row.imports];
      return files
        .filter((target) => !allowed.some((path) => isIn(target, path)))
        .map((target) => `${file} imports ${target}`);
    });
    expect(strays).toEqual([]);
  });

  it('imports itself by way of no other, types included', () => {
    expect(circles()).toEqual([]);
  });

  it('of the app touches no global, clock, chance or package that the page does not name for it', () => {
    const table = tableIn(DOCUMENT, 'global or package').flatMap((row) =>
      listIn(row['global or package']).map((name) => ({ name, places: listIn(row['only in']) })),
    );
    const touched = SOURCES.filter((file) => isIn(file, 'src')).flatMap((file) =>
      touchedBy(file).map((name) => ({ file, name })),
    );
    const placed = ({ file, name }: { file: string; name: string }): boolean =>
      table.some((row) => row.name === name && row.places.some((place) => isIn(file, `src/${place}`)));
    expect(touched.filter((use) => !placed(use)).map(({ file, name }) => `${file} touches ${name}`)).toEqual([]);
    const idle = table.flatMap(({ name, places }) =>
      places
        .filter((place) => !touched.some((use) => use.name === name && isIn(use.file, `src/${place}`)))
        .map((place) => `${place} does not touch ${name}`),
    );
    expect(idle).toEqual([]);
  });
});

/** How the store's keys and the names of schedules begin. */
const KEY_OR_NAME = /^(?:relay-|outbox(?::|$)|box:|page:|refused:|slack:|summary:)/;

/** Literals of a source that are a key of the store or a schedule's name, or begin one; a schedule's `kind` and what is imported are neither. */
function keysIn(file: string): string[] {
  const isOther = (node: ts.Node): boolean =>
    ts.isImportDeclaration(node) ||
    ts.isLiteralTypeNode(node) ||
    (ts.isPropertyAssignment(node) && node.name.getText() === 'kind');
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isOther(node)) return;
    if ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && KEY_OR_NAME.test(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2021, true));
  return found;
}

test('a key of the store or the name of a schedule is written in the registry alone', () => {
  const app = SOURCES.filter((file) => isIn(file, 'src'));
  const registry = 'src/platform/registry.ts';
  expect(keysIn(registry).length).toBeGreaterThan(10);
  const others = app.filter((file) => file !== registry);
  expect(others.flatMap((file) => keysIn(file).map((text) => `${file} writes ${text}`))).toEqual([]);
});

test('the outbox knows of destinations only how much a request may hold', () => {
  const seen = [...IMPORTS].filter(([file]) => isIn(file, 'src/outbox')).flatMap(([, { files }]) => files);
  expect(new Set(seen.filter((file) => isIn(file, 'src/destinations')))).toEqual(
    new Set(['src/destinations/batches.ts']),
  );
});

test('a setting is of use to something outside src/settings', () => {
  const app = SOURCES.filter(
    (file) => isIn(file, 'src') && !['src/settings', 'src/settings-page'].some((own) => isIn(file, own)),
  )
    .map(read)
    .join('\n');
  const idle = Object.keys(readSettings({})).filter((name) => !new RegExp(`\\b${name}\\b`).test(app));
  expect(idle).toEqual([]);
});
