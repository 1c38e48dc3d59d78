import { createPlatform } from '../../index';
import { platformWith, removeApps, writeApp } from '../support/apps';

afterAll(removeApps);

const handler = (name: string) => ({ handler: name });

/** An app for two products: the same event in two modules, each with a handler of its own. */
function twoProducts() {
  const server = `exports = {
    onDeskTicket: function (payload) { console.log('desk', JSON.stringify(payload.currentHost)); },
    onServiceTicket: function () { console.log('service'); },
    onExternal: async function (payload) { console.log(JSON.stringify([payload.data, payload.headers, payload.options])); await generateTargetUrl().catch((e) => console.log(e.message)); },
    onDeal: async function () { console.log(await generateTargetUrl()); },
    afterUpdate: async function () { await $db.set('k', { n: 1 }); renderData(); },
    sync: async function (args) { await $job.updateStatusMessage('half ' + args.n); console.log(typeof args.iparams); },
  };`;
  const manifest = {
    modules: {
      common: {
        events: { onExternalEvent: handler('onExternal'), afterAppUpdate: handler('afterUpdate') },
        jobs: { sync: {} },
      },
      support_ticket: { events: { onTicketCreate: handler('onDeskTicket') } },
      service_ticket: { events: { onTicketCreate: handler('onServiceTicket') } },
      deal: { events: { onDealCreate: handler('onDeal') } },
    },
  };
  return platformWith({ server, manifest });
}

describe('an app of several products', () => {
  it('has a handler for the same event in each module (a vendor’s app)', async () => {
    const platform = twoProducts();
    const told = async (module?: string) => (await platform.invoke('onTicketCreate', {}, module)).logs[0]?.text;
    expect([
      await told('service_ticket'),
      (await told('support_ticket'))?.slice(0, 4),
      (await told())?.slice(0, 4),
    ]).toEqual(['service', 'desk', 'desk']);
    await expect(platform.invoke('onTicketCreate', {}, 'deal')).rejects.toThrow(
      'no handler for onTicketCreate under modules.deal',
    );
  });

  it('finds the accounts of all its products in currentHost (documented)', async () => {
    const { logs } = await twoProducts().invoke('onTicketCreate', {});
    expect(JSON.parse(logs[0]!.text.slice(5))).toEqual({
      subscribed_modules: ['support_ticket', 'service_ticket', 'deal'],
      endpoint_urls: {
        freshdesk: 'https://acme.freshdesk.com',
        freshservice: 'https://acme.freshservice.com',
        freshsales: 'https://acme.freshsales.io',
        freshworks_crm: 'https://acme.myfreshworks.com',
      },
    });
  });

  it('receives external events with their headers and options, 250 a minute of 100 KB (documented)', async () => {
    const platform = twoProducts();
    const { logs } = await platform.receive({ a: 1 }, { headers: { 'Content-Type': 'text/xml' }, options: 'o' });
    expect(logs.map(({ text }) => text)).toEqual([
      '[{"a":1},{"Content-Type":"text/xml"},"o"]',
      'generateTargetUrl works in onAppInstall and product events, not in onExternalEvent.',
    ]);
    await expect(platform.receive('x'.repeat(100 * 1024))).rejects.toThrow('takes at most 102400');
    for (let n = 1; n < 250; n += 1) await platform.receive({});
    await expect(platform.receive({})).rejects.toThrow('250 external events a minute');
    expect((await platform.invoke('onDealCreate', {})).logs[0]?.text).toMatch(/^https:/);
  });

  it('is told of an update by afterAppUpdate, when the store is there (documented)', async () => {
    const platform = twoProducts();
    expect(await platform.update()).toMatchObject({ outcome: 'completed', rendered: null });
    expect(platform.entries()).toHaveLength(1);
  });

  it('runs jobs for two minutes, with progress by $job (documented)', async () => {
    const { outcome, messages, logs } = await twoProducts().job('sync', { n: 1 });
    expect([outcome, messages, logs[0]?.text]).toEqual(['completed', ['half 1'], 'object']);
    await expect(twoProducts().job('none')).rejects.toThrow('manifest.json lists no job none.');
  });
});

it('templates are filled in with access tokens and app settings; there are stand-ins for tokens (documented)', async () => {
  const sent: Record<string, string>[] = [];
  const appDir = writeApp({
    server:
      "exports = { onConversationUpdate: async function () { await $request.invokeTemplate('send', {}); }, onScheduledEvent() {} };",
    schema: {
      path: undefined,
      host: '<%= app_settings.subdomain %>.example.com',
      headers: { Authorization: 'Bearer <%= access_token %>', 'X-Key': '<%= encode(app_settings.key) %>' },
    },
    options: { oauth: 'crm' },
  });
  const run = async (accessTokens?: Record<string, string>) => {
    const platform = createPlatform({
      appDir,
      appSettings: { subdomain: 'acme', key: 'k' },
      ...(accessTokens && { accessTokens }),
      receiver: ({ headers, host, path }) => {
        sent.push({ ...headers, host, path });
        return { status: 200 };
      },
    });
    expect((await platform.invoke('onConversationUpdate', {})).outcome).toBe('completed');
  };
  await run();
  await run({ crm: 'a-token' });
  expect(sent).toEqual([
    {
      Authorization: 'Bearer stand-in-for-the-access-token-of-crm',
      'X-Key': 'aw==',
      host: 'acme.example.com',
      path: '/',
    },
    { Authorization: 'Bearer a-token', 'X-Key': 'aw==', host: 'acme.example.com', path: '/' },
  ]);
});
