/** An app that does a little of everything, for tests of the page. */
import { writeApp } from '../support/apps';

const handler = (name: string) => ({ handler: name });

/** Its folder. `more` are further files, by path. */
export function tinyApp(more: Record<string, string> = {}): string {
  return writeApp({
    server: `exports = {
      installed: async function () {
        const inAnHour = new Date(Date.now() + 3600000).toISOString();
        await $schedule.create({ name: 'look', data: { of: 'a schedule' }, schedule_at: inAnHour });
        renderData();
      },
      left: function (payload) { if (payload.iparams.stays) renderData({ message: 'Not yet.' }); else renderData(); },
      ticket: async function (payload) {
        console.log('ticket', payload.data.ticket.subject, payload.iparams.domain);
        await $db.set('last', { subject: payload.data.ticket.subject });
        await $request.invokeTemplate('send', { body: JSON.stringify({ hello: 'there' }) });
      },
      hook: function (payload) { console.log('hook', JSON.stringify(payload.data), payload.headers['Content-Type']); },
      later: function (payload) { console.log('later', payload.data.of); },
      ask: function (payload) { renderData(null, { heard: payload.word, domain: payload.iparams.domain }); },
      silent: function () { return 1; },
    };`,
    iparams: {
      domain: { display_name: 'Domain', type: 'domain', required: true },
      key: { display_name: 'Key', type: 'text', secure: true },
    },
    files: {
      'server/test_data/support_ticket/onTicketCreate.json': '{ "data": { "ticket": { "subject": "recorded" } } }',
      ...more,
    },
    manifest: {
      modules: {
        common: {
          requests: { send: {} },
          events: {
            onAppInstall: handler('installed'),
            onAppUninstall: handler('left'),
            onExternalEvent: handler('hook'),
            onScheduledEvent: handler('later'),
          },
          functions: { ask: {}, silent: {} },
        },
        support_ticket: { events: { onTicketCreate: handler('ticket'), onTicketUpdate: handler('ticket') } },
      },
    },
  });
}

/** Of an app that has two handlers. */
export const SILENT_MANIFEST = JSON.stringify({
  'platform-version': '3.0',
  modules: {
    common: { requests: { send: {} }, events: { onAppInstall: { handler: 'installed' } } },
    support_ticket: { events: { onTicketCreate: { handler: 'ticket' } } },
  },
  engines: { node: '24.11.0', fdk: '10.1.2' },
});
