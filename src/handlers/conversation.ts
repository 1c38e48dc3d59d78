/** What both conversation callbacks do: log, work out what happened, tell every destination its part, and say what came of it. */
import { maskPayload } from '../conversation/masking';
import { readPayload, type Payload } from '../conversation/payload';
import { ECHO, transitionsOf, type ProductEvent, type Transition } from '../conversation/transitions';
import { destinationsOf } from '../destinations/destination';
import { couldHear } from '../destinations/hearing';
import { eventsOf } from '../events/build';
import { isObject, oneLine, own } from '../lib/json';
import { giveUp, NOTHING_TOOK_IT } from '../outbox/expiry';
import type { Runtime } from '../platform/runtime';
import { isSummed } from '../reminders/days';
import { readSettings, type Settings } from '../settings/read';
import { remind } from './reminders';
import { tell, type Answer, type Live } from './tell';

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
  const isWanted = settings.destinations.some((each) => couldHear(each, transitions)) || isSummed(settings);
  const events = isWanted
    ? eventsOf(payload, transitions, { personalData: settings.personalData, now: live.runtime.now() })
    : [];
  const parts = (isWanted ? destinationsOf(settings) : [])
    .map((destination) => ({ destination, heard: destination.hears(events) }))
    .filter(({ heard }) => heard.length > 0);
  const [reminded, ...answers] = await Promise.all([
    remind(event, payload, events, settings, live.runtime),
    ...parts.map(({ destination, heard }) => tell(destination, heard, live)),
  ]);
  const isEchoTold = parts.some(({ heard }) => heard.some(({ type }) => type === 'conversation.status.changed'));
  const found = isEchoTold ? transitions : transitions.filter((transition) => transition[ECHO] !== true);
  console.log(oneLine({ ...summary(event, payload.id, found, answers, settings), ...reminded }));
  for (const { destination, told, lost } of answers) giveUp(destination, lost, told.reason ?? NOTHING_TOOK_IT);
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
