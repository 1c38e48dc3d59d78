/** What becomes of one change: known from an earlier run, or asked of the test that noticed it before, or of all that reach it. */
import { whyEquivalent } from './equivalent';
import type { Asker, Fate, Noticed } from './fate';
import type { Memory } from './memory';
import { reachOf, type Chosen, type Reach } from './reach';
import type { Change } from './sample';
import { applied } from './sites';

export type Verdict = Fate | 'equivalent';

export interface Judge {
  /** Null where nothing is known of it and nothing is to be asked any more. */
  verdictOn: (change: Change, asker: Asker, isOver: () => boolean) => Promise<Verdict | null>;
}

/** The test that noticed a change before is asked alone first, for at most so long. */
const ALONE_MS = 10_000;

export function createJudge(code: string, memory: Memory): Judge {
  let reach: Reach | null = null;
  const noticed = (changed: string, { name }: Change, by: Noticed | 'endless'): Verdict => {
    memory.keepNoticed(changed, name, by);
    return by === 'endless' ? by : 'noticed';
  };
  const askAll = async (changed: string, change: Change, asker: Asker): Promise<Verdict> => {
    const chosen = (reach ??= reachOf(code))(change.start);
    if (chosen.length === 0) return 'unreached';
    const others = chosen
      .filter(({ path }) => !memory.hasPassed(changed, path))
      .sort((a, b) => a.ms / memory.weightOf(a.path) - b.ms / memory.weightOf(b.path));
    const by = others.length === 0 ? null : await asker.ask(changed, others);
    if (by !== null) return noticed(changed, change, by);
    memory.keepPassed(changed, others);
    return 'missed';
  };
  return {
    verdictOn: async (change, asker, isOver) => {
      if (whyEquivalent(code, change) !== null) return 'equivalent';
      const changed = applied(code, change);
      const known = memory.fateOf(changed);
      if (known !== null || isOver()) return known;
      const before = testOf(memory.noticedBy(change.name));
      const by = before === null ? null : await asker.ask(changed, [before]);
      return by === null ? askAll(changed, change, asker) : noticed(changed, change, by);
    },
  };
}

function testOf(by: Noticed | null): Chosen | null {
  return by === null || by.path === null || by.name === null
    ? null
    : { path: by.path, names: [by.name], ms: ALONE_MS, longestMs: ALONE_MS };
}
