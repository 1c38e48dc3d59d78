import { join } from 'node:path';
import { record, recordedStandIns, type RecordedDelivery, type Recording } from './deliveries';
import { HOSTS } from './destinations';
import { digList } from '../../packages/fresh-platform/lib/dig';
import { createClock, createPlatform, httpReceiver } from '../../packages/fresh-platform/index';
import type { Step, Story } from './read';
import type { Expectations } from './stand-ins';
import { timelineOf, type Timeline } from './timeline';
import type { Clock, InvocationResult } from '../../packages/fresh-platform/types';
import { toStandIns, toWebhook, type Wiring } from './wiring';

/** Folder that holds the app: manifest.json, config/ and server/. */
export const APP = join(__dirname, '..', '..');

/** A program on this machine that receives the webhook. */
export interface RealWebhook {
  url: URL;
  secret: string;
}

/** One step of a story after it was played. */
export interface PlayedStep {
  step: Step;
  /** Event types the app says it found; null when its log does not tell. */
  found: string[] | null;
  logs: { level: string; text: string }[];
  deliveries: RecordedDelivery[];
  /** Everything that is not as it should be, a sentence each. */
  problems: string[];
}

export interface PlayedStory {
  story: Story;
  timeline: Timeline;
  steps: PlayedStep[];
  /** Entries the app still keeps in its store, to deliver them later. */
  kept: number;
}

/** Plays a story on a platform of its own: against stand-ins for every destination, at the story's times, or now against a real webhook. */
export function simulate(story: Story, webhook?: RealWebhook): Promise<PlayedStory> {
  // A real receiver compares signed times with its own clock, so its story is told now, without the pauses.
  const clock = createClock(webhook === undefined ? story.steps[0]?.at : undefined);
  const now = (): number => clock.now();
  if (webhook === undefined) {
    const wiring = toStandIns();
    return play(story, wiring, clock, recordedStandIns(wiring.secrets, now), true);
  }
  const wiring = toWebhook(webhook.url, webhook.secret);
  const receiver = httpReceiver({ [HOSTS.webhook]: webhook.url.origin }, clock);
  const expectations = (): Expectations => ({ secrets: wiring.secrets, now: now() });
  return play(story, wiring, clock, record(receiver, expectations), false);
}

async function play(
  story: Story,
  wiring: Wiring,
  clock: Clock,
  { receiver, deliveries }: Recording,
  atItsTimes: boolean,
): Promise<PlayedStory> {
  const { url, region } = story.account;
  const platform = createPlatform({ appDir: APP, iparams: wiring.iparams, freshchatUrl: url, region, clock, receiver });
  const steps: PlayedStep[] = [];
  const fresh = (): RecordedDelivery[] => deliveries.splice(0);
  for (const step of story.steps) {
    if (atItsTimes) await clock.advanceTo(step.at);
    retried(steps.at(-1), fresh());
    const result = await platform.invoke(step.event, step.payload);
    steps.push(played(step, result, fresh(), wiring));
  }
  return { story, timeline: timelineOf(story), steps, kept: platform.entries().length };
}

/** What the app sent between two steps, it could not deliver at the step before. */
function retried(before: PlayedStep | undefined, deliveries: RecordedDelivery[]): void {
  if (before === undefined) return;
  before.deliveries.push(...deliveries);
  before.problems = [...new Set([...before.problems, ...refusals(deliveries)])];
}

function played(step: Step, result: InvocationResult, deliveries: RecordedDelivery[], wiring: Wiring): PlayedStep {
  const found = foundIn(result);
  return {
    step,
    found,
    logs: result.logs.map(({ level, text }) => ({ level, text })),
    deliveries,
    problems: [
      ...howItEnded(result),
      ...expectation(step, found),
      ...refusals(deliveries),
      ...untold(found, deliveries, wiring),
    ],
  };
}

/** The app's second line of log is JSON and names the transitions it found. */
function foundIn({ logs }: InvocationResult): string[] | null {
  for (const { text } of logs) {
    const transitions = summaryOf(text);
    if (transitions !== null) return transitions;
  }
  return null;
}

function summaryOf(text: string): string[] | null {
  if (!text.startsWith('{') || !text.includes('"transitions"')) return null;
  try {
    return digList(JSON.parse(text), 'transitions').map(String);
  } catch {
    return null;
  }
}

function howItEnded({ outcome, error, logs }: InvocationResult): string[] {
  const ended =
    outcome === 'completed'
      ? []
      : [`The app ${outcome === 'died' ? 'was cut off' : outcome}: ${error ?? 'it does not say why'}`];
  const lost = logs.filter(({ level, text }) => level === 'error' && text.includes('undelivered'));
  return [...ended, ...lost.map(() => 'The app could neither deliver an event nor keep it.')];
}

function expectation({ expect }: Step, found: string[] | null): string[] {
  if (expect === undefined) return [];
  if (found === null) return ['The app does not log what it found.'];
  const same = expect.length === found.length && expect.every((type, index) => type === found[index]);
  return same
    ? []
    : [`The story expects ${expect.join(', ') || 'nothing'}; the app found ${found.join(', ') || 'nothing'}.`];
}

function refusals(deliveries: readonly RecordedDelivery[]): string[] {
  return deliveries.flatMap(({ destination, problem }) => (problem === null ? [] : [`${destination}: ${problem}`]));
}

/** Whatever was found goes to every destination, and every event of it to the webhook. */
function untold(
  found: readonly string[] | null,
  deliveries: readonly RecordedDelivery[],
  { destinations }: Wiring,
): string[] {
  if (found === null || found.length === 0) return [];
  const silent = destinations.filter((name) => !deliveries.some(({ destination }) => destination === name));
  const arrived = deliveries.flatMap(({ types }) => types);
  const missing = silent.includes('webhook') ? [] : found.filter((type) => !arrived.includes(type));
  return [
    ...silent.map((name) => `${name}: It was told nothing.`),
    ...missing.map((type) => `webhook: It was not told of ${type}.`),
  ];
}
