/** Every request of the app, with what came of it, as the page keeps it. */
import type { OutgoingRequest } from '../../../../packages/fresh-platform/types';
import type { Json } from '../../../../packages/fresh-platform/lib/dig';
import { recipientIdOf } from './recipients';
import { deliveryOf, type Delivery } from '../../../stories/deliveries';
import type { Expectations } from '../../../stories/stand-ins';

export interface SentDelivery extends Delivery {
  id: number;
  /** The id of the destination it is for. */
  to: string;
  /** The invocation that made it, and its event; 0 and empty until the platform has named them. */
  invocation: number;
  event: string;
  /** Sent anew after having been kept. */
  isRetry: boolean;
  headers: Record<string, string>;
  body: string;
}

/** What leaves the platform now; `answered` or `unanswered` add what came of it. A Teams address is a secret by itself: its query is left out. */
export function sentDelivery(
  request: OutgoingRequest,
  id: number,
  expectations: Expectations,
  iparams: Json,
): SentDelivery {
  const delivery = deliveryOf(request, expectations);
  return {
    ...delivery,
    path: delivery.destination === 'teams' ? `${request.path.split('?')[0] ?? ''}?••••` : request.path,
    id,
    to: recipientIdOf(request, delivery.destination, iparams),
    invocation: 0,
    event: '',
    isRetry: false,
    headers: withoutTokens(request.headers),
    body: request.body,
  };
}

/** Shown on a screen others may see: the signature proves nothing to anyone else, a token does. */
function withoutTokens(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.toLowerCase() === 'authorization' ? 'Bearer ••••••••' : value,
    ]),
  );
}
