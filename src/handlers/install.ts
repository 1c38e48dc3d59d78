/** Installing proves that what the admin set works; uninstalling always lets go. */
import { destinationsOf, type Destination } from '../destinations/destination';
import { isObject, own } from '../lib/json';
import { faultName } from './answer-page';
import { cut } from '../lib/text';
import { together } from '../lib/together';
import type { Runtime } from '../platform/runtime';
import { readSettings, type Settings } from '../settings/read';
import { setUpReminders } from './reminders';
import { tested } from './test-destination';

/**
 * Checks the settings and sends every destination a test message, side by side; refuses with one sentence of at most
 * 60 characters, which is what the platform shows.
 */
export async function install(payload: unknown, runtime: Runtime): Promise<void> {
  const refusal = await refusalOf(payload, runtime);
  if (refusal === undefined) renderData();
  else renderData({ message: refusal });
}

/** A fault of our own ends the installation with a sentence, too: without one the admin would wait for nothing. */
async function refusalOf(payload: unknown, runtime: Runtime): Promise<string | undefined> {
  try {
    const settings = readSettings(isObject(payload) ? own(payload, 'iparams') : undefined);
    const refusal = settingsRefusal(settings) ?? (await firstRefusal(destinationsOf(settings), runtime));
    if (refusal === undefined) await setUpReminders(settings, runtime);
    return refusal;
  } catch (fault) {
    return cut(`The app failed with ${faultName(fault)}. Please report it.`, SHOWN_CHARACTERS);
  }
}

/** What the platform shows of a refusal. */
const SHOWN_CHARACTERS = 60;

/** The destination to mend, its name cut where the sentence needs the room. */
export function refusalFor(name: string, problem: string): string {
  return cut(`${cut(name, SHOWN_CHARACTERS - problem.length - 2)}: ${problem}`, SHOWN_CHARACTERS);
}

function settingsRefusal({ broken, problems }: Settings): string | undefined {
  const [first] = broken;
  if (first !== undefined) return refusalFor(first.name, first.problem);
  const [problem] = problems;
  return problem === undefined ? undefined : cut(problem, SHOWN_CHARACTERS);
}

async function firstRefusal(destinations: readonly Destination[], runtime: Runtime): Promise<string | undefined> {
  const tests = await together(
    destinations.map(async (destination) => ({ destination, outcome: await tested(destination, runtime) })),
  );
  for (const { destination, outcome } of tests)
    if (!outcome.ok) return refusalFor(destination.name, destination.remedy(outcome));
  return undefined;
}

/** The platform wipes store and schedules itself, and keeps the app for ever where this fails: so nothing is tried here. */
export function uninstall(): void {
  renderData();
}
