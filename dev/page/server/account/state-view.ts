/** What every view of the page shows of an account. */
import type { Kept } from '../../../../src/outbox/item';
import type { Json } from '../../../../packages/fresh-platform/lib/dig';
import { recipientOf } from './recipients';
import { DESTINATIONS, type Destination, type LogView, type PageState } from '../api';
import type { World } from './holdings';
import { outbox } from './record';

/** As many log lines as a page shows at once; the others are counted. */
const MOST_LOGS = 300;

/** Everything but what changes outside a world. */
export function stateOf(world: World): Omit<PageState, 'revision' | 'running' | 'playing' | 'fault'> {
  const { platform, installed, receivers, steps, deliveries, logs, forgotten, forward } = world;
  const { requestsPerMinute, dbOperationsPerMinute, dbEntryBytes } = platform.limits;
  return {
    now: platform.clock.now(),
    installed,
    limits: { requests: requestsPerMinute, dbOperations: dbOperationsPerMinute, entryBytes: dbEntryBytes },
    quota: platform.quota(),
    store: platform.entries().map(({ key, bytes, expiresAt }) => ({ key, bytes, expiresAt: expiresAt ?? null })),
    schedules: platform
      .schedules()
      .map(({ name, at, repeatMs, data }) => ({ name, at, everyMs: repeatMs ?? null, data: JSON.stringify(data) })),
    receivers: { ...receivers.modes },
    waiting: countsOf(outbox(world), world.iparams),
    logs: logs.slice(-MOST_LOGS).map(logView),
    counts: {
      conversations: new Set(steps.map(({ conversation }) => conversation)).size,
      deliveries: deliveries.length,
      logs: logs.length,
      forgotten: forgotten.steps + forgotten.deliveries,
    },
    forward: forward?.address ?? '',
  };
}

function countsOf(waiting: readonly Kept[], iparams: Json): Record<Destination, number> {
  const kinds = waiting.map(({ to }) => recipientOf(to, iparams).kind);
  const counts = DESTINATIONS.map((name) => [name, kinds.filter((kind) => kind === name).length] as const);
  return Object.fromEntries(counts) as Record<Destination, number>;
}

export function logView({ id, at, event, level, text }: LogView): LogView {
  return { id, at, event, level, text };
}
