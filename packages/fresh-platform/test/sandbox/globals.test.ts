import { evaluate, NOW, removeApps, run } from '../support/apps';

afterAll(removeApps);

const DATE = '2026-11-02T09:00:00.000Z';

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
