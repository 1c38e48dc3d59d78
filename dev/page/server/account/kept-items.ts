/** What the app kept because it could not be delivered, and what became of it. */
import { conversationIdIn } from '../../../../src/events/event';
import { SLACK, TEAMS, type Place } from '../../../../src/messages/escaping';
import { keptId, type Kept } from '../../../../src/outbox/item';
import type { Destination, Told } from '../api/destinations';
import type { SentDelivery } from './deliveries';

/** How it ended: delivered later, and by which delivery, or given up. */
export type Ending = Pick<Told, 'state' | 'deliveredAt' | 'deliveredBy'>;

export interface KeptItem {
  key: string;
  to: string;
  /** Its events' ids. */
  ids: string[];
  conversation: string;
  /** When what it tells of happened, ISO 8601. */
  moment: string;
  /** The invocation that kept it. */
  keptBy: number;
  /** Null as long as it waits. */
  ending: Ending | null;
}

/** After an invocation: adds what the outbox holds that is new, and ends what it holds no longer. */
export function follow(
  items: KeptItem[],
  outbox: readonly Kept[],
  invocation: number,
  deliveries: readonly SentDelivery[],
): void {
  const waiting = new Map(outbox.map((kept) => [keptId(kept), kept]));
  for (const item of items.filter(({ ending, key }) => ending === null && !waiting.has(key)))
    item.ending = endingOf(item, invocation, deliveries);
  const known = new Set(items.filter(({ ending }) => ending === null).map(({ key }) => key));
  for (const [key, kept] of waiting) if (!known.has(key)) items.push(itemOf(key, kept, invocation));
}

function itemOf(key: string, { to, events }: Kept, keptBy: number): KeptItem {
  return {
    key,
    to,
    ids: events.map(({ id }) => id),
    conversation: conversationIdIn(events) ?? '',
    moment: events[0]?.occurred_at ?? '',
    keptBy,
    ending: null,
  };
}

function endingOf(item: KeptItem, invocation: number, deliveries: readonly SentDelivery[]): Ending {
  const by = deliveries.find(
    (delivery) => delivery.invocation === invocation && delivery.problem === null && holds(delivery, item),
  );
  return by === undefined ? { state: 'given up' } : { state: 'retried', deliveredAt: by.at, deliveredBy: by.id };
}

/** How each kind of channel writes a moment. */
const PLACES: Readonly<Record<Exclude<Destination, 'webhook'>, Place>> = { slack: SLACK, teams: TEAMS };

/** Whether a delivery brings an item. A webhook names its events; a channel is told the moment, with a link to the conversation. */
export function holds({ destination, to, ids, body }: SentDelivery, item: KeptItem): boolean {
  if (to !== item.to) return false;
  if (destination === 'webhook') return item.ids.some((id) => ids.includes(id));
  const place = PLACES[destination];
  return body.includes(item.conversation) && item.moment !== '' && body.includes(place.moment(item.moment));
}
