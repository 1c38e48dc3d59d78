/** What the page shows of a delivery: what it held, and what became of that. */
import { dig, digList, digText } from '../../../../packages/fresh-platform/lib/dig';
import { cut } from '../../../../packages/fresh-platform/lib/terminal';
import type { DeliveryBody, DeliveryView, Fate } from '../api/deliveries';
import type { SentDelivery } from './deliveries';
import { recipientOf } from './recipients';
import { holds } from './kept-items';
import { titleOf } from './pictures';
import type { World } from './holdings';

/** A delivery without its body. */
export function deliveryView(world: World, delivery: SentDelivery): DeliveryView {
  const { id, at, destination, to, event, method, host, path, status, verified, problem, types, says, isRetry } =
    delivery;
  return {
    id,
    at,
    destination,
    recipient: recipientOf(to, world.account.iparams),
    event,
    method,
    address: `https://${host}${path}`,
    status,
    verified,
    problem,
    types,
    says: cut(says, 400),
    isRetry,
    fate: fateOf(world, delivery),
    caughtUp: caughtUp(world, delivery),
    conversations: toldIn(world, delivery),
  };
}

export function deliveryBody(world: World, delivery: SentDelivery): DeliveryBody {
  return { ...deliveryView(world, delivery), headers: delivery.headers, body: delivery.body };
}

function caughtUp({ items }: World, { id, isRetry }: SentDelivery): number {
  return isRetry ? items.filter(({ ending }) => ending?.deliveredBy === id).length : 0;
}

/** Of a failed one: what became of what it held. What was not kept needs no word: it was delivered, or held nothing. */
function fateOf({ items, account }: World, delivery: SentDelivery): Fate | null {
  if (delivery.problem === null) return null;
  const own = items.filter((item) => holds(delivery, item));
  const last = own.at(-1);
  if (last === undefined) return null;
  const waits = own.some(({ ending }) => ending === null);
  const next = account.platform.schedules()[0];
  if (waits || last.ending === null) return { state: 'kept', ...(next && { nextAt: next.at }) };
  return last.ending as Fate;
}

/** The conversations a delivery tells of: that of its payload, or those of what it brings from the outbox. */
function toldIn({ steps }: World, delivery: SentDelivery): DeliveryView['conversations'] {
  const own = steps.filter(
    ({ invocation, told }) =>
      invocation === delivery.invocation || told.some(({ deliveredBy }) => deliveredBy === delivery.id),
  );
  const ids = new Set([...own.map(({ conversation }) => conversation), ...conversationsIn(delivery)]);
  return [...ids].map((id) => ({
    id,
    title: titleOf(
      id,
      steps.filter(({ conversation }) => conversation === id),
    ),
  }));
}

function conversationsIn({ destination, body }: SentDelivery): string[] {
  if (destination !== 'webhook' || !body.startsWith('{')) return [];
  return digList(JSON.parse(body) as unknown, 'data', 'events')
    .map((event) => digText(dig(event, 'conversation'), 'id'))
    .filter((id) => id !== '');
}
