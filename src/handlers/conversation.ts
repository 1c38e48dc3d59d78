/** What both conversation callbacks do: log, work out what happened, tell every destination its part, and say what came of it. */
import { maskPayload } from '../conversation/masking';
import { readPayload, type Payload } from '../conversation/payload';
import { ECHO, transitionsOf, type ProductEvent, type Transition } from '../conversation/transitions';
import { destinationsOf } from '../destinations/destination';
import { couldHear } from '../destinations/hearing';
import { eventsOf } from '../events/build';
import { isObject, oneLine, own } from '../lib/json';
import { together } from '../lib/together';
import type { Runtime } from '../platform/runtime';
import { isSummed } from '../reminders/days';
import { readSettings, type Settings } from '../settings/read';
import { remind } from './reminders';
import { logLost, tellHeard, toldById, type Answer, type Live } from './tell';

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
  const [reminded, answers] = await together([
    remind(event, payload, events, settings, live.runtime),
    tellHeard(isWanted ? destinationsOf(settings) : [], events, live),
  ]);
  const isEchoTold = answers.some(({ heard }) => heard.some(({ type }) => type === 'conversation.status.changed'));
  const found = isEchoTold ? transitions : transitions.filter((transition) => transition[ECHO] !== true);
  console.log(oneLine({ ...summary(event, payload.id, found, answers, settings), ...reminded }));
  logLost(answers);
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
    destinations: toldById(answers),
    ...(settings.problems.length === 0 ? {} : { settings: settings.problems }),
  };
}
