import { isSetUp } from '../../../../packages/fresh-platform/events/set-up';
import type { InvocationResult } from '../../../../packages/fresh-platform/types';
import type { SimulateResult } from '../api';
import { deliveryView } from './delivery-view';
import { summaryIn, typesIn } from './history';
import { logView } from './state-view';
import type { World } from './holdings';
import { isAccepted, type Call } from './world';

/** What one call of the app came to, for the person who made it. */
export function resultOf(world: World, { result, step, logs, deliveries }: Call): SimulateResult {
  const { event, outcome, error = '', startedAt, endedAt } = result;
  const summary = summaryIn(result);
  return {
    event,
    outcome,
    error,
    ...verdictOf(result),
    at: startedAt,
    ms: endedAt - startedAt,
    conversation: step?.conversation ?? '',
    found: summary === null ? null : typesIn(summary),
    told: step?.told ?? [],
    logs: logs.map(logView),
    deliveries: deliveries.map((delivery) => deliveryView(world, delivery)),
  };
}

/** What the app answers to a set-up event, and what the admin reads. */
function verdictOf(result: InvocationResult): Pick<SimulateResult, 'message' | 'accepted'> {
  return { message: result.rendered?.message ?? '', accepted: isSetUp(result.event) ? isAccepted(result) : null };
}
