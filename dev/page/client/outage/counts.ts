/** What a design had told, kept and lost by a moment of the shift. */
import type { OutageRun } from '../../server/api/outage';

export type Design = 'ours' | 'naive';

export interface Counts {
  happened: number;
  told: number;
  kept: number;
  lost: number;
}

export function countsAt({ moments }: OutageRun, design: Design, at: number): Counts {
  const past = moments.filter((moment) => moment.at <= at && moment[design].state !== 'nothing to tell');
  const told = past.filter((moment) => (moment[design].at ?? Infinity) <= at).length;
  const lost = past.filter((moment) => moment[design].state === 'lost').length;
  return { happened: past.length, told, kept: past.length - told - lost, lost };
}
