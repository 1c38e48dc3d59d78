/** What the page holds of this app besides what it holds of any. */
import type { Account } from '../../../../packages/fresh-platform/page/server/account/holdings';
import type { SentDelivery } from './deliveries';
import type { Forward } from './forward';
import type { HistoryStep } from './history';
import type { KeptItem } from './kept-items';

/** How many of each are held. Older ones are forgotten, which the page counts, so that one left open for days stays quick. */
export const MOST = { steps: 2_000, deliveries: 6_000, items: 2_000 };

/** What of it outlives a process, as plain JSON. */
export interface Held {
  readonly steps: HistoryStep[];
  readonly deliveries: SentDelivery[];
  /** What was kept at some time. */
  readonly items: KeptItem[];
  /** How many of the oldest were forgotten. */
  readonly forgotten: { steps: number; deliveries: number };
}

/** Everything there is. Only the functions of record.ts change it. */
export interface World extends Held {
  readonly account: Account;
  readonly most: typeof MOST;
  /** Sends the webhook's deliveries on to a receiver of the person's own. */
  readonly forward: Forward | undefined;
}
