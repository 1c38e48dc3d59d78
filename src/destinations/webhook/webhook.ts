/** A webhook by the Standard Webhooks specification 1.0. */
import { REQUEST_BYTES } from '../batches';
import type { Channel } from '../channel';
import { escapedBytes, jsonText } from '../../lib/json';
import { send, type Outcome } from '../../platform/requests';
import type { Runtime } from '../../platform/runtime';
import type { WebhookSettings } from '../../settings/destinations';
import { webhookRemedy } from './answers';
import { eventsBody, signed, testBody } from './body';

export function createWebhook({ address, secrets }: WebhookSettings): Channel {
  const post = (body: string, about: readonly string[], runtime: Runtime): Promise<Outcome> => {
    const { id, timestamp, signature } = signed(body, about, secrets, runtime.now());
    return send('postToWebhook', { ...address, id, timestamp, signature }, body, runtime);
  };
  return {
    mostPayloads: 200,
    room: REQUEST_BYTES,
    bytesOf: (events) => escapedBytes(jsonText(events)),
    deliver: (payloads, runtime) => {
      const events = payloads.flat();
      return post(
        eventsBody(events),
        events.map(({ id }) => id),
        runtime,
      );
    },
    test: (runtime) =>
      post(testBody(runtime.now()), ['test', String(runtime.now()), String(runtime.random())], runtime),
    remedy: webhookRemedy,
  };
}
