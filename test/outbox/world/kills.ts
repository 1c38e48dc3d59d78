/** Where an invocation ends before its time. */
import type { Fate, Operation } from '../../../packages/fresh-platform/types';
import type { Random } from '../../../bench/reliability/random';

export interface Kills {
  /** Share of the operations of scheduled invocations that end theirs. */
  share: number;
  /** The live path dies at its first operation after one that kept something. */
  live: boolean;
}

export const KEEPING: readonly string[] = ['db.update', 'schedule.create'];

export function fateByChance({ share }: Kills, random: Random): Fate {
  if (random() >= share) return 'proceed';
  return random() < 0.5 ? 'die-before' : 'die-after';
}

export function fateOfLive({ live }: Kills, isKept: boolean, { name }: Operation): Fate {
  return live && isKept && name !== 'request' ? 'die-before' : 'proceed';
}
