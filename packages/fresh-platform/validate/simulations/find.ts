/** Finds what to simulate at `fdk run` so that a package is taken: its coverage counts only what a person simulates there. */
import type { Platform } from '../../index';
import { digRecord, digText } from '../../lib/dig';
import { UserError } from '../../lib/json-file';
import { MEASURES, type Figures } from '../play/coverage';
import { cover, dispensable, figuresOfHits, lowest, together } from './cover';
import type { Candidate, Played } from './cover';
import { calls, events, pass, scheduledSteps, settingsChoices, setUps, take } from '../play/steps';
import type { Chain, SettingsChoice, Step } from '../play/steps';
import type { Stage } from '../play/stage';
import { hitsBy, openStage, play, TOOL } from './fdk-run';

/** Each figure is to come out above this; 80 are needed. */
export const WANTED_PERCENT = 85;
/** What is looked for, so that a step that goes otherwise in an account of somebody's does no harm. */
const AIMED_PERCENT = WANTED_PERCENT + 0.5;
/** Payloads that differ in what they run, of which each is tried with every setting. */
const MOST_PAYLOADS = 24;
/** Steps are tried one at a time: what is kept of earlier ones may cost a little, and the choice is made again with more to spare. */
const SPARE_PERCENT = [0.5, 1, 1.5, 2, 2.5, 3, 4, 6, 8];
/** So that something can be left out: without a step, all that follows comes at another time. */
const LEEWAY_PERCENT = 0.4;
/** Of leaving something out, each of which plays everything once. */
const MOST_TRIES = 16;
const STARTS = Date.parse('2027-03-01T09:00:00.000Z');

export interface Simulations {
  dir: string;
  /** Whether settings are entered on a page of the app's own, which may have no field for some of them. */
  hasPage: boolean;
  steps: Step[];
  /** What the steps come to in their order, on one installation, at another time than they were found at. */
  figures: Figures;
  isEnough: boolean;
  /** What they come to without those that need an account at another service; undefined where none does. */
  withoutServices: Figures | undefined;
  /** What everything that was tried comes to together. */
  most: Figures;
}

/** Throws a UserError where there is nothing to simulate. */
export async function findSimulations(appDir: string): Promise<Simulations> {
  const { stage, chains } = openStage(appDir);
  if (stage.recordings.length === 0)
    throw new UserError('There is nothing to simulate: record payloads in server/test_data/<module>/<event>.json.');
  const choices = settingsChoices(stage.app, stage.settings);
  const candidates = [...(await tryChains(stage, chains)), ...(await tryAll(stage, choices))];
  const alone = candidates.filter(({ what }) => what.services === undefined);
  const found = await choose(stage, alone, candidates);
  if (found.isEnough || alone.length === candidates.length) return found;
  const withServices = await choose(stage, candidates, candidates);
  const others = withServices.steps.filter(({ services }) => services === undefined);
  return { ...withServices, withoutServices: (await play(stage, others)).figures };
}

/** The fewest of some that are enough; of none that are enough, those that come nearest. `all` are those that were tried. */
async function choose(
  stage: Stage,
  candidates: readonly Candidate<Step>[],
  all: readonly Candidate<Step>[],
): Promise<Simulations> {
  const { counters } = stage.tally;
  const { dir, page } = stage.app;
  const most = figuresOfHits(counters, together(all.map(({ hits }) => hits)));
  let best = await play(stage, []);
  for (const spare of SPARE_PERCENT) {
    const chosen = new Set(cover(candidates, counters, AIMED_PERCENT + spare));
    const played = await play(stage, inOrder(candidates.filter((one) => chosen.has(one)).map(({ what }) => what)));
    if (lowest(played.figures) > lowest(best.figures)) best = played;
    if (lowest(played.figures) >= AIMED_PERCENT + LEEWAY_PERCENT) break;
  }
  const { steps, figures } = await withFewer(stage, best);
  const isEnough = lowest(figures) >= WANTED_PERCENT;
  return { dir, hasPage: page !== undefined, steps, figures, isEnough, withoutServices: undefined, most };
}

/**
 * Leaves out what adds least, for as long as the rest, done once more without it, is enough: what comes before may matter to what follows.
 * Of what proves needed, half as much is left out next; of what does not, twice as much.
 */
