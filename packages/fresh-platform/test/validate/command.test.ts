import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateCommand } from '../../validate/command';
import { RULES } from '../../validate/rules';
import { makeBrokenApp, makeGoodApp, removeApps } from './broken-apps';
import { runInside, type Run } from '../support/command';

const ROOT = join(__dirname, '..', '..', '..', '..');

/** `npm run validate -- …` without npm. */
function run(...args: string[]): Promise<Run> {
  return runInside((words, out) => validateCommand(words, out, ROOT), args, 90);
}

afterAll(removeApps);

describe('npm run validate', () => {
  it('ticks every group of a good app in the order of the FDK, in 90 columns, and exits with 0', async () => {
    const { code, out, err } = await run(makeGoodApp());
    expect([code, err]).toEqual([0, '']);
    expect(out.match(/^✓ .{26}/gmu)?.map((line) => line.slice(2).trim())).toEqual([
      'Request templates',
      'Pages in app/',
      'Files of config/',
      'Events and functions',
      'Installation parameters',
      'Lint',
      'Manifest',
      'Dependencies',
      'Scripts',
      'Package',
      'Versions',
      'Code on the platform',
      'What reviewers read',
      'Simulation',
      'Logs',
    ]);
    expect(out).toContain('Nothing to mend.');
    for (const line of out.split('\n').slice(1)) expect(Array.from(line).length).toBeLessThanOrEqual(90);
  });

  it('says where a broken one is broken, counts, and exits with 1', async () => {
    const { code, out } = await run(makeBrokenApp('requests-secure'));
    expect(code).toBe(1);
    expect(out).toContain('✗ Request templates');
    expect(out).toContain('\n    config/requests.json:11:26  iparam.api_token is secure, and stands in the query.');
    expect(out).toContain('– Simulation                not played: mend the rest first');
    expect(out.trimEnd()).toMatch(/\n1 error to mend\.$/);
  });

  it('counts errors of the platform, of lint and of reviewers apart from warnings, which stop nothing', async () => {
    const { code, out } = await run(makeBrokenApp('lint-complexity'));
    expect(code).toBe(0);
    expect(out).toContain('! Lint                      1 warning');
    expect(out).toMatch(
      /\nPlatform errors {11}0\nLint errors {15}0\nWhat reviewers refuse {5}0\nWarnings {18}1\n\nNothing to mend\./,
    );
  });

  it('keeps what an app calls its things from writing to the terminal', async () => {
    const dir = makeGoodApp();
    writeFileSync(
      join(dir, 'config', 'iparams.json'),
      JSON.stringify({ '\u001b[31mred': { display_name: 'x', type: '\u001b[2J' } }),
    );
    const { code, out } = await run(dir);
    expect(code).toBe(1);
    expect(out.includes('\u001b')).toBe(false);
  });

  it('gives machines one JSON document', async () => {
    const dir = makeBrokenApp('lint-await');
    const { code, out } = await run('--json', dir);
    const report = JSON.parse(out) as Record<string, unknown>;
    expect(code).toBe(1);
    expect(report).toMatchObject({
      app: dir,
      ok: false,
      count: 1,
      totals: { platform: 0, lint: 1, review: 0, warning: 0 },
      problems: [{ rule: 'lint-await', level: 'lint', file: 'server/server.js', line: 5, column: 3 }],
      rules: RULES,
      simulation: { stories: 0, payloads: 1, figures: { lines: { percent: 100 } } },
    });
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    expect([code, out]).toEqual([0, expect.stringContaining('npx fresh-platform validate [path/to/app]')]);
  });

  const wrong: [args: string[], sentence: string][] = [
    [['--jsn'], "Unknown option '--jsn'; --help lists the options.\n"],
    [['one', 'two'], 'Name one app at a time; --help says how.\n'],
    [['no-such-folder'], "no-such-folder is no folder: name the folder that holds an app's manifest.json.\n"],
  ];

  it.each(wrong.map(([args, sentence]) => ({ args, sentence })))(
    'answers $args with a sentence',
    async ({ args, sentence }) => {
      expect(await run(...args)).toEqual({ code: 1, out: '', err: sentence });
    },
  );

  it('names what is missing from a folder that holds no app', async () => {
    const dir = makeGoodApp();
    rmSync(join(dir, 'manifest.json'));
    const { code, out } = await run(dir);
    expect([code, out]).toEqual([1, expect.stringContaining('There is no manifest.json. Name the folder of an app.')]);
  });
});
