import { platformWith, removeApps } from '../support/apps';
import type { PlatformOptions } from '../../types';

afterAll(removeApps);

/** An app with a function `ask` that pages may call, and `secret`, which they may not. */
function app(body: string, options: Partial<PlatformOptions> = {}) {
  const server = `exports = { ask: async function (payload) { ${body} }, secret: function () { renderData(null, 1); }, onAppInstall: function () { renderData(); } };\n`;
  const manifest = {
    modules: {
      common: {
        events: { onAppInstall: { handler: 'onAppInstall' } },
        requests: { send: {} },
        functions: { ask: { timeout: 10 } },
      },
      chat_conversation: {},
    },
  };
  return platformWith({ server, manifest }, { iparams: { token: 't' }, ...options });
}

describe('a function that a page calls (documented)', () => {
  it('gets what the page passed and the settings, and answers by renderData', async () => {
    const { invocation, ...answer } = await app('renderData(null, { got: payload });').call('ask', { id: 7 });
    expect(answer).toEqual({ response: { got: { id: 7, iparams: { token: 't' } } } });
    expect(invocation).toMatchObject({ outcome: 'completed', event: 'ask', handler: 'ask' });
  });

  it.each([
    ["{ status: 403, message: 'No.' }", 403, 'No.'],
    ["{ message: 'No.' }", 500, 'No.'],
    ['{ status: 404 }', 404, ''],
    ["'No.'", 400, 'must be an object with a status or a message'],
    ['{}', 400, 'must be an object with a status or a message'],
  ])('rejects by renderData(%s) (statuses from FDK 6.9’s source)', async (error, status, message) => {
    expect(await app(`renderData(${error});`).call('ask')).toMatchObject({
      status,
      message: expect.stringContaining(message) as string,
    });
  });

  it('never answers by returning, and says so', async () => {
    const { invocation, ...answer } = await app('return { ok: true };').call('ask');
    expect(answer).toMatchObject({ status: 504 });
    expect(invocation?.error).toContain('what a function returns is ignored');
  });

  it('answers once: a second renderData is an error, and the first counts', async () => {
    const { invocation, ...answer } = await app('renderData(null, 1); renderData(null, 2);').call('ask');
    expect(answer).toEqual({ response: 1 });
    expect(invocation?.error).toContain('called renderData twice, which is an error');
  });

  it('waits for what it awaits, and is cut after its timeout', async () => {
    const receiver = () => ({ status: 200, latency: 8_000, body: 'ok' });
    const asking = "const { response } = await $request.invokeTemplate('send', {});";
    expect(await app(`${asking} renderData(null, response);`, { receiver }).call('ask')).toMatchObject({
      response: 'ok',
    });
    const { invocation, ...answer } = await app(`${asking} ${asking.replace('response', 'status')} renderData();`, {
      receiver,
    }).call('ask');
    expect([answer, invocation?.outcome]).toMatchObject([{ status: 504 }, 'timed out']);
  });

  it('rejects with 500 where it throws', async () => {
    expect(await app("throw new Error('oh');").call('ask')).toMatchObject({
      status: 500,
      message: expect.stringContaining('oh') as string,
    });
  });

  it('must be listed in manifest.json, and is called with an object of 100 KB at most, 50 times a minute', async () => {
    const platform = app('renderData(null, 1);');
    expect(await platform.call('secret')).toEqual({
      status: 404,
      message: expect.stringContaining('not listed under modules.common.functions') as string,
    });
    expect(await platform.call('ask', { text: 'x'.repeat(100 * 1024) })).toMatchObject({ status: 413 });
    for (let n = 0; n < 50; n += 1) expect(await platform.call('ask')).toMatchObject({ response: 1 });
    expect(await platform.call('ask')).toMatchObject({ status: 429 });
    await platform.clock.advance(60_000);
    expect(await platform.call('ask')).toMatchObject({ response: 1 });
  });

  it('can be called before the app is installed, when there is no store yet', async () => {
    const body =
      "const tried = await Promise.allSettled([$db.set('k', { n: 1 }), $schedule.fetch({ name: 's' }), $request.invokeTemplate('send', {})]); renderData(null, [payload.isInstall, tried.map(({ status, reason }) => reason ? reason.message : status)]);";
    const platform = app(body, { installed: false });
    const refused = expect.stringContaining('exist only once the app is installed') as string;
    expect(await platform.call('ask')).toMatchObject({ response: [true, [refused, refused, 'fulfilled']] });
    await platform.install({ token: 'new' });
    expect(await platform.call('ask')).toMatchObject({
      response: [null, ['fulfilled', 'No schedule named s is pending.', 'fulfilled']],
    });
    await platform.uninstall();
    expect(await platform.call('ask')).toMatchObject({ response: [true, [refused, refused, 'fulfilled']] });
  });
});
