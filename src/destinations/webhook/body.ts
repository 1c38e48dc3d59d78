/** A webhook delivery by the Standard Webhooks specification 1.0: the body, its id, and a signature per secret. */
import { Webhook } from 'standardwebhooks';
import type { RelayEvent } from '../../events/event';
import { messageId } from '../../events/ids';
import { jsonText } from '../../lib/json';

/** What the template's headers are filled with. `timestamp` is in seconds. */
export interface SignedDelivery {
  id: string;
  timestamp: string;
  /** One `v1,<Base64>` per secret, separated by spaces, so that a receiver may know either. */
  signature: string;
  body: string;
}

/** The events of one or more payloads as one body; its timestamp is that of the newest event. */
export function eventsBody(events: readonly RelayEvent[]): string {
  const timestamp = events.reduce((newest, { occurred_at }) => (occurred_at > newest ? occurred_at : newest), '');
  return jsonText({ type: 'conversation.events', timestamp, data: { events } });
}

/** The body of the message an install sends to prove that the receiver takes signed deliveries. */
export function testBody(now: number): string {
  return jsonText({
    type: 'conversation.relay.test',
    timestamp: new Date(now).toISOString(),
    data: { events: [] },
  });
}

/** Signs a body for the moment it is sent, `now` in epoch ms; `about` are the ids of what it tells. */
export function signed(
  body: string,
  about: readonly string[],
  secrets: readonly string[],
  now: number,
): SignedDelivery {
  const id = messageId(about);
  const time = new Date(now);
  return {
    id,
    timestamp: String(Math.floor(now / 1000)),
    signature: secrets.map((secret) => new Webhook(secret).sign(id, time, body)).join(' '),
    body,
  };
}
