import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const json = (file: string): Record<string, unknown> => JSON.parse(read(file)) as Record<string, unknown>;

/** What a person sees at once, in lines of text. */
const SCREEN = 40;
const README = read('README.md');
const [top = '', ...sections] = README.split(/^## /m);

describe('README.md', () => {
  it('begins with why, a picture and the two commands, on one screen', () => {
    expect(top.split('\n').length).toBeLessThanOrEqual(SCREEN);
    expect(top).toMatch(/\*\*.+\*\*\s+!\[[^\]]+\]\(docs\/images\/[^)]+\)\s+```sh\nnpm start .*\nnpm test .*\n```/s);
  });

  it('has a screen for each of four readers, and leads to it', () => {
    expect(sections.map((section) => section.split('\n')[0])).toEqual([
      'For the admin who installs it',
      'For the developer who receives it',
      'For the agent lead who reads the channel',
      'For the app developer who reads or copies it',
    ]);
    for (const section of sections) expect(section.split('\n').length).toBeLessThanOrEqual(SCREEN);
    expect(top.match(/\]\(#for-the-/g)).toHaveLength(4);
  });

  it('has badges that are true', () => {
    // What `npm run test:nodes` tries.
    const tried = /versions: \[(.+?)\]/.exec(read('dev/build/nodes.ts'))?.[1] ?? '';
    const majors = [...tried.matchAll(/'(\d+)\./g)].map(([, major]) => major);
    const badges = [...top.matchAll(/!\[([^\]]+)\]\(https:\/\/img\.shields\.io/g)].map(([, words]) => words);
    expect(badges).toEqual([
      `Licence: ${String(json('package.json')['license'])}`,
      `Freshworks platform ${String(json('manifest.json')['platform-version'])}`,
      `The app runs on Node ${majors[0] ?? ''} to ${majors.at(-1) ?? ''}`,
    ]);
  });
});

it('docs/reliability.md begins with five lines that say it all, before any table', () => {
  const [, ...lines] = read('docs/reliability.md')
    .split('\n')
    .filter((line) => line !== '');
  expect(lines.slice(0, 6).map((line) => line.startsWith('- '))).toEqual([true, true, true, true, true, false]);
  for (const line of lines.slice(0, 5)) expect(line).toMatch(/\d|no /);
});

it('the workflow on GitHub runs what CI runs', () => {
  expect(read('.github/workflows/ci.yml')).toMatch(/^ +- run: \.ci\/run$/m);
});
