/** What both conversation callbacks do: log, work out what happened, tell every destination its part, and say what came of it. */
import { maskPayload } from '../conversation/masking';
import { readPayload, type Payload } from '../conversation/payload';
import { ECHO, transitionsOf, type ProductEvent, type Transition } from '../conversation/transitions';
import { batchesOf } from '../destinations/batches';
import { destinationsOf, type Destination } from '../destinations/destination';
import { couldHear } from '../destinations/hearing';
import { eventsOf } from '../events/build';
import type { RelayEvent } from '../events/event';
import { isObject, oneLine, own } from '../lib/json';
import { giveUp, NOTHING_TOOK_IT } from '../outbox/expiry';
import { keep } from '../outbox/keep';
import type { Failure, Outcome } from '../platform/requests';
import type { Runtime } from '../platform/runtime';
import { readSettings, type Settings } from '../settings/read';

/** What came of one destination. `kept`: it will be tried again; `undelivered`: it was logged, and will not. */
interface Told {
  name: string;
  outcome: 'delivered' | 'kept' | 'undelivered';
  /** HTTP status; 0 where there was none. */
  status: number;
  ms: number;
  reason?: string;
}

/** One invocation; `startedAt` in epoch ms. */
interface Live {
  runtime: Runtime;
  startedAt: number;
}

/** With what is lost for good, which is logged below the summary. */
interface Answer {
  destination: Destination;
  told: Told;
  lost: readonly RelayEvent[];
}

/** Handles one product event. `input` is whatever the platform passed. */
export async function relay(event: ProductEvent, input: unknown, runtime: Runtime): Promise<void> {
  const startedAt = runtime.now();
  console.log(`Logging arguments from ${event} event: ${oneLine(maskPayload(input))}`);
  const settings = readSettings(isObject(input) ? own(input, 'iparams') : undefined);
  const reading = readPayload(input);
  if ('problem' in reading)
    console.log(oneLine({ ...summary(event, null, [], [], settings), problem: reading.problem }));
  else await tellAll(event, reading.payload, settings, { runtime, startedAt });
}

async function tellAll(event: ProductEvent, payload: Payload, settings: Settings, live: Live): Promise<void> {
  const transitions = transitionsOf(event, payload);
  const isWanted = settings.destinations.some((each) => couldHear(each, transitions));
  const events = isWanted
    ? eventsOf(payload, transitions, { personalData: settings.personalData, now: live.runtime.now() })
    : [];
  const parts = (isWanted ? destinationsOf(settings) : [])
    .map((destination) => ({ destination, heard: destination.hears(events) }))
    .filter(({ heard }) => heard.length > 0);
  const answers = await Promise.all(parts.map(({ destination, heard }) => tell(destination, heard, live)));
  const isEchoTold = parts.some(({ heard }) => heard.some(({ type }) => type === 'conversation.status.changed'));
  const found = isEchoTold ? transitions : transitions.filter((transition) => transition[ECHO] !== true);
  console.log(oneLine(summary(event, payload.id, found, answers, settings)));
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
  const lost = (await Promise.all(later.map((rest) => keep(destination.id, rest, null, runtime, startedAt)))).flat();
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

function summary(
  event: ProductEvent,
  conversation: string | null,
  transitions: readonly Transition[],
  answers: readonly Answer[],
  settings: Settings,
): object {
  return {
    event,
    conversation,
    transitions: transitions.map(({ type }) => type),
    destinations: Object.fromEntries(answers.map(({ destination, told }) => [destination.id, told])),
    ...(settings.problems.length === 0 ? {} : { settings: settings.problems }),
  };
}
