/** What both conversation callbacks do: log, work out what happened, tell every destination, and say what came of it. */
import type { Failure, Outcome } from '../platform/requests';
import { destinationsOf, type Destination, type DestinationName } from '../destinations/destination';
import { eventsOf } from '../events/build';
import type { RelayEvent } from '../events/event';
import { batchesOf } from '../destinations/batches';
import { isObject, oneLine } from '../lib/json';
import { maskPayload } from '../conversation/masking';
import { giveUp, keep, NOTHING_TOOK_IT } from '../outbox/keep';
import { readPayload, type Payload } from '../conversation/payload';
import type { Runtime } from '../platform/runtime';
import { readSettings, type Settings } from '../settings/read';
import { ECHO, heardOf, transitionsOf, type ProductEvent, type Transition } from '../conversation/transitions';

/** What came of one destination. `kept`: it will be tried again; `undelivered`: it was logged, and will not. */
interface Told {
  outcome: 'delivered' | 'kept' | 'undelivered';
  /** HTTP status; 0 where there was none. */
  status: number;
  ms: number;
  reason?: string;
}

/** With what is lost for good, which is logged below the summary. */
interface Answer {
  name: DestinationName;
  told: Told;
  lost: readonly RelayEvent[];
}

/** Handles one product event. `input` is whatever the platform passed. */
export async function relay(event: ProductEvent, input: unknown, runtime: Runtime): Promise<void> {
  const settings = readSettings(isObject(input) ? input['iparams'] : undefined);
  console.log(
    `Logging arguments from ${event} event: ${oneLine(settings.personalData ? withoutIparams(input) : maskPayload(input))}`,
  );
  const reading = readPayload(input);
  if ('problem' in reading)
    console.log(oneLine({ ...summary(event, null, [], [], settings), problem: reading.problem }));
  else await tellAll(event, reading.payload, settings, runtime);
}

async function tellAll(event: ProductEvent, payload: Payload, settings: Settings, runtime: Runtime): Promise<void> {
  const transitions = transitionsOf(event, payload);
  const chosen = heardOf(transitions, ({ type }) => settings.isTold(type));
  const destinations = chosen.length === 0 ? [] : destinationsOf(settings);
  const events =
    destinations.length === 0
      ? []
      : eventsOf(payload, chosen, { personalData: settings.personalData, now: runtime.now() });
  const answers = await Promise.all(destinations.map((destination) => tell(destination, events, runtime)));
  console.log(oneLine(summary(event, payload.id, transitions, answers, settings)));
  for (const { name, told, lost } of answers) giveUp(name, lost, told.reason ?? NOTHING_TOOK_IT);
}

function withoutIparams(payload: unknown): unknown {
  return isObject(payload) ? Object.fromEntries(Object.entries(payload).filter(([key]) => key !== 'iparams')) : payload;
}

/** The events of one payload travel together; only where they exceed what a request may carry do the rest follow from the outbox. */
async function tell(destination: Destination, events: readonly RelayEvent[], runtime: Runtime): Promise<Answer> {
  const batches = batchesOf([events], destination);
  const outcome = await destination.deliver(batches[0] ?? [], runtime);
  if (!outcome.ok) return keptForLater(destination, outcome, events, runtime);
  return batches.length > 1
    ? followed(destination, outcome, batches.slice(1).flat(), runtime)
    : { name: destination.name, told: { outcome: 'delivered', status: outcome.status, ms: outcome.ms }, lost: [] };
}

/** The first part was taken; the others wait for the outbox. */
async function followed(
  { name }: Destination,
  { status, ms }: Outcome,
  later: (readonly RelayEvent[])[],
  runtime: Runtime,
): Promise<Answer> {
  const lost = (await Promise.all(later.map((rest) => keep(name, rest, runtime, null)))).flat();
  return { name, told: { outcome: lost.length > 0 ? 'undelivered' : 'kept', status, ms }, lost };
}

/** 410 Gone means never again; anything else is tried again later. */
async function keptForLater(
  { name }: Destination,
  { status, ms, reason, notBefore }: Failure,
  events: readonly RelayEvent[],
  runtime: Runtime,
): Promise<Answer> {
  const lost = status === 410 ? events : await keep(name, events, runtime, notBefore);
  return { name, told: { outcome: lost.length > 0 ? 'undelivered' : 'kept', status, ms, reason }, lost };
}

function summary(
  event: ProductEvent,
  conversation: string | null,
  transitions: Transition[],
  answers: readonly Answer[],
  settings: Settings,
): object {
  return {
    event,
    conversation,
    transitions: transitions.filter((transition) => transition[ECHO] !== true).map(({ type }) => type),
    destinations: Object.fromEntries(answers.map(({ name, told }) => [name, told])),
    ...(settings.problems.length === 0 ? {} : { settings: settings.problems }),
  };
}
