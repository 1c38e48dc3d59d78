/** What both conversation callbacks do: log, work out what happened, tell every destination, and say what came of it. */
import type { Failure, Outcome } from './delivery';
import { destinationsOf, type Destination, type DestinationName } from './destinations';
import { eventsOf, type RelayEvent } from './events';
import { batchesOf } from './batch';
import { isObject, oneLine } from './json';
import { maskPayload } from './mask';
import { giveUp, keep, NOTHING_TOOK_IT } from './outbox';
import { outlineOf, readPayload, type Outline } from './payload';
import type { Runtime } from './runtime';
import { readSettings, type Settings } from './settings';
import { transitionsOf, type ProductEvent, type Transition } from './transitions';

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
  told: Told;
  lost: readonly RelayEvent[];
}

/** Handles one product event. `payload` is whatever the platform passed. */
export async function relay(event: ProductEvent, payload: unknown, runtime: Runtime): Promise<void> {
  const settings = readSettings(isObject(payload) ? payload['iparams'] : undefined);
  console.log(`Logging arguments from ${event} event: ${oneLine(settings.personalData ? withoutIparams(payload) : maskPayload(payload))}`);
  const reading = outlineOf(payload);
  if ('problem' in reading) console.error(`Warning from ${event}: ${reading.problem}`);
  else await tellAll(event, reading.outline, settings, runtime);
}

async function tellAll(event: ProductEvent, outline: Outline, settings: Settings, runtime: Runtime): Promise<void> {
  const transitions = transitionsOf(event, outline.modelChanges);
  const chosen = transitions.filter(({ type }) => settings.told.has(type));
  const destinations = chosen.length === 0 ? [] : destinationsOf(settings);
  const events = destinations.length === 0 ? [] : eventsOf(readPayload(outline), chosen, { personalData: settings.personalData, now: runtime.now() });
  const answers = await Promise.all(destinations.map(async (destination) => ({ name: destination.name, ...(await tell(destination, events, runtime)) })));
  console.log(oneLine(summary(event, outline.id, transitions, answers, settings)));
  for (const { name, told, lost } of answers) giveUp(name, lost, told.reason ?? NOTHING_TOOK_IT);
}

function withoutIparams(payload: unknown): unknown {
  return isObject(payload) ? Object.fromEntries(Object.entries(payload).filter(([key]) => key !== 'iparams')) : payload;
}

/** The events of one payload travel together; only where they exceed what a request may carry do the rest follow from the outbox. */
async function tell(destination: Destination, events: readonly RelayEvent[], runtime: Runtime): Promise<Answer> {
  const [now = [], ...later] = batchesOf([events], destination);
  const outcome = await destination.deliver(now, runtime);
  return outcome.ok ? delivered(destination, outcome, later.flat(), runtime) : refused(destination, outcome, events, runtime);
}

async function delivered({ name }: Destination, { status, ms }: Outcome, later: (readonly RelayEvent[])[], runtime: Runtime): Promise<Answer> {
  const lost = (await Promise.all(later.map((rest) => keep(name, rest, runtime, null)))).flat();
  const outcome = later.length === 0 ? 'delivered' : 'kept';
  return { told: { outcome: lost.length > 0 ? 'undelivered' : outcome, status, ms }, lost };
}

/** 410 Gone means never again; anything else is tried again later. */
async function refused({ name }: Destination, { status, ms, reason, notBefore }: Failure, events: readonly RelayEvent[], runtime: Runtime): Promise<Answer> {
  const lost = status === 410 ? events : await keep(name, events, runtime, notBefore);
  return { told: { outcome: lost.length > 0 ? 'undelivered' : 'kept', status, ms, reason }, lost };
}

function summary(event: ProductEvent, conversation: string, transitions: Transition[], answers: readonly (Answer & { name: DestinationName })[], settings: Settings): object {
  return {
    event,
    conversation,
    transitions: transitions.map(({ type }) => type),
    destinations: Object.fromEntries(answers.map(({ name, told }) => [name, told])),
    ...(settings.problems.length === 0 ? {} : { settings: settings.problems }),
  };
}
