/** Finding conversations and deliveries, for the server and for a recording alike. */
import {
  asked,
  holdsText,
  paged,
  wantedBy as askedBy,
  type Wanted as Asked,
} from '../../../packages/fresh-platform/page/server/account/finding';
import type { ConversationPage, ConversationView } from './api/conversations';
import type { DeliveryBody, DeliveryPage, DeliveryView } from './api/deliveries';

const CONVERSATIONS_A_PAGE = 20;
const DELIVERIES_A_PAGE = 50;

/** What a list is asked for; an empty text asks for all. */
export interface Wanted extends Asked {
  state: string;
  destination: string;
  type: string;
  conversation: string;
}

/** From the query of an address. */
export function wantedBy(query: unknown): Wanted {
  return {
    ...askedBy(query),
    state: asked(query, 'state'),
    destination: asked(query, 'destination'),
    type: asked(query, 'type'),
    conversation: asked(query, 'conversation'),
  };
}

/** Conversations, the last one touched first. */
export function findConversations(all: readonly ConversationView[], wanted: Wanted): ConversationPage {
  const sorted = [...all].sort((a, b) => b.updatedAt - a.updatedAt);
  const fitting = sorted.filter(
    ({ id, title, account, status }) =>
      (wanted.state === '' || wanted.state === status) && holdsText([id, title, account, status], wanted.text),
  );
  return {
    ...paged(fitting, wanted.page, CONVERSATIONS_A_PAGE, all.length),
    statuses: distinct(all.map(({ status }) => status)),
  };
}

/** What a delivery is searched by. */
export type Searched = Pick<DeliveryBody, 'id' | 'destination' | 'types' | 'says' | 'problem' | 'body'>;

/** Deliveries, the newest first; `viewOf` is asked only where it is needed. */
export function findDeliveries<T extends Searched>(
  all: readonly T[],
  viewOf: (delivery: T) => DeliveryView,
  wanted: Wanted,
): DeliveryPage {
  const { items, ...rest } = paged(fittingIn(all, viewOf, wanted), wanted.page, DELIVERIES_A_PAGE, all.length);
  return { ...rest, items: items.map(viewOf), types: distinct(all.flatMap(({ types }) => types)) };
}

/** The page on which a delivery stands, counted from 1; the first where it does not fit what is wanted. */
export function pageOfDelivery<T extends Searched>(
  all: readonly T[],
  viewOf: (delivery: T) => DeliveryView,
  wanted: Wanted,
  id: number,
): number {
  const place = fittingIn(all, viewOf, wanted).findIndex((delivery) => delivery.id === id);
  return Math.max(1, Math.floor(place / DELIVERIES_A_PAGE) + 1);
}

function fittingIn<T extends Searched>(all: readonly T[], viewOf: (delivery: T) => DeliveryView, wanted: Wanted): T[] {
  return [...all]
    .reverse()
    .filter((delivery) => isSought(delivery, wanted) && isInState(() => viewOf(delivery), wanted));
}

/** By what the delivery itself holds. */
function isSought({ id, destination, types, says, problem, body }: Searched, wanted: Wanted): boolean {
  const isDestination = wanted.destination === '' || wanted.destination === destination;
  const isType = wanted.type === '' || types.includes(wanted.type);
  return isDestination && isType && holdsText([`#${id}`, says, problem ?? '', body], wanted.text);
}

/** By what became of it, and by whom it tells of: both have to be looked up. */
function isInState(view: () => DeliveryView, { state, conversation }: Wanted): boolean {
  const isState = state === '' || stateOf(view()) === state;
  return isState && (conversation === '' || view().conversations.some(({ id }) => id === conversation));
}

/** What became of a delivery, as deliveries are filtered. */
export function stateOf({ problem, fate }: DeliveryView): string {
  return fate?.state ?? (problem === null ? 'delivered' : 'failed');
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').sort();
}
