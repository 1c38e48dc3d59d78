import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { digRecord, isRecord } from '../../lib/dig';
import { RULES } from '../../validate/rules';
import { validate, type Asked, type Verdict } from '../../validate/validate';
import { makeBrokenApp, makeGoodApp, overlayNames, readOverlay, removeApps } from './broken-apps';

afterAll(removeApps);

/** Without the scenarios, which the good app needs for nothing. */
async function verdictOf(dir: string, asked: Asked = {}): Promise<Verdict> {
  return validate(dir, { scenarios: [], ...asked });
}

/** A registry in which one package is a version behind. */
const BEHIND: Asked = { registry: () => Promise.resolve(['0.9.0']) };

function told({ problems }: Verdict): [rule: string, at: string][] {
  return problems.map(({ rule, file, line, column }) => [rule, `${file}:${line}:${column}`]);
}

describe('the rules', () => {
  it('have a broken app each', () => {
    expect(overlayNames().sort()).toEqual([...RULES].sort());
  });

  it('find nothing in the good app, whatever it is played with', async () => {
    const { problems, simulation } = await validate(makeGoodApp());
    expect(problems).toEqual([]);
    expect(Object.values(simulation?.figures ?? {}).map(({ percent }) => percent)).toEqual([100, 100, 100, 100]);
  });

  it('find nothing where settings have to be invented', async () => {
    const dir = makeGoodApp();
    rmSync(join(dir, 'test_data'), { recursive: true });
    const { problems, simulation } = await verdictOf(dir);
    expect([problems, simulation?.settings]).toEqual([[], ['invented values']]);
  });

  it.each(overlayNames())('catch %s, and nothing else, at its file and line', async (name) => {
    const { at, says } = readOverlay(name);
    const verdict = await verdictOf(makeBrokenApp(name), name === 'dependency-unknown' ? BEHIND : {});
    expect(told(verdict)).toEqual([[name, at]]);
    expect(verdict.problems[0]?.sentence).toContain(says);
    expect(verdict.problems[0]?.remedy).toMatch(/^[A-Z].+[.?]$/);
  });
});

describe('the published schemas', () => {
  it('are offered to editors for the files of the app', () => {
    const root = join(__dirname, '..', '..', '..', '..');
    const settings: unknown = JSON.parse(readFileSync(join(root, '.vscode', 'settings.json'), 'utf8'));
    const schemas = (digRecord(settings)['json.schemas'] as unknown[]).filter(isRecord);
    expect(schemas.flatMap(({ fileMatch }) => fileMatch)).toEqual([
      '/manifest.json',
      '/config/requests.json',
      '/config/iparams.json',
    ]);
    for (const { url } of schemas) expect(existsSync(join(root, String(url)))).toBe(true);
  });
});
