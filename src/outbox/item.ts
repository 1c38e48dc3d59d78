/**
 * What the outbox keeps: one payload's events for one destination, written small. The events of one payload differ in
 * id, type and change only, so the rest is written once, as values without names.
 */
import { withoutPersonalData } from '../events/build';
import type { ConversationEvent, EventConversation, EventUser, RelayEvent, RelayNotice } from '../events/event';
import { isList, objectOf } from '../lib/json';
import type { Named } from '../conversation/payload';

export interface Kept {
  /** A destination's id. */
  to: string;
  /** Epoch ms at which it was first kept; three days later it is given up. */
  at: number;
  /** Epoch ms before which the receiver asked not to be tried again. */
  notBefore: number | null;
  /** How often a receiver refused it on its own: it stands behind those refused less often. */
  refusals: number;
  /** Never empty. */
  events: readonly RelayEvent[];
}

/** Names an item wherever it is kept, in letters and digits: the id of its first event, and how many there are, for its destination. */
export function keptId({ to, events }: Kept): string {
  const many = events.length === 1 ? '' : `x${events.length}`;
  return (
    to +
    events
      .slice(0, 1)
      .map(({ id }) => id.replace(/[^A-Za-z0-9]/g, 'x'))
      .join('') +
    many
  );
}

type Pair = readonly [id: string | null, name: string | null] | null;
type Shared = readonly unknown[];
/** What only some events have stands in `more`, by name; of a notice, all of it does. */
type More = Partial<Pick<ConversationEvent, 'sla' | 'policy' | 'unattended_seconds' | 'first_message'>>;
type Own =
  | readonly [
      id: string,
      type: ConversationEvent['type'],
      change: NonNullable<ConversationEvent['change']> | null,
      sequence: number,
      more?: More,
    ]
  | readonly [notice: RelayNotice];
type Packed = readonly [
  version: 1,
  to: string,
  at: number,
  notBefore: number | null,
  shared: Shared,
  own: readonly Own[],
  refusals?: number,
];

/** As JSON text: the store would turn empty strings inside an object into null. The events must be alike. */
export function pack({ to, at, notBefore, refusals, events }: Kept): string {
  const packed = [1, to, at, notBefore, events.slice(0, 1).flatMap(sharedOf), events.map(ownOf)] as const;
  return JSON.stringify((refusals === 0 ? packed : [...packed, refusals]) satisfies Packed);
}

/** As it may be told now: personal data may have been taken out of the settings since it was kept. */
export function allowed(kept: Kept, personalData: boolean): Kept {
  return personalData ? kept : { ...kept, events: kept.events.map(withoutPersonalData) };
}

/** Whether the events differ in what each has of its own only; of one payload, all do that were trimmed alike. */
export function isAlike(events: readonly RelayEvent[]): boolean {
  return new Set(events.map((event) => JSON.stringify(sharedOf(event)))).size < 2;
}

/** Null for anything that `pack` did not write. */
export function unpack(text: unknown): Kept | null {
  const packed = typeof text === 'string' ? parsedItem(text) : null;
  if (packed === null) return null;
  const [, to, at, notBefore, shared, own, refusals = 0] = packed;
  return { to, at, notBefore, refusals, events: own.map((each) => eventOf(shared, each)) };
}

function parsedItem(text: string): Packed | null {
  try {
    const value: unknown = JSON.parse(text);
    return isList(value) && value[0] === 1 && isList(value[4]) && isList(value[5])
      ? (value as unknown as Packed)
      : null;
  } catch {
    return null;
  }
}

function pair(thing: Named | null): Pair {
  return thing === null ? null : [thing.id, thing.name];
}

function unpairedName(value: unknown): Named | null {
  const [id, name] = (value ?? [null, null]) as NonNullable<Pair>;
  return value === null ? null : { id, name };
}

function sharedOf(event: RelayEvent): Shared {
  if (!('conversation' in event)) return [];
  const { occurred_at, account, conversation: c, actor, metrics } = event;
  return [
    occurred_at,
    account.app_id,
    account.region,
    account.url,
    c.id,
    c.status,
    c.url,
    pair(c.channel),
    pair(c.group),
    pair(c.agent),
    c.user,
    c.source,
    c.created_at,
    c.assigned_at,
    c.resolved_at,
    c.reopened_at,
    actor.type,
    actor.id,
    actor.name,
    actor.cause,
    metrics,
    c.ref,
    c.labels.category,
    c.labels.subcategory,
    c.priority,
    actor.source,
  ];
}

function ownOf(event: RelayEvent): Own {
  if (!('conversation' in event)) return [event];
  const { id, type, change = null, sequence, sla, policy, unattended_seconds, first_message } = event;
  const extras = Object.entries({ sla, policy, unattended_seconds, first_message });
  const more: More = Object.fromEntries(extras.filter(([, value]) => value !== undefined));
  return Object.keys(more).length === 0 ? [id, type, change, sequence] : [id, type, change, sequence, more];
}

/** The inverse of `sharedOf` and `ownOf`, with the keys in the order in which they were told first. */
function eventOf(shared: Shared, own: Own): RelayEvent {
  if (own.length === 1) return own[0];
  const [id, type, change, sequence, more = {}] = own;
  const { first_message, ...beside } = more;
  const text = (index: number): string | null => (shared[index] ?? null) as string | null;
  return {
    id,
    type,
    occurred_at: String(shared[0]),
    sequence,
    account: { app_id: text(1), region: text(2), url: text(3) },
    conversation: conversationFrom(shared, text),
    actor: { type: text(16), id: text(17), name: text(18), cause: text(19), source: text(25) },
    ...(change === null ? {} : { change }),
    ...beside,
    metrics: objectOf(shared[20]) as Record<string, number>,
    ...(first_message === undefined ? {} : { first_message }),
  };
}

function conversationFrom(shared: Shared, text: (index: number) => string | null): EventConversation {
  return {
    id: String(shared[4]),
    ref: String(shared[21]),
    status: text(5),
    url: text(6),
    channel: unpairedName(shared[7]),
    group: unpairedName(shared[8]),
    agent: unpairedName(shared[9]),
    user: shared[10] as EventUser | null,
    labels: { category: text(22), subcategory: text(23) },
    priority: text(24),
    source: text(11),
    created_at: text(12),
    assigned_at: text(13),
    resolved_at: text(14),
    reopened_at: text(15),
  };
}
