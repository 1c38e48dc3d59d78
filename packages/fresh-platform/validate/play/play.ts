/** Plays an app and says what came of it. */
import type { InvocationResult } from '../../index';
import { messageOf } from '../../lib/thrown';
import type { Counters } from './instrument';
import { declares, inventedRecordings, readRecordings } from './recordings';
import type { App } from '../app/app';
import { figuresOf, MEASURES, missedLines, type Figures } from './coverage';
import { calledIn, eventPlace, handlersOf } from '../checks/events';
import { placeKey } from './logs';
import { privateTexts } from './personal';
import { startOf, type Place, type Report } from '../problem';
import { playStories, startOf as beginningOf, type Scenario } from './scenarios';
import { readSettings, type SettingsSet } from './settings-sets';
import { createStage, type Stage } from './stage';
import { inARow } from '../../lib/words';

export const NEEDED_PERCENT = 80;

/** What was played, and what of the app ran. */
export interface Played {
  name: string;
  invocations: number;
  /** Invocations that threw or ran out of time. */
  failed: number;
}

export interface Simulation {
  stories: number;
  payloads: number;
  /** Events of which nobody recorded a payload. */
  invented: number;
  settings: string[];
  played: Played[];
  logLines: number;
  figures: Figures;
  /** Server file → lines on which something never ran. */
  missed: Record<string, number[]>;
}

/** Plays the app: its stories, an install and an uninstall, and the scenarios. `told` are the log calls already told of, as `file:line`. Undefined where there is nothing to play. */
export async function simulateApp(
  app: App,
  scenarios: readonly Scenario[],
  told: ReadonlySet<string>,
  report: Report,
): Promise<Simulation | undefined> {
  if (handlersOf(app).length === 0) return undefined;
  const recordings = readRecordings(app, report);
  const invented = inventedRecordings(app, recordings);
  const settings = readSettings(app, report);
  const all = [...recordings, ...invented];
  const stage = createStage(app, all, settings, privateTexts(all));
  const played = await playEverything(stage, scenarios, report);
  const { tally } = stage;
  for (const leak of tally.leaks.values())
    if (!told.has(placeKey(leak))) report(leak.rule, leak, leak.sentence, leak.remedy);
  const figures = figuresOf(tally.counters);
  const missed = missedIn(app, tally.counters);
  // What is invented goes no further than an app's first question about it.
  if (recordings.length > 0) checkFigures(figures, missed, report);
  const stories = recordings.filter(({ isStory }) => isStory).length;
  return {
    stories,
    payloads: recordings.length - stories,
    invented: invented.length,
    settings: settings.map(({ name }) => name),
    played,
    logLines: tally.logLines,
    figures,
    missed,
  };
}

async function playEverything(stage: Stage, scenarios: readonly Scenario[], report: Report): Promise<Played[]> {
  const played: Played[] = [];
  const act = async (name: string, play: () => Promise<void>): Promise<void> => {
    const { invocations, failed } = stage.tally;
    const before = { invocations, failed: failed.length };
    await play();
    played.push({
      name,
      invocations: stage.tally.invocations - before.invocations,
      failed: failed.length - before.failed,
    });
  };
  try {
    await act('the stories, receivers well', async () => {
      for (const result of await playStories(stage)) checkResult(stage, result, report);
    });
    await act('set-up events and jobs', () => checkSetUps(stage, report));
    for (const { name, play } of scenarios) await act(name, () => play(stage));
  } catch (error) {
    report('simulation-fails', startOf('server/server.js'), messageOf(error), 'Mend it: the simulation cannot go on.');
  }
  return played;
}

/** With receivers that are well, every invocation completes and breaks no rule of the platform. */
function checkResult(
  { app, placesIn }: Stage,
  { event, handler, outcome, error }: InvocationResult,
  report: Report,
): void {
  if (outcome === 'completed' && error === undefined) return;
  const { text, place } = placesIn(error ?? outcome);
  report(
    'simulation-fails',
    place ?? eventPlace(app, event),
    `${handler}: ${text}`,
    'Mend the handler, the recorded payload, or the settings in test_data/settings/.',
  );
}

async function checkSetUps(stage: Stage, report: Report): Promise<void> {
  for (const set of stage.settings) {
    const platform = stage.open({ iparams: set.iparams, at: beginningOf(stage) });
    checkSetUp(stage, await platform.install(set.iparams), (message) => installVerdict(message, set), report);
    if (declares(stage.app, 'afterAppUpdate')) await platform.update();
    for (const name of calledIn(stage.app, 'jobs')) await platform.job(name);
    checkSetUp(stage, await platform.uninstall(), uninstallVerdict, report);
  }
}

/** Settings that somebody wrote down are meant to be accepted. */
function installVerdict(message: string | undefined, { name, isRecorded }: SettingsSet): string | undefined {
  return isRecorded && message !== undefined ? `It refuses test_data/settings/${name}.json: ${message}` : undefined;
}

function uninstallVerdict(message: string | undefined): string | undefined {
  return message === undefined ? undefined : 'It does not let go: the app could never be removed.';
}

function checkSetUp(
  { app, placesIn }: Stage,
  { event, handler, error, rendered }: InvocationResult,
  verdict: (message: string | undefined) => string | undefined,
  report: Report,
): void {
  const told = error ?? verdict(rendered?.message);
  if (told === undefined) return;
  const { text, place } = placesIn(told);
  report(
    'simulation-set-up',
    place ?? eventPlace(app, event),
    text.includes(handler) ? text : `${handler}: ${text}`,
    'End it with renderData() to accept, or with renderData({ message }) of at most 60 characters to refuse; an uninstall always accepts.',
  );
}

function missedIn({ code }: App, counters: readonly Counters[]): Record<string, number[]> {
  const entries = code.map(
    ({ file, path }) => [file, missedLines(counters.find((one) => one.path === path) as Counters)] as const,
  );
  return Object.fromEntries(entries.filter(([, lines]) => lines.length > 0));
}

function checkFigures(figures: Figures, missed: Record<string, number[]>, report: Report): void {
  const low = MEASURES.filter((measure) => figures[measure].percent < NEEDED_PERCENT);
  if (low.length === 0) return;
  const [file = 'server/server.js', lines = []] =
    Object.entries(missed).sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  const where: Place & { file: string } = { file, line: lines[0] ?? 1, column: 1 };
  const shares = inARow(low.map((measure) => `${figures[measure].percent} % of the ${measure}`));
  report(
    'simulation-coverage',
    where,
    `What was played runs ${shares}; most that never runs stands in this file, from this line on.`,
    `Record payloads or stories that go there, until ${NEEDED_PERCENT} % of each run.`,
  );
}
