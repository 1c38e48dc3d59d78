import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = join(__dirname, '..', '..');
const rows = readFileSync(join(PACKAGE, 'docs', 'facts.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| .* \| .* \| .* \| `/.test(line))
  .map((line) => /^.*\| `([\w/.-]+\.(?:test\.ts|json))`: (.*?) *\|$/.exec(line) ?? []);

it('docs/facts.md names a test that exists for every fact', () => {
  expect(rows.length).toBeGreaterThan(150);
  const missing = rows.filter(([, file = '', title = '']) => {
    const path = join(PACKAGE, 'test', file);
    return title === '' || !existsSync(path) || !said(path).includes(title);
  });
  expect(missing).toEqual([]);
});

it('docs/facts.md says of every fact where it is known from', () => {
  const letters = rows.map(([row = '']) => row.split(/(?<!\\)\|/)[3]?.trim() ?? '');
  expect(letters.filter((from) => !/^[DLSF?](?: [DLSF?])*$/.test(from))).toEqual([]);
});

/** The text of a test, or what is to be said of a broken app. */
function said(path: string): string {
  const text = readFileSync(path, 'utf8');
  return path.endsWith('.json') ? (JSON.parse(text) as { says: string }).says : text;
}
