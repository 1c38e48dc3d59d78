/** What reminders need of a product event, and what they do when their schedules fire. */
import type { Payload } from '../conversation/payload';
import type { ProductEvent } from '../conversation/transitions';
import { destinationsOf } from '../destinations/destination';
import type { ConversationEvent, RelayEvent } from '../events/event';
import { isList, objectOf, oneLine, own, type JsonObject } from '../lib/json';
import { together } from '../lib/together';
import type { Runtime } from '../platform/runtime';
import { unlessRefused } from '../platform/refusals';
import { createStore } from '../platform/store';
import { count, countAgain, type Counted } from '../reminders/tally';
import { setUpSummary, summaryDue } from '../reminders/summary';
import { unattendedEvents } from '../reminders/unattended';
import { watch, type Watched } from '../reminders/watch';
import { readSettings, type Settings } from '../settings/read';
import { logLost, tellHeard, toldById } from './tell';

/** For the second log line; what there is nothing to say of is left out. */
export interface Reminded {
  unattended?: Watched;
  counted?: Counted;
}

/** Beside telling the destinations, which it neither delays nor fails. */
export async function remind(
  event: ProductEvent,
  payload: Payload,
  events: readonly ConversationEvent[],
  settings: Settings,
  runtime: Runtime,
): Promise<Reminded> {
  const [unattended, counted] = await together([
    watch(event, payload, settings, runtime),
    count(events, settings, runtime),
  ]);
  return { ...(unattended === null ? {} : { unattended }), ...(counted === null ? {} : { counted }) };
}

/** The schedule of waits has fired. */
export async function unattendedDue(data: JsonObject, payload: JsonObject, runtime: Runtime): Promise<void> {
  const settings = readSettings(own(payload, 'iparams'));
  const events = await unattendedEvents(data, settings, runtime);
  await together(events.map((event) => tellUnattended(event, settings, runtime)));
}

async function tellUnattended(event: ConversationEvent, settings: Settings, runtime: Runtime): Promise<void> {
  const [told, counted] = await together([tellEvents([event], settings, runtime), count([event], settings, runtime)]);
  const counting = counted === null ? {} : { counted };
  console.log(
    oneLine({ event: 'onScheduledEvent', unattended: event.conversation.id, destinations: told, ...counting }),
  );
}

/** Of the 50 a minute; a summary needs a handful. */
const SUMMARY_OPERATIONS = 20;

/** The schedule of a summary has fired. What the store refuses comes again by a schedule of its own. */
export async function summaryEvent(data: JsonObject, payload: JsonObject, runtime: Runtime): Promise<void> {
  await unlessRefused(tellSummaries(data, readSettings(own(payload, 'iparams')), runtime), null);
}

async function tellSummaries(data: JsonObject, settings: Settings, runtime: Runtime): Promise<void> {
  const store = createStore(SUMMARY_OPERATIONS, runtime);
  const due = await summaryDue(data, settings, store, runtime);
  if (due === null) return;
  for (const notice of due.notices) {
    const told = await tellEvents([notice], settings, runtime);
    console.log(oneLine({ event: 'onScheduledEvent', summary: notice.day, destinations: told }));
  }
  await due.done();
}

/** Sets up the summary. A platform that refuses leaves the app without one, which is no reason not to install it. */
export function setUpReminders(settings: Settings, runtime: Runtime, isWanted?: boolean): Promise<boolean> {
  return unlessRefused(setUpSummary(settings, runtime, isWanted), false);
}

/** The settings page saves `{ settings }`, without the secrets: whether a destination works is no matter here. */
export async function settingsSaved(payload: unknown, runtime: Runtime): Promise<{ ok: boolean }> {
  const saved = own(objectOf(payload), 'settings');
  const settings = readSettings(saved);
  const wanted = settings.summaryAt !== null && destinationsIn(saved).some(isToldDaily);
  return { ok: await setUpReminders(settings, runtime, wanted) };
}

function destinationsIn(saved: unknown): readonly unknown[] {
  const list = own(objectOf(saved), 'destinations');
  return isList(list) ? list : [];
}

/** The daily summary is told only where it is asked for. */
function isToldDaily(destination: unknown): boolean {
  const tell = own(objectOf(destination), 'tell');
  return isList(tell) && tell.includes('Daily summary');
}

/** What was refused by the store is counted again. */
export async function countEvent(data: JsonObject, payload: JsonObject, runtime: Runtime): Promise<void> {
  await countAgain(data, readSettings(own(payload, 'iparams')), runtime);
}

/** By the same way as what a payload has to tell: what is not taken is kept. */
async function tellEvents(events: readonly RelayEvent[], settings: Settings, runtime: Runtime): Promise<object> {
  const live = { runtime, startedAt: runtime.now() };
  const answers = await tellHeard(destinationsOf(settings), events, live);
  logLost(answers);
  return toldById(answers);
}
