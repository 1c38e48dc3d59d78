/** Runs one load through one app on the virtual clock, and counts at the receiver what came of every event. */
import { join } from 'node:path';
import { createClock, createPlatform } from '../../packages/fresh-platform/index';
import type {
  Fate,
  InvocationResult,
  Operation,
  OutgoingRequest,
  Platform,
  PlatformOptions,
  ReceiverAnswer,
} from '../../packages/fresh-platform/types';
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { createRandom, type Random } from './random';
import { createTally, type Tally } from './tally';
import { payloadMaker } from './payloads';
import { KINDS } from '../../src/settings/kinds';

const MINUTE = 60_000;
const START = Date.parse('2026-11-02T09:00:00.000Z');
/** A run that is not at rest by then is cut; a backlog is kept for three days. */
const LONGEST_AFTER = 80 * 60 * MINUTE;

export interface Design {
  name: string;
  /** Folder of the app. */
  appDir: string;
}

/** What a receiver knows when it answers; `at` in ms since the load began. */
export interface Asked {
  at: number;
  host: string;
  random: Random;
}

export interface Load {
  name: string;
  /** When events happen, in ms since the beginning, ascending. */
  arrivals: (random: Random) => number[];
  answer: (asked: Asked) => ReceiverAnswer;
  /** Whether a receiver is down, in a load where others are well meanwhile. */
  isDown?: (asked: Pick<Asked, 'at' | 'host'>) => boolean;
  /** Ms since the beginning at which the receiver is well again; the end of the arrivals where it never was ill. */
  recoversAt?: number;
  /** Share of the operations of scheduled invocations that kill theirs. */
  kills?: number;
  /** Hosts, a destination each. */
  destinations?: readonly string[];
  /** The platform's ways and hardships in this load, of a chance of their own. */
  platform?: (random: Random) => Partial<PlatformOptions>;
  /** Of the outbox; where it is given, nothing may be lost or left in the store besides. */
  wanted?: Wanted;
}

/** What a load must reach. Every part is an upper limit. */
export interface Wanted {
  /** Requests that reach a receiver, per event and destination. */
  requests?: number;
  /** Store operations per event. */
  store?: number;
  /** Minutes from recovery to the last delivery. */
  lastAfter?: number;
  /** Share of deliveries that tell an event again. */
  repeats?: number;
  /** Schedule operations per event. */
  schedule?: number;
  /** Seconds from an event to its delivery, to destinations that were not down when it happened. */
  slowest?: number;
  /** Deliveries still to come at any minute. */
  waiting?: number;
  /** Events that may be lost, of a load above the ceiling; none where nothing is said. */
  lost?: number;
}

export interface Sample {
  minute: number;
  offered: number;
  delivered: number;
}

export interface Result {
  design: string;
  load: string;
  events: number;
  tally: Tally;
  samples: Sample[];
  keysLeft: string[];
  schedulesLeft: number;
  mostSchedules: number;
  mostKeys: number;
  died: number;
  failed: string[];
  /** Minutes from recovery to the last delivery. */
  lastAfter: number;
  restAfter: number;
  seconds: number;
}

export const WEBHOOK = 'hooks.example.com';
export const SLACK = 'slack.com';
export const TEAMS = 'teams.example.com';

/** A destination of each host, and its secret. */
const SETTINGS: Readonly<Record<string, readonly [Json & { id: string }, string]>> = {
  [WEBHOOK]: [
    { id: 'webhook', kind: 'webhook', name: 'Webhook', url: `https://${WEBHOOK}/relay`, tell: KINDS },
    'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
  ],
  [SLACK]: [{ id: 'slack', kind: 'slack', name: 'Slack', channel: 'C0123ABCDEF', tell: KINDS }, 'xoxb-1-load'],
  [TEAMS]: [{ id: 'teams', kind: 'teams', name: 'Teams', tell: KINDS }, `https://${TEAMS}/workflow`],
};

/** A webhook of some host: its id is the host's first label. */
function webhookAt(host: string): readonly [Json & { id: string }, string] {
  const [id = host] = host.split('.');
  return [
    { id, kind: 'webhook', name: id, url: `https://${host}/relay`, tell: KINDS },
    'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=',
  ];
}

const LATENCY = { request: 150, other: 20 };

export const ROOT = join(__dirname, '..', '..');

export function iparamsFor(hosts: readonly string[]): Json {
  const chosen = hosts.map((host) => SETTINGS[host] ?? webhookAt(host));
  return {
    destinations: chosen.map(([destination]) => destination),
    secrets: Object.fromEntries(chosen.map(([{ id }, secret]) => [id, secret])),
    // A reminder costs a schedule operation, and is none of the outbox's.
    unattended_minutes: 0,
  };
}

