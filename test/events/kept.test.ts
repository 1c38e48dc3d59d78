/** What was kept while a receiver was down says what it would have said at once. */
import { changed, createApp, eventsIn, healthy, hearing, payloadWith, sentBy, WEBHOOK } from '../support/app';
import { eventsFrom } from '../support/events';

const TIMES = {
  created_time: '2026-11-02T14:44:05.312+05:30',
  assigned_time: '2026-11-02T09:17:48.001Z',
  resolved_time: '2026-11-02T09:27:48.002Z',
  reopened_time: '2026-11-02T09:28:48.003Z',
};
/** What the platform package says by itself, so that both sides know it. */
const WHERE = {
  region: 'US',
  currentHost: {
    subscribed_modules: ['chat_conversation'],
    endpoint_urls: { freshchat: 'https://acme.freshchat.com' },
  },
};
const PAYLOADS = [
  { event: 'onConversationCreate', payload: payloadWith({ conversation: TIMES }, WHERE) },
  {
    event: 'onConversationUpdate',
    payload: changed(
      { status: ['resolved', 'reopen'], priority: ['Low', 'High'], label_category_id: [null, 'l1'] },
      {
        actor: { type: 'agent', id: 'agent-1', first_name: 'ශ්‍රී', actor_source: 'API' },
        associations: { label_category: { id: 'l1', name: 'Retour “été” 🙂' } },
        conversation: { ...TIMES, sla_policy_name: 'Gold' },
      },
      WHERE,
    ),
  },
  { event: 'onConversationUpdate', payload: changed({ sla_breach: [false, true] }, { conversation: TIMES }, WHERE) },
] as const;

it.each(['Leave out', 'Include'])(
  'every fact of an event is the same after a wait (personal data: %s)',
  async (personal_data) => {
    const { platform, requests } = createApp({
      iparams: { ...hearing(WEBHOOK), personal_data },
      receiver: () => ({ status: 503 }),
    });
    for (const { event, payload } of PAYLOADS) await platform.invoke(event, payload);
    const before = requests.length;
    platform.setReceiver((request) => {
      requests.push(request);
      return healthy(request);
    });
    await platform.clock.advance(3_600_000);
    const late = sentBy('postToWebhook', requests.slice(before)).flatMap(eventsIn);
    const atOnce = PAYLOADS.flatMap(({ event, payload }) => eventsFrom(payload, event, personal_data === 'Include'));
    expect(late).toHaveLength(5);
    const byId = (events: readonly { id?: unknown }[]): unknown =>
      JSON.parse(JSON.stringify([...events].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1))));
    expect(byId(late)).toEqual(byId(atOnce));
    expect(late[0]?.['conversation']).toMatchObject({
      created_at: '2026-11-02T09:14:05.312Z',
      assigned_at: '2026-11-02T09:17:48.001Z',
      resolved_at: '2026-11-02T09:27:48.002Z',
      reopened_at: '2026-11-02T09:28:48.003Z',
    });
  },
);
