import { join } from 'node:path';
import { readAppPackage } from '../../app/app-package';
import { briefReport, reportOf, type Outcome } from '../../cli/report';
import { readCommand, readRunOptions, readSimulateOptions } from '../../cli/options';
import { simulate } from '../../simulation/play';
import { MODES, receiverIn } from '../../receivers/modes';
import { removeApps, writeApp } from '../support/apps';

afterAll(removeApps);

const handler = (name: string) => ({ handler: name });

const app = () =>
  readAppPackage(
    writeApp({
      server: `exports = {
        installed: function (payload) { console.log(payload.iparams.domain, payload.iparams.kind); renderData(); },
        ticket: async function (payload) { console.log(payload.data.ticket.subject, payload.app_settings.api_key); await $request.invokeTemplate('send', {}); },
        deal: function () { throw new Error('oh'); },
        hook: function (payload) { console.log(payload.data.a, payload.options, payload.headers['content-type']); },
        ask: function (payload) {
          console.log(payload.word, payload.iparams.oauth_iparams.org_domain);
          renderData(null, 1);
        },
        forget: function () { return 1; },
        sync: async function () { await $job.updateStatusMessage('done'); },
      };`,
      iparams: { domain: { type: 'domain' }, kind: { type: 'dropdown', options: ['one', 'two'] } },
      files: {
        'server/test_data/common/onExternalEvent.json':
          '{ "data": { "a": "recorded" }, "headers": { "content-type": "text/xml" }, "options": "o" }',
        'server/test_data/common/ask.json': '{ "word": "hello" }',
        'config/app_settings.json': '{ "api_key": {} }',
        'config/oauth_config.json':
          '{ "integrations": { "crm": { "oauth_iparams": { "org_domain": { "type": "text" } } } } }',
      },
      manifest: {
        modules: {
          common: {
            events: { onAppInstall: handler('installed'), onExternalEvent: handler('hook') },
            functions: { ask: {}, forget: {} },
            jobs: { sync: {} },
          },
          support_ticket: { events: { onTicketCreate: handler('ticket') } },
          deal: { events: { onDealCreate: handler('deal') } },
        },
      },
    }),
  );

describe('simulating an app', () => {
  it('plays every handler, function and job, with payloads recorded or invented, and says what came of each', async () => {
    const { plan, played } = await simulate(app(), receiverIn('well'));
    const text = reportOf({ app: app(), plan, played }, { width: 200, color: false, logs: 'full' });
    expect(text.split('\n').slice(1)).toEqual([
      expect.stringContaining('does not list template send'),
      '  The settings are invented.',
      '  ok  onAppInstall: completed',
      '        log      invented.example.com one',
      '  ok  onExternalEvent: completed',
      '        log      recorded o text/xml',
      '  ok  support_ticket.onTicketCreate (invented payload): completed',
      '        request  POST https://receiver.example.com/in: HTTP 200',
      '        log      An invented ticket invented-api-key',
      '  no  deal.onDealCreate (invented payload): threw',
      expect.stringMatching(/^ {8}problem {2}Error: oh \(server\/server\.js:\d+/),
      '  ok  ask: answered the page',
      '        log      hello invented.example.com',
      '  no  forget: completed',
      expect.stringContaining('forget never called renderData'),
      '  ok  sync: completed',
      '7 played, 2 with a problem.',
    ]);
  });

  it('tells of several apps in a line each, and says why one is refused', async () => {
    const outcomes: Outcome[] = [
      { app: app(), ...(await simulate(app(), receiverIn('well'))) },
      { dir: '/apps/other', refused: ['manifest.json is missing.'] },
    ];
    expect(briefReport(outcomes, { width: 200, color: false, logs: 'full' }).split('\n').slice(1)).toEqual([
      expect.stringContaining('warning  manifest.json does not list template send'),
      expect.stringContaining('onDealCreate: Error: oh'),
      expect.stringContaining('forget: forget never called renderData'),
      '  no  /apps/other: refused',
      '        manifest.json is missing.',
      '2 apps, 1 refused; 7 handlers, functions and jobs played, 2 with a problem.',
    ]);
  });

  it.each(MODES)('can have receivers that are %s', async (mode) => {
    const { played } = await simulate(app(), receiverIn(mode));
    const ticket = played.find(({ step }) => step.name === 'onTicketCreate');
    expect(ticket?.requests).toHaveLength(1);
    const fails = ['failing', 'down', 'slow', 'flaky', 'rate-limited', 'gone', 'odd-type'].includes(mode);
    expect(ticket?.result?.outcome).toBe(fails ? 'threw' : 'completed');
  });
});

describe('the command line', () => {
  it('suggests the nearest name for one that is none', () => {
    expect(readCommand(['simulate', 'a'])).toEqual({ command: 'simulate', rest: ['a'] });
    expect(readCommand([]).command).toBe('help');
    expect(() => readCommand(['simulat'])).toThrow('did you mean simulate?');
    expect(() => readSimulateOptions(['--mode', 'slwo'])).toThrow('did you mean slow?');
    expect(readSimulateOptions(['a', 'b']).apps).toEqual(['a', 'b']);
    expect(() => readRunOptions(['a', 'b'])).toThrow('The page shows one app');
    expect(readSimulateOptions([join('a', 'b'), '--fdk6'])).toMatchObject({
      apps: [join('a', 'b')],
      variant: 'fdk6',
      mode: 'well',
    });
    expect(readRunOptions(['a', '--port', '0', '--open'])).toMatchObject({ app: 'a', port: 0, open: true });
    expect(() => readRunOptions(['--port', 'x'])).toThrow('--port must be a number from 0 to 65535, not x.');
    expect(() => readRunOptions(['--save', 'x'])).toThrow("Unknown option '--save'");
  });
});
