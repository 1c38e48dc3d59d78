import { evaluate, handling, NOW, platformWith, removeApps } from '../support/apps';

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
    ["$db.set('k'.repeat(61), { n: 1 })", 400, 'has 61 characters, and may have 60'],
    ["$db.set('', { n: 1 })", 400, 'A key must be a text that is not empty.'],
    ["$db.set('k', {})", 400, 'must not be an empty object'],
    ["$db.set('k')", 400, 'The value for k is missing.'],
    ["$db.set('k', [1])", 422, 'must be an object'],
    ["$db.set('k', 'text')", 422, 'must be an object'],
    ["$db.set('k', { '': 1 })", 400, 'an attribute whose name is empty'],
    ["$db.set('k', { a: [{ '': 1 }] })", 400, 'an attribute whose name is empty'],
    ["$db.set('k', { ['a'.repeat(61)]: 1 })", 400, 'the name of an attribute may have 60'],
    ["$db.set('k', { n: 1 }, { ttl: 0 })", 400, 'ttl must be a number of seconds other than 0'],
    ["$db.set('k', { n: 1 }, { ttl: 'soon' })", 400, 'ttl must be a number of seconds other than 0'],
    ["$db.set('k', { n: 1 }, { setif: 'exist' })", 400, 'The option setif is not known here'],
    ["$db.set('k', { n: 1 }, { setIf: 'never' })", 422, "setIf must be 'exist' or 'not_exist'"],
    ["$db.update('k', 'push', { a: 1 })", 400, 'the action must be one of set, increment, append, remove'],
    ["$db.update('k', 'set', {})", 400, 'an object that is not empty'],
    ["$db.update('k', 'append', [])", 400, 'an object that is not empty'],
    ["$db.update('k', 'append', { a: 1 })", 400, 'append takes arrays'],
    ["$db.update('k', 'append', { a: [] })", 400, 'append takes arrays that are not empty'],
    ["$db.update('k', 'increment', { a: '1' })", 400, 'increment takes numbers'],
    ["$db.update('k', 'increment', { '': 1 })", 400, 'the name of an attribute is empty'],
    ["$db.update('k', 'set', { '': 1 })", 422, 'the name of an attribute is empty'],
    ["$db.update('k', 'set', { ['a'.repeat(61)]: 1 })", 400, 'the name of an attribute may have 60'],
    ["$db.update('k', 'remove', { a: 1 })", 400, 'remove takes a list of names'],
    ["$db.update('k', 'remove', [])", 400, 'remove takes a list of names'],
    ["$db.update('k', 'remove', ['a'])", 400, 'there is no such entry to remove from'],
    ["$db.update('k', 'set', { 'a.b': 1 })", 400, 'the path a.b leads nowhere, since a is no object there'],
    ["$db.set('k', { a: 'x'.repeat(40 * 1024) })", 400, 'an entry has at most 40960'],
    ["(() => { const a = {}; a.a = a; return $db.set('k', a); })()", 400, 'is no JSON'],
  ])('refuses %s with %d (documentation and FDK 6.9’s source)', async (expression, status, message) => {
    expect(await evaluate(expression)).toMatchObject({
      rejects: { status, message: expect.stringContaining(message) as string },
    });
  });

  it('takes a key of 60 characters, and 40 KB of key and value together', async () => {
    expect(await evaluate("$db.set('k'.repeat(60), { n: 1 })")).toEqual({ is: { Created: true } });
    expect(await evaluate("$db.set('k', { a: 'x'.repeat(40 * 1024 - 9) })")).toEqual({ is: { Created: true } });
    expect(await evaluate("$db.set('k', { a: 'x'.repeat(40 * 1024 - 8) })")).toMatchObject({
      rejects: { status: 400 },
    });
  });

  it('takes a fraction as a time to live, and a negative one as for ever (documented)', async () => {
    const platform = platformWith({
      server: handling("await $db.set('a', { n: 1 }, { ttl: 0.5 }); await $db.set('b', { n: 1 }, { ttl: -1 });"),
    });
    await platform.invoke('onConversationUpdate', {});
    expect(platform.entries()).toMatchObject([{ key: 'a', expiresAt: NOW + 500 }, { key: 'b' }]);
    await platform.clock.advance(500);
    expect(platform.entries().map(({ key }) => key)).toEqual(['b']);
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
    expect(await evaluate("$db.set('k', { n: 1 }, { setIf: 'exist' })")).toEqual(failed);
    expect(await evaluate("$db.set('k', { n: 1 }, { setIf: 'not_exist' })")).toEqual({ is: { Created: true } });
    expect(await evaluate("$db.set('k', { n: 1 }).then(() => $db.set('k', { n: 1 }, { setIf: 'not_exist' }))")).toEqual(
      failed,
    );
    expect(await evaluate("$db.set('k', { n: 1 }).then(() => $db.set('k', { n: 1 }, { setIf: 'exist' }))")).toEqual({
      is: { Created: true },
    });
  });

  it('lets only one of many claim a key', async () => {
    const platform = platformWith(
      {
        server: handling(
          "await $db.set('claim', { n: 1 }, { setIf: 'not_exist' }).then(() => console.log('mine'), () => {});",
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
      server: handling("await $db.set('k', { n: 1 }, { ttl: 60 }); await $db.update('k', 'set', { a: 1 });"),
    });
    await platform.invoke('onConversationUpdate', {});
    expect(platform.entries()).toMatchObject([{ key: 'k', value: { n: 1, a: 1 }, expiresAt: NOW + 60_000 }]);
    await platform.clock.advanceTo(NOW + 59_999);
    expect(platform.entries()).toHaveLength(1);
    await platform.clock.advance(1);
    expect(platform.entries()).toEqual([]);
  });

  it('drops an entry and its time to live when it is set or deleted anew', async () => {
    const platform = platformWith({
      server: handling(
        "await $db.set('k', { n: 1 }, { ttl: 60 }); await $db.set('k', { n: 1 }); await $db.set('l', { n: 1 }); await $db.delete('l');",
      ),
    });
    await platform.invoke('onConversationUpdate', {});
    expect(platform.entries()).toEqual([{ key: 'k', value: { n: 1 }, bytes: 8 }]);
  });
});
