import { evaluate, handling, NOW, platformWith, removeApps, run } from '../support/apps';

afterAll(removeApps);

describe('$db', () => {
  it('keeps objects by key, from one invocation to the next', async () => {
    const platform = platformWith({
      server: handling(
        "console.log(JSON.stringify(await $db.get('k').catch((e) => e.status))); await $db.set('k', { a: [1] });",
      ),
    });
    await platform.invoke('onConversationUpdate', {});
    expect((await platform.invoke('onConversationUpdate', {})).logs[0]?.text).toBe('{"a":[1]}');
  });

  it('rejects a missing key with 404, and deletes one without complaint', async () => {
    expect(await evaluate("$db.get('none')")).toEqual({ rejects: { status: 404, message: 'Record not found' } });
    expect(await evaluate("$db.delete('none')")).toEqual({ is: { Deleted: true } });
  });

  it.each([
    ["$db.set('k'.repeat(61), {})", 400, 'has 61 characters, and may have 60'],
    ["$db.set('', {})", 400, 'A key must be a text that is not empty.'],
    ["$db.set('k', [1])", 400, 'must be an object'],
    ["$db.set('k', {}, { ttl: 0 })", 400, 'ttl must be a whole number of seconds'],
    ["$db.set('k', {}, { setif: 'exist' })", 400, 'The option setif is not known here'],
    ["$db.set('k', {}, { setIf: 'never' })", 400, "setIf must be 'exist' or 'not_exist'"],
    ["$db.update('k', 'push', {})", 400, 'the action must be one of set, increment, append, remove'],
    ["$db.update('k', 'append', { a: 1 })", 400, 'append takes arrays'],
    ["$db.update('k', 'increment', { a: '1' })", 400, 'increment takes numbers'],
    ["$db.set('k', { a: 'x'.repeat(40 * 1024) })", 422, 'an entry has at most 40960'],
  ])('refuses %s', async (expression, status, message) => {
    expect(await evaluate(expression)).toMatchObject({
      rejects: { status, message: expect.stringContaining(message) as string },
    });
  });

  it('takes a key of 60 characters, and 40 KB of key and value together', async () => {
    expect(await evaluate("$db.set('k'.repeat(60), {})")).toEqual({ is: { Created: true } });
    expect(await evaluate("$db.set('k', { a: 'x'.repeat(40 * 1024 - 9) })")).toEqual({ is: { Created: true } });
    expect(await evaluate("$db.set('k', { a: 'x'.repeat(40 * 1024 - 8) })")).toMatchObject({
      rejects: { status: 422 },
    });
  });

  it('gives empty strings, NaN and the infinities back as null', async () => {
    expect(
      await evaluate(
        "$db.set('k', { a: '', b: NaN, c: Infinity, d: { e: '' }, f: [''], g: 'kept' }).then(() => $db.get('k'))",
      ),
    ).toEqual({ is: { a: null, b: null, c: null, d: { e: null }, f: [null], g: 'kept' } });
  });

  it('sets on condition that the key exists, or does not', async () => {
    const failed = { rejects: { status: 400, message: 'The setIf conditional request failed' } };
    expect(await evaluate("$db.set('k', {}, { setIf: 'exist' })")).toEqual(failed);
    expect(await evaluate("$db.set('k', {}, { setIf: 'not_exist' })")).toEqual({ is: { Created: true } });
    expect(await evaluate("$db.set('k', {}).then(() => $db.set('k', {}, { setIf: 'not_exist' }))")).toEqual(failed);
    expect(await evaluate("$db.set('k', {}).then(() => $db.set('k', {}, { setIf: 'exist' }))")).toEqual({
      is: { Created: true },
    });
  });

  it('lets only one of many claim a key', async () => {
    const platform = platformWith(
      {
        server: handling(
          "await $db.set('claim', {}, { setIf: 'not_exist' }).then(() => console.log('mine'), () => {});",
        ),
      },
      { latency: () => 50 },
    );
    const results = await platform.clock.until(
      Promise.all([1, 2, 3].map(() => platform.start('onConversationUpdate', {}))),
    );
    expect(results.flatMap(({ logs }) => logs)).toHaveLength(1);
  });

  it('forgets an entry when its time to live is over, and keeps that time through an update', async () => {
    const platform = platformWith({
      server: handling("await $db.set('k', {}, { ttl: 60 }); await $db.update('k', 'set', { a: 1 });"),
    });
    await platform.invoke('onConversationUpdate', {});
    expect(platform.entries()).toMatchObject([{ key: 'k', value: { a: 1 }, expiresAt: NOW + 60_000 }]);
    await platform.clock.advanceTo(NOW + 59_999);
    expect(platform.entries()).toHaveLength(1);
    await platform.clock.advance(1);
    expect(platform.entries()).toEqual([]);
  });

  it('updates attributes, making the key where it is missing', async () => {
    const steps = [
      "$db.update('k', 'set', { a: 1, b: 2, list: [1] })",
      "$db.update('k', 'increment', { a: 4, n: -1 })",
      "$db.update('k', 'append', { list: [2, 3], more: ['x'] })",
      "$db.update('k', 'remove', ['b'])",
      "$db.get('k')",
    ];
    expect(
      await evaluate(
        `(async () => { let last; for (const step of [${steps.map((step) => `() => ${step}`).join()}]) last = await step(); return last; })()`,
      ),
    ).toEqual({ is: { a: 5, n: -1, list: [1, 2, 3], more: ['x'] } });
  });

  it('changes nothing with an update that it refuses', async () => {
    const platform = platformWith({
      server: handling(
        "await $db.set('k', { a: 1, t: 'text' }); await $db.update('k', 'increment', { a: 1, t: 1 }).catch(() => {});",
      ),
    });
    await platform.invoke('onConversationUpdate', {});
    expect(platform.entries()[0]?.value).toEqual({ a: 1, t: 'text' });
  });

  it('lets no append outgrow 40 KB, and leaves what was there', async () => {
    const platform = platformWith({
      server: handling(
        "await $db.set('k', { list: ['x'.repeat(40000)] }); await $db.update('k', 'append', { list: ['y'.repeat(1000)] }).catch((e) => console.log(e.status));",
      ),
    });
    expect((await platform.invoke('onConversationUpdate', {})).logs[0]?.text).toBe('422');
    expect(platform.entries()).toMatchObject([{ value: { list: ['x'.repeat(40_000)] } }]);
  });

  it('increments only numbers, and appends only to arrays', async () => {
    const after = (step: string) => evaluate(`$db.set('k', { text: 't' }).then(() => ${step})`);
    expect(await after("$db.update('k', 'increment', { text: 1 })")).toEqual({
      rejects: { status: 400, message: 'text is no number and cannot be incremented.' },
    });
    expect(await after("$db.update('k', 'append', { text: [1] })")).toEqual({
      rejects: { status: 400, message: 'text is no array and cannot be appended to.' },
    });
  });

  it('updates on condition, and removes by the names of an object as well', async () => {
    expect(await evaluate("$db.update('k', 'set', { a: 1 }, { setIf: 'exist' })")).toMatchObject({
      rejects: { status: 400, message: 'The setIf conditional request failed' },
    });
    expect(
      await evaluate(
        "$db.set('k', { a: 1, b: 2 }).then(() => $db.update('k', 'remove', { a: '' }, { setIf: 'exist' })).then(() => $db.get('k'))",
      ),
    ).toEqual({ is: { b: 2 } });
    expect(await evaluate("$db.update('k', 'set', {}, { ttl: 60 })")).toMatchObject({
      rejects: { status: 400, message: 'The option ttl is not known here: use setIf.' },
    });
  });

  it('drops an entry and its time to live when it is set or deleted anew', async () => {
    const platform = platformWith({
      server: handling(
        "await $db.set('k', {}, { ttl: 60 }); await $db.set('k', {}); await $db.set('l', {}); await $db.delete('l');",
      ),
    });
    await platform.invoke('onConversationUpdate', {});
    expect(platform.entries()).toEqual([{ key: 'k', value: {}, bytes: 3 }]);
  });

  it('loses nothing when many append at once', async () => {
    const platform = platformWith(
      { server: handling("await $db.update('k', 'append', { list: [payload.data.n] });") },
      { latency: () => 200 },
    );
    await platform.clock.until(
      Promise.all([...Array(20).keys()].map((n) => platform.start('onConversationUpdate', { data: { n } }))),
    );
    expect(platform.entries()[0]?.value).toEqual({ list: [...Array(20).keys()] });
  });
});

