import { request as httpRequest } from 'node:http';
import type { Page } from '../../page/server/server';
import { removeApps } from '../support/apps';
import { closePages, start } from './served';

afterEach(closePages);
afterAll(removeApps);

/** Sends what a browser would not let a page send: any header. */
function raw(page: Page, method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(page.address + path, { method, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the page’s guards', () => {
  it.each([
    ['another host’s name', 'GET', { host: 'evil.example.com' }],
    ['a foreign origin', 'GET', { origin: 'https://evil.example.com' }],
    ['no origin, and no body', 'POST', {}],
    ['a foreign origin, changing something', 'POST', { origin: 'null' }],
    ['another site, says the browser', 'POST', { 'sec-fetch-site': 'cross-site', origin: 'OWN' }],
  ])('refuse what comes with %s', async (...[, method, headers]) => {
    const page = await start();
    const own = Object.fromEntries(
      Object.entries<string>(headers).map(([k, v]) => [k, v === 'OWN' ? page.address : v]),
    );
    expect(await raw(page, method, method === 'GET' ? '/api/state' : '/api/uninstall', own)).toBe(403);
    expect(page.session.account.isInstalled).toBe(true);
  });

  it('refuse a hook’s caller from a foreign site, and no others', async () => {
    const page = await start();
    expect(await raw(page, 'POST', '/event/hook', { origin: 'https://evil.example.com' })).toBe(403);
    expect(await raw(page, 'POST', '/event/hook', { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await raw(page, 'POST', '/event/hook', { 'content-type': 'application/json' })).toBe(200);
  });

  it('let nothing be run from text or loaded from elsewhere', async () => {
    const page = await start();
    const { headers } = await fetch(page.address);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${page.address}/settings-page/../manifest.json`)).status).toBe(404);
  });
});
