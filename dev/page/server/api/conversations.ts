import type { Page } from '../../../../packages/fresh-platform/page/server/api';

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

export interface ConversationPage extends Page<ConversationView> {
  /** Every status that a conversation has. */
  statuses: string[];
}
