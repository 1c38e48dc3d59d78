import { Webhook } from 'standardwebhooks';
import { createClock } from '../../../packages/fresh-platform/index';
import { dig } from '../../../packages/fresh-platform/lib/dig';
import { loadStories } from '../../../dev/stories/read';
import {
  bodyOf,
  changed,
  createApp,
  eventsIn,
  OTHER_SECRET,
  payloadWith,
  play,
  SECRET,
  sentBy,
  WEBHOOK,
  hearing,
  edited,
} from '../../support/app';
import { deliverySchema } from '../../support/schema';
import { signatureOf } from '../../support/signature';

const validate = deliverySchema();

describe('a delivery to the webhook', () => {
  it('is signed by the specification, with its query string kept', async () => {
    // The library holds a signature to the clock of now.
    const { platform, requests } = createApp({ iparams: WEBHOOK, clock: createClock() });
    await platform.invoke('onConversationCreate', payloadWith());
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', host: 'hooks.example.com', path: '/relay?tenant=7' });
    expect(request?.headers['Content-Type']).toBe('application/json');
    expect(request?.headers['webhook-signature']).toBe(signatureOf(request, SECRET));
    for (const { headers, body, at } of requests) {
      expect(headers['webhook-timestamp']).toBe(String(Math.floor(at / 1000)));
      expect(new Webhook(SECRET).verify(body, headers)).toEqual(JSON.parse(body));
    }
  });

  it('carries a signature of each of two secrets while one replaces the other', async () => {
    const { platform, requests } = createApp({ iparams: edited(WEBHOOK, 'webhook', {}, `${SECRET} ${OTHER_SECRET}`) });
    await platform.invoke('onConversationCreate', payloadWith());
    const [request] = requests;
    expect(request?.headers['webhook-signature']).toBe(
      `${signatureOf(request, SECRET)} ${signatureOf(request, OTHER_SECRET)}`,
    );
  });

  it.each(['Leave out', 'Include'])(
    'has the published shape in every story, with personal data: %s',
    async (choice) => {
      for (const story of loadStories()) {
        for (const { requests } of await play(story, { ...hearing(WEBHOOK), personal_data: choice })) {
          for (const request of requests) {
            validate(bodyOf(request));
            expect(validate.errors ?? []).toEqual([]);
          }
        }
      }
    },
  );

  it('has the published shape on installing too', async () => {
    const { platform, requests } = createApp();
    await platform.install(WEBHOOK);
    validate(bodyOf(requests[0]));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('tells the customer by id only, unless told to include personal data', async () => {
    const { platform, requests } = createApp({ iparams: WEBHOOK });
    await platform.invoke('onConversationCreate', payloadWith());
    expect(dig(eventsIn(requests[0])[0], 'conversation', 'user')).toEqual({ id: 'user-1' });
    expect(dig(eventsIn(requests[0])[0], 'metrics')).toEqual({ resolution_time_chrs: 7500 });
    platform.setIparams({ ...WEBHOOK, personal_data: 'Include' });
    await platform.invoke('onConversationCreate', payloadWith());
    const [event] = eventsIn(requests[1]);
    expect(dig(event, 'conversation', 'user')).toEqual({
      id: 'user-1',
      name: 'Priya Menon',
      email: 'priya@example.com',
      phone: '+12025550123',
    });
    expect(dig(event, 'first_message')).toBe('My invoice is wrong.');
  });

  it('keeps its id and its events when the platform repeats itself, and has others for the same change later', async () => {
    const { platform, requests } = createApp({ iparams: WEBHOOK });
    const update = changed({ status: ['new', 'resolved'], priority: [1, 2] });
    await platform.invoke('onConversationUpdate', update);
    await platform.invoke('onConversationUpdate', update);
    await platform.invoke('onConversationUpdate', { ...update, timestamp: Number(update['timestamp']) + 1 });
    const ids = sentBy('postToWebhook', requests).map((request) => eventsIn(request).map(({ id }) => id));
    expect(ids[1]).toEqual(ids[0]);
    expect(requests[1]?.headers['webhook-id']).toBe(requests[0]?.headers['webhook-id']);
    expect(new Set([...(ids[0] ?? []), ...(ids[2] ?? [])]).size).toBe(4);
    expect(requests[2]?.headers['webhook-id']).not.toBe(requests[0]?.headers['webhook-id']);
  });
});
