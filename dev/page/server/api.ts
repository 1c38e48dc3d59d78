/** What the page and its server tell each other: plain JSON, times in epoch ms. Types only, so that both sides may read it. */

import { DESTINATIONS, type Destination } from '../../stories/destinations';

export { DESTINATIONS };
export type { Destination };

/** How a stand-in answers; `receivers.ts` says what each means. */
export const MODES = ['up', 'down', 'refusing', 'slow', 'flaky', 'rate-limited', 'gone'] as const;
export type Mode = (typeof MODES)[number];

/** What became of one step at one destination. */
export type ToldState = 'delivered' | 'kept' | 'retried' | 'given up' | 'not told';

export interface Told {
  destination: Destination;
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
  logs: LogView[];
  conversations: ConversationView[];
  deliveries: DeliveryView[];
  playing: Playing | null;
  /** Why the app on the disk cannot be run; empty when it can. */
  fault: string;
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
