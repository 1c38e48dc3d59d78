/** What of an installation outlives a process: written out, and read back in. */
import { jsonCopy } from '../rules/errors';
import type { Installation } from './installation';
import { createSlidingMinute } from '../rules/limits';
import { addSchedule } from '../schedule/schedule';
import { storedText } from '../db/store';
import type { PlatformSnapshot } from '../types';

/** A copy as plain JSON; nothing the platform does later changes it. */
export function takeSnapshot(installation: Installation): PlatformSnapshot {
  const { iparams, store, schedules, requests, dbOperations, lastInvocation, clock } = installation;
  return jsonCopy({
    iparams,
    store: [...store].map(([key, { json, expiresAt }]) => ({
      key,
      json,
      ...(expiresAt !== undefined && { expiresAt }),
    })),
    schedules: [...schedules.values()].map(({ name, data, at, repeat }) => ({
      name,
      data,
      at,
      ...(repeat && { repeat }),
    })),
    requests: requests.times(clock.now()),
    dbOperations: dbOperations.times(clock.now()),
    lastInvocation,
  });
}

/** Puts an installation that has done nothing yet where the snapshot's was. */
export function restore(installation: Installation, snapshot: PlatformSnapshot): void {
  const { iparams, store, schedules, requests, dbOperations, lastInvocation } = jsonCopy(snapshot);
  for (const { key, json, expiresAt } of store) installation.store.set(key, storedText(key, json, expiresAt));
  for (const planned of schedules) addSchedule(installation, planned);
  installation.requests = createSlidingMinute(requests);
  installation.dbOperations = createSlidingMinute(dbOperations);
  installation.lastInvocation = lastInvocation;
  installation.iparams = iparams;
}
