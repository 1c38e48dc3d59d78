import { join } from 'node:path';
import { readAppPackage } from '../../app/app-package';
import { reportOf } from '../../cli/report';
import { readCommand, readSimulateOptions } from '../../cli/options';
import { simulate } from '../../cli/simulate';
import { MODES, receiverBy, receiverIn } from '../../receivers/modes';
import type { OutgoingRequest } from '../../types';
import { removeApps, writeApp } from '../support/apps';

afterAll(removeApps);

const handler = (name: string) => ({ handler: name });

const app = () =>
  readAppPackage(
    writeApp({
      server: `exports = {
        installed: function (payload) { console.log(payload.iparams.domain, payload.iparams.kind); renderData(); },
        ticket: async function (payload) { console.log(payload.data.ticket.subject); await $request.invokeTemplate('send', {}); },
        deal: function () { throw new Error('oh'); },
        hook: function (payload) { console.log(payload.data.a); },
        ask: function () { renderData(null, 1); },
        forget: function () { return 1; },
        sync: async function () { await $job.updateStatusMessage('done'); },
      };`,
      iparams: { domain: { type: 'domain' }, kind: { type: 'dropdown', options: ['one', 'two'] } },
      files: {
        'server/test_data/common/onExternalEvent.json': '{ "data": { "a": "recorded" }, "headers": {} }',
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

const request = (host: string) => ({ host, path: '/in', method: 'POST', template: 'send' }) as OutgoingRequest;

describe('simulating an app', () => {
  it('plays every handler, function and job, with payloads recorded or invented, and says what came of each', async () => {
    const { plan, played } = await simulate(app(), receiverIn('well'));
    const text = reportOf(app(), plan, played, { width: 200, color: false, logs: 'full' });
    expect(text.split('\n').slice(1)).toEqual([
      expect.stringContaining('does not list template send'),
      '  The settings are invented.',
      '  ok  onAppInstall: completed',
      '        log      invented.example.com one',
      '  ok  onExternalEvent: completed',
      '        log      recorded',
      '  ok  support_ticket.onTicketCreate (invented payload): completed',
      '        request  POST https://receiver.example.com/in',
      '        log      An invented ticket',
      '  no  deal.onDealCreate (invented payload): threw',
      expect.stringMatching(/^ {8}problem {2}Error: oh \(server\/server\.js:\d+/),
      '  ok  ask: answered the page',
      '  no  forget: completed',
      expect.stringContaining('forget never called renderData'),
      '  ok  sync: completed',
      '7 played, 2 with a problem.',
    ]);
  });

  it.each(MODES)('can have receivers that are %s', async (mode) => {
    const { played } = await simulate(app(), receiverIn(mode));
    const ticket = played.find(({ step }) => step.name === 'onTicketCreate');
    expect(ticket?.requests).toHaveLength(1);
    const fails = ['down', 'slow', 'flaky', 'rate-limited', 'odd-type'].includes(mode);
    expect(ticket?.result?.outcome).toBe(fails ? 'threw' : 'completed');
  });
});

it('receivers answer by the first rule that matches', async () => {
  const receiver = receiverBy([
    { host: '*.example.com', path: '/out', answer: { status: 204 } },
    { host: 'a.example.com', method: 'POST', mode: 'redirecting' },
    { template: 'send', answer: { status: 418 } },
  ]);
  expect((await receiver(request('a.example.com'))).status).toBe(302);
  expect((await receiver(request('b.example.com'))).status).toBe(418);
  expect((await receiver({ ...request('b.example.com'), path: '/out/1' })).status).toBe(204);
  expect((await receiver({ ...request('c.example.org'), template: 'other' })).status).toBe(200);
});

describe('the command line', () => {
  it('suggests the nearest name for one that is none', () => {
    expect(readCommand(['simulate', 'a'])).toEqual({ command: 'simulate', rest: ['a'] });
    expect(readCommand([]).command).toBe('help');
    expect(() => readCommand(['simulat'])).toThrow('did you mean simulate?');
    expect(() => readSimulateOptions(['--mode', 'slwo'])).toThrow('did you mean slow?');
    expect(() => readSimulateOptions(['a', 'b'])).toThrow('one app at a time');
    expect(readSimulateOptions([join('a', 'b'), '--fdk6'])).toMatchObject({
      app: join('a', 'b'),
      variant: 'fdk6',
      mode: 'well',
    });
  });
});
