/** Searching, filtering and paging lists, for the server and for a recording alike. */
import type { ConversationPage, ConversationView, DeliveryBody, DeliveryPage, DeliveryView, Page } from './api';

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

/** From the query of an address. */
export function wantedBy(query: Readonly<Record<string, unknown>>): Wanted {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
  return {
    text: text('q'),
    state: text('state'),
    destination: text('destination'),
    type: text('type'),
    conversation: text('conversation'),
    page: Number(text('page')) || 1,
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

function holdsText(texts: readonly string[], wanted: string): boolean {
  const text = wanted.trim().toLowerCase();
  return text === '' || texts.some((one) => one.toLowerCase().includes(text));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').sort();
}

/** A page beyond the last is the last. */
function paged<T>(items: readonly T[], page: number, size: number, all: number): Page<T> {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const shown = Math.min(Math.max(1, page), pages);
  return { items: items.slice((shown - 1) * size, shown * size), total: items.length, all, page: shown, pages };
}
