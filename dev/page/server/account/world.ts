/** The simulated account behind the page: one platform that lives long, its receivers, and everything that happened. */
import { createClock, createPlatform } from '../../../../packages/fresh-platform/index';
import type { InvocationResult, Platform } from '../../../../packages/fresh-platform/types';
import type { Json } from '../../../../packages/fresh-platform/lib/dig';
import type { SentDelivery } from './deliveries';
import { stepOf, type HistoryStep } from './history';
import type { Forward } from './forward';
import { MOST, type World } from './holdings';
import { createReceivers } from './receivers';
import { bounded, keepUp, noteInvocation, noteLog, noteOperation, receive } from './record';
import type { SavedWorld } from '../session/saved-state';
import { DESTINATIONS, type Destination, type LogView, type Mode } from '../api';

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
  const step = isProductEvent(event) ? stepOf(result, payload, world.items, world.iparams) : null;
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

/** Puts a receiver, or all of them, in a mode from now on. */
export function setMode(world: World, destination: Destination | 'all', mode: Mode): void {
  for (const name of DESTINATIONS.filter((one) => destination === 'all' || destination === one)) {
    world.receivers.set(name, mode);
    bounded(world.modes, { at: world.platform.clock.now(), destination: name, mode }, world.most.modes);
  }
}
