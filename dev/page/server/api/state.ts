import type { PageState } from '../../../../packages/fresh-platform/page/server/api';
import type { Destination } from './destinations';
import type { Playing } from './stories';

/** What the page's state holds of this app, under its plugin's name. */
export interface RelayState {
  /** Payloads that wait in the outbox. */
  waiting: Record<Destination, number>;
  counts: { conversations: number; deliveries: number };
  playing: Playing | null;
  /** Where the webhook's deliveries are sent on to; empty when nowhere. */
  forward: string;
}

export const NAME = 'relay';

export function relayStateOf({ plugins }: Pick<PageState, 'plugins'>): RelayState {
  return plugins[NAME] as RelayState;
}
