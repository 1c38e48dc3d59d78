import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering, evaluate, handling, NOW, platformWith, removeApps, run } from '../support/apps';

afterAll(removeApps);

const DATE = '2026-11-02T09:00:00.000Z';

describe('server.js', () => {
  const ON_SCHEDULE = 'onScheduledEvent() {}';

  it.each([
    `exports = { onConversationUpdate: function () {}, ${ON_SCHEDULE} };\n`,
    `exports = { async onConversationUpdate() {}, ${ON_SCHEDULE} };`,
    `const help = () => 1;\nexports = { onConversationUpdate: async function () { await help(); }, ${ON_SCHEDULE} }`,
  ])('exports functions written in one `exports = { … }`, with a final newline or without: %j', async (server) => {
    const { outcome, error } = await platformWith({ server }).invoke('onConversationUpdate', { data: {} });
    expect([outcome, error]).toEqual(['completed', undefined]);
  });

  it.each([
    [`exports = { ${ON_SCHEDULE} };\nexports.onConversationUpdate = function () {};\n`, 'it is assigned as exports.'],
    [
      `function f() {}\nexports = { onConversationUpdate: f, ${ON_SCHEDULE} };\n`,
      'it names a function declared elsewhere',
    ],
    [`function onConversationUpdate() {}\nexports = { onConversationUpdate, ${ON_SCHEDULE} };\n`, 'declared elsewhere'],
    [`exports = { onConversationUpdate: () => {}, ${ON_SCHEDULE} };\n`, 'it is an arrow function'],
    [`exports = { ${ON_SCHEDULE} };\n`, 'is not in `exports = { … }`'],
    ['const api = {};\nexports = api;\n', 'there is no top-level `exports = { … }`'],
    ['module.exports = {};\n', 'there is no top-level `exports = { … }`'],
  ])(
    'is refused where the tool would not find a handler (FDK 6.9’s source, a log of FDK 10.1): %j',
    (server, sentence) => {
      expect(() => platformWith({ server })).toThrow(sentence);
    },
  );

  it.each([
    'const big = 1_000;',
    'let a; a ??= 1;',
    'class A { field = 1; }',
    "'a'.at?.(0); let b; b ||= 2;",
    'export const a = 1;',
    'import a from "a";',
  ])('is parsed as ECMAScript 2020 (a log of FDK 10.1), its files too: %s', async (line) => {
    expect(() => platformWith({ server: `${line}\n${handling('')}` })).toThrow('The platform parses ECMAScript 2020');
    const files = { 'server/lib.js': `${line}\nexports = {};\n` };
    const { error } = await platformWith({ server: `require('./lib');\n${handling('')}`, files }).invoke(
      'onConversationUpdate',
      {},
    );
    expect(error).toContain('server/lib.js, line 1, column');
  });

  it('may not end in a comment, which takes what the platform writes after it (FDK 6.9’s source)', async () => {
    const server = `${handling('')}//# sourceMappingURL=server.js.map`;
    expect((await platformWith({ server }).invoke('onConversationUpdate', { data: {} })).error).toContain(
      'end the file with a newline and carry no source map reference',
    );
  });

  it('keeps nothing from one invocation to the next', async () => {
    const platform = platformWith({
      server: `let calls = 0;\n${handling('calls += 1; globalThis.seen = (globalThis.seen || 0) + 1; console.log(calls, globalThis.seen);')}`,
    });
    await platform.invoke('onConversationUpdate', { data: {} });
    await platform.invoke('onConversationUpdate', { data: {} });
    expect(platform.invocations.map(({ logs }) => logs[0]?.text)).toEqual(['1 1', '1 1']);
  });
});

