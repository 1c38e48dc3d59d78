/** How the destinations are doing, and one that is tried at once: for the settings page of an app that is installed. */
import { objectOf, own, textOf } from '../lib/json';
import { outboxStatus, type DestinationStatus } from '../outbox/status';
import { retryNow } from '../outbox/turn';
import type { Runtime } from '../platform/runtime';
import { unlessRefused } from '../platform/refusals';
import type { DestinationKind } from '../settings/kinds';
import { readSettings, type Settings } from '../settings/read';
import { turnOptions } from './outbox-event';

export interface PageStatus extends DestinationStatus {
  name: string;
  kind: DestinationKind | null;
}

/** Before installing there is no store, and no settings that would name a destination. */
export async function pageStatus(payload: unknown, runtime: Runtime): Promise<{ destinations: PageStatus[] }> {
  const settings = readSettings(own(objectOf(payload), 'iparams'));
  const named = namedOf(settings);
  const known = await knownStatus(
    named.map(({ id }) => id),
    runtime,
  );
  return {
    destinations: named.map(({ id, name, kind, problem }, index) => {
      const status = known[index] ?? unknownStatus(id);
      const off = problem === null ? {} : { state: 'off' as const, reason: `it ${problem}`, next: null };
      return { ...status, ...off, id, name, kind };
    }),
  };
}

interface Named {
  id: string;
  name: string;
  kind: DestinationKind | null;
  problem: string | null;
}

/** Those that work, then the broken ones that can be told by an id of their own. */
function namedOf({ destinations, broken }: Settings): Named[] {
  const works = destinations.map(({ id, name, kind }) => ({ id, name, kind, problem: null }));
  const others = broken.flatMap(({ id, ...rest }) => (id === null ? [] : [{ id, ...rest }]));
  return [...works, ...others.filter((one) => works.every(({ id }) => id !== one.id))];
}

function unknownStatus(id: string): DestinationStatus {
  return { id, state: 'working', since: null, reason: null, waiting: 0, next: null };
}

/** Nothing where the store cannot be read, or there is nothing to ask for. */
async function knownStatus(ids: readonly string[], runtime: Runtime): Promise<readonly DestinationStatus[]> {
  return ids.length === 0 ? [] : await unlessRefused(outboxStatus(ids, runtime), []);
}

/** A sentence for the destination's card. */
export interface RetryAnswer {
  ok: boolean;
  message: string;
}

/** `{ id }`: tries what waits for a destination at once, whatever its wait. */
export async function retryFromPage(payload: unknown, runtime: Runtime): Promise<RetryAnswer> {
  const asked = objectOf(payload);
  const settings = readSettings(own(asked, 'iparams'));
  const id = textOf(own(asked, 'id'));
  const named = namedOf(settings).find((one) => one.id === id);
  if (named === undefined)
    return { ok: false, message: 'It is not set up: install the app, or save the settings, first.' };
  if (named.problem !== null) return { ok: false, message: `It ${named.problem}` };
  if ((await retryNow(named.id, turnOptions(settings), runtime)) === 'busy')
    return {
      ok: false,
      message: 'What waits is being delivered at this moment, or the store is busy. Try again in a minute.',
    };
  const [status] = await knownStatus([named.id], runtime);
  return status === undefined || status.waiting === 0
    ? { ok: true, message: 'Nothing waits any more.' }
    : { ok: false, message: stillWaiting(status) };
}

function stillWaiting({ waiting, reason }: DestinationStatus): string {
  const why = reason === null ? 'they are sent in the next minutes' : reason;
  return `${waiting === 1 ? '1 update waits' : `${waiting} updates wait`}: ${why}.`;
}
