/** The simulated account behind the page: one platform that lives long, its receivers, and everything that happened. */
import { createClock, createPlatform } from '../../../../packages/fresh-platform/index';
import type {
  InvocationResult,
  LogLine,
  Operation,
  OutgoingRequest,
  Platform,
  ReceiverAnswer,
} from '../../../../packages/fresh-platform/types';
import { digRecord, type Json } from '../../../../packages/fresh-platform/lib/dig';
import { answered, unanswered } from '../../../stories/deliveries';
import { standInAnswer, type Expectations } from '../../../stories/stand-ins';
import { sentDelivery, type SentDelivery } from './deliveries';
import { settle, stepOf, type HistoryStep } from './history';
import { follow, holds, type KeptItem } from './kept-items';
import type { Forward } from './forward';
import { outboxOf } from './outbox-contents';
import { createReceivers, type ModeChange, type Receivers } from './receivers';
import type { SavedWorld } from '../session/saved-state';
import { DESTINATIONS, type Destination, type LogView, type Mode } from '../api';

/** How many of each a world holds. Older ones are forgotten, which the page counts, so that one left open for days stays quick. */
export const MOST = { steps: 2_000, deliveries: 6_000, logs: 4_000, items: 2_000, modes: 500, invocations: 200 };

export interface WorldOptions {
  /** Folder that holds manifest.json, config/ and server/. */
  appDir: string;
  /** Where a new account's clock starts, epoch ms. */
  now: number;
  saved?: SavedWorld;
  forward?: Forward;
  /** `MOST` where it is left out. */
  most?: Record<keyof typeof MOST, number>;
  /** Called whenever something that the page shows has changed. */
  onChange: () => void;
}

/** What a call of the app came to, with everything it did. */
export interface Call {
  result: InvocationResult;
  /** Null for a set-up event or a schedule's. */
  step: HistoryStep | null;
  logs: LogView[];
  deliveries: SentDelivery[];
}

/** Everything a world holds. Only the functions of this file change it. */
export interface World {
  readonly appDir: string;
  readonly most: Record<keyof typeof MOST, number>;
  platform: Platform;
  readonly receivers: Receivers;
  readonly steps: HistoryStep[];
  readonly deliveries: SentDelivery[];
  readonly logs: (LogView & { invocation: number })[];
  /** What was kept at some time. */
  readonly items: KeptItem[];
  /** Since when each receiver is in which mode, as it was set. */
  readonly modes: ModeChange[];
  /** How many of the oldest were forgotten. */
  readonly forgotten: { steps: number; deliveries: number };
  /** Sends the webhook's deliveries on to a receiver of the person's own. */
  readonly forward: Forward | undefined;
  installed: boolean;
  /** The settings the receivers check by: those being tried while an install is under way. */
  iparams: Json;
  /** A secret that the settings page tries out, which the stand-ins know as long as that lasts. */
  tried: string;
  /** Names of the settings that are encrypted, as the settings page said. */
  secure: readonly string[];
  /** Of a log line. */
  lastId: number;
  readonly onChange: () => void;
}

/** Only an endless loop takes as long, also where a machine is busy with other things; real time. */
const HANG_MS = 30_000;

/** What a world begins with. */
const NOTHING = {
  receivers: {},
  steps: [],
  deliveries: [],
  logs: [],
  items: [],
  modes: [],
  forgotten: { steps: 0, deliveries: 0 },
  installed: false,
  secure: [],
  lastId: 0,
};

/** A world as it was saved, or a new one that is not installed yet. Throws an AppPackageError when the app's files break a rule. */
export function createWorld({ appDir, now, saved, forward, most = MOST, onChange }: WorldOptions): World {
  const { receivers, steps, deliveries, logs, items, modes, forgotten, installed, secure, lastId } = saved ?? NOTHING;
  const world: World = {
    appDir,
    most,
    installed,
    secure,
    tried: '',
    lastId,
    onChange,
    platform: undefined as unknown as Platform,
    receivers: createReceivers(receivers),
    steps: [...steps],
    deliveries: [...deliveries],
    logs: [...logs],
    items: [...items],
    modes: [...modes],
    forgotten: { ...forgotten },
    forward,
    iparams: {},
  };
  if (saved === undefined) world.platform = platformOf(world, now, undefined);
  else {
    world.iparams = saved.platform.iparams;
    world.platform = platformOf(world, saved.now, saved.platform);
  }
  return world;
}

/** Reads the app's files anew, and goes on where the installation was. Throws an AppPackageError as createWorld does; then nothing changes. */
export function reloadApp(world: World): void {
  const { clock } = world.platform;
  world.platform = platformOf(world, clock.now(), world.platform.snapshot());
}

function platformOf(world: World, now: number, snapshot: SavedWorld['platform'] | undefined): Platform {
  return createPlatform({
    appDir: world.appDir,
    installed: world.installed,
    clock: createClock(now),
    hangMs: HANG_MS,
    ...(snapshot && { snapshot }),
    receiver: (request) => receive(world, request),
    onLog: (line) => {
      noteLog(world, line);
    },
    onOperation: (operation) => {
      noteOperation(world, operation);
    },
    onInvocation: (result) => {
      noteInvocation(world, result);
    },
  });
}

/** Delivers a product event or a schedule's, and tells what came of it. */
export async function callApp(world: World, event: string, payload: Json): Promise<Call> {
  const result = await world.platform.invoke(event, payload);
  const step = isProductEvent(event) ? stepOf(result, payload, world.items) : null;
  if (step !== null) world.forgotten.steps += bounded(world.steps, step, world.most.steps);
  return callOf(world, result, step);
}

