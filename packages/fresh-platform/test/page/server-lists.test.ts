import { join } from 'node:path';
import type { PageState, Simulation } from '../../page/server/api';
import { removeApps } from '../support/apps';
import { closePages, get, logsOf, post, requestsOf, simulate, start } from './served';
import { SILENT_MANIFEST, tinyApp } from './tiny-app';

afterEach(closePages);
afterAll(removeApps);

describe('what the page of any app lists, remembers and takes from a project', () => {
  it('has the views that a project adds, its name, its payloads and what it says of an invocation', async () => {
    const folder = tinyApp({
      'view.js': 'export const createViews = () => [];',
      'lanes.css': 'p { color: red }',
      'icon.svg': '<svg/>',
    });
    const heard: string[] = [];
    const page = await start({
      plugins: [
        {
          name: 'lanes',
          paths: ['/lanes', '/requests'],
          script: join(folder, 'view.js'),
          styles: [join(folder, 'lanes.css')],
          brand: { title: 'Lanes', tagline: 'three of them', icon: join(folder, 'icon.svg') },
          payload: ({ name }) => (name === 'onTicketCreate' ? { data: { ticket: { subject: 'of lanes' } } } : null),
          state: ({ isInstalled }) => ({ isInstalled }),
          badges: () => [{ text: 'three lanes', tone: 'blue' }],
          remarks: (invocation) => [{ label: 'Lane', text: `of ${invocation}` }],
          sent: ({ request }) => heard.push(`sent ${request.template}`),
          answered: ({ answer }) => heard.push(`answered ${answer?.status ?? 'nothing'}`),
          heard: ({ event }) => heard.push(event),
          left: () => heard.push('left'),
          routes: (app) => app.get('/api/lanes/', () => ({ lanes: 3 })),
        },
      ],
    });
    expect(await get(page, '/api/state')).toMatchObject({
      plugins: { lanes: { isInstalled: true } },
      badges: [{ text: 'three lanes', tone: 'blue' }],
    });
    const steps = await get<Simulation[]>(page, '/api/steps');
    const { name, payload } = steps.find((step) => step.name === 'onTicketCreate')!;
    const { invocation, remarks } = await simulate(page, name, payload);
    expect(remarks).toEqual([{ label: 'Lane', text: `of ${invocation?.invocation}` }]);
    expect((await logsOf(page))[0]?.text).toBe('ticket of lanes invented.example.com');
    await post(page, '/api/uninstall');
    expect(heard).toEqual(['onAppInstall', 'sent send', 'answered 201', 'onTicketCreate', 'onAppUninstall', 'left']);
    expect(await (await fetch(`${page.address}/plugins/lanes.js`)).text()).toContain('createViews');
    expect(await get(page, '/api/lanes/')).toEqual({ lanes: 3 });
    const document = await (await fetch(`${page.address}/lanes`)).text();
    expect(document).toContain('<title>Lanes</title>');
    expect(document).toContain('<link rel="stylesheet" href="/plugins/lanes.css" />');
  });

  it('goes on where it was, with its lists and its receivers, where it has a file to remember them by', async () => {
    const appDir = tinyApp();
    const stateFile = join(appDir, 'state.json');
    const first = await start({ appDir, stateFile });
    await simulate(first, 'onTicketCreate', { data: { ticket: { subject: 'Help' } } });
    await post(first, '/api/receivers', { receiver: 'send', answering: 'gone' });
    await post(first, '/api/clock', { advance: 60_000 });
    const { now, receivers, store, schedules, isInstalled } = await get<PageState>(first, '/api/state');
    const lists = [await requestsOf(first), await logsOf(first)];
    await first.close();
    const second = await start({ appDir, stateFile });
    expect(await get(second, '/api/state')).toMatchObject({ now, receivers, store, schedules, isInstalled });
    expect([await requestsOf(second), await logsOf(second)]).toEqual(lists);
  });

  it('pages through long lists, and counts all of them', async () => {
    const page = await start();
    const subjects = Array.from({ length: 52 }, (...[, index]) => `Help ${index}`);
    for (const subject of subjects) {
      await page.session.simulate(
        { kind: 'event', module: 'support_ticket', name: 'onTicketCreate' },
        JSON.stringify({ data: { ticket: { subject } } }),
      );
      await page.session.advance(2_000);
    }
    const { items, ...counts } = await requestsOf(page, '?page=2');
    expect([items.map(({ id }) => id), counts]).toEqual([[2, 1], { total: 52, all: 52, page: 2, pages: 2 }]);
    expect((await requestsOf(page, '?page=99')).page).toBe(2);
    expect(await get(page, '/api/logs?q=help%2051')).toMatchObject({ total: 1, all: 52 });
  });

  it('shows no value of an encrypted setting, and no token, in what it lists', async () => {
    const server = `exports = { installed() { renderData(); }, ticket: async function ({ iparams }) {
      console.log('key', iparams.key);
      await $request.invokeTemplate('send', { context: {}, body: JSON.stringify({ key: iparams.key }) });
    } };`;
    const page = await start({ appDir: tinyApp({ 'server/server.js': server, 'manifest.json': SILENT_MANIFEST }) });
    await post(page, '/api/settings', { domain: 'acme.example.com', key: 'a-secret-key', __meta: { secure: ['key'] } });
    await simulate(page, 'onTicketCreate', {});
    const shown = JSON.stringify([await requestsOf(page), await logsOf(page), await get(page, '/api/invocations')]);
    expect(shown).toContain('key ••••••••');
    expect(shown).not.toContain('a-secret-key');
  });

  it('says so where its port is taken', async () => {
    const { address } = await start();
    await expect(start({ port: Number(new URL(address).port) })).rejects.toThrow('is taken');
  });
});