/** Ends when store and schedules are empty and every event had its chance, or when nothing will come any more. */
export async function run(design: Design, load: Load, seed = 1): Promise<Result> {
  const began = Date.now();
  const random = createRandom(seed);
  const arrivals = load.arrivals(random);
  const hosts = load.destinations ?? [WEBHOOK];
  const tally = createTally(START, hosts, (host, at) => load.isDown?.({ host, at: at - START }) ?? false);
  const trial = createTrial(design, load, random, tally);
  const sampler = sample(trial.platform, tally);
  offer(trial, arrivals);
  const end = START + Math.max(arrivals[arrivals.length - 1] ?? 0, load.recoversAt ?? 0);
  await trial.platform.clock.advanceTo(START);
  await advance(trial, sampler, end);
  await advance(trial, sampler, end + LONGEST_AFTER, () => isAtRest(trial.platform) && trial.running === 0);
  const recovered = START + (load.recoversAt ?? arrivals[arrivals.length - 1] ?? 0);
  return {
    design: design.name,
    load: load.name,
    events: arrivals.length,
    tally,
    samples: sampler.samples,
    keysLeft: trial.platform.entries().map(({ key }) => key),
    schedulesLeft: trial.platform.schedules().length,
    mostSchedules: sampler.mostSchedules,
    mostKeys: sampler.mostKeys,
    died: trial.died,
    failed: trial.failed,
    lastAfter: Math.max(0, (tally.lastDelivery - recovered) / MINUTE),
    restAfter: (trial.platform.clock.now() - end) / MINUTE,
    seconds: (Date.now() - began) / 1000,
  };
}

interface Trial {
  platform: Platform;
  /** Starts a product event, telling its operations from those of scheduled invocations. */
  start: (index: number) => void;
  running: number;
  died: number;
  failed: string[];
}

function createTrial(design: Design, load: Load, random: Random, tally: Tally): Trial {
  const clock = createClock(START - 1);
  const product = new Set<number>();
  const killing = createRandom(99);
  let isStarting = false;
  const fate = ({ invocation }: Operation): Fate => {
    if (isStarting) product.add(invocation);
    if (load.kills === undefined || product.has(invocation) || killing() >= load.kills) return 'proceed';
    return killing() < 0.5 ? 'die-before' : 'die-after';
  };
  const answer = (request: OutgoingRequest): ReceiverAnswer => {
    const reply = load.answer({ at: clock.now() - START, host: request.host, random });
    const latency = reply.latency ?? LATENCY.request;
    tally.request(request, reply, clock.now() + latency);
    return { body: request.host === SLACK ? '{"ok":true}' : '', ...reply, latency };
  };
  const onInvocation = (result: InvocationResult): void => {
    platform.invocations.length = 0;
    product.delete(result.invocation);
    if (result.outcome === 'died') trial.died += 1;
    else if (result.outcome !== 'completed' || result.error !== undefined)
      trial.failed.push(result.error ?? result.outcome);
    tally.logs(result.logs);
  };
  const platform = createPlatform({
    appDir: design.appDir,
    clock,
    iparams: iparamsFor(load.destinations ?? [WEBHOOK]),
    receiver: answer,
    fate,
    onInvocation,
    onOperation: tally.operation,
    random: createRandom(7),
    hangMs: Infinity,
    latency: (operation) => (operation === 'request' ? 0 : LATENCY.other),
    ...load.platform?.(createRandom(11)),
  });
  const payloadOf = payloadMaker();
  const trial: Trial = {
    platform,
    running: 0,
    died: 0,
    failed: [],
    start: (index) => {
      tally.offer(index, clock.now());
      trial.running += 1;
      isStarting = true;
      const ended = platform.start('onConversationUpdate', payloadOf(index, clock.now()));
      isStarting = false;
      void ended.then(() => {
        trial.running -= 1;
      });
    },
  };
  return trial;
}

/** Each arrival calls up the next, so that a long run holds one event at a time. */
function offer({ platform: { clock }, start }: Trial, arrivals: readonly number[], index = 0): void {
  const at = arrivals[index];
  if (at === undefined) return;
  clock.at(START + at, () => {
    offer({ platform: { clock }, start } as Trial, arrivals, index + 1);
    start(index);
  });
}

interface Sampler {
  samples: Sample[];
  mostSchedules: number;
  mostKeys: number;
  take: () => void;
}

function sample(platform: Platform, tally: Tally): Sampler {
  const sampler: Sampler = {
    samples: [],
    mostSchedules: 0,
    mostKeys: 0,
    take: () => {
      sampler.mostSchedules = Math.max(sampler.mostSchedules, platform.schedules().length);
      sampler.mostKeys = Math.max(sampler.mostKeys, platform.entries().length);
      sampler.samples.push({
        minute: (platform.clock.now() - START) / MINUTE,
        offered: tally.offered,
        delivered: tally.delivered(),
      });
    },
  };
  return sampler;
}

function isAtRest(platform: Platform): boolean {
  return platform.schedules().length === 0 && platform.entries().length === 0;
}

async function advance(
  { platform }: Trial,
  sampler: Sampler,
  end: number,
  isDone: () => boolean = () => false,
): Promise<void> {
  while (platform.clock.now() < end && !isDone()) {
    await platform.clock.advanceTo(Math.min(end, platform.clock.now() + MINUTE));
    sampler.take();
  }
}
