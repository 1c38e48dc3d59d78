/// <reference lib="dom" />
import { createServer, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import { settingsPage } from '../../settings/page';
import { describeInBrowser } from '../support/browser';

/** A page as apps of the vendor have them: an inline script declares the three functions. */
const OWN_PAGE = `<script src="{{{appclient}}}"></script>
<script>
  let stored = 'nothing yet';
  function getConfigs(configs) { stored = configs.host; }
  async function validate() { return stored !== 'wrong'; }
  function postConfigs() { return { __meta: { secure: ['key'] }, host: stored, key: 'k' }; }
  async function talk() {
    const client = await app.initialized();
    const heard = [await client.data.get('currentHost'), await client.request.invoke('add', { a: 1 })];
    const refused = await client.request.invoke('fail', {}).catch((error) => error);
    const unknown = await client.data.get('ticket').catch((error) => error.message);
    return { heard, refused, unknown, has: [Object.keys(client), Object.keys(client.data), Object.keys(client.request)] };
  }
</script>`;

const FORM = {
  host: { display_name: 'Host', type: 'text', required: true, regex: '^[a-z.]+$' },
  key: { display_name: 'Key', type: 'text', secure: true },
  loud: { display_name: 'Loud', type: 'checkbox', default_value: true },
};

/** The page around: what the platform does with the frame, hung on the window for the test to call. */
const AROUND = `
  import { hostSettingsPage } from './host';
  const frame = document.querySelector('iframe');
  const services = {
    currentHost: () => Promise.resolve({ currentHost: { subscribed_modules: ['chat_conversation'] } }),
    invoke: (name, data) =>
      name === 'fail' ? Promise.reject({ status: 400, message: 'No.' }) : Promise.resolve({ response: { name, data } }),
    invokeTemplate: () => Promise.resolve({ status: 200 }),
  };
  window.hosted = hostSettingsPage(frame, services);
`;

interface Around {
  hosted: { getConfigs: (configs: object) => Promise<void>; values: () => Promise<object | null> };
}

function serve(appDir: string): Server {
  const page = settingsPage(appDir, '/settings/');
  const around = buildSync({
    stdin: { contents: AROUND, resolveDir: join(__dirname, '..', '..', 'settings', 'browser') },
    bundle: true,
    write: false,
    format: 'iife',
  }).outputFiles[0]?.text;
  return createServer((request, response) => {
    const path = request.url ?? '';
    const file = page.file(path.replace('/settings/', ''));
    if (path === '/') {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe src="/settings/index.html"></iframe><script>${around ?? ''}</script>`);
    } else if (file === null) response.writeHead(404).end();
    else response.setHeader('content-type', file.type).end(file.content);
  });
}

describeInBrowser('a settings page in its frame', (browser) => {
  let page: Page;
  let server: Server;
  let folder: string;

  const open = async (files: Record<string, string>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'config', name), text);
    server = serve(folder);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    page = await browser().newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  };
  const values = (): Promise<object | null> => page.evaluate(() => (window as unknown as Around).hosted.values());
  const fill = (configs: object): Promise<void> =>
    page.evaluate((given) => (window as unknown as Around).hosted.getConfigs(given), configs);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hosted-'));
    mkdirSync(join(folder, 'config'));
  });
  afterEach(async () => {
    await page.close();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('is filled, asked whether it is valid, and gives all its values', async () => {
    await open({ 'iparams.html': OWN_PAGE });
    expect(await values()).toEqual({ __meta: { secure: ['key'] }, host: 'nothing yet', key: 'k' });
    await fill({ host: 'wrong' });
    expect(await values()).toBeNull();
    await fill({ host: 'acme' });
    expect(await values()).toMatchObject({ host: 'acme' });
  });

  it('has a client for the account, functions and templates, and for nothing else', async () => {
    await open({ 'iparams.html': OWN_PAGE });
    const frame = page.frames()[1];
    expect(await frame?.evaluate('talk()')).toEqual({
      heard: [
        { currentHost: { subscribed_modules: ['chat_conversation'] } },
        { response: { name: 'add', data: { a: 1 } } },
      ],
      refused: { status: 400, message: 'No.' },
      unknown: 'client.data.get("ticket") does not exist on a settings page.',
      has: [['data', 'request'], ['get'], ['invoke', 'invokeTemplate']],
    });
  });

  it('says which function is missing where it is no plain declaration', async () => {
    await open({ 'iparams.html': OWN_PAGE.replace('async function validate', 'const validate = async function') });
    await expect(values()).rejects.toThrow('config/iparams.html declares no global function validate().');
  });

  it('is a form where the app has config/iparams.json', async () => {
    await open({ 'iparams.json': JSON.stringify(FORM) });
    expect(await values()).toBeNull();
    await fill({ host: 'ACME', key: 'k', loud: false });
    expect(await values()).toBeNull();
    await fill({ host: 'acme.example.com', key: 'k', loud: false });
    expect(await values()).toEqual({ __meta: { secure: ['key'] }, host: 'acme.example.com', key: 'k', loud: false });
  });
});