describe('the globals', () => {
  it.each([
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'Buffer',
    'URL',
    'URLSearchParams',
    'TextEncoder',
    'TextDecoder',
    'fetch',
    'crypto',
    'structuredClone',
    'AbortController',
    'atob',
    'performance',
    '__dirname',
    '__filename',
    'WebAssembly',
  ])('lack %s, and say so by name even to code that asks first', async (name) => {
    const { outcome, error } = await run(`if (typeof ${name} !== 'undefined') ${name};`);
    expect([outcome, error]).toEqual([
      'threw',
      expect.stringContaining(`ReferenceError: ${name} does not exist on the platform: `),
    ]);
  });

  it('report what was missed where the app swallows the error', async () => {
    expect(await run('try { setTimeout(() => {}, 1); } catch {}')).toMatchObject({
      outcome: 'completed',
      error: expect.stringContaining('setTimeout does not exist') as string,
    });
  });

  it('leave what libraries probe plainly undefined', async () => {
    expect(await evaluate('[typeof module, typeof window, typeof define, typeof global]')).toEqual({
      is: ['undefined', 'undefined', 'undefined', 'undefined'],
    });
  });

  it('name the place of a mistake in the file', async () => {
    expect((await run('nonsense();')).error).toMatch(
      /^ReferenceError: nonsense is not defined \(server\/server\.js:3:\d+\) The platform offers the ECMAScript language, /,
    );
  });

  it('offer cwd and env.ENV of process, and nothing else (documented)', async () => {
    expect(await evaluate('[typeof process.cwd(), process.env.ENV]')).toEqual({ is: ['string', 'development'] });
    expect((await run('process.exit(1);')).error).toContain(
      'process.exit does not exist on the platform: of process it offers cwd, env.',
    );
  });

  it('offer log, info, warn (in a vendor’s app) and error of the console, which format as Node does', async () => {
    const { logs } = await run(
      "console.log('%s has %d', 'a', 1, { b: [2] }); console.info('i'); console.error(new Error('e').message);",
    );
    expect(logs.map(({ level, text, at }) => [level, text, at])).toEqual([
      ['log', 'a has 1 { b: [ 2 ] }', NOW],
      ['info', 'i', NOW],
      ['error', 'e', NOW],
    ]);
    expect((await run("console.debug('d');")).error).toContain(
      'console.debug does not exist on the platform: of console it offers log, info, warn, error.',
    );
  });

  it('tell virtual time, and the random numbers they are given', async () => {
    expect(await evaluate('[Date.now(), new Date(), Math.random()]', { random: () => 0.25 })).toEqual({
      is: [NOW, DATE, 0.25],
    });
    expect(
      await evaluate(
        '[Date() === new Date().toString(), Date.parse("1970-01-02"), Date.UTC(1970), new Date(5).getTime(), new Date(0) instanceof Date]',
      ),
    ).toEqual({ is: [true, 86_400_000, 0, 5, true] });
    expect(
      await evaluate(
        '(() => { class Day extends Date { twice() { return 2 * this.getTime(); } } return [new Day(4).twice(), new Day() - 0, new Day(0) instanceof Day]; })()',
      ),
    ).toEqual({ is: [8, NOW, true] });
  });

  it('move on with the clock while an operation is under way', async () => {
    expect(await evaluate("$db.get('none').catch(() => Date.now())", { latency: () => 750 })).toEqual({
      is: NOW + 750,
    });
  });

  it('wait by the language itself on the same clock, until the time is up or somebody notifies', async () => {
    const cell = 'const cell = new Int32Array(new SharedArrayBuffer(8));';
    const waited = async (body: string) => (await evaluate(`(async () => { ${cell} ${body} })()`)) as { is: unknown };
    expect(
      await waited(
        'const { async: later, value } = Atomics.waitAsync(cell, 0, 0, 750); return [later, await value, Date.now()];',
      ),
    ).toEqual({ is: [true, 'timed-out', NOW + 750] });
    expect(
      await waited(
        'const { value } = Atomics.waitAsync(cell, 1, 0); return [Atomics.notify(cell, 0), Atomics.notify(cell, 1), await value, Atomics.notify(cell, 1), Date.now()];',
      ),
    ).toEqual({ is: [0, 1, 'ok', 0, NOW] });
    expect(
      await waited(
        'const waits = [900, 300].map((ms) => Atomics.waitAsync(cell, 0, 0, ms).value); Atomics.notify(cell, 0, 1); return [await Promise.all(waits), Date.now()];',
      ),
    ).toEqual({ is: [['ok', 'timed-out'], NOW + 300] });
    expect(await waited('return [Atomics.waitAsync(cell, 0, 1, 750), Atomics.waitAsync(cell, 0, 0, 0)];')).toEqual({
      is: [
        { async: false, value: 'not-equal' },
        { async: false, value: 'timed-out' },
      ],
    });
    expect((await run('Atomics.waitAsync(new Int32Array(1), 0, 0, 1);')).error).toMatch(/^TypeError: /);
  });

  it('give generateTargetUrl only to apps that take external events', async () => {
    expect((await run('await generateTargetUrl();')).error).toContain('generateTargetUrl needs onExternalEvent');
  });
});

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
