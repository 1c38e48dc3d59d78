import { evaluate, handling, platformWith, removeApps } from '../support/apps';

afterAll(removeApps);

describe('$db.update', () => {
  it('reaches inside by dotted paths with set and remove, and not with increment and append (documented)', async () => {
    const steps = [
      "$db.set('k', { a: { b: [{ c: 1 }, { d: 2 }] } })",
      "$db.update('k', 'set', { 'a.b[0].c': 5, 'a.e': 6 })",
      "$db.update('k', 'remove', ['a.b[1]'])",
      "$db.update('k', 'increment', { 'a.e': 1 })",
      "$db.get('k')",
    ];
    expect(
      await evaluate(
        `(async () => { let last; for (const step of [${steps.map((step) => `() => ${step}`).join()}]) last = await step(); return last; })()`,
      ),
    ).toEqual({ is: { a: { b: [{ c: 5 }], e: 6 }, 'a.e': 1 } });
  });

  it('may find no entry where the last attribute was removed (FDK 6.9’s source)', async () => {
    expect(
      await evaluate("$db.set('k', { a: 1 }).then(() => $db.update('k', 'remove', ['a'])).then(() => $db.get('k'))"),
    ).toMatchObject({ rejects: { status: 404 } });
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
    expect((await platform.invoke('onConversationUpdate', {})).logs[0]?.text).toBe('400');
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
