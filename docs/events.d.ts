/** Written by `npm run build` from docs/events.schema.json. */

/** ISO 8601 in UTC with milliseconds: times compare as text. */
export type Time = string;

export type TimeOrNull = Time | null;

export type Text = string | null;

export type Named = {
  id: Text;
  name: Text;
} | null;

/** The customer. name, email and phone are there only where the installation includes personal data. */
export type User = {
  /** The product's id. */
  id: Text;
  /** First and last name. */
  name?: Text;
  /** Their address. */
  email?: Text;
  /** Their number. */
  phone?: Text;
} | null;

/** The account of the product. */
export interface Account {
  /** The product's id of the account. */
  app_id: Text;
  /** Where the account's data is: US, EU, EUC, AUS, IND or MEC. */
  region: Text;
  /** https:// and the account's host. */
  url: Text;
}

/** The conversation as it is after the change. */
export interface Conversation {
  /** The product's id. */
  id: string;
  /** The short name people see: # and the first four letters or digits of the id. */
  ref: string;
  /** new, assigned, resolved, reopened, waiting on customer, waiting on internal team; others may come. */
  status: Text;
  /** Opens the conversation in the product. */
  url: Text;
  /** The topic. */
  channel: Named;
  /** The group it is in; null for none. */
  group: Named;
  /** The agent or bot that holds it; null for nobody. */
  agent: Named;
  user: User;
  /** By name, as far as the product told the names. */
  labels: {
    category: Text;
    subcategory: Text;
  };
  /** As the account calls it, such as Low or Urgent. */
  priority: Text;
  /** What the customer writes through, in the product's word: WEBCHAT, WHATSAPP, EMAIL and more. */
  source: Text;
  /** When it began. */
  created_at: TimeOrNull;
  /** When it last was given to an agent. */
  assigned_at: TimeOrNull;
  /** When it last was resolved. */
  resolved_at: TimeOrNull;
  /** When it last was reopened. */
  reopened_at: TimeOrNull;
}

/** Who or what did it. */
export interface Actor {
  /** user, agent, system or bot. */
  type: Text;
  /** The product's id. */
  id: Text;
  /** A customer's only where personal data is included. */
  name: Text;
  /** What acted where the type is system, such as auto_resolve. */
  cause: Text;
  /** Through what, such as API: know your own writes by it. */
  source: Text;
}

/** The attribute that changed and its two sides. */
export interface Change {
  /** The attribute; label for both halves of a label. */
  field: string;
  /** Any value; of a label { category, subcategory } by id. */
  from: unknown;
  /** Any value; of a label { category, subcategory } by id. */
  to: unknown;
  /** The name of the agent or group it was with, where the product told it. */
  from_name?: string;
  /** The name of the agent or group it is with, where the product told it. */
  to_name?: string;
}

/** Something happened in a conversation. */
export interface ConversationEvent {
  /** The same each time the same change is told: deduplicate by it. */
  id: string;
  /** What happened. */
  type:
    | 'conversation.created'
    | 'conversation.group.assigned'
    | 'conversation.group.reassigned'
    | 'conversation.group.unassigned'
    | 'conversation.agent.assigned'
    | 'conversation.agent.reassigned'
    | 'conversation.agent.unassigned'
    | 'conversation.resolved'
    | 'conversation.reopened'
    | 'conversation.status.changed'
    | 'conversation.sla.breached'
    | 'conversation.label.changed'
    | 'conversation.priority.changed'
    | 'conversation.changed'
    | 'conversation.unattended';
  /** When it happened. */
  occurred_at: Time;
  /** Sorts the events of one conversation that share a moment: created first, resolved last. */
  sequence: number;
  /** The account it happened in. */
  account: Account;
  conversation: Conversation;
  actor: Actor;
  /** Absent on conversation.created and conversation.unattended. */
  change?: Change;
  /** On conversation.sla.breached: which service level was missed; null where it cannot be told. */
  sla?: 'first response' | 'next response' | 'resolution' | null;
  /** On conversation.sla.breached: the name of the SLA policy. */
  policy?: Text;
  /** On conversation.unattended: how long nobody has been assigned. */
  unattended_seconds?: number;
  /** On conversation.created, where personal data is included: what the customer wrote first. */
  first_message?: string;
  /** The product's statistics, in seconds. */
  metrics: Record<string, number>;
}

/** A destination of this installation has taken nothing for 15 minutes although something waits for it, or takes it again. Told to the others. */
export interface DestinationNotice {
  /** The same each time the same change is told: deduplicate by it. */
  id: string;
  /** Whether it takes nothing, or takes it again. */
  type: 'relay.trouble' | 'relay.recovered';
  /** When it happened. */
  occurred_at: Time;
  /** Sorts the events of one conversation that share a moment: created first, resolved last. */
  sequence: number;
  /** Absent where nothing says which account it is. */
  account?: Account;
  /** Its id, name and kind (webhook, slack, teams), as the admin set it up. */
  destination: {
    id: string;
    name: string;
    kind: string;
  };
  /** Since when it has taken nothing. */
  since: Time;
  /** How many changes wait for it. */
  waiting: number;
  /** Why, in words. */
  reason: Text;
  /** How many changes were given up, because they had waited for three days. Absent for none. */
  given_up?: number;
}

/** What happened in a day; medians are null of a day without any. */
export interface Figures {
  /** How many conversations began. */
  created: number;
  /** How many were resolved. */
  resolved: number;
  /** How many were reopened. */
  reopened: number;
  /** How many SLAs were missed. */
  sla_breaches: number;
  /** How often it was told that nobody had picked a conversation up. */
  unattended: number;
  /** The median; null of a day without any. */
  first_response_seconds: number | null;
  /** The median; null of a day without any. */
  resolution_seconds: number | null;
}

/** What happened in a day. */
export interface SummaryNotice {
  /** The same each time the same change is told: deduplicate by it. */
  id: string;
  /** A day in figures. */
  type: 'relay.summary';
  /** When it happened. */
  occurred_at: Time;
  /** Sorts the events of one conversation that share a moment: created first, resolved last. */
  sequence: number;
  /** Absent where nothing says which account it is. */
  account?: Account;
  /** YYYY-MM-DD in time_zone. */
  day: string;
  /** An IANA name: the day is one of this zone. */
  time_zone: string;
  /** Of the day. */
  total: Figures;
  /** Of the day before. */
  day_before: Figures;
  /** How many changes could not be counted. Absent for none. */
  not_counted?: number;
  /** Ten at most. */
  groups: GroupFigures[];
}

export interface GroupFigures {
  id: string;
  name: Text;
  total: Figures;
  day_before: Figures;
}

/** What this version tells. */
export type KnownEvent = ConversationEvent | DestinationNotice | SummaryNotice;

/** Of a type that came later this much is sure. */
export interface BaseEvent {
  id: string;
  type: string;
  occurred_at: Time;
  sequence: number;
}

/** The body of a delivery. */
export interface Delivery {
  /** `conversation.events`, `conversation.relay.test`, or what came later. */
  type: string;
  timestamp: Time;
  data: { events: (KnownEvent | BaseEvent)[] };
}
