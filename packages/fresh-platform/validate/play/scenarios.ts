/** What is played besides the stories, so that an app meets what a real installation meets. None of it is about one app. */
import type { InvocationResult, Limits, Operation, Platform, Receiver, ReceiverAnswer } from '../../index';
import type { Json } from '../../lib/dig';
import { readChains } from './chains';
import { oddCopies, oddPayloads } from './odd-payloads';
import { NOON, type RecordedStep, type Recording } from './recordings';
import { defaults, otherChoices, readSimulationSettings } from './settings-sets';
import type { Opening, Stage } from './stage';
import { answerOf, calls, pass, settingsChoices, setUps, take, type Step } from './steps';

export interface Scenario {
  name: string;
  play: (stage: Stage) => Promise<void>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Enough for an app that tries again for three days. */
const AFTERWARDS = 96 * HOUR;

const WELL: ReceiverAnswer = { status: 200, body: '{"ok":true}' };
const well: Receiver = () => WELL;

function answering(status: number): Receiver {
  return () => ({ status });
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'nothing set', play: (stage) => playOne(stage, longest(stage), { iparams: defaults(stage.app) }).then() },
  { name: 'every other choice', play: playChoices },
  { name: 'receivers down for three hours (503)', play: playOutage },
  { name: 'receivers that refuse, redirect and are gone', play: playRefusals },
  { name: 'forty payloads at once, and quotas used up', play: playBurst },
  { name: 'invocations that die half-way', play: playDeaths },
  { name: 'payloads with parts missing or of another kind', play: playOddPayloads },
  { name: 'settings with parts missing or of another kind', play: playOddSettings },
  { name: 'what is simulated by hand', play: playSimulations },
];

/** Every story on its own installation, at its own times, with receivers that are well; what came of the recorded ones. */
export async function playStories(stage: Stage): Promise<InvocationResult[]> {
  const results: InvocationResult[] = [];
  for (const recording of stage.recordings) {
    for (const { iparams } of stage.settings) {
      const played = await playOne(stage, recording, { iparams });
      if (recording.isInvented !== true) results.push(...played);
    }
  }
  return results;
}

async function playOne(
  stage: Stage,
  { steps, url, region }: Recording,
  opening: Pick<Opening, 'iparams'> & Partial<Opening>,
): Promise<InvocationResult[]> {
  const platform = stage.open({
    at: steps[0]?.at ?? NOON,
    ...(url !== undefined && { freshchatUrl: url }),
    ...(region !== undefined && { region }),
    ...opening,
  });
  for (const { at, event, payload } of steps) {
    await platform.clock.advanceTo(Math.max(platform.clock.now(), at));
    await platform.invoke(event, payload);
  }
  return platform.invocations;
}

/** All steps of all stories. Their times overlap; who plays them one after the other chooses new ones. */
function allSteps({ recordings }: Stage): RecordedStep[] {
  return recordings.flatMap(({ steps }) => steps);
}

/** So many steps, taken evenly from all stories: an invocation costs milliseconds, and most differ little. */
function someSteps(stage: Stage, count: number): RecordedStep[] {
  const all = allSteps(stage);
  const every = Math.max(1, all.length / count);
  return Array.from({ length: Math.min(count, all.length) }, (...[, index]) => all[Math.floor(index * every)]).filter(
    (step) => step !== undefined,
  );
}

/** On a new installation of each set, with the time of the first story. */
function openEach(stage: Stage, opening: Partial<Opening> = {}): Platform[] {
  return stage.settings.map(({ iparams }) => stage.open({ iparams, at: startOf(stage), ...opening }));
}

/** Epoch ms of the first story. */
export function startOf(stage: Stage): number {
  return allSteps(stage)[0]?.at ?? NOON;
}

const NOTHING: Recording = { name: 'nothing', isStory: false, steps: [] };

function longest({ recordings }: Stage): Recording {
  return recordings.reduce((most, one) => (one.steps.length > most.steps.length ? one : most), NOTHING);
}

async function deliver(platform: Platform, steps: readonly RecordedStep[], every: number): Promise<void> {
  for (const { event, payload } of steps) {
    await platform.clock.advance(every);
    await platform.invoke(event, payload);
  }
}

async function recover(platform: Platform, after: number): Promise<void> {
  await platform.clock.advance(after);
  platform.setReceiver(well);
  await platform.clock.advance(AFTERWARDS);
}

