import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = join(__dirname, '..', '..');
const rows = readFileSync(join(PACKAGE, 'docs', 'facts.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| .* \| .* \| .* \| `/.test(line))
  .map((line) => /`([\w/.-]+\.test\.ts)`: (.*?) *\|$/.exec(line) ?? []);

it('docs/facts.md names a test that exists for every fact', () => {
  expect(rows.length).toBeGreaterThan(50);
  const missing = rows.filter(([, file = '', title = '']) => {
    const path = join(PACKAGE, 'test', file);
    return title === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(title);
  });
  expect(missing).toEqual([]);
});
