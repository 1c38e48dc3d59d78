/** A scheduled event for the outbox: a sweep, a turn, or a slot that no turn came for in time. */
import { destinationsOf } from '../destinations/destination';
import { withoutPersonalData } from '../events/build';
import { own, type JsonObject } from '../lib/json';
import { giveUp, NOTHING_TOOK_IT } from '../outbox/expiry';
import { keepItem } from '../outbox/keep';
import { sweep } from '../outbox/sweep';
import { itemOfSlot, takeTurn } from '../outbox/turn';
import type { TurnOptions } from '../outbox/options';
import type { Runtime } from '../platform/runtime';
import { troubleNotices } from '../reminders/trouble';
import { readSettings, type Settings } from '../settings/read';

export async function outboxEvent(data: JsonObject, payload: JsonObject, runtime: Runtime): Promise<void> {
  const settings = readSettings(own(payload, 'iparams'));
  const item = itemOfSlot(data);
  if (item === null) {
    if (own(data, 'sweep') === true) await sweep(turnOptions(settings), runtime);
    else await takeTurn(data, turnOptions(settings), runtime);
    return;
  }
  // In a slot again, as that is kept with the first operation: death may come at any.
  const lost = await keepItem(item, true, runtime, runtime.now());
  giveUp({ id: item.to, name: destinationName(item.to, settings) }, lost, NOTHING_TOOK_IT);
}

function destinationName(id: string, { destinations, broken }: Settings): string | undefined {
  return [...destinations, ...broken].find((each) => each.id === id)?.name;
}

/** What a turn needs to know of the settings. */
export function turnOptions(settings: Settings): TurnOptions {
  const destinations = destinationsOf(settings);
  const broken = settings.broken.map(({ id }) => id).filter((id) => id !== null);
  return {
    destinations,
    // A copy of an id that works is broken, too, and nothing waits for it.
    broken: [...new Set(broken)].filter((id) => destinations.every((each) => each.id !== id)),
    allowed: settings.personalData ? (event) => event : withoutPersonalData,
    nameOf: (id) => destinationName(id, settings),
    noticesOf: (reports, now) => troubleNotices(destinations, reports, now),
  };
}
