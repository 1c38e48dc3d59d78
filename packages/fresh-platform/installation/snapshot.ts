/** What of an installation outlives a process: written out, and read back in. */
import { jsonCopy } from '../rules/errors';
import type { Installation } from './installation';
import { addSchedule } from '../schedule/schedule';
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

/** Puts an installation that has done nothing yet where the snapshot's was; its quotas start with what the snapshot counted. */
export function restore(installation: Installation, snapshot: PlatformSnapshot): void {
  const { iparams, store, schedules, lastInvocation } = jsonCopy(snapshot);
  for (const { key, json, expiresAt } of store) installation.store.set(key, storedText(key, json, expiresAt));
  for (const plan of schedules) addSchedule(installation, plan);
  installation.lastInvocation = lastInvocation;
  installation.iparams = iparams;
}
