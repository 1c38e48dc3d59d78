/** Steps done as somebody does them at `fdk run`: one after the other, on one installation. */
import { readApp } from '../app/app';
import { readChains } from '../play/chains';
import type { Figures } from '../play/coverage';
import { readRecordings } from '../play/recordings';
import { readSettings, readSimulationSettings } from '../play/settings-sets';
import { createStage, type Stage } from '../play/stage';
import { answerOf, pass, take, type Chain, type Step } from '../play/steps';
import { createReport } from '../problem';
import { figuresOfHits, hitsOf, resetCounters, together, type Hits, type Played } from './cover';

const LATER = Date.parse('2027-05-12T15:30:00.000Z');

/** `fdk run` counts no quota, and its clock is the person's own. */
export const TOOL = { receiver: answerOf, limits: { requestsPerMinute: 10_000, dbOperationsPerMinute: 10_000 } };

/** An app with what it may be played with, and the steps that somebody wrote down for it. */
export function openStage(appDir: string): { stage: Stage; chains: Chain[] } {
  const { report } = createReport();
  const app = readApp(appDir, report);
  const sets = [...readSettings(app, report), ...readSimulationSettings(app, report)];
  const stage = createStage(app, readRecordings(app, report), sets, []);
  return { stage, chains: readChains(app, sets, report) };
}

/** All on one installation, as at `fdk run`; what happens between the steps does not count. */
export async function play(stage: Stage, steps: readonly Step[]): Promise<Played> {
  const { counters } = stage.tally;
  const platform = stage.open({ ...TOOL, iparams: {}, at: LATER });
  const nothing = hitsOf(counters).fill(0);
  const hits: Hits[] = [];
  for (const step of steps) {
    hits.push(await hitsBy(stage, () => take(platform, step)));
    await pass(platform);
  }
  return { steps: [...steps], hits, figures: figuresOfHits(counters, together([nothing, ...hits])) };
}

export async function hitsBy({ tally: { counters } }: Stage, act: () => Promise<unknown>): Promise<Hits> {
  resetCounters(counters);
  await act();
  return hitsOf(counters);
}

/** What the steps that somebody wrote down come to alone, with those that need an account at another service and without. */
export async function playWritten(appDir: string): Promise<{ figures: Figures; withoutServices: Figures }> {
  const { stage, chains } = openStage(appDir);
  const { figures, steps, hits } = await play(
    stage,
    chains.flatMap((chain) => chain.steps),
  );
  const others = hits.filter((...[, index]) => steps[index]?.services === undefined);
  return { figures, withoutServices: figuresOfHits(stage.tally.counters, together(others)) };
}
