import { ask, portOf } from '../../../support/page-client';
import { startTestPage, type TestPage } from '../../../../dev/build/page-tour';

let page: TestPage;
let port: number;
beforeAll(async () => {
  page = await startTestPage();
  port = portOf(page.address);
});
afterAll(() => page.remove());

describe('the page', () => {
  it.each([
    '/',
    '/web/test',
    '/conversations',
    '/deliveries',
    '/outage',
    '/requests',
    '/platform',
    '/logs',
    '/custom_configs',
  ])('is served at %s, and may load nothing from elsewhere', async (path) => {
    const { status, headers, text } = await ask(port, path);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<title>Conversation Relay</title>');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(text).not.toMatch(/https?:\/\//);
  });

  it('brings its code and styles along, with no address of a network in them', async () => {
    const code = await ask(port, '/static/page.js');
    expect([code.status, code.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(code.text.length).toBeGreaterThan(10_000);
    expect(/jsdelivr|unpkg|googleapis/.exec(code.text)).toBeNull();
    for (const path of ['/static/page.css', '/plugins/relay.css'])
      expect((await ask(port, path)).headers['content-type']).toContain('text/css');
  });

  it.each([
    '/static/../server.ts',
    '/static/..%2fserver.ts',
    '/static/%2e%2e/server.ts',
    '/static/..%5cserver.ts',
    '/static/....//server.ts',
    '/static/icons/../../server.ts',
    '/static/../../../package.json',
    '/../../package.json',
    '/package.json',
    '/.page-state.json',
    '/static/%00',
    '/static//etc/passwd',
    '/static/page.ts',
  ])('hands out no file by way of %s', async (path) => {
    const { status, text } = await ask(port, path);
    expect([400, 403, 404]).toContain(status);
    expect(text).not.toMatch(/import |"name"|root:/);
    expect(text).toMatch(/^\{"error":"[^"]+"[,}]/);
  });

  it.each(['localhost', '127.0.0.1'])('answers to the name %s, and to its own pages', async (name) => {
    const own = { host: `${name}:${port}`, origin: `http://${name}:${port}` };
    expect((await ask(port, '/api/state', own)).status).toBe(200);
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    'localhost',
    'localhost:1',
    '127.0.0.1@evil.example',
    'localhost:PORT/..',
    '[::1]:PORT',
  ])('refuses the host %j', async (host) => {
    for (const path of ['/', '/api/state', '/static/page.js', '/api/live']) {
      const { status, text } = await ask(port, path, { host: host.replace('PORT', String(port)) });
      expect([path, status]).toEqual([path, 403]);
      expect(JSON.parse(text)).toEqual({
        error: expect.stringMatching(
          /^This page is served as http:\/\/localhost:\d+ only, and the request asks for \S+/,
        ) as string,
      });
    }
  });

  it.each([
    'https://evil.example',
    'http://localhost:1',
    'null',
    'http://evil.example:PORT',
    'https://localhost:PORT',
    'file://',
  ])('refuses the origin %j, and does nothing for it', async (origin) => {
    const before = page.session.account.platform.clock.now();
    const { status, text } = await ask(
      port,
      '/api/clock',
      { host: `localhost:${port}`, origin: origin.replace('PORT', String(port)) },
      '{"advance":60000}',
    );
    expect(status).toBe(403);
    expect(JSON.parse(text)).toEqual({
      error: expect.stringMatching(/^This page takes requests from itself only, and this one comes from /) as string,
    });
    expect(page.session.account.platform.clock.now()).toBe(before);
  });

  it.each(['cross-site', 'same-site'])('refuses what a browser says is %s, but lets a link lead here', async (site) => {
    const before = page.session.account.platform.clock.now();
    const said = { 'sec-fetch-site': site };
    expect((await ask(port, '/api/clock', said, '{"advance":60000}')).status).toBe(403);
    expect((await ask(port, '/api/state', said)).status).toBe(403);
    expect((await ask(port, '/conversations', { ...said, 'sec-fetch-mode': 'navigate' })).status).toBe(200);
    expect(page.session.account.platform.clock.now()).toBe(before);
  });

  it.each(['', '{}'])('refuses an order with the body “%s” that does not say where it comes from', async (body) => {
    const refused = await ask(port, '/api/uninstall', { origin: '' }, body);
    expect([refused.status, page.session.account.isInstalled]).toEqual([403, true]);
    const own = await ask(port, '/api/story/close', { origin: `http://localhost:${port}` }, '');
    expect(own.status).not.toBe(403);
  });

  it('takes JSON only, so that no foreign form can post to it', async () => {
    const { status } = await ask(port, '/api/clock', { 'content-type': 'text/plain' }, '{"advance":60000}');
    expect(status).toBe(415);
    const broken = await ask(port, '/api/clock', {}, '{"advance":');
    expect([broken.status, Object.keys(JSON.parse(broken.text) as object)]).toEqual([400, ['error']]);
  });

  it('says in a sentence what it does not have', async () => {
    expect(await ask(port, '/nowhere?x=1')).toMatchObject({
      status: 404,
      text: '{"error":"There is nothing at /nowhere."}',
    });
    expect(await ask(port, '/api/delivery?id=99')).toMatchObject({
      status: 400,
      text: '{"error":"That delivery is not known any more."}',
    });
    expect(await ask(port, '/api/clock', {}, '{"advance":-1}')).toMatchObject({
      status: 400,
      text: '{"error":"The clock moves forward only, by at most 31 days at once."}',
    });
    expect(await ask(port, '/api/receivers', {}, '{"receiver":"fax","answering":"rules"}')).toMatchObject({
      status: 400,
      text: '{"error":"There is no receiver “fax”: there are webhook, slack, teams and all."}',
    });
  });
});