describe('the quota of $db', () => {
  it('is 50 operations of all kinds in a sliding minute, with 429 from then on', async () => {
    const { operations } = await run(
      "for (let n = 0; n < 17; n += 1) { await $db.set('k', {}); await $db.get('k'); await $db.update('k', 'set', { n }).catch(() => {}); }",
    );
    expect(operations.map(({ refused }) => refused)).toEqual([...Array<undefined>(50).fill(undefined), 429]);
  });

  it('counts operations that fail, and those it refuses itself', async () => {
    const platform = platformWith({
      server: handling(
        "for (let n = 0; n < payload.data.times; n += 1) await $db.get('none').catch((e) => console.log(e.status));",
      ),
    });
    await platform.invoke('onConversationUpdate', { data: { times: 50 } });
    await platform.clock.advance(30_000);
    const late = await platform.invoke('onConversationUpdate', { data: { times: 50 } });
    expect(new Set(late.logs.map(({ text }) => text))).toEqual(new Set(['429']));
    await platform.clock.advance(30_000);
    // The first fifty are forgotten; the fifty refused half a minute ago still fill it.
    expect(platform.quota().dbOperations).toBe(50);
    expect((await platform.invoke('onConversationUpdate', { data: { times: 1 } })).logs[0]?.text).toBe('429');
    await platform.clock.advance(60_000);
    expect((await platform.invoke('onConversationUpdate', { data: { times: 1 } })).logs[0]?.text).toBe('404');
  });

  it('can be raised', async () => {
    expect(
      (await run("for (let n = 0; n < 51; n += 1) await $db.set('k', {});", { limits: { dbOperationsPerMinute: 51 } }))
        .outcome,
    ).toBe('completed');
  });
});
