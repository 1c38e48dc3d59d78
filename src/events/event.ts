/**
 * The events of the contract: what happened in a conversation, and what the relay tells of itself. The webhook's body holds
 * them as they stand here; their shape is published as docs/events.schema.json.
 */
import type { Named } from '../conversation/payload';
import { TRANSITION_TYPES, type ECHO, type Change, type Sla } from '../conversation/transitions';

/** What is told of a conversation. */
export const CONVERSATION_EVENT_TYPES = [...TRANSITION_TYPES, 'conversation.unattended'] as const;
/** What the relay tells of itself and of a whole day. */
export const NOTICE_TYPES = ['relay.trouble', 'relay.recovered', 'relay.summary'] as const;
export const EVENT_TYPES = [...CONVERSATION_EVENT_TYPES, ...NOTICE_TYPES] as const;

export type ConversationEventType = (typeof CONVERSATION_EVENT_TYPES)[number];
export type NoticeType = (typeof NOTICE_TYPES)[number];
export type EventType = (typeof EVENT_TYPES)[number];

export interface EventUser {
  id: string | null;
  /** These three only where `personal_data` is `Include`. */
  name?: string | null;
  email?: string | null;
  phone?: string | null;
}

export interface Account {
  app_id: string | null;
  region: string | null;
  /** `https://host`. */
  url: string | null;
}

/** The conversation as it is after the change. Every time is ISO 8601 in UTC with milliseconds. */
export interface EventConversation {
  id: string;
  /** The short name people see: `#` and the first four letters or digits of the id, in lower case. */
  ref: string;
  status: string | null;
  url: string | null;
  channel: Named | null;
  group: Named | null;
  agent: Named | null;
  user: EventUser | null;
  /** By name, as far as the payload holds the names. */
  labels: { category: string | null; subcategory: string | null };
  priority: string | null;
  /** The platform's word for what the customer wrote through, such as `WEBCHAT`. */
  source: string | null;
  created_at: string | null;
  assigned_at: string | null;
  resolved_at: string | null;
  reopened_at: string | null;
}

export interface EventActor {
  type: string | null;
  id: string | null;
  name: string | null;
  /** What acted where the actor is the system, such as `auto_resolve`. */
  cause: string | null;
  /** Through what, such as `API`: a receiver that writes to the product knows its own writes by it. */
  source: string | null;
}

/** The names of an assignment's two sides stand where the payload holds them. */
export interface EventChange extends Change {
  from_name?: string;
  to_name?: string;
}

export interface ConversationEvent {
  /** The same each time the same change is told. */
  id: string;
  type: ConversationEventType;
  /** ISO 8601, UTC, with milliseconds. */
  occurred_at: string;
  /** Sorts events of one conversation that share a moment. */
  sequence: number;
  account: Account;
  conversation: EventConversation;
  actor: EventActor;
  /** Absent on `conversation.created` and `conversation.unattended`. */
  change?: EventChange;
  /** On `conversation.sla.breached` only: which one was missed, and the policy's name. */
  sla?: Sla | null;
  policy?: string | null;
  /** On `conversation.unattended` only: how long nobody has been assigned. */
  unattended_seconds?: number;
  /** On `conversation.created` only, and only where `personal_data` is `Include`: what the customer wrote first. */
  first_message?: string;
  /** The statistics the payload holds, in seconds. */
  metrics: Record<string, number>;
  /** A status that an assignment of the same update moved by itself. JSON leaves it out. */
  readonly [ECHO]?: true;
}

interface NoticeBase {
  id: string;
  occurred_at: string;
  sequence: number;
  /** Absent where nothing says which account it is, as in a scheduled event. */
  account?: Account;
}

/** A destination has taken nothing for a while although something waits for it, or takes it again. */
export interface DestinationNotice extends NoticeBase {
  type: 'relay.trouble' | 'relay.recovered';
  destination: { id: string; name: string; kind: string };
  /** Since when it has taken nothing. */
  since: string;
  /** How many payloads' events wait for it. */
  waiting: number;
  reason: string | null;
  /** How many payloads' events were given up, because they had waited for three days. Absent for none. */
  given_up?: number;
}

/** What happened in a day; the medians are null of a day without any. */
export interface DayFigures {
  created: number;
  resolved: number;
  reopened: number;
  sla_breaches: number;
  /** How often it was told that nobody had picked a conversation up. */
  unattended: number;
  first_response_seconds: number | null;
  resolution_seconds: number | null;
}

export interface SummaryNotice extends NoticeBase {
  type: 'relay.summary';
  /** `YYYY-MM-DD` in `time_zone`, an IANA name. */
  day: string;
  time_zone: string;
  total: DayFigures;
  day_before: DayFigures;
  /** Ten at most. */
  groups: readonly { id: string; name: string | null; total: DayFigures; day_before: DayFigures }[];
  /** How many changes could not be counted, because the store refused. Absent for none. */
  not_counted?: number;
}

export type RelayNotice = DestinationNotice | SummaryNotice;
export type RelayEvent = ConversationEvent | RelayNotice;

/** Whether an event is about a conversation. */
export function isAboutConversation(event: RelayEvent): event is ConversationEvent {
  return 'conversation' in event;
}

/** The id of the conversation that a payload's events are about; null for none or a notice. */
export function conversationIdIn([event]: readonly RelayEvent[]): string | null {
  return event !== undefined && isAboutConversation(event) ? event.conversation.id : null;
}
