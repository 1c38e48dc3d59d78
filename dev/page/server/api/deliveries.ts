/** Deliveries: what was sent to a destination, and what became of it. Times in epoch ms. */
import type { Page } from '../../../../packages/fresh-platform/page/server/api';
import type { Destination, Recipient } from './destinations';

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

export interface DeliveryPage extends Page<DeliveryView> {
  /** Every event type that was told. */
  types: string[];
}

/** What became of a delivery, as deliveries are filtered. */
export const DELIVERY_STATES = ['delivered', 'failed', 'kept', 'retried', 'given up'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
