/** Short histories of the outbox, and deaths at chosen operations of them. */
import type { Fate, Operation } from '../../packages/fresh-platform/types';
import { isAtRest, lost, settle } from './world/settle';
import { HOUR, MINUTE } from './world/times';
import type { World } from './world/world';

export type Way = Exclude<Fate, 'proceed'>;

/** A receiver that is down while something is kept in the driver, in boxes and on pages. */
export async function outage(world: World): Promise<void> {
  const { clock } = world.platform;
  const start = clock.now();
  world.moods.webhook = { is: 'down' };
  world.tellAt(start);
  world.tellAt(start + 5_000, 2);
  world.tellAt(start + 70_000);
  // The driver may come a period late.
  await clock.advance(13 * MINUTE);
  world.moods.webhook = { is: 'well' };
  await settle(world, 4 * HOUR);
}

/** A request quota that is spent while the receiver is well: three payloads are kept in slots until the sweeps are over, and told by turns. */
export async function overload(world: World): Promise<void> {
  const { clock, limits } = world.platform;
  const start = clock.now();
  limits.requestsPerMinute = 0;
  for (const after of [0, 300, 600]) world.tellAt(start + after);
  await clock.advance(6 * MINUTE);
  limits.requestsPerMinute = 50;
  await settle(world, 4 * HOUR);
}

/** The same, while the quota is free again before the first sweep: sweeps tell all, and the turns find nothing. */
export async function swept(world: World): Promise<void> {
  const { clock, limits } = world.platform;
  const start = clock.now();
  limits.requestsPerMinute = 0;
  for (const after of [0, 300, 600]) world.tellAt(start + after);
  await clock.advance(MINUTE);
  limits.requestsPerMinute = 50;
  await settle(world, 16 * HOUR);
}

export type Meant = (operation: Operation, isLive: boolean) => boolean;

export const isScheduled: Meant = (...[, isLive]) => !isLive;

/**
 * Ends invocations at the operations of the given numbers, counted over those that are meant; returns what was counted. Reads change
 * nothing, so of reads that follow each other in an invocation the first stands for all.
 */
export function dying(world: World, deaths: ReadonlyMap<number, Way>, isMeant: Meant): Operation[] {
  const seen: Operation[] = [];
  let last = { invocation: 0, isRead: false };
  world.fate = (operation, isLive) => {
    const { invocation, name } = operation;
    const isRead = name === 'db.get' || name === 'schedule.fetch';
    const isRepeated = isRead && last.isRead && last.invocation === invocation;
    last = { invocation, isRead };
    if (isRepeated || !isMeant(operation, isLive)) return 'proceed';
    return deaths.get(seen.push(operation) - 1) ?? 'proceed';
  };
  return seen;
}

/** What a history came to. */
export function stateOf(world: World): object {
  return { lost: lost(world), problems: world.problems, isAtRest: isAtRest(world) };
}

export const SOUND = { lost: [], problems: [], isAtRest: true };
