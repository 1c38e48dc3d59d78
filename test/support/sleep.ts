/** Days in which nothing new can happen, passed in no time. */
import type { Hardships, Platform } from '../../packages/fresh-platform/types';

export interface Sleep {
  /** Give it to the platform. */
  hardships: Pick<Hardships, 'firings'>;
  /** Lets time pass without a single firing, as if the platform had missed them all. */
  until: (platform: Platform, time: number) => Promise<void>;
}

export function createSleep(): Sleep {
  let isAsleep = false;
  return {
    hardships: { firings: () => (isAsleep ? [] : [0]) },
    until: async ({ clock }, time) => {
      isAsleep = true;
      await clock.advanceTo(time);
      isAsleep = false;
    },
  };
}
