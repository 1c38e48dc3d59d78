/** What of an installation outlives a process: written out, and read back in. */
import { jsonCopy } from '../rules/errors';
import type { Installation } from './installation';
import { periodOf, readRepeat } from '../rules/schedule';
import { addSchedule, type Planned } from '../schedule/schedule';
import { storedText } from '../db/store';
import type { PlatformSnapshot } from '../types';

/** A copy as plain JSON; nothing the platform does later changes it. */
export function takeSnapshot(installation: Installation): PlatformSnapshot {
  const { iparams, store, schedules, minutes, lastInvocation, clock } = installation;
  return jsonCopy({
    iparams,
    store: [...store].map(([key, { json, expiresAt }]) => ({
      key,
      json,
      ...(expiresAt !== undefined && { expiresAt }),
    })),
    schedules: [...schedules.values()].map(({ name, data, at, scheduleAt, repeat }) => ({
      name,
      data,
      at,
      ...(scheduleAt !== undefined && { scheduleAt }),
      ...(repeat && { repeat }),
    })),
    requests: minutes.requests.times(clock.now()),
    dbOperations: minutes.dbOperations.times(clock.now()),
    lastInvocation,
  });
}

/** Firings that a recurring schedule makes up for at most: a snapshot from long ago does not keep the clock busy for ever. */
const MOST_MISSED = 100;

/** Puts an installation that has done nothing yet where the snapshot's was; its quotas start with what the snapshot counted. Throws a sentence where a schedule of it has no time, or repeats by nonsense. */
export function restore(installation: Installation, snapshot: PlatformSnapshot): void {
  const { iparams, store, schedules, lastInvocation } = jsonCopy(snapshot);
  for (const { key, json, expiresAt } of store) installation.store.set(key, storedText(key, json, expiresAt));
  for (const plan of schedules) addSchedule(installation, checked(plan, installation.clock.now()));
  installation.lastInvocation = lastInvocation;
  installation.iparams = iparams;
}

function checked(plan: Planned, now: number): Planned {
  const { name, at, repeat } = plan;
  if (!Number.isFinite(at)) throw new Error(`The schedule ${name} of the snapshot has no time at which it fires.`);
  if (repeat === undefined) return plan;
  const period = periodOf(readRepeat(name, repeat));
  const missed = Math.max(0, Math.ceil((now - at) / period) - MOST_MISSED);
  return { ...plan, at: at + missed * period };
}
