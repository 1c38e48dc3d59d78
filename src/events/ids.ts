/**
 * Ids that are the same each time the same change is told. The sandbox has no hash, so the signature of the webhook
 * library serves as one: HMAC-SHA256 under a fixed key.
 */
import { Webhook } from 'standardwebhooks';
import { bounded, idOf, textOf } from '../lib/json';
import { momentOf, type Payload } from '../conversation/payload';
import type { Change } from '../conversation/transitions';

/** No secret: it only makes the digest this app's own. */
const KEY = 'whsec_Y29udmVyc2F0aW9uLXJlbGF5IGlkZW50aXR5';
const CHARACTERS = 32;

export function digest(text: string): string {
  const signature = new Webhook(KEY).sign('', new Date(0), text);
  return signature
    .slice('v1,'.length)
    .replace(/[+/]/g, (char) => (char === '+' ? '-' : '_'))
    .slice(0, CHARACTERS);
}

/**
 * `evt_` and 32 characters. Made of the account, the conversation, what changed from what to what, and when: the
 * platform repeating an event repeats its timestamp, the same change made again has another one.
 */
export function eventId(payload: Payload, { type, change }: { type: string; change?: Change }): string {
  const { id, conversation } = payload;
  const when = momentOf(payload) ?? timesOf(payload);
  return idFrom([idOf(conversation['app_id']), id, when, type, change?.field, change?.from, change?.to]);
}

/** The same id for the same parts, which must hold all that makes an event this one and no other. */
export function idFrom(parts: readonly unknown[]): string {
  return `evt_${digest(JSON.stringify(parts.map(bounded)))}`;
}

/** What tells two changes apart where a payload does not say when it happened. */
function timesOf({ raw, conversation }: Payload): unknown[] {
  const names = [
    'created_time',
    'updated_time',
    'assigned_time',
    'group_assigned_time',
    'resolved_time',
    'reopened_time',
  ];
  return [...names.map((name) => textOf(conversation[name])), conversation['statistics'], raw['timestamp']];
}

/** `msg_` and 32 characters: the same for the same events, so that a delivery tried again keeps its `webhook-id`. A lone event's id says it all. */
export function messageId(eventIds: readonly string[]): string {
  const ids = eventIds.join(' ');
  return `msg_${eventIds.length === 1 ? ids.slice('evt_'.length) : digest(ids)}`;
}