async function withFewer(stage: Stage, enough: Played): Promise<Played> {
  const kept = new Set<Step>();
  let best = enough;
  let most = Infinity;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const choice = { kept, before: ({ after }: Step) => after };
    const needless = dispensable(best, choice, stage.tally.counters, AIMED_PERCENT).slice(0, most);
    if (needless.length === 0) break;
    const fewer = await play(
      stage,
      best.steps.filter((step) => !needless.includes(step)),
    );
    const isEnough = lowest(fewer.figures) >= AIMED_PERCENT;
    if (isEnough) best = fewer;
    else if (needless.length === 1) needless.forEach((step) => kept.add(step));
    most = isEnough ? 2 * needless.length : Math.ceil(needless.length / 2);
  }
  return best;
}

/** Each on an installation of its own, whatever else is done. */
async function tryChains(stage: Stage, chains: readonly Chain[]): Promise<Candidate<Step>[]> {
  const found: Candidate<Step>[] = [];
  for (const { steps } of chains) {
    const platform = stage.open({ ...TOOL, iparams: {}, at: STARTS });
    let needs: Candidate<Step> | undefined;
    for (const step of steps) {
      needs = { what: step, hits: await hitsBy(stage, () => take(platform, step)), needs };
      found.push(needs);
      await pass(platform);
    }
  }
  return found;
}

/** Everything once with each of the settings, and of the schedules made there, what their events add. */
async function tryAll(stage: Stage, choices: readonly SettingsChoice[]): Promise<Candidate<Step>[]> {
  const { app, recordings, tally } = stage;
  const first = choices.find(({ answering }) => answering === 'takes') ?? choices[0];
  if (first === undefined) return [];
  const all = await tryWith(stage, first, events(app, recordings, first), choices);
  const plain = all.filter(({ needs }) => needs === undefined);
  const telling = cover(plain, tally.counters, 100).slice(0, MOST_PAYLOADS);
  const found = [...all];
  for (const settings of choices) {
    const some = settings.isOdd === true ? telling.slice(0, 1) : telling;
    const payloads = settings === first ? [] : some.map(({ what }) => ({ ...what, settings }));
    const steps = [...setUps(app, settings), ...calls(app, settings), ...payloads];
    found.push(...(await tryWith(stage, settings, steps, choices)));
  }
  return found;
}

/** One step after the other on one installation, as a person does them. */
async function tryWith(
  stage: Stage,
  settings: SettingsChoice,
  steps: readonly Step[],
  choices: readonly SettingsChoice[],
): Promise<Candidate<Step>[]> {
  const found: Candidate<Step>[] = [];
  const seen = new Set<string>();
  const platform = stage.open({ ...TOOL, iparams: settings.iparams, at: STARTS });
  const tryOne = async (step: Step, on: Platform, needs?: Candidate<Step>): Promise<void> => {
    const candidate = { what: step, hits: await hitsBy(stage, () => take(on, step)), needs };
    found.push(candidate);
    await pass(on);
    const before = on.snapshot();
    for (const next of scheduledSteps(stage.app, on, step, choices).filter((one) => isNew(one, seen))) {
      const opening = { ...TOOL, iparams: settings.iparams, snapshot: before, at: on.clock.now() };
      await tryOne(next, stage.open(opening), candidate);
    }
  };
  for (const step of steps) await tryOne(step, platform);
  return found;
}

/** One schedule of each kind says what its like say. */
function isNew({ payload, settings }: Step, seen: Set<string>): boolean {
  const kind = `${digText(payload, 'data', 'kind')} ${Object.keys(digRecord(payload, 'data')).join()} ${settings.name}`;
  const isFirst = !seen.has(kind);
  seen.add(kind);
  return isFirst;
}

const RANKS: Record<Step['kind'], number> = { install: 0, function: 1, event: 2, uninstall: 3 };

/** As they were tried: what somebody wrote down first. Settings are entered once for all that is done with them; what comes of a step follows it. */
function inOrder(steps: readonly Step[]): Step[] {
  const written = steps.filter(({ chain }) => chain !== undefined);
  const roots = steps.filter(({ chain, after }) => chain === undefined && after === undefined);
  const settings = [...new Set(roots.map((step) => step.settings))];
  const ordered = settings.flatMap((one) =>
    roots.filter((step) => step.settings === one).sort((a, b) => RANKS[a.kind] - RANKS[b.kind]),
  );
  return [...written, ...ordered.flatMap((root) => withFollowers(root, steps))];
}

function withFollowers(step: Step, steps: readonly Step[]): Step[] {
  const followers = steps.filter(({ after, chain }) => after === step && chain === undefined);
  return [step, ...followers.flatMap((next) => withFollowers(next, steps))];
}

/** "statements 86.1 %, branches 85.2 %, …". */
export function figuresSaid(figures: Figures): string {
  return MEASURES.map((measure) => `${measure} ${figures[measure].percent} %`).join(', ');
}
