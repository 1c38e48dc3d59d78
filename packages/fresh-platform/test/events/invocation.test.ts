import type { PlatformOptions } from '../../index';
import { evaluate, handling, NOW, platformWith, recording, removeApps, run } from '../support/apps';

afterAll(removeApps);

describe('an invocation', () => {
  it('that throws or rejects says what and where', async () => {
    expect(await run("throw new TypeError('no');")).toMatchObject({
      outcome: 'threw',
      error: expect.stringMatching(/^TypeError: no \(server\/server\.js:3:\d+\)$/) as string,
    });
    expect(await run('return Promise.reject({ status: 500 });')).toMatchObject({
      outcome: 'threw',
      error: '{"status":500}',
    });
  });

  it('completes with an error noted when a promise is rejected and nobody listens', async () => {
    const { outcome, error } = await run(
      "$db.get('none').then(() => {}); Promise.reject(new Error('lost')); await $db.get('x').catch(() => {});",
    );
    expect([outcome, error]).toEqual([
      'completed',
      expect.stringContaining('A promise was rejected and nothing handled it: Error: lost'),
    ]);
  });

  it('is told of the operations it neither awaits nor catches', async () => {
    const { error } = await run("$db.get('none').then(() => {});");
    expect(error).toBe('A promise was rejected and nothing handled it: {"status":404,"message":"Record not found"}');
  });

  it('gets answers of another realm than its own', async () => {
    expect(
      await evaluate(
        "$db.set('k', { list: [1] }).then(() => $db.get('k')).then(({ list }) => [list instanceof Array, Array.isArray(list)])",
      ),
    ).toEqual({ is: [false, true] });
    expect(await evaluate("$db.get('none').catch((e) => [e instanceof Object, e instanceof Error])")).toEqual({
      is: [false, false],
    });
  });

  it('lasts until what the handler began without waiting is through', async () => {
    const { operations, endedAt } = await run("$db.set('a', { n: 1 }).then(() => $db.set('b', { n: 1 }));", {
      latency: () => 100,
    });
    expect([operations.map(({ target }) => target), endedAt - NOW]).toEqual([['a', 'b'], 200]);
  });

  it('names the operations whose answers the handler did not wait for', async () => {
    const loose = await run("await $db.set('a', { n: 1 }); $db.set('b', { n: 1 }); $db.set('c', { n: 1 });");
    expect(loose.unawaited?.map(({ name, target }) => [name, target])).toEqual([
      ['db.set', 'b'],
      ['db.set', 'c'],
    ]);
    for (const body of ["await $db.set('a', { n: 1 });", "return $db.set('a', { n: 1 });", 'return;'])
      expect((await run(body)).unawaited).toBeUndefined();
  });

  it('is over after 20 seconds, and does nothing more', async () => {
    const { outcome, error, operations, endedAt } = await run("for (;;) await $db.get('k').catch(() => {});", {
      latency: () => 7_000,
    });
    expect([outcome, operations.length, endedAt - NOW]).toEqual(['timed out', 3, 20_000]);
    expect(error).toBe('onConversationUpdate was still at work after 20000 ms, which is all an invocation gets.');
  });

  it('lasts 40 seconds where requests were granted more time (documented)', async () => {
    const { outcome, endedAt } = await run("for (;;) await $db.get('k').catch(() => {});", {
      latency: () => 7_000,
      limits: { requestTimeoutMs: 30_000 },
    });
    expect([outcome, endedAt - NOW]).toEqual(['timed out', 40_000]);
  });

  it('is cut when it loops for ever', async () => {
    const begun = performance.now();
    const { outcome, error } = await run('for (;;);', { hangMs: 20 });
    expect([outcome, error]).toEqual(['timed out', expect.stringContaining('ran for 20 ms without giving way')]);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('runs beside others that were started', async () => {
    const platform = platformWith(
      {
        server: handling("await $db.update('n', 'increment', { value: 1 }); await $db.get('n'); console.log('done');"),
      },
      { latency: () => 1_000 },
    );
    const all = Promise.all([1, 2, 3].map(() => platform.start('onConversationUpdate', { data: {} })));
    expect((await platform.clock.until(all)).map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual(
      Array.from({ length: 3 }, () => [NOW, NOW + 2_000]),
    );
    expect(platform.entries()).toMatchObject([{ key: 'n', value: { value: 3 } }]);
  });

  it.each(['die-before', 'die-after'] as const)('can %s an operation takes effect', async (fate) => {
    const platform = platformWith(
      { server: handling("await $db.set('a', { n: 1 }); await $db.set('b', { n: 1 }); console.log('never');") },
      { fate: ({ target }) => (target === 'b' ? fate : 'proceed') },
    );
    const { outcome, error, logs } = await platform.invoke('onConversationUpdate', { data: {} });
    expect([outcome, logs]).toEqual(['died', []]);
    expect(error).toBe(`The invocation died ${fate === 'die-before' ? 'before' : 'after'} db.set of b took effect.`);
    expect(platform.entries().map(({ key }) => key)).toEqual(fate === 'die-before' ? ['a'] : ['a', 'b']);
  });

  it('that died does nothing more, however much it had under way', async () => {
    const body =
      "await Promise.all(['a', 'b', 'c'].map((key) => $db.set(key, { n: 1 }).then(() => $db.set(key + 2, { n: 1 })))); ";
    const platform = platformWith(
      { server: handling(`${body} console.log('never');`) },
      { fate: ({ target }) => (target === 'b' ? 'die-after' : 'proceed'), latency: () => 10 },
    );
    const { outcome, operations } = await platform.invoke('onConversationUpdate', { data: {} });
    await platform.clock.advance(60_000);
    expect([outcome, operations.map(({ target }) => target), platform.entries().map(({ key }) => key)]).toEqual([
      'died',
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('that dies with a request under way has made it, and makes no other attempt', async () => {
    const { sent, receiver } = recording({ status: 500, latency: 100 });
    const platform = platformWith(
      { server: handling("await $request.invokeTemplate('send', {});"), options: { maxAttempts: 5 } },
      { receiver, fate: () => 'die-after' },
    );
    expect(await platform.invoke('onConversationUpdate', { data: {} })).toMatchObject({
      outcome: 'died',
      endedAt: NOW,
    });
    await platform.clock.advance(60_000);
    expect(sent).toHaveLength(1);
  });

  it('that died has its code stand still', async () => {
    let steps = 0;
    const options: Partial<PlatformOptions> = {
      fate: ({ target }) => (target === 'last' ? 'die-after' : 'proceed'),
      latency: () => 10,
      sandboxGlobals: { step: () => (steps += 1) },
    };
    const platform = platformWith(
      {
        server: handling(
          "$db.set('first', { n: 1 }).then(step); $db.set('last', { n: 1 }).then(step); console.log('never');",
        ),
      },
      options,
    );
    const { logs } = await platform.invoke('onConversationUpdate', { data: {} });
    await platform.clock.advance(60_000);
    expect([steps, logs]).toEqual([0, []]);
  });

  it('leaves nothing on the clock', async () => {
    const platform = platformWith({ server: handling("await $request.invokeTemplate('send', {});") });
    await platform.invoke('onConversationUpdate', { data: {} });
    await expect(platform.clock.until(new Promise(() => undefined))).rejects.toThrow('Nothing is left to happen');
    expect(platform.clock.now()).toBe(NOW);
  });

  it('that timed out is told of no answer, though what it asked for took effect', async () => {
    const platform = platformWith(
      { server: handling("await $db.set('k', { n: 1 }); console.log('never'); await $db.set('l', { n: 1 });") },
      { latency: () => 20_001 },
    );
    const { outcome, logs } = await platform.invoke('onConversationUpdate', { data: {} });
    await platform.clock.advance(60_000);
    expect([outcome, logs, platform.entries().map(({ key }) => key)]).toEqual(['timed out', [], ['k']]);
  });

  it('that was started leaves the clock where it is', async () => {
    const platform = platformWith({ server: handling('') });
    expect(await platform.start('onConversationUpdate', { data: {} })).toMatchObject({
      outcome: 'completed',
      endedAt: NOW,
    });
    const waiting = platformWith({ server: handling("await $db.set('k', { n: 1 });") }, { latency: () => 5 });
    const result = waiting.start('onConversationUpdate', { data: {} });
    expect([waiting.clock.now(), waiting.invocations, waiting.entries().length]).toEqual([NOW, [], 1]);
    await waiting.clock.advance(5);
    expect((await result).endedAt).toBe(NOW + 5);
  });

  it('is listed in the order of its beginning, whichever ends first', async () => {
    const platform = platformWith(
      { server: handling("for (let n = 0; n < payload.data.n; n += 1) await $db.set('k', { n: 1 });") },
      { latency: () => 10 },
    );
    await Promise.all([3, 1, 2].map((n) => platform.invoke('onConversationUpdate', { data: { n } })));
    expect(platform.invocations.map(({ invocation, endedAt }) => [invocation, endedAt - NOW])).toEqual([
      [1, 30],
      [2, 10],
      [3, 20],
    ]);
  });

  it('sees the parameters and the receiver of its time', async () => {
    const { sent, receiver } = recording();
    const platform = platformWith({
      server: handling("console.log(payload.iparams.mode); await $request.invokeTemplate('send', {}).catch(() => {});"),
    });
    platform.setIparams({ mode: 'new' });
    platform.setReceiver(receiver);
    expect([(await platform.invoke('onConversationUpdate', { data: {} })).logs[0]?.text, sent.length]).toEqual([
      'new',
      1,
    ]);
  });

  it('needs a handler in the manifest', async () => {
    await expect(platformWith({ server: handling('') }).invoke('onConversationCreate', {})).rejects.toThrow(
      'manifest.json declares no handler for onConversationCreate.',
    );
  });
});
