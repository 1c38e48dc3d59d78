/** The installation's quotas, each counted over a sliding minute. */
import { Refusal } from '../rules/errors';
import type { Installation, Quota } from '../installation/installation';

const WHAT: Record<Quota, (installation: Installation) => { most: number; things: string }> = {
  requests: ({ limits }) => ({ most: limits.requestsPerMinute, things: 'requests' }),
  dbOperations: ({ limits }) => ({ most: limits.dbOperationsPerMinute, things: '$db operations' }),
  scheduleOperations: ({ limits }) => ({ most: limits.scheduleOperationsPerMinute, things: '$schedule operations' }),
  functionCalls: ({ limits }) => ({ most: limits.functionCallsPerMinute, things: 'calls of functions' }),
  externalEvents: ({ limits }) => ({ most: limits.externalEventsPerMinute, things: 'external events' }),
};

/**
 * Every operation of these counts, those that fail or are refused as well. Those that the quota itself refuses count by the
 * harshest reading of "50 a minute, all kinds together", under which an app that hammers stays shut out.
 */
const COUNTS_REFUSED: ReadonlySet<Quota> = new Set(['dbOperations', 'scheduleOperations']);

/** Counts one; refuses (429) what the quota has no room for. */
export function count(installation: Installation, quota: Quota): void {
  const now = installation.clock.now();
  const minute = installation.minutes[quota];
  const { most, things } = WHAT[quota](installation);
  const isFull = minute.count(now) >= most;
  const countsRefused = COUNTS_REFUSED.has(quota) && installation.ways.refusedOperationsCount;
  if (!isFull || countsRefused) minute.add(now);
  if (isFull) throw new Refusal(429, `The installation has used its ${most} ${things} a minute: try again later.`);
}
