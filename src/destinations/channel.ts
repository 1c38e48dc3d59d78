/** How a destination is reached, whoever set it and whatever it hears: what each kind's folder provides. */
import type { RequestLimits } from './batches';
import type { RelayEvent } from '../events/event';
import type { Failure, Outcome } from '../platform/requests';
import type { Runtime } from '../platform/runtime';

export interface Channel extends RequestLimits {
  /** Sends the events of one or more payloads in one request. */
  deliver(payloads: readonly (readonly RelayEvent[])[], runtime: Runtime): Promise<Outcome>;
  /** Proves that the settings work, by a real message. */
  test(runtime: Runtime): Promise<Outcome>;
  /** What an admin has to mend where it fails: the end of a sentence that starts with the destination's name, at most 45 characters. */
  remedy(failure: Failure): string;
}
