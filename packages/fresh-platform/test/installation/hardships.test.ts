import { answering, handling, platformWith, removeApps } from '../support/apps';

afterAll(removeApps);

describe('a platform at its worst', () => {
  it('refuses an operation although no rule was broken', async () => {
    const platform = platformWith(
      { server: handling(answering("$db.set('k', { n: 1 })")) },
      { hardships: { refuse: ({ name }) => (name === 'db.set' ? 503 : undefined) } },
    );
    const { logs } = await platform.invoke('onConversationUpdate', { data: {} });
    expect(JSON.parse(logs[0]?.text ?? '')).toMatchObject({ rejects: { status: 503 } });
    expect(platform.entries()).toEqual([]);
  });

  it('runs on a machine whose clock is ahead', async () => {
    const platform = platformWith(
      { server: handling('console.log(Date.now());') },
      { hardships: { clockAhead: () => 90_000 } },
    );
    const { logs } = await platform.invoke('onConversationUpdate', { data: {} });
    expect(Number(logs[0]?.text)).toBe(platform.clock.now() + 90_000);
  });

  it('reads what was there a moment ago (an app the vendor publishes asks again)', async () => {
    const platform = platformWith(
      { server: handling("await $db.set('k', { n: payload.data.n }); console.log((await $db.get('k')).n);") },
      { hardships: { readsLate: () => 400 } },
    );
    await platform.invoke('onConversationUpdate', { data: { n: 1 } });
    await platform.clock.advance(1_000);
    const { logs } = await platform.invoke('onConversationUpdate', { data: { n: 2 } });
    expect(logs[0]?.text).toBe('1');
  });

  it('damages what is not ASCII in the data of schedules (seen once, of an older scheduler)', async () => {
    const create = "await $schedule.create({ name: 's', data: { text: 'Zoë 見' }, schedule_at: payload.data.at });";
    const platform = platformWith({ server: handling(create) }, { hardships: { damagesText: true } });
    const at = new Date(platform.clock.now() + 600_000).toISOString();
    await platform.invoke('onConversationUpdate', { data: { at } });
    expect(platform.schedules()[0]?.data).toEqual({ text: 'Zo? ?' });
  });

  it('fires a schedule late, twice or not at all', async () => {
    const create = 'await $schedule.create({ name: payload.data.name, data: {}, schedule_at: payload.data.at });';
    const firings = (name: string): number[] => ({ late: [60_000], twice: [0, 1_000], never: [] })[name] ?? [0];
    const platform = platformWith({ server: handling(create) }, { hardships: { firings } });
    const start = platform.clock.now();
    const at = new Date(start + 600_000).toISOString();
    for (const name of ['late', 'twice', 'never'])
      await platform.invoke('onConversationUpdate', { data: { name, at } });
    await platform.clock.advance(3_600_000);
    const fired = platform.invocations.filter(({ event }) => event === 'onScheduledEvent');
    expect(fired.map(({ startedAt }) => startedAt - start)).toEqual([600_000, 601_000, 660_000]);
    expect(platform.schedules()).toEqual([]);
  });
});
