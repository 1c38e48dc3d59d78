/** Telling a destination: deliver, else keep for later, else give up. */
import { batchesOf } from '../destinations/batches';
import { together } from '../lib/together';
import type { Destination } from '../destinations/destination';
import type { RelayEvent } from '../events/event';
import { giveUp, NOTHING_TOOK_IT } from '../outbox/expiry';
import { keep } from '../outbox/keep';
import type { Failure, Outcome } from '../platform/requests';
import type { Runtime } from '../platform/runtime';

/** What came of one destination. `kept`: it will be tried again; `undelivered`: it was logged, and will not. */
export interface Told {
  name: string;
  outcome: 'delivered' | 'kept' | 'undelivered';
  /** HTTP status; 0 where there was none. */
  status: number;
  ms: number;
  reason?: string;
}

/** One invocation; `startedAt` in epoch ms. */
export interface Live {
  runtime: Runtime;
  startedAt: number;
}

/** With what is lost for good, which is logged below the summary. */
export interface Answer {
  destination: Destination;
  told: Told;
  lost: readonly RelayEvent[];
}

/** With the events that the destination was to be told. */
export interface Heard extends Answer {
  heard: readonly RelayEvent[];
}

/** Tells every destination that hears any of one payload's events what it hears, side by side. */
export function tellHeard(
  destinations: readonly Destination[],
  events: readonly RelayEvent[],
  live: Live,
): Promise<Heard[]> {
  const parts = destinations.map((destination) => ({ destination, heard: destination.hears(events) }));
  const wanted = parts.filter(({ heard }) => heard.length > 0);
  return together(wanted.map(async ({ destination, heard }) => ({ ...(await tell(destination, heard, live)), heard })));
}

/** What was told to whom, by the destinations' ids, for the log. */
export function toldById(answers: readonly Answer[]): Record<string, Told> {
  return Object.fromEntries(answers.map(({ destination, told }) => [destination.id, told]));
}

/** Logs what is lost for good; to be called below the line that says what was told. */
export function logLost(answers: readonly Answer[]): void {
  for (const { destination, told, lost } of answers) giveUp(destination, lost, told.reason ?? NOTHING_TOOK_IT);
}

/** The events of one payload travel together; only where they exceed what a request may carry do the rest follow from the outbox. */
async function tell(destination: Destination, events: readonly RelayEvent[], live: Live): Promise<Answer> {
  const batches = batchesOf([events], destination);
  const outcome = await destination.deliver(batches[0] ?? [], live.runtime);
  if (!outcome.ok) return keptForLater(destination, outcome, events, live);
  return batches.length > 1
    ? followed(destination, outcome, batches.slice(1).flat(), live)
    : { destination, told: { ...saidOf(destination, outcome), outcome: 'delivered' }, lost: [] };
}

/** The first part was taken; the others wait for the outbox. */
async function followed(
  destination: Destination,
  outcome: Outcome,
  later: (readonly RelayEvent[])[],
  { runtime, startedAt }: Live,
): Promise<Answer> {
  const lost = (await together(later.map((rest) => keep(destination.id, rest, null, runtime, startedAt)))).flat();
  return { destination, told: { ...saidOf(destination, outcome), outcome: keptOrLost(lost) }, lost };
}

/** 410 Gone means never again; anything else is tried again later. */
async function keptForLater(
  destination: Destination,
  failure: Failure,
  events: readonly RelayEvent[],
  { runtime, startedAt }: Live,
): Promise<Answer> {
  const { status, reason } = failure;
  const lost = status === 410 ? events : await keep(destination.id, events, failure, runtime, startedAt);
  return { destination, told: { ...saidOf(destination, failure), outcome: keptOrLost(lost), reason }, lost };
}

function saidOf({ name }: Destination, { status, ms }: Outcome): Pick<Told, 'name' | 'status' | 'ms'> {
  return { name, status, ms };
}

function keptOrLost(lost: readonly RelayEvent[]): Told['outcome'] {
  return lost.length > 0 ? 'undelivered' : 'kept';
}
