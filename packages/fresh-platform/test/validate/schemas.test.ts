import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApp } from '../../validate/app/app';
import { checkSchemas } from '../../validate/checks/schemas';
import { createReport } from '../../validate/problem';
import { makeGoodApp, removeApps } from './broken-apps';

afterAll(removeApps);

it.each([
  [100, []],
  [101, ['requests-schema: The file holds more than 100.']],
])('config/requests.json holds a hundred templates at most (documented): %d', (count, told) => {
  const dir = makeGoodApp();
  const file = join(dir, 'config', 'requests.json');
  const [template] = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  const templates = Array.from({ length: count }, (...[, index]) => [`template${index}`, template]);
  writeFileSync(file, JSON.stringify(Object.fromEntries(templates)));
  const { problems, report } = createReport();
  checkSchemas(readApp(dir, report), report);
  expect(problems.map(({ rule, sentence }) => `${rule}: ${sentence}`)).toEqual(told);
});
