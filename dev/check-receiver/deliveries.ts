/** What a receiver is checked with: what the app itself sends while stories are played, and what is made out of that. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { digList, isRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import { createClock, createPlatform, type OutgoingRequest } from '../../packages/fresh-platform/index';
import { KINDS } from '../../src/settings/kinds';
import { loadStories } from '../stories/read';

const ROOT = join(__dirname, '..', '..');
/** Names of every kind, missed SLAs, labels, reopenings, a suite account, and everything in one moment. */
const STORIES = [
  'names-of-many-scripts',
  'names-that-shout',
  'next-response-missed',
  'over-in-a-moment',
  'reopened-twice',
];

export interface Sent {
  headers: Record<string, string>;
  body: string;
}

export interface RealDeliveries {
  /** The test of an install. */
  test: Sent;
  /** One for each change of the stories. */
  changes: readonly Sent[];
}

/** Signed now, as the app signs. */
export async function realDeliveries(secret: string): Promise<RealDeliveries> {
  const requests: OutgoingRequest[] = [];
  const iparams = {
    destinations: [
      { id: 'checked', kind: 'webhook', name: 'Checked', url: 'https://receiver.example.com/checked', tell: KINDS },
    ],
    secrets: { checked: secret },
    personal_data: 'Include',
    unattended_minutes: 0,
  };
  const receiver = (request: OutgoingRequest): { status: number } => {
    requests.push(request);
    return { status: 204 };
  };
  for (const { account, steps } of loadStories(STORIES)) {
    const clock = createClock();
    const platform = createPlatform({
      appDir: ROOT,
      iparams,
      clock,
      freshchatUrl: account.url,
      region: account.region,
      receiver,
    });
    if (requests.length === 0) await platform.install(iparams);
    for (const { event, payload } of steps) await platform.invoke(event, payload);
  }
  const [test, ...changes] = requests.map(sentOf);
  if (test === undefined || changes.length === 0) throw new Error('The app sends nothing: run npm run build.');
  return { test, changes };
}

function sentOf({ headers, body }: OutgoingRequest): Sent {
  return { headers: inLowerCase(headers), body };
}

function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The events of a delivery. */
export function eventsOf({ body }: Sent): Json[] {
  return digList(JSON.parse(body), 'data', 'events').filter(isRecord);
}

/** A body of ours, signed for a moment in epoch ms, with an id of its own. */
export function signed(body: string, secret: string, at = Date.now()): Sent {
  const id = `msg_${randomBytes(12).toString('hex')}`;
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, new Date(at), body),
    },
    body,
  };
}

export function deliveryOf(events: readonly Json[], type = 'conversation.events'): string {
  return JSON.stringify({ type, timestamp: new Date().toISOString(), data: { events } });
}

/** The same event as if it were another one, of a conversation of its own. */
export function another(event: Json, changes: Json = {}): Json {
  const conversation = isRecord(event['conversation']) ? event['conversation'] : {};
  const id = `evt_${randomBytes(16).toString('hex')}`;
  return {
    ...event,
    id,
    occurred_at: new Date().toISOString(),
    ...changes,
    conversation: {
      ...conversation,
      id: `checked-${id.slice(4, 12)}`,
      ...(changes['conversation'] as object | undefined),
    },
  };
}
