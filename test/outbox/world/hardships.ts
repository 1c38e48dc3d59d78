/** What the platform does to the app: clocks that are off, operations that are refused, firings that are late, missed or doubled. */
import type { Hardships } from '../../../packages/fresh-platform/types';
import { oddFirings } from '../../../bench/reliability/loads';
import type { Random } from '../../../bench/reliability/random';

export interface Trouble {
  /** Clocks of machines are off by so much at most, in ms. */
  skew: number;
  /** Share of the operations of the store and of schedules that are refused, and the status. */
  refused: number;
  status: 429 | 503;
  /** Firings are late, missed or doubled. */
  oddFirings: boolean;
  /** What is read is so old at most, in ms. */
  readsLate: number;
}

export const NO_TROUBLE: Trouble = { skew: 0, refused: 0, status: 503, oddFirings: false, readsLate: 0 };

export interface Troubled {
  /** What goes on now. */
  trouble: Trouble;
  /** The most that any clock was off so far, in ms. */
  mostSkew: () => number;
  /** When an operation was last refused so, in epoch ms. */
  refusedAt: () => number;
  /** Whether there was any so far. */
  isAny: () => boolean;
  options: Hardships;
}

/** `isExempt`: what happens now is not to be troubled. */
export function createTrouble(random: Random, isExempt: () => boolean): Troubled {
  let mostSkew = 0;
  let refusedAt = -Infinity;
  let isAny = false;
  const note = (trouble: Trouble): Trouble => {
    mostSkew = Math.max(mostSkew, trouble.skew);
    isAny ||= JSON.stringify(trouble) !== JSON.stringify(NO_TROUBLE);
    return trouble;
  };
  const now = (): Trouble => (isExempt() ? NO_TROUBLE : note(troubled.trouble));
  const troubled: Troubled = {
    trouble: NO_TROUBLE,
    mostSkew: () => mostSkew,
    refusedAt: () => refusedAt,
    isAny: () => isAny,
    options: {
      refuse: ({ name, at }) => {
        const { refused, status } = now();
        if (name === 'request' || refused === 0 || random() >= refused) return undefined;
        refusedAt = at;
        return status;
      },
      clockAhead: () => Math.floor((2 * random() - 1) * now().skew),
      firings: () => (now().oddFirings ? oddFirings(random()) : [0]),
      readsLate: () => Math.floor(random() * now().readsLate),
    },
  };
  return troubled;
}
