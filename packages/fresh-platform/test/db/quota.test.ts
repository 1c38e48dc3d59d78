import { handling, platformWith, removeApps, run } from '../support/apps';

afterAll(removeApps);

describe('the quota of $db', () => {
  it('is 50 operations of all kinds in a sliding minute, with 429 from then on', async () => {
    const { operations } = await run(
      "for (let n = 0; n < 17; n += 1) { await $db.set('k', { n: 1 }); await $db.get('k'); await $db.update('k', 'set', { n }).catch(() => {}); }",
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
      (
        await run("for (let n = 0; n < 51; n += 1) await $db.set('k', { n: 1 });", {
          limits: { dbOperationsPerMinute: 51 },
        })
      ).outcome,
    ).toBe('completed');
  });
});
