/** The lists of an account. */
import { conversationIdIn } from '../../../../src/events/event';
import { dig, digText } from '../../../../packages/fresh-platform/lib/dig';
import { plain } from '../../../../packages/fresh-platform/lib/words';
import type { ConversationPage, ConversationView } from '../api/conversations';
import type { DeliveryPage } from '../api/deliveries';
import { findConversations, findDeliveries, pageOfDelivery, type Wanted } from '../finding';
import { deliveryView } from './delivery-view';
import type { SentDelivery } from './deliveries';
import type { HistoryStep } from './history';
import { titleOf } from './pictures';
import type { World } from './holdings';
import { outbox } from './record';

export function conversationPage(world: World, wanted: Wanted): ConversationPage {
  return findConversations(conversationsOf(world), wanted);
}

/** Every conversation of an account. */
export function conversationsOf(world: World): ConversationView[] {
  const byId = new Map<string, HistoryStep[]>();
  for (const step of world.steps) byId.set(step.conversation, [...(byId.get(step.conversation) ?? []), step]);
  const waiting = outbox(world).map(({ events }) => conversationIdIn(events));
  return [...byId].map(([id, steps]) => conversationView(id, steps, waiting.filter((one) => one === id).length));
}

function conversationView(id: string, steps: readonly HistoryStep[], waiting: number): ConversationView {
  const last = steps.at(-1);
  return {
    id,
    title: titleOf(id, steps),
    account: plain(digText(last?.payload, 'currentHost', 'endpoint_urls', 'freshchat').replace(/^https:\/\//, '')),
    status: plain(digText(dig(last?.payload, 'data'), 'conversation', 'status')),
    steps: steps.length,
    updatedAt: last?.at ?? 0,
    waiting,
  };
}

export function deliveryPage(world: World, wanted: Wanted): DeliveryPage {
  return findDeliveries(world.deliveries, viewIn(world), wanted);
}

export function deliveryPlace(world: World, wanted: Wanted, id: number): number {
  return pageOfDelivery(world.deliveries, viewIn(world), wanted, id);
}

function viewIn(world: World): (delivery: SentDelivery) => ReturnType<typeof deliveryView> {
  return (delivery) => deliveryView(world, delivery);
}
