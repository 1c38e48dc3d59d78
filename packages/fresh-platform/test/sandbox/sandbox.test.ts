import { answering, evaluate, handling, NOW, platformWith, removeApps, run } from '../support/apps';

afterAll(removeApps);

const DATE = '2026-11-02T09:00:00.000Z';

describe('server.js', () => {
  it('exports by assignment and by property', async () => {
    const ended = async (server: string) => platformWith({ server }).invoke('onConversationUpdate', { data: {} });
    expect((await ended('exports = { onConversationUpdate: function () {} };\n')).outcome).toBe('completed');
    expect((await ended('exports.onConversationUpdate = function () {};\n')).outcome).toBe('completed');
  });

  it('must export the handler that the manifest names', async () => {
    const { outcome, error } = await platformWith({ server: 'exports = {};\n' }).invoke('onConversationUpdate', {
      data: {},
    });
    expect([outcome, error]).toEqual([
      'threw',
      'Error: server/server.js exports no function onConversationUpdate, which manifest.json names for onConversationUpdate.',
    ]);
  });

  it('ends in a newline, since the wrapper follows on its last line', async () => {
    const server = `${handling('')}//# sourceMappingURL=server.js.map`;
    expect((await platformWith({ server }).invoke('onConversationUpdate', { data: {} })).error).toContain(
      'end the file with a newline and carry no source map reference',
    );
  });

  it.each([
    ['module.exports = {};\n', 'The platform has no `module`: assign to `exports` instead.'],
    ['export const a = 1;\n', 'The platform runs no ES modules'],
    ['import a from "a";\n', 'The platform runs no ES modules'],
  ])('is no module of Node or of ES: %j', async (server, sentence) => {
    expect((await platformWith({ server }).invoke('onConversationUpdate', { data: {} })).error).toContain(sentence);
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

  it('offer process.cwd and nothing else of process', async () => {
    expect(await evaluate('typeof process.cwd()')).toEqual({ is: 'string' });
    expect((await run('process.env.HOME;')).error).toContain(
      'process.env does not exist on the platform: of process it offers cwd.',
    );
  });

  it('offer log, info and error of the console, which format as Node does', async () => {
    const { logs } = await run(
      "console.log('%s has %d', 'a', 1, { b: [2] }); console.info('i'); console.error(new Error('e').message);",
    );
    expect(logs.map(({ level, text, at }) => [level, text, at])).toEqual([
      ['log', 'a has 1 { b: [ 2 ] }', NOW],
      ['info', 'i', NOW],
      ['error', 'e', NOW],
    ]);
    expect((await run("console.warn('w');")).error).toContain(
      'console.warn does not exist on the platform: of console it offers log, info, error.',
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
