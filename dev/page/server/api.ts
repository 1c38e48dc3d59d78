/** What the page and its server tell each other: plain JSON, times in epoch ms. Types only, so that both sides may read it. */

import { DESTINATIONS, type Destination } from '../../stories/destinations';

export { DESTINATIONS };
export type { Destination };

/** How a stand-in answers; `receivers.ts` says what each means. */
export const MODES = ['up', 'down', 'refusing', 'slow', 'flaky', 'rate-limited', 'gone'] as const;
export type Mode = (typeof MODES)[number];

/** What became of one step at one destination. Kept is what waits in the outbox. */
export type ToldState = 'delivered' | 'kept' | 'retried' | 'given up' | 'not told';

/** A destination that is set up: its id, which its settings and the app's log have, and what people call it. */
export interface Recipient {
  id: string;
  kind: Destination;
  name: string;
}

export interface Told {
  /** A recipient's id. */
  destination: string;
  kind: Destination;
  name: string;
  state: ToldState;
  /** What the app says went wrong at first; empty when nothing did. */
  reason: string;
  /** When it was delivered after having been kept, and by which attempt. */
  deliveredAt?: number;
  deliveredBy?: number;
}

export interface LogView {
  id: number;
  at: number;
  event: string;
  level: 'log' | 'info' | 'error';
  text: string;
}

/** What became of what a failed delivery held. */
export interface Fate {
  state: 'kept' | 'retried' | 'given up';
  /** Of what is kept: when the app looks at its outbox next. */
  nextAt?: number;
  /** Of what was retried: when it was delivered, and by which delivery. */
  deliveredAt?: number;
  deliveredBy?: number;
}

export interface DeliveryView {
  id: number;
  at: number;
  destination: Destination;
  /** Which one of its kind. */
  recipient: Recipient;
  /** The event during which the app made the request, `onScheduledEvent` for a retry. */
  event: string;
  method: string;
  address: string;
  /** Null when nothing came back. */
  status: number | null;
  /** Null for destinations that sign nothing. */
  verified: boolean | null;
  /** What went wrong, as a sentence; null when it was taken. */
  problem: string | null;
  /** Event types a webhook delivery holds. */
  types: string[];
  /** What a chat message says. */
  says: string;
  /** Of a failed one: what became of what it held; null for one that was taken, or held nothing to keep. */
  fate: Fate | null;
  /** How many payloads a retry brought that had been kept. */
  caughtUp: number;
  /** Sent anew after having been kept. */
  isRetry: boolean;
  /** The conversations it tells of, the first of them by name. */
  conversations: { id: string; title: string }[];
}

export interface DeliveryBody extends DeliveryView {
  headers: Record<string, string>;
  body: string;
}

export interface ConversationView {
  id: string;
  title: string;
  account: string;
  status: string;
  steps: number;
  updatedAt: number;
  /** Told events that still wait in the outbox. */
  waiting: number;
}

/** A page of a list. */
export interface Page<T> {
  items: T[];
  /** How many fit what was asked for, and how many there are at all. */
  total: number;
  all: number;
  /** Counted from 1. */
  page: number;
  pages: number;
}

export interface ConversationPage extends Page<ConversationView> {
  /** Every status that a conversation has. */
  statuses: string[];
}

export interface DeliveryPage extends Page<DeliveryView> {
  /** Every event type that was told. */
  types: string[];
}

/** What became of a delivery, as deliveries are filtered. */
export const DELIVERY_STATES = ['delivered', 'failed', 'kept', 'retried', 'given up'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface StoryView {
  name: string;
  title: string;
  teaches: string;
  /** What happens in each step, as a sentence, and how long after the one before it, ms. */
  steps: { event: string; what: string; after: number; note: string }[];
}

/** What one call of the app came to. */
export interface SimulateResult {
  event: string;
  outcome: 'completed' | 'threw' | 'timed out' | 'died';
  /** A sentence; empty when all went well. */
  error: string;
  /** Of app set-up events: what the admin reads. */
  message: string;
  accepted: boolean | null;
  at: number;
  ms: number;
  conversation: string;
  /** Null when the app's log does not tell. */
  found: string[] | null;
  told: Told[];
  logs: LogView[];
  deliveries: DeliveryView[];
}

/** A story that is being stepped through. */
export interface Playing {
  name: string;
  title: string;
  conversation: string;
  /** Steps played so far. */
  done: number;
  total: number;
  /** Until the next step, ms of the story's time; 0 when there is none. */
  pause: number;
}

export interface PageState {
  revision: number;
  now: number;
  /** The clock runs along with real time. */
  running: boolean;
  installed: boolean;
  limits: { requests: number; dbOperations: number; entryBytes: number };
  quota: { requests: number; dbOperations: number };
  store: { key: string; bytes: number; expiresAt: number | null }[];
  schedules: { name: string; at: number; everyMs: number | null; data: string }[];
  receivers: Record<Destination, Mode>;
  /** Payloads that wait in the outbox. */
  waiting: Record<Destination, number>;
  /** The newest of them. */
  logs: LogView[];
  /** How many there are; and how many of the oldest are kept no longer. */
  counts: { conversations: number; deliveries: number; logs: number; forgotten: number };
  playing: Playing | null;
  /** Where the webhook's deliveries are sent on to; empty when nowhere. */
  forward: string;
  /** Why the app on the disk cannot be run; empty when it can. */
  fault: string;
}

/** What became of one moment of a shift at the destination that breaks. */
export interface OutageTold {
  state: 'told' | 'kept' | 'lost' | 'nothing to tell';
  /** When it was told, epoch ms; null where it was not. */
  at: number | null;
}

export interface OutageMoment {
  at: number;
  what: string;
  /** The conversation's name. */
  who: string;
  ours: OutageTold;
  naive: OutageTold;
}

/** A shift that meets an outage, by two designs. Times in epoch ms. */
export interface OutageRun {
  destination: Destination;
  hours: number;
  from: number;
  to: number;
  breaks: number;
  mends: number;
  moments: OutageMoment[];
}

/** Ways to send a delivery once more to a receiver of the person's own. */
export const TRIAL_KINDS = ['resend', 'repeat', 'tampered', 'stale', 'unknown type'] as const;
export type TrialKind = (typeof TRIAL_KINDS)[number];

export interface Trial {
  kind: TrialKind;
  /** The `webhook-id` it was sent with. */
  id: string;
  body: string;
  secrets: readonly string[];
}

export interface TrialResult {
  kind: TrialKind;
  /** Null when nothing came back. */
  status: number | null;
  /** The beginning of what it answered. */
  words: string;
  /** What that means, as a sentence. */
  verdict: string;
}

export interface Samples {
  modules: { name: string; events: string[] }[];
  stories: StoryView[];
}

export interface Settings {
  installed: boolean;
  /** What the settings page is filled with when they are edited. */
  configs: Record<string, unknown>;
  /** Of the account, as the page may ask for it. */
  currentHost: Record<string, unknown>;
}

/** What a function of the app answered its settings page: `{ response }`, or the `{ status, message }` its call is rejected with. */
export type FunctionAnswer = { response: unknown } | { status: number; message: string };

/** What is wrong, in a sentence; for JSON with the place, both counted from 1. */
export interface Complaint {
  error: string;
  line?: number;
  column?: number;
}
