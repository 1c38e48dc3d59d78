/** One one-time schedule per failed event, tried again after some five minutes, ten, twenty …, three hours at most. */
import { destinationsOf } from '../../../src/destinations/destination';
import type { RelayEvent } from '../../../src/events/event';
import { own, type JsonObject } from '../../../src/lib/json';
import { giveUp, NOTHING_TOOK_IT } from '../../../src/outbox/expiry';
import { pack, unpack, type Kept } from '../../../src/outbox/item';
import type { Runtime } from '../../../src/platform/runtime';
import { create } from '../../../src/platform/schedules';
import { readSettings } from '../../../src/settings/read';

const FIRST_WAIT = 5;
const LONGEST_WAIT = 180;

export function keep(
  to: string,
  events: readonly RelayEvent[],
  _why: unknown,
  runtime: Runtime,
): Promise<readonly RelayEvent[]> {
  return keepAgain({ to, events, at: runtime.now(), notBefore: null, refusals: 0 }, FIRST_WAIT, runtime);
}

async function keepAgain(kept: Kept, minutes: number, runtime: Runtime): Promise<readonly RelayEvent[]> {
  const waited = Math.min(minutes, LONGEST_WAIT);
  const name = `e${runtime.now().toString(36)}${Math.floor(runtime.random() * 1e9).toString(36)}`;
  const at = runtime.now() + (waited * (1 + runtime.random() / 2) + 0.25) * 60_000;
  const creation = await create({ name, data: { kind: 'outbox', item: pack(kept), waited }, at });
  return creation === 'created' ? [] : kept.events;
}

export async function outboxEvent(data: JsonObject, payload: JsonObject, runtime: Runtime): Promise<void> {
  const kept = unpack(own(data, 'item'));
  const destination = destinationsOf(readSettings(own(payload, 'iparams'))).find(({ id }) => id === kept?.to);
  if (kept === null || destination === undefined) return;
  const outcome = await destination.deliver([kept.events], runtime);
  if (outcome.ok) return;
  giveUp({ id: kept.to }, await keepAgain(kept, Number(own(data, 'waited')) * 2, runtime), NOTHING_TOOK_IT);
}
