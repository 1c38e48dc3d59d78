/** One run of the page: a world, what the person is doing with it, and the file that remembers it. */
import { isRecord, type Json } from '../../../../packages/fresh-platform/lib/dig';
import { appOnDisk } from '../../../../packages/fresh-platform/page/server/app-on-disk';
import { Complaint } from '../../../../packages/fresh-platform/page/server/complaint';
import { checkInstalled, payloadIn, valuesIn } from '../../../../packages/fresh-platform/page/server/posted';
import { createQueue } from '../../../../packages/fresh-platform/page/server/queue';
import { isSetUp } from '../../../../packages/fresh-platform/events/set-up';
import {
  type Destination,
  type Mode,
  type PageState,
  type Playing,
  type Settings,
  type FunctionAnswer,
  type SimulateResult,
} from '../api';
import type { Forward } from '../account/forward';
import { conversationIn } from '../account/history';
import { openStory, playingOf, playNext, type Player } from './player';
import { writeSaved, type SavedWorld } from './saved-state';
import { createSaver } from './saver';
import { callFunction, settingsOf } from '../account/settings';
import { resultOf } from '../account/result';
import { stateOf } from '../account/state-view';
import { standInSettings } from '../../../stories/wiring';
import type { World } from '../account/holdings';
import { callApp, createWorld, setMode, edit, install, reloadApp, uninstall, type Call } from '../account/world';

export interface SessionOptions {
  appDir: string;
  stateFile: string;
  saved: SavedWorld | undefined;
  /** Where the webhook's deliveries are sent on to. */
  forward?: Forward;
  /** Epoch ms, where the account's clock starts when nothing was saved. */
  now: number;
  onChange: () => void;
  /** Calls back every so many ms of real time, until what it returns is called. */
  repeat?: (act: () => void, ms: number) => () => void;
}

function byTimer(act: () => void, ms: number): () => void {
  const timer = setInterval(act, ms);
  return () => {
    clearInterval(timer);
  };
}

/** What the API can do. Everything that changes the world happens one after the other; refusals are Complaints. */
export interface Session {
  world: World;
  state: () => Omit<PageState, 'revision'>;
  /** `text` is the payload as JSON text. */
  simulate: (event: string, text: string) => Promise<SimulateResult>;
  open: (story: string) => Promise<Playing>;
  /** Null when the story is over. */
  next: () => Promise<{ result: SimulateResult; playing: Playing } | null>;
  close: () => Promise<void>;
  advance: (ms: number) => Promise<void>;
  setRunning: (running: boolean) => void;
  setMode: (destination: Destination | 'all', mode: Mode) => void;
  /** `secureMode` is one of SECURE_MODES. */
  settings: (secureMode: string) => Settings;
  /** `posted` is what the settings page's `postConfigs` gave. */
  install: (posted: unknown) => Promise<SimulateResult>;
  /** Replaces the settings of an app that is installed; no event tells the app. */
  saveSettings: (posted: unknown) => Promise<void>;
  /** Calls a function of the app, as its settings page may. */
  callFunction: (name: string, data: unknown) => Promise<FunctionAnswer>;
  uninstall: () => Promise<SimulateResult>;
  /** Waits for what is under way, and saves. */
  end: () => Promise<void>;
}

const TICK_MS = 1_000;
const SAVE_MS = 1_000;

/** Begins with a saved world, or a new one on which the app is installed with its stand-ins. Throws as createWorld does. */
export async function startSession({
  appDir,
  stateFile,
  saved,
  forward,
  now,
  onChange,
  repeat = byTimer,
}: SessionOptions): Promise<Session> {
  const world = createWorld({ appDir, now, onChange, ...(saved && { saved }), ...(forward && { forward }) });
  const queue = createQueue();
  const disk = appOnDisk(appDir, () => {
    reloadApp(world);
  });
  let player: Player | null = null;
  let stopTicking: (() => void) | undefined;

  const saver = createSaver(() => {
    writeSaved(stateFile, savedOf(world));
  }, SAVE_MS);
  const save = (): void => {
    saver.changed();
    onChange();
  };

  const act = <T>(work: () => Promise<T>): Promise<T> =>
    queue.run(async () => {
      try {
        disk.takeUp();
        return await work();
      } finally {
        save();
      }
    });

  const call = async (work: Promise<Call>): Promise<SimulateResult> => resultOf(world, await work);

  const deliver = (event: string, payload: Json): Promise<SimulateResult> => {
    if (event === 'onAppInstall')
      return call(install(world, isRecord(payload['iparams']) ? payload['iparams'] : world.iparams));
    if (event === 'onAppUninstall') return call(uninstall(world));
    if (isSetUp(event)) throw new Complaint(`${event} is not simulated here.`);
    checkInstalled(world.installed);
    return call(callApp(world, event, payload));
  };

  /** What goes wrong is a fault of the app's files, which the state tells; the clock goes on once they are mended. */
  const tick = (): void => {
    if (queue.isIdle()) act(() => world.platform.clock.advance(TICK_MS)).catch(() => undefined);
  };

  const playing = (): Playing | null => {
    if (player === null) return null;
    const first = player.steps[0]?.payload ?? {};
    return playingOf(player, conversationIn(first), world.platform.clock.now());
  };

  if (saved === undefined) await act(() => install(world, standInSettings(), ['secrets']));

  return {
    world,
    state: () => ({ ...stateOf(world), running: stopTicking !== undefined, playing: playing(), fault: disk.fault() }),
    simulate: (event, text) => act(() => deliver(event, payloadIn(text))),
    open: (story) =>
      act(() => {
        checkInstalled(world.installed);
        player = openStory(world, story);
        return Promise.resolve(playing() as Playing);
      }),
    next: () =>
      act(async () => {
        if (player === null) throw new Complaint('No story is open: choose one first.');
        checkInstalled(world.installed);
        const played = await playNext(world, player);
        return played === null ? null : { result: resultOf(world, played), playing: playing() as Playing };
      }),
    close: () =>
      act(() => {
        player = null;
        return Promise.resolve();
      }),
    advance: (ms) => act(() => world.platform.clock.advance(ms)),
    setRunning: (running) => {
      stopTicking?.();
      stopTicking = running ? repeat(tick, TICK_MS) : undefined;
      onChange();
    },
    setMode: (destination, mode) => {
      setMode(world, destination, mode);
      // At once, also while the clock moves; what moves it saves when it is through.
      if (queue.isIdle()) save();
      else onChange();
    },
    settings: (secureMode) => settingsOf(world, secureMode),
    install: (posted) => act(() => call(install(world, ...valuesIn(posted)))),
    saveSettings: (posted) =>
      act(() => {
        checkInstalled(world.installed);
        edit(world, ...valuesIn(posted));
        return Promise.resolve();
      }),
    callFunction: (name, data) => act(() => callFunction(world, name, data)),
    uninstall: () => act(() => call(uninstall(world))),
    end: async () => {
      stopTicking?.();
      await queue.run(() => Promise.resolve());
      saver.end();
    },
  };
}

function savedOf({ platform, receivers, secure, ...world }: World): SavedWorld {
  const { installed, lastId, steps, deliveries, logs, items, modes, forgotten } = world;
  return {
    now: platform.clock.now(),
    installed,
    secure: [...secure],
    lastId,
    platform: platform.snapshot(),
    receivers: receivers.modes,
    steps,
    deliveries,
    logs,
    items,
    modes,
    forgotten,
  };
}
