import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering, handling, NOW, platformWith, removeApps } from '../support/apps';

afterAll(removeApps);

describe('require', () => {
  const lib = {
    'server/lib/a.js': "const b = require('./b');\nexports.name = 'a' + b.name;\n",
    'server/lib/b.js': "exports.name = 'b';\n",
    'server/b.js': "exports.name = 'the b of server/';\n",
    'outside.js': 'exports = 1;\n',
  };
  const withLib = (top: string, body = '') =>
    platformWith({ server: `${top}\n${handling(body)}`, files: lib }).invoke('onConversationUpdate', { data: {} });

  it('resolves from the folder of the file while it loads, and evaluates a file once', async () => {
    const { logs } = await withLib("const a = require('./lib/a');", "console.log(a.name, require('./lib/a') === a);");
    expect(logs[0]?.text).toBe('ab true');
  });

  it('resolves from server/ once the files are loaded', async () => {
    expect((await withLib('', "console.log(require('./b').name);")).logs[0]?.text).toBe('the b of server/');
  });

  it.each([
    ['./lib/a.js', 'The platform appends .js by itself: name no extension.'],
    ['./lib/none', "require('./lib/none') from server/ finds no server/lib/none.js."],
    ['../outside', "require('../outside') leaves server/"],
    ['fs', "require('fs') is one of Node's own modules"],
    ['node:crypto', "require('node:crypto') is one of Node's own modules"],
    [
      'typescript',
      "require('typescript') is not listed under dependencies in manifest.json: list typescript with its exact version.",
    ],
  ])('refuses %s in a sentence', async (request, sentence) => {
    expect(await withLib(`require('${request}');`)).toMatchObject({
      outcome: 'threw',
      error: expect.stringContaining(sentence) as string,
    });
  });

  it('refuses files that require each other in a circle', async () => {
    const files = { 'server/x.js': "require('./y');\n", 'server/y.js': "require('./x');\n" };
    const { error } = await platformWith({ server: `require('./x');\n${handling('')}`, files }).invoke(
      'onConversationUpdate',
      { data: {} },
    );
    expect(error).toContain('server/x.js requires itself by way of another file');
  });
});

describe('packages', () => {
  const installed = {
    'server/node_modules/list/package.json': JSON.stringify({ name: 'list', version: '1.2.3', main: 'index.js' }),
    'server/node_modules/list/index.js':
      "module.exports = { array: [], date: new Date(0), hasBuffer: typeof Buffer !== 'undefined' };\n",
  };
  const using = (version: string, files: Record<string, string> = installed) =>
    platformWith({
      server: `const list = require('list');\n${handling(answering('[list.array instanceof Array, list.date instanceof Date, Array.isArray(list.array), list.hasBuffer]'))}`,
      files,
      manifest: { dependencies: { list: version } },
    }).invoke('onConversationUpdate', { data: {} });

  it('live in another realm than the app, with all of Node', async () => {
    expect((await using('1.2.3')).logs[0]?.text).toBe('{"is":[false,false,true,true]}');
  });

  it('must be installed in the version the manifest lists', async () => {
    expect((await using('1.2.4')).error).toContain('manifest.json lists list 1.2.4, and 1.2.3 is installed');
    expect((await using('1.2.3', {})).error).toContain(
      'list 1.2.3, which manifest.json lists, is not installed: run npm install.',
    );
  });
});

