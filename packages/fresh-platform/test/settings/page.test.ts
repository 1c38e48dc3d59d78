import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { settingsPage, type SettingsPage } from '../../settings/page';
import { configsOf, MASK, storedOf } from '../../settings/secure';

const folders: string[] = [];

function appWith(files: Record<string, string>): SettingsPage {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return settingsPage(folder, '/settings/');
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const CRAYONS = 'https://cdn.jsdelivr.net/npm/@freshworks/crayons@v4/dist/crayons/crayons.esm.js';

describe('an app with a page of its own', () => {
  const page = appWith({
    'config/iparams.html': `<script src="{{{appclient}}}"></script><script type="module" src="${CRAYONS}"></script>`,
    'config/assets/iparams.js': 'const page = {};',
    'config/requests.json': '{"secret":"not for a page"}',
    'node_modules/@freshworks/crayons/dist/crayons/crayons.esm.js': `import '${CRAYONS.replace('esm.js', 'x.js')}';`,
  });

  it('gets the platform’s script, and Crayons from the package that is installed', () => {
    expect(page.file('index.html')?.content).toBe(
      '<script src="appclient.js"></script><script type="module" src="/settings/npm/@freshworks/crayons@v4/dist/crayons/crayons.esm.js"></script>',
    );
    expect(page.file('npm/@freshworks/crayons@v4/dist/crayons/crayons.esm.js')).toEqual({
      type: 'text/javascript; charset=utf-8',
      content: "import '/settings/npm/@freshworks/crayons@v4/dist/crayons/crayons.x.js';",
    });
    expect(page.file('appclient.js')?.content).toContain('initialized');
  });

  it('has its assets, and nothing else of its folders', () => {
    expect(page.file('assets/iparams.js')?.content).toBe('const page = {};');
    const others = [
      'requests.json',
      'assets/../requests.json',
      '../manifest.json',
      'npm/@freshworks/crayons/../../../config/requests.json',
      'npm/not-installed/index.js',
      'assets/missing.js',
    ];
    expect(others.map((path) => page.file(path))).toEqual(others.map(() => null));
  });

  it('gets Crayons from beside this package where the app has none installed', () => {
    const alone = appWith({ 'config/iparams.html': '' });
    const file = alone.file('npm/@freshworks/crayons@v4/dist/crayons/crayons.esm.js');
    expect(file?.type).toBe('text/javascript; charset=utf-8');
  });

  it('gets an empty picture for an icon that is not installed, rather than a fault in the browser', () => {
    expect(page.file('npm/@freshworks/crayons-icon@next/dist/icons/alert.svg')?.type).toBe(
      'image/svg+xml; charset=utf-8',
    );
  });
});

it('draws a form for an app with config/iparams.json, whatever stands in its texts', () => {
  const form = appWith({ 'config/iparams.json': '{"key":{"display_name":"</script><b>","type":"text"}}' });
  const html = String(form.file('index.html')?.content);
  expect(html).toContain('{"key":{"display_name":"\\u003c/script>\\u003cb>","type":"text"}}');
  expect(appWith({}).file('index.html')?.content).toContain('id="form"');
});

describe('secure settings', () => {
  const { iparams, secure } = storedOf({
    __meta: { secure: ['token'] },
    host: 'acme.example.com',
    token: { of: 'a bot' },
  });

  it('are those that __meta names, which is not itself a setting', () => {
    expect({ iparams, secure }).toEqual({
      iparams: { host: 'acme.example.com', token: { of: 'a bot' } },
      secure: ['token'],
    });
    expect(storedOf({ host: 'acme.example.com' }).secure).toEqual([]);
  });

  it('come back to the page as they are, not at all, or as a mask', () => {
    expect((['value', 'nothing', 'mask'] as const).map((mode) => configsOf(iparams, secure, mode))).toEqual([
      iparams,
      { host: 'acme.example.com' },
      { host: 'acme.example.com', token: MASK },
    ]);
    expect(MASK).toBe('*'.repeat(24));
  });
});
