/** Lists of an account, searched, filtered and paged. */
import { conversationIdIn } from '../../../../src/events/event';
import { dig, digText } from '../../../../packages/fresh-platform/lib/dig';
import { plain } from '../../../../packages/fresh-platform/lib/words';
import type { ConversationPage, ConversationView, DeliveryPage, DeliveryView, Page } from '../api';
import { deliveryView } from './delivery-view';
import type { SentDelivery } from './deliveries';
import type { HistoryStep } from './history';
import { titleOf } from './pictures';
import { outbox, type World } from './world';

const CONVERSATIONS_A_PAGE = 20;
const DELIVERIES_A_PAGE = 50;

/** What a list is asked for; an empty text asks for all. */
export interface Wanted {
  text: string;
  state: string;
  destination: string;
  type: string;
  conversation: string;
  /** Counted from 1. */
  page: number;
}

/** Conversations, the last one touched first. */
export function conversationPage(world: World, wanted: Wanted): ConversationPage {
  const byId = new Map<string, HistoryStep[]>();
  for (const step of world.steps) byId.set(step.conversation, [...(byId.get(step.conversation) ?? []), step]);
  const waiting = outbox(world).map(({ events }) => conversationIdIn(events));
  const all = [...byId]
    .map(([id, steps]) => conversationView(id, steps, waiting.filter((one) => one === id).length))
    .sort((a, b) => b.updatedAt - a.updatedAt);
  const fitting = all.filter((one) => isWanted(one, wanted));
  return {
    ...paged(fitting, wanted.page, CONVERSATIONS_A_PAGE, all.length),
    statuses: [...new Set(all.map(({ status }) => status))].filter((status) => status !== '').sort(),
  };
}

function isWanted({ id, title, account, status }: ConversationView, wanted: Wanted): boolean {
  const isStatus = wanted.state === '' || wanted.state === status;
  return isStatus && holdsText([id, title, account, status], wanted.text);
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

/** Deliveries, the newest first. */
export function deliveryPage(world: World, wanted: Wanted): DeliveryPage {
  const { items, ...rest } = paged(fittingIn(world, wanted), wanted.page, DELIVERIES_A_PAGE, world.deliveries.length);
  return {
    ...rest,
    items: items.map((delivery) => deliveryView(world, delivery)),
    types: [...new Set(world.deliveries.flatMap(({ types }) => types))].sort(),
  };
}

/** The page on which a delivery stands, counted from 1; the first where it does not fit what is wanted. */
export function pageOfDelivery(world: World, wanted: Wanted, id: number): number {
  const place = fittingIn(world, wanted).findIndex((delivery) => delivery.id === id);
  return Math.max(1, Math.floor(place / DELIVERIES_A_PAGE) + 1);
}

function fittingIn(world: World, wanted: Wanted): SentDelivery[] {
  return [...world.deliveries]
    .reverse()
    .filter((delivery) => isSought(delivery, wanted) && isInState(() => deliveryView(world, delivery), wanted));
}

/** By what the delivery itself holds. */
function isSought(delivery: SentDelivery, { destination, type, text }: Wanted): boolean {
  const { id, types, says, problem, body } = delivery;
  const isDestination = destination === '' || destination === delivery.destination;
  const isType = type === '' || types.includes(type);
  return isDestination && isType && holdsText([`#${id}`, says, problem ?? '', body], text);
}

/** By what became of it, and by whom it tells of: both have to be looked up. */
function isInState(view: () => DeliveryView, { state, conversation }: Wanted): boolean {
  const isState = state === '' || stateOf(view()) === state;
  return isState && (conversation === '' || view().conversations.some(({ id }) => id === conversation));
}

function stateOf({ problem, fate }: DeliveryView): string {
  return fate?.state ?? (problem === null ? 'delivered' : 'failed');
}

function holdsText(texts: readonly string[], wanted: string): boolean {
  const text = wanted.trim().toLowerCase();
  return text === '' || texts.some((one) => one.toLowerCase().includes(text));
}

/** A page beyond the last is the last. */
function paged<T>(items: readonly T[], page: number, size: number, all: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    items: items.slice((shown - 1) * size, shown * size),
    total: items.length,
    all,
    page: shown,
    pages,
  };
}
