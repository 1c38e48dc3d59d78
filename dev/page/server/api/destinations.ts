/** The three kinds of destinations as the page shows them. */
import { DESTINATIONS, type Destination } from '../../../stories/destinations';

export { DESTINATIONS };
export type { Destination };

export const DESTINATION_TITLES: Record<Destination, string> = {
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
};

/** A destination that is set up: its id, which its settings and the app's log have, and what people call it. */
export interface Recipient {
  id: string;
  kind: Destination;
  name: string;
}

/** What became of one step at one destination. Kept is what waits in the outbox. */
export type ToldState = 'delivered' | 'kept' | 'retried' | 'given up' | 'not told';

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
