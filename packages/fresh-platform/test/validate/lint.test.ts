import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readApp } from '../../validate/app/app';
import { checkLint } from '../../validate/checks/lint';
import { createReport } from '../../validate/problem';
import { makeGoodApp, removeApps } from './broken-apps';

afterAll(removeApps);

/** What lint says of a file, as `rule: sentence`. */
function toldOf(code: string, file = 'server/more.js'): string[] {
  const dir = makeGoodApp();
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), code);
  const { problems, report } = createReport();
  checkLint(readApp(dir, report), report);
  return problems.map(({ rule, sentence }) => `${rule}: ${sentence}`);
}

describe('lint', () => {
  it('comments switch the platform’s rules off (FDK 6.9’s source)', () => {
    expect(toldOf('// eslint-disable-next-line no-var\nvar a = 1;\nexports.a = a;\n')).toEqual([]);
    expect(toldOf('var a = 1;\nexports.a = a;\n')).toEqual(['lint-list: Unexpected var, use let or const instead.']);
  });

  it.each([
    [
      'what is caught may go unused',
      "exports.a = () => { try { JSON.parse('{'); } catch (error) { return 1; } return 2; };\n",
    ],
    ['all but the last of what is passed may go unused', 'exports.a = (first, last) => last;\n'],
    [
      'a caught error is let alone where it throws another error',
      "exports.a = () => { try { return JSON.parse('{'); } catch (error) { throw new Error('No JSON'); } };\n",
    ],
    ['of the environment ENV may be read', 'exports.a = process.env.ENV;\n'],
  ])('%s', (...[, code]) => {
    expect(toldOf(code)).toEqual([]);
  });

  it('reads the scripts of app/ by the same list, and by no rule of the server’s globals', () => {
    const page = "document.title = 'Notes';\nvar a = 1;\n";
    expect(toldOf(page, 'app/scripts/app.js')).toEqual(['lint-list: Unexpected var, use let or const instead.']);
  });
});
