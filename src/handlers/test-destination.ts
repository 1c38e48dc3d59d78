/** A destination's test message, sent from the settings page by the same code that delivers: before installing as well as after. */
import { createDestination, type Destination } from '../destinations/destination';
import { objectOf, own, textOf } from '../lib/json';
import type { Failure, Outcome } from '../platform/requests';
import type { Runtime } from '../platform/runtime';
import { readDestination, secretIn } from '../settings/destinations';

/** A sentence for the destination's card: that it works, or what to mend. */
export interface TestAnswer {
  ok: boolean;
  message: string;
}

/**
 * `{ destination, secret }` as the page holds them; a secret that the page was not given back is the stored one. The
 * message says nothing of any conversation, so `personal_data` makes no difference to it.
 */
export async function testDestination(payload: unknown, runtime: Runtime): Promise<TestAnswer> {
  const asked = objectOf(payload);
  const typed = textOf(own(asked, 'secret'));
  const stored = secretIn(own(objectOf(own(asked, 'iparams')), 'secrets'));
  const reading = readDestination(own(asked, 'destination'), (id, kind) => typed ?? stored(id, kind));
  if ('broken' in reading) return { ok: false, message: `It ${reading.broken.problem}` };
  const destination = createDestination(reading.destination);
  const outcome = await tested(destination, runtime);
  if (!outcome.ok) return { ok: false, message: `It ${destination.remedy(outcome)}` };
  const [note] = reading.notes;
  return { ok: true, message: `It took the test message.${note === undefined ? '' : ` But ${note}`}` };
}

/** A set-up event should end within 10 s, and the platform itself lets a request take 15. */
const TEST_MS = 9_000;
const TOO_LATE: Failure = {
  ok: false,
  status: 504,
  ms: TEST_MS,
  reason: 'the receiver took too long',
  notBefore: null,
};

/** What came of a destination's test message, or that no answer came in time. */
export function tested(destination: Destination, runtime: Runtime): Promise<Outcome> {
  return Promise.race([destination.test(runtime), runtime.after(TEST_MS).then((): Outcome => TOO_LATE)]);
}