async function playChoices(stage: Stage): Promise<void> {
  const iparams = stage.settings[0]?.iparams ?? {};
  const choices = otherChoices(stage.app);
  const all = Object.assign({}, ...choices) as Json;
  for (const choice of choices.length === 0 ? [] : [...choices, all])
    await deliver(
      stage.open({ iparams: { ...iparams, ...choice }, at: startOf(stage), choseOtherwise: true }),
      someSteps(stage, choice === all ? 30 : 3),
      MINUTE,
    );
}

async function playOutage(stage: Stage): Promise<void> {
  for (const platform of openEach(stage, { receiver: answering(503) })) {
    await deliver(platform, someSteps(stage, 6), MINUTE);
    await recover(platform, 3 * HOUR);
  }
}

async function playRefusals(stage: Stage): Promise<void> {
  for (const status of [302, 400, 401, 403, 404, 413, 429, 410]) {
    const receiver: Receiver = () => ({ status, body: 'no', headers: { 'retry-after': '600' } });
    const [platform] = openEach(stage, { receiver });
    if (platform === undefined) return;
    await platform.install(stage.settings[0]?.iparams ?? {});
    await deliver(platform, someSteps(stage, 1), MINUTE);
    await platform.clock.advance(HOUR);
  }
}

const SPENT: readonly Partial<Limits>[] = [
  {},
  { requestsPerMinute: 1, dbOperationsPerMinute: 2 },
  { requestsPerMinute: 0, dbOperationsPerMinute: 0 },
  { requestsPerMinute: 0, oneTimeSchedules: 0 },
];
const AT_ONCE = 40;

async function playBurst(stage: Stage): Promise<void> {
  const all = allSteps(stage);
  const steps = Array.from({ length: AT_ONCE }, (...[, index]) => all[index % all.length]).filter(
    (step) => step !== undefined,
  );
  for (const limits of SPENT) {
    const [platform] = openEach(stage, { limits, latency: () => 20 });
    if (platform === undefined) return;
    await platform.clock.until(Promise.all(steps.map(({ event, payload }) => platform.start(event, payload))));
    await platform.clock.advance(HOUR);
  }
}

/** Each operation kills its invocation now and then, before or after it took effect, while receivers come back from an outage. */
async function playDeaths(stage: Stage): Promise<void> {
  let count = 0;
  let isOver = false;
  const fate = (operation: Operation): 'proceed' | 'die-before' | 'die-after' => {
    count += 1;
    if (isOver || count % 3 !== 0) return 'proceed';
    return operation.name === 'request' || count % 2 === 0 ? 'die-after' : 'die-before';
  };
  const [platform] = openEach(stage, { receiver: answering(503), fate, latency: () => 20 });
  if (platform === undefined) return;
  await deliver(platform, someSteps(stage, 15), MINUTE);
  platform.setReceiver(well);
  await platform.clock.advance(6 * HOUR);
  isOver = true;
  await recover(platform, HOUR);
}

async function playOddPayloads(stage: Stage): Promise<void> {
  const [platform] = openEach(stage);
  if (platform !== undefined) await deliver(platform, oddPayloads(allSteps(stage)), MINUTE);
}

const ODD_SETTINGS = 24;

/** Installing with them, and payloads that come all the same: what is stored may be older than the app. */
async function playOddSettings(stage: Stage): Promise<void> {
  for (const { iparams } of stage.settings)
    for (const odd of oddCopies(iparams, ODD_SETTINGS)) {
      const platform = stage.open({ iparams: odd, at: startOf(stage) });
      await platform.install(odd);
      platform.setIparams(odd);
      await deliver(platform, someSteps(stage, 1), 0);
    }
}

/** Set-up events and functions with every choice of settings, and the steps that somebody wrote down. */
async function playSimulations(stage: Stage): Promise<void> {
  const { app, settings } = stage;
  const steps = settingsChoices(app, settings).map((choice) => [...setUps(app, choice), ...calls(app, choice)]);
  const silently = (): void => undefined;
  const sets = [...settings, ...readSimulationSettings(app, silently)];
  const chains = readChains(app, sets, silently).map((chain) => chain.steps);
  for (const each of [...steps, ...chains]) await playSteps(stage, each);
}

async function playSteps(stage: Stage, steps: readonly Step[]): Promise<void> {
  const platform = stage.open({ iparams: {}, at: startOf(stage), choseOtherwise: true, receiver: answerOf });
  for (const step of steps) {
    await take(platform, step);
    await pass(platform);
  }
}