function isProductEvent(event: string): boolean {
  return event !== 'onScheduledEvent' && event !== 'onExternalEvent';
}

function callOf(world: World, result: InvocationResult, step: HistoryStep | null): Call {
  const ofIt = <T extends { invocation: number }>(list: readonly T[]): T[] =>
    list.filter(({ invocation }) => invocation === result.invocation);
  return { result, step, logs: ofIt(world.logs), deliveries: ofIt(world.deliveries) };
}

/** Runs onAppInstall; the world is installed where the app accepts. */
export async function install(world: World, iparams: Json, secure: readonly string[] = []): Promise<Call> {
  const before = world.iparams;
  world.iparams = iparams;
  const result = await world.platform.install(iparams);
  if (isAccepted(result)) Object.assign(world, { installed: true, secure });
  else world.iparams = before;
  world.onChange();
  return callOf(world, result, null);
}

/** Replaces the settings; the app is told of them with its next event. */
export function edit(world: World, iparams: Json, secure: readonly string[]): void {
  world.iparams = iparams;
  world.secure = secure;
  world.platform.setIparams(iparams);
  world.onChange();
}

/** Runs onAppUninstall; where the app lets go, store, schedules and settings are gone. */
export async function uninstall(world: World): Promise<Call> {
  const result = await world.platform.uninstall();
  if (isAccepted(result)) {
    world.installed = false;
    world.iparams = {};
    world.platform.setIparams({});
    keepUp(world, result);
  }
  world.onChange();
  return callOf(world, result, null);
}

/** An app that declares no handler for a set-up event lets it happen. */
export function isAccepted({ rendered, handler }: InvocationResult): boolean {
  return rendered === null || handler === '';
}

/** What waits in the app's outbox now; its driver and boxes are the app's own. */
export function outbox({ platform }: World): ReturnType<typeof outboxOf> {
  return outboxOf(platform.entries(), platform.schedules());
}

/** Puts a receiver, or all of them, in a mode from now on. */
export function setMode(world: World, destination: Destination | 'all', mode: Mode): void {
  for (const name of DESTINATIONS.filter((one) => destination === 'all' || destination === one)) {
    world.receivers.set(name, mode);
    bounded(world.modes, { at: world.platform.clock.now(), destination: name, mode }, world.most.modes);
  }
}

async function receive(world: World, request: OutgoingRequest): Promise<ReceiverAnswer> {
  const expectations = expectationsOf(world);
  const delivery = sentDelivery(request, (world.deliveries.at(-1)?.id ?? 0) + 1, expectations);
  world.forgotten.deliveries += bounded(world.deliveries, delivery, world.most.deliveries);
  try {
    const answer = await answerOf(world, request, delivery, expectations);
    answered(delivery, answer);
    return answer;
  } catch (error) {
    unanswered(delivery, error);
    throw error;
  }
}

/** By the receiver's mode; one that is up answers as the person's own does, where there is one. */
async function answerOf(
  { receivers, forward, platform }: World,
  request: OutgoingRequest,
  { destination, types }: SentDelivery,
  expectations: Expectations,
): Promise<ReceiverAnswer> {
  const isForwarded = forward !== undefined && destination === 'webhook' && types.length > 0;
  const own =
    isForwarded && receivers.modes.webhook === 'up'
      ? await forward.send(request, expectations.secrets, platform.clock)
      : null;
  return receivers.answer(destination, () => own ?? standInAnswer(request, expectations));
}

function expectationsOf(world: World): Expectations {
  return { secrets: [...secretsOf(world), ...world.tried.split(/\s+/)], now: world.platform.clock.now() };
}

/** Every secret of the settings. */
export function secretsOf({ iparams }: World): string[] {
  const texts = Object.values(digRecord(iparams, 'secrets')).filter((secret) => typeof secret === 'string');
  return texts.flatMap((secret) => secret.split(/\s+/));
}

function noteLog(world: World, { invocation, at, level, text }: LogLine): void {
  bounded(world.logs, { id: (world.lastId += 1), invocation, at, event: '', level, text }, world.most.logs);
  world.onChange();
}

/** The platform hands a request to the receiver, and names the invocation right after. */
function noteOperation({ deliveries }: World, { name, invocation }: Operation): void {
  const last = deliveries.at(-1);
  if (name === 'request' && last?.invocation === 0) last.invocation = invocation;
}

function noteInvocation(world: World, result: InvocationResult): void {
  const { invocation, event } = result;
  for (const thing of [...world.logs, ...world.deliveries]) if (thing.invocation === invocation) thing.event = event;
  for (const delivery of world.deliveries) delivery.isRetry ||= isRetry(delivery, invocation, world.items);
  keepUp(world, result);
  world.platform.invocations.splice(0, world.platform.invocations.length - world.most.invocations);
  world.onChange();
}

/** Whether a delivery of an invocation brings what waited before it. */
function isRetry(delivery: SentDelivery, invocation: number, items: readonly KeptItem[]): boolean {
  return delivery.invocation === invocation && items.some((item) => item.ending === null && holds(delivery, item));
}

function keepUp(world: World, { invocation }: InvocationResult): void {
  follow(world.items, outbox(world), invocation, world.deliveries);
  settle(world.steps, world.items);
  world.items.splice(0, world.items.length - world.most.items);
}

/** Adds an item, and forgets the oldest beyond `most`; returns how many that were. */
function bounded<T>(list: T[], item: T, most: number): number {
  list.push(item);
  return list.length > most ? list.splice(0, list.length - most).length : 0;
}
