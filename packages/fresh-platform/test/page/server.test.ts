import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Page as ListPage,
  PageState,
  SettingsView,
  Simulated,
  Simulation,
  WholeInvocation,
} from '../../page/server/api';
import { NOW, removeApps } from '../support/apps';
import { closePages, get, logsOf, post, requestsOf, simulate, start } from './served';
import { SILENT_MANIFEST, tinyApp } from './tiny-app';

afterEach(closePages);
afterAll(removeApps);

describe('the page of any app', () => {
  it('begins with the app installed, and offers everything of it with payloads recorded or marked as invented', async () => {
    const page = await start();
    const state = await get<PageState>(page, '/api/state');
    expect(state).toMatchObject({
      isInstalled: true,
      fault: '',
      app: { modules: ['support_ticket'], settings: 'form' },
    });
    expect(state.schedules).toMatchObject([{ name: 'look', everyMs: null, data: { of: 'a schedule' } }]);
    const steps = await get<Simulation[]>(page, '/api/steps');
    expect(steps.map(({ kind, name, isInvented }) => `${kind} ${name}${isInvented ? ' invented' : ''}`)).toEqual([
      'set-up onAppInstall invented',
      'external onExternalEvent invented',
      'event onScheduledEvent invented',
      'event onTicketCreate',
      'event onTicketUpdate invented',
      'function ask invented',
      'function silent invented',
      'set-up onAppUninstall invented',
    ]);
  });

  it('simulates an event, and shows the request with its answer, the store, the quotas and the log', async () => {
    const page = await start();
    const { invocation, problem } = await simulate(page, 'onTicketCreate', { data: { ticket: { subject: 'Help' } } });
    expect([problem, invocation?.outcome, invocation?.operations]).toEqual([
      '',
      'completed',
      { 'db.set': 1, request: 1 },
    ]);
    const state = await get<PageState>(page, '/api/state');
    expect((await requestsOf(page)).items).toMatchObject([
      {
        invocation: invocation?.invocation,
        request: { host: 'receiver.example.com' },
        answer: { status: 201 },
        fault: '',
      },
    ]);
    expect(state.store).toMatchObject([{ key: 'last' }]);
    expect(await get(page, '/api/entry?key=last')).toEqual({ key: 'last', value: { subject: 'Help' } });
    expect(await get(page, '/api/entry?key=first')).toEqual({ error: 'There is no such key in the store any more.' });
    expect(state.quotas.map(({ used }) => used)).toEqual([1, 1]);
    expect(await logsOf(page)).toMatchObject([{ text: 'ticket Help invented.example.com', event: 'onTicketCreate' }]);
    expect(await get(page, '/api/requests.har')).toMatchObject({
      log: { entries: [{ request: { url: 'https://receiver.example.com/in' }, response: { status: 201 } }] },
    });
  });

  it('says what a function answers, and why one never does', async () => {
    const page = await start();
    const asked = await simulate(page, 'ask', { word: 'hi' }, 'function', 'common');
    expect(asked.invocation?.answer).toEqual({ response: { heard: 'hi', domain: 'invented.example.com' } });
    expect((await simulate(page, 'silent', {}, 'function', 'common')).problem).toContain('never called renderData');
    expect(await post(page, '/api/function', { name: 'ask', data: { word: 'ho' } })).toMatchObject({
      response: { heard: 'ho' },
    });
  });

  it('lets time pass, in which schedules fire', async () => {
    const page = await start();
    await post(page, '/api/clock', { advance: 60 * 60_000 });
    const { schedules, now } = await get<PageState>(page, '/api/state');
    expect([schedules, (await logsOf(page))[0]?.text, now]).toEqual([[], 'later a schedule', NOW + 60 * 60_000]);
    expect(await post(page, '/api/clock', { advance: -1 })).toEqual({
      error: 'The clock moves forward only, by at most 31 days at once.',
    });
  });

  it('puts receivers in a mode, one or all', async () => {
    const page = await start();
    await post(page, '/api/receivers', { receiver: 'send', answering: 'down' });
    const { problem } = await simulate(page, 'onTicketCreate', { data: { ticket: { subject: 'Help' } } });
    expect(problem).toContain('"status":502');
    const { receivers } = await get<PageState>(page, '/api/state');
    expect(receivers).toEqual([{ name: 'send', title: 'send', hint: 'receiver.example.com', answering: 'down' }]);
    expect((await requestsOf(page)).items).toMatchObject([{ answer: null, fault: 'connect ECONNREFUSED' }]);
    expect(await post(page, '/api/receivers', { receiver: 'send', answering: 'odd' })).toHaveProperty('error');
    expect(await post(page, '/api/receivers', { receiver: 'other', answering: 'well' })).toEqual({
      error: 'There is no receiver “other”: there are send and all.',
    });
    await post(page, '/api/receivers', { receiver: 'all', answering: 'just-in-time' });
    const { invocation } = await simulate(page, 'onTicketCreate', { data: { ticket: { subject: 'Help' } } });
    expect((invocation?.endedAt ?? 0) - (invocation?.startedAt ?? 0)).toBe(14_000);
    expect((await requestsOf(page, '?q=HTTP%20201')).items).toMatchObject([{ answer: { body: '{"made":true}' } }]);
  });

  it('hands what is posted to the app’s hook to onExternalEvent, with its type', async () => {
    const page = await start();
    const hook = (await get<PageState>(page, '/api/state')).hook;
    const send = async (type: string, body: string) =>
      (await fetch(hook, { method: 'POST', headers: { 'content-type': type }, body })).status;
    expect(await send('application/json', '{"a":1}')).toBe(200);
    expect(await send('application/x-www-form-urlencoded', 'a=1&b=c+d')).toBe(200);
    expect(await send('text/xml', '<a/>')).toBe(200);
    expect([await send('text/plain', 'a'), await send('application/json', '{')]).toEqual([400, 400]);
    expect((await logsOf(page)).map(({ text }) => text)).toEqual([
      'hook "<a/>" text/xml',
      'hook {"a":"1","b":"c d"} application/x-www-form-urlencoded',
      'hook {"a":1} application/json',
    ]);
  });

  it('keeps settings, refuses what the app refuses, and sends nothing to an app that is not installed', async () => {
    const page = await start();
    expect(await get<SettingsView>(page, '/api/settings?secure=mask')).toMatchObject({
      isInstalled: true,
      configs: { domain: 'invented.example.com', key: '*'.repeat(24) },
    });
    await post(page, '/api/settings', { domain: 'acme.example.com', stays: true });
    expect((await post<Simulated>(page, '/api/uninstall')).invocation?.rendered).toEqual({ message: 'Not yet.' });
    await post(page, '/api/settings', { domain: 'acme.example.com' });
    await post(page, '/api/uninstall');
    expect(await get(page, '/api/state')).toMatchObject({ isInstalled: false, schedules: [], store: [] });
    expect((await simulate(page, 'onTicketCreate', {})).error).toContain('The app is not installed');
    expect((await post<Simulated>(page, '/api/install', { domain: 'a.example.com' })).problem).toBe('');
  });

  it('installs an app that never says yes, where somebody asks for it', async () => {
    const server = "exports = { installed() {}, ticket: async function () { await $db.set('k', { n: 1 }); } };";
    const page = await start({ appDir: tinyApp({ 'server/server.js': server, 'manifest.json': SILENT_MANIFEST }) });
    const { isInstalled } = await get<PageState>(page, '/api/state');
    const { items } = await get<ListPage<WholeInvocation>>(page, '/api/invocations');
    expect([isInstalled, items[0]?.error]).toEqual([false, expect.stringContaining('never called it')]);
    expect((await simulate(page, 'onTicketCreate', {})).error).toContain('The app is not installed');
    await post(page, '/api/install-anyway', { domain: 'a.example.com' });
    expect((await simulate(page, 'onTicketCreate', {})).problem).toBe('');
    expect((await get<PageState>(page, '/api/state')).store).toMatchObject([{ key: 'k' }]);
  });

  it('runs what is on the disk: an edit counts, and a fault in it is told until it is mended', async () => {
    const page = await start();
    const { appDir } = page.session.account.options;
    const manifest = JSON.stringify({ 'platform-version': '3.0', modules: {} });
    writeFileSync(join(appDir, 'manifest.json'), manifest);
    expect((await simulate(page, 'onTicketCreate', {})).error).toContain('would be rejected');
    expect((await get<PageState>(page, '/api/state')).fault).toContain('would be rejected');
  });

  it('says where a payload is no JSON, and what is not there to simulate', async () => {
    const page = await start();
    const told = await post(page, '/api/simulate', {
      kind: 'event',
      module: 'support_ticket',
      name: 'onTicketCreate',
      text: '{',
    });
    expect(told).toEqual({
      error: expect.stringContaining('no JSON at line 1, column 2') as string,
      line: 1,
      column: 2,
    });
    expect((await simulate(page, 'onDealCreate', {})).error).toBe(
      'The app has no onDealCreate to simulate under support_ticket.',
    );
  });
});
