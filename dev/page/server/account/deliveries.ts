/** Every request of the app, with what came of it, as the page keeps it. */
import type { RequestView } from '../../../../packages/fresh-platform/page/server/api';
import type { Account } from '../../../../packages/fresh-platform/page/server/account/holdings';
import { shown, shownHeaders } from '../../../../packages/fresh-platform/page/server/account/hiding';
import { recipientIdOf } from './recipients';
import { deliveryOf, type Delivery } from '../../../stories/deliveries';
import type { Expectations } from '../../../stories/stand-ins';

export interface SentDelivery extends Delivery {
  /** That of the request. */
  id: number;
  /** The id of the destination it is for. */
  to: string;
  /** The invocation that made it, and its event; empty until that has ended. */
  invocation: number;
  event: string;
  /** Sent anew after having been kept. */
  isRetry: boolean;
  headers: Record<string, string>;
  body: string;
}

/** What leaves the platform now; `answered` or `unanswered` add what came of it. */
export function sentDelivery(
  { id, invocation, request }: RequestView,
  expectations: Expectations,
  account: Account,
): SentDelivery {
  const delivery = deliveryOf(request, expectations);
  return {
    ...delivery,
    path: shown(account, request.path),
    id,
    to: recipientIdOf(request, delivery.destination, account.iparams),
    invocation,
    event: '',
    isRetry: false,
    headers: shownHeaders(account, request.headers),
    body: request.body,
  };
}
