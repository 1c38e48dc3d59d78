import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tableIn } from '../support/markdown';

const ROOT = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const SCRIPTS = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);
const DOCUMENTS = [
  ...readdirSync(ROOT),
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
  'test_data/README.md',
  'examples/receiver/README.md',
].filter((name) => name.endsWith('.md'));

/** The scripts that a text runs by `npm run …`. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/\bnpm run (?:--silent )?([a-z][a-z:-]*)/g)].map((match) => match[1]!);
}

/** Headings as GitHub makes anchors of them. */
function anchorsIn(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replace(/ /g, '-'),
  );
}

describe('the commands', () => {
  it('are all in the table of CONTRIBUTING.md, each for a person to want', () => {
    const told = tableIn('CONTRIBUTING.md', 'command').map(({ command = '' }) =>
      command.replace(/^`npm (?:run )?([\w:-]+)`$/, '$1'),
    );
    expect(told.sort()).toEqual([...SCRIPTS].sort());
  });

  it.each(DOCUMENTS)('that %s names exist', (document) => {
    expect(commandsIn(read(document)).filter((name) => !SCRIPTS.includes(name))).toEqual([]);
  });
});

describe('a link', () => {
  it.each(DOCUMENTS)('of %s leads somewhere', (document) => {
    const targets = [...read(document).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map((match) => match[1]!);
    const broken = targets.filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? document : join(dirname(document), path);
      return !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchorsIn(read(file)).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it.each(DOCUMENTS)('or name of a file or folder in %s does too', (document) => {
    const names = [
      ...read(document).matchAll(/`((?:src|packages|dev|test|bench|docs|config|examples)\/[\w./-]+)`/g),
    ].map((match) => match[1]!);
    expect(names.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });
});

describe('docs/listing.md', () => {
  const section = (name: string): string =>
    new RegExp(`^## ${name}\\n\\n(.+)\\n`, 'm').exec(read('docs/listing.md'))?.[1] ?? '';

  it('keeps to what the marketplace asks of name and overview', () => {
    expect(section('Name').split(' ').length).toBeGreaterThanOrEqual(2);
    expect(section('Name').split(' ').length).toBeLessThanOrEqual(3);
    expect(section('Overview').length).toBeGreaterThan(40);
    expect(section('Overview').length).toBeLessThanOrEqual(100);
  });
});