describe('what a package does on its own', () => {
  /** An app whose one package is the given module. */
  const withPackage = (module: string, body: string) =>
    platformWith({
      server: `const pkg = require('pkg');\n${handling(body)}`,
      files: {
        'server/node_modules/pkg/package.json': JSON.stringify({ name: 'pkg', version: '1.0.0', main: 'index.js' }),
        'server/node_modules/pkg/index.js': module,
      },
      manifest: { dependencies: { pkg: '1.0.0' } },
    });

  it.each([
    ['an exception in a callback', "process.nextTick(() => { throw new Error('lost'); })"],
    ['an exception after real input', "require('fs').readFile(__filename, () => { throw new Error('lost'); })"],
    ['a promise of real input that nobody handles', "void require('fs').promises.readFile('/none/lost')"],
  ])('%s ends the invocation with a sentence, never the process', async (...[, act]) => {
    const platform = withPackage(`exports.act = () => { ${act}; return new Promise(() => {}); };`, 'await pkg.act();');
    const release = platform.clock.hold();
    const pending = platform.start('onConversationUpdate', {});
    const { outcome, error } = await pending;
    release();
    expect([outcome, error]).toEqual([
      'threw',
      expect.stringMatching(/^A package failed where nobody could catch it: Error: .*lost/),
    ]);
    expect((await platform.invoke('onConversationUpdate', {}).catch(() => null)) === null).toBe(false);
  });

  it.each([
    ['a file', "require('fs').promises.readFile(__filename, 'utf8').then(() => 'done')"],
    ['a file by a callback', "new Promise((resolve) => require('fs').readFile(__filename, () => resolve('done')))"],
    ['a compressor', "new Promise((resolve) => require('zlib').gzip('a', () => resolve('done')))"],
    ['a key', "new Promise((resolve) => require('crypto').pbkdf2('a', 'b', 9, 9, 'sha256', () => resolve('done')))"],
    ['a timer', "new Promise((resolve) => setTimeout(() => resolve('done'), 20))"],
  ])('%s that it asked for is waited for, and virtual time stands still meanwhile', async (...[, work]) => {
    const platform = withPackage(`exports.work = () => ${work};`, 'console.log(await pkg.work());');
    const { logs, startedAt, endedAt } = await platform.invoke('onConversationUpdate', {});
    expect([logs[0]?.text, endedAt - startedAt]).toEqual(['done', 0]);
  });

  it('a timer that rings too late, or for ever, is not', async () => {
    for (const work of ['setTimeout(resolve, 60_000).unref()', 'setInterval(() => undefined, 10).unref()']) {
      const platform = withPackage(`exports.work = () => new Promise((resolve) => ${work});`, 'await pkg.work();');
      expect((await platform.invoke('onConversationUpdate', {})).outcome).toBe('timed out');
    }
  });

  it('a process that it leaves ends the invocation alone', async () => {
    const { outcome, error } = await withPackage(
      "exports.leave = () => require('vm').runInThisContext('process').exit(1);",
      'pkg.leave();',
    ).invoke('onConversationUpdate', {});
    expect([outcome, error]).toEqual(['threw', expect.stringContaining('process.exit() was called.')]);
  });

  it('its own connections are waited for, and virtual time stands still meanwhile', async () => {
    const server = createServer((...[, response]) => {
      setTimeout(() => response.end('made'), 50);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const module = `exports.ask = () => new Promise((resolve, reject) => {
      require('http').get('http://127.0.0.1:${port}', (response) => {
        let text = '';
        response.on('data', (chunk) => { text += chunk; });
        response.on('end', () => resolve(text));
      }).on('error', reject);
    });`;
    const { logs, endedAt } = await withPackage(module, 'console.log(await pkg.ask());').invoke(
      'onConversationUpdate',
      {},
    );
    await new Promise((resolve) => server.close(resolve));
    expect([logs[0]?.text, endedAt - NOW]).toEqual(['made', 0]);
  });

  it('what it fetched is waited for, and not the connection that is kept for another time', async () => {
    const server = createServer((...[, response]) => {
      setTimeout(() => response.end('made'), 50);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { logs, endedAt } = await withPackage(
      `exports.ask = async () => (await fetch('http://127.0.0.1:${port}')).text();`,
      'console.log(await pkg.ask());',
    ).invoke('onConversationUpdate', {});
    const open = await new Promise((resolve) => {
      server.getConnections((...[, count]) => {
        resolve(count);
      });
    });
    await new Promise((resolve) => server.close(resolve));
    expect([logs[0]?.text, endedAt - NOW, open]).toEqual(['made', 0, 1]);
  });

  it('may bear the name of one of Node’s own modules where the manifest lists it (documented)', async () => {
    const { logs, error } = await platformWith({
      server: handling("console.log(require('buffer').mine);"),
      files: {
        'server/node_modules/buffer/package.json': JSON.stringify({
          name: 'buffer',
          version: '6.0.3',
          main: 'index.js',
        }),
        'server/node_modules/buffer/index.js': 'exports.mine = true;',
      },
      manifest: { dependencies: { buffer: '6.0.3' } },
    }).invoke('onConversationUpdate', {});
    expect([logs[0]?.text, error]).toEqual(['true', undefined]);
  });
});
