/** The example receiver for tests: what is sent to it, over real HTTP. */
import type { FastifyInstance } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { createClock, createPlatform } from '../../packages/fresh-platform/index';
import { newSecret } from '../../dev/stories/signature';
import { loadStories } from '../../dev/stories/read';
import { APP_DIR } from '../support/app';
import type { Clock, OutgoingRequest, Receiver } from '../../packages/fresh-platform/types';

export const secret = newSecret();

export type Sent = Pick<OutgoingRequest, 'headers' | 'body'>;

export async function postTo(to: FastifyInstance, { headers, body }: Sent): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${await originOf(to)}/webhook`, { method: 'POST', headers, body });
  return { status: answer.status, body: await answer.text() };
}

/** Where it listens, on a free port. */
export async function originOf(app: FastifyInstance): Promise<string> {
  if (!app.server.listening) return app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}

/** The clock stands while a request is under way. */
export const forwarding =
  (clock: Clock, to: FastifyInstance, seen: (sent: OutgoingRequest, status: number) => void): Receiver =>
  async (sent) => {
    const release = clock.hold();
    try {
      const { status } = await postTo(to, sent);
      seen(sent, status);
      return { status };
    } finally {
      release();
    }
  };

export function signed(body: string, at = new Date(), key = secret): Sent {
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(key).sign('msg_1', at, body),
    },
    body,
  };
}

export function settingsWith(secrets: string): Record<string, unknown> {
  return {
    destinations: [{ id: 'shop', kind: 'webhook', name: 'Shop', url: 'https://hooks.example.com/webhook' }],
    secrets: { shop: secrets },
  };
}

/** Runs a story through the app and hands every delivery to a receiver; returns them with their answers. */
export async function deliveriesTo(
  to: FastifyInstance,
  name: string,
  secrets = secret,
): Promise<{ sent: OutgoingRequest; status: number }[]> {
  const [story] = loadStories([name]);
  const deliveries: { sent: OutgoingRequest; status: number }[] = [];
  const iparams = settingsWith(secrets);
  const clock = createClock(Date.now());
  const platform = createPlatform({
    appDir: APP_DIR,
    clock,
    iparams,
    receiver: forwarding(clock, to, (sent, status) => deliveries.push({ sent, status })),
  });
  for (const { event, payload } of story!.steps) await platform.invoke(event, payload);
  return deliveries;
}
