/** Where an invocation ends before its time. */
import type { Fate, Operation } from '../../../packages/fresh-platform/types';
import type { Random } from '../../../bench/reliability/random';

export interface Kills {
  /** Share of the operations of scheduled invocations that end theirs. */
  share: number;
  /** The live path dies at its first operation after one that kept something. */
  live: boolean;
}

/** Whether an operation keeps an event; a claim of another key says something about it. */
function isKeeping({ name, target }: Operation): boolean {
  return name === 'schedule.create' || isBoxing({ name, target });
}

/** Whether an operation adds to a box. */
export function isBoxing({ name, target }: Pick<Operation, 'name' | 'target'>): boolean {
  return ['db.set', 'db.update'].includes(name) && target.startsWith('box:');
}

function fateByChance({ share }: Kills, random: Random): Fate {
  if (random() >= share) return 'proceed';
  return random() < 0.5 ? 'die-before' : 'die-after';
}

function fateOfLive({ live }: Kills, isKept: boolean, { name }: Operation): Fate {
  return live && isKept && name !== 'request' ? 'die-before' : 'proceed';
}

/** An invocation of the live path. */
export interface Live {
  /** It has kept what it was to tell, or some of it. */
  isKept: boolean;
}

/** Knows the invocations of the live path from scheduled ones. */
export interface Lives {
  /** Starts one: its first operation comes before `start` returns. */
  begin: <T>(start: () => T) => { started: T; live: Live };
  of: (operation: Operation) => Live | undefined;
  /** An operation of any invocation took place. */
  note: (operation: Operation) => void;
  end: (invocation: number) => void;
  fateByChance: (operation: Operation, kills: Kills, random: Random) => Fate;
}

export function createLives(): Lives {
  const lives = new Map<number, Live>();
  let beginning: Live | null = null;
  const liveOf = (operation: Operation): Live | undefined => {
    if (beginning !== null && !lives.has(operation.invocation)) lives.set(operation.invocation, beginning);
    return lives.get(operation.invocation);
  };
  return {
    begin: (start) => {
      const live = (beginning = { isKept: false });
      const started = start();
      beginning = null;
      return { started, live };
    },
    of: liveOf,
    note: (operation) => {
      const live = lives.get(operation.invocation);
      if (live !== undefined && isKeeping(operation)) live.isKept = true;
    },
    end: (invocation) => void lives.delete(invocation),
    fateByChance: (operation, kills, random) => {
      const live = liveOf(operation);
      return live === undefined ? fateByChance(kills, random) : fateOfLive(kills, live.isKept, operation);
    },
  };
}
