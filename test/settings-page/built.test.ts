/** The page's files, as they are built and shipped. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const CONFIG = join(__dirname, '..', '..', 'config');
const read = (file: string): string => readFileSync(join(CONFIG, file), 'utf8');
const HTML = read('iparams.html');

it('takes the place of config/iparams.json, and is under 150 KB', () => {
  expect(existsSync(join(CONFIG, 'iparams.json'))).toBe(false);
  const assets = readdirSync(join(CONFIG, 'assets')).map((name) => join('assets', name));
  const bytes = ['iparams.html', ...assets].map((name) => statSync(join(CONFIG, name)).size);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(150 * 1024);
});

it('declares the three functions of the platform inline, as plain functions that pass the call on', () => {
  const inline = [...HTML.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => script).join('\n');
  for (const call of ['getConfigs(configs)', 'validate()', 'postConfigs()'])
    expect(inline.replace(/\s+/g, ' ')).toContain(`function ${call} { return settingsPage.${call}; }`);
});

it('loads Crayons from its CDN, the platform’s client, and nothing else from outside', () => {
  const loaded = [...HTML.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  expect(loaded.filter((address) => !address?.startsWith('./assets/'))).toEqual([
    '{{{appclient}}}',
    expect.stringMatching(/^https:\/\/cdn\.jsdelivr\.net\/npm\/@freshworks\/crayons@v4\//),
  ]);
  expect(read('assets/iparams.css')).not.toMatch(/@import|url\(["']?https?:/);
  expect(read('assets/iparams.js')).not.toMatch(/\bimport\(|\bfetch\(|XMLHttpRequest|<script/);
});
