import { handling, NOW, platformWith, removeApps, run } from '../support/apps';

afterAll(removeApps);

const DATE = '2026-11-02T09:00:00.000Z';

describe('the payload', () => {
  it('arrives as JSON carries it, in the realm of the app, with what the platform adds', async () => {
    const platform = platformWith(
      {
        server: handling(
          "console.log(JSON.stringify([payload, payload.data.list instanceof Array, 'gone' in payload.data]));",
        ),
      },
      { iparams: { token: 't' }, freshchatUrl: 'https://pine.freshchat.com', region: 'EU' },
    );
    const { logs } = await platform.invoke('onConversationUpdate', {
      data: { list: [], when: new Date(NOW), gone: undefined },
    });
    expect(JSON.parse(logs[0]!.text)).toEqual([
      {
        currentHost: {
          subscribed_modules: ['chat_conversation'],
          endpoint_urls: { freshchat: 'https://pine.freshchat.com' },
        },
        data: { list: [], when: DATE },
        event: 'onConversationUpdate',
        iparams: { token: 't' },
        app_settings: {},
        region: 'EU',
        timestamp: NOW,
        version: '1.0.0',
      },
      true,
      false,
    ]);
  });

  it('keeps what was recorded, save the installation parameters', async () => {
    const recorded = {
      data: {},
      event: 'onConversationUpdate',
      region: 'IND',
      timestamp: 1,
      version: '2.0.0',
      currentHost: null,
      iparams: { token: 'recorded' },
      domain: 'old',
    };
    const platform = platformWith(
      { server: handling('console.log(JSON.stringify(payload));') },
      { iparams: { token: 't' } },
    );
    expect(JSON.parse((await platform.invoke('onConversationUpdate', recorded)).logs[0]!.text)).toEqual({
      ...recorded,
      iparams: { token: 't' },
      app_settings: {},
    });
  });

  it('has at most 256 KB', async () => {
    const platform = platformWith({ server: handling('') });
    await expect(platform.invoke('onConversationUpdate', { data: { text: 'x'.repeat(256 * 1024) } })).rejects.toThrow(
      'and the platform delivers at most 262144',
    );
  });
});

describe('who watches a platform', () => {
  it('hears of every log line, operation and invocation as it comes', async () => {
    const heard: string[] = [];
    const options = {
      onLog: ({ text }: { text: string }) => heard.push(text),
      onOperation: ({ name, refused }: { name: string; refused?: number }) =>
        heard.push(`${name} ${refused ?? 'done'}`),
      onInvocation: ({ outcome }: { outcome: string }) => heard.push(outcome),
    };
    await run(
      "console.log('begun'); await $db.set('k', { n: 1 }); await $db.get('none').catch(() => {}); console.log('through');",
      options,
    );
    expect(heard).toEqual(['begun', 'db.set done', 'db.get 404', 'through', 'completed']);
  });

  it('may rewrite each server file once, and lend it globals', async () => {
    const rewritten: string[] = [];
    const instrument = (code: string, path: string) => {
      rewritten.push(path.slice(path.indexOf('server/')));
      return `hits.count += 1; ${code}`;
    };
    const hits = { count: 0 };
    const files = { 'server/lib/a.js': 'exports.a = 1;\n' };
    const platform = platformWith(
      { server: `require('./lib/a');\n${handling('')}`, files },
      { instrument, sandboxGlobals: { hits } },
    );
    await platform.invoke('onConversationUpdate', { data: {} });
    await platform.invoke('onConversationUpdate', { data: {} });
    expect([rewritten, hits.count]).toEqual([['server/server.js', 'server/lib/a.js'], 4]);
  });
});
