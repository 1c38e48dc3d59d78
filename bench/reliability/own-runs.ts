/** Runs that stand beside the loads, with a page each: they are about more than the outbox, and no other design has that. */
import { measureThreads, missedInThreads, THREADS, threadsSection } from './threads';
import { measureWeek } from './week/measure';
import { missedInWeek, WEEK, weekSection } from './week/report';

export interface OwnRun {
  name: string;
  /** In docs/reliability. */
  file: string;
  /** What the page is about, as docs/reliability.md says it. */
  about: string;
  measure: () => Promise<{ section: string; missed: string[] }>;
}

export const OWN_RUNS: readonly OwnRun[] = [
  {
    name: WEEK,
    file: 'week.md',
    about: 'a week with everything switched on',
    measure: async () => {
      const week = await measureWeek();
      return { section: weekSection(week), missed: missedInWeek(week) };
    },
  },
  {
    name: THREADS,
    file: 'threads.md',
    about: 'threads of Slack at the rates they are made for, and above',
    measure: async () => {
      const all = await measureThreads();
      return { section: threadsSection(all), missed: missedInThreads(all) };
    },
  },
];
