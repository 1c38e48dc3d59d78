/** One run of the page: an account, what a person does with it, and the file that remembers it. */
import { isRecord } from '../../lib/dig';
import { UserError } from '../../lib/json-file';
import { archiveOf } from '../../receivers/recording';
import { planOf, type Step } from '../../simulation/plan';
import { play } from '../../simulation/play';
import type { InvocationResult, Receiver } from '../../types';
import { createAccount, reload, savedOf } from './account/account';
import { receiversOf, switchTo } from './account/answering';
import type { Remark, SettingsView, Simulated } from './api';
import { appOnDisk } from './app-on-disk';
import { hideArguments } from './account/hiding';
import type { Account, AccountOptions } from './account/holdings';
import { edit, install, installAnyway, uninstall } from './account/installing';
import { invocationPage, logPage, requestPage } from './account/lists';
import type { Plugin } from './plugin';
import { accountOptionsOf, firstOf } from './plugins';
import { checkInstalled, configsIn, payloadIn, valuesIn } from './posted';
import { createQueue } from './queue';
import { viewOf } from './account/record';
import { readSaved, writeSaved, type Remembered, type Saved } from './account/saved-state';
import { createSaver, type Saver } from './account/saver';
import type { Session } from './session';
import { stateOf } from './account/state';

export interface SessionOptions extends Pick<
  AccountOptions,
  'appDir' | 'variant' | 'now' | 'targetUrl' | 'hangMs' | 'onChange'
> {
  /** What answers the app's requests. Where it is left out, a plugin's receiver does, or `200 {}`. */
  receiver?: Receiver;
  plugins?: readonly Plugin[];
  /** Absolute path of the file that remembers the account; nothing is remembered where it is left out. */
  stateFile?: string;
  /** Calls back every so many ms of real time, until what it returns is called. */
  repeat?: (act: () => void, ms: number) => () => void;
}

/** A job says besides how it went on. */
type Result = InvocationResult & { messages?: string[] };

const TICK_MS = 1_000;
const SAVE_MS = 1_000;

/** Goes on with what was saved, or begins with the app installed, where it accepts its settings. Throws as createAccount does. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const { stateFile, plugins = [], repeat = byTimer, onChange } = options;
  const { saved, notice } = rememberedIn(stateFile);
  const account = beginAccount(options, plugins, saved);
  const disk = appOnDisk(options.appDir, () => {
    reload(account);
  });
  const queue = createQueue();
  const saver = saverOf(account, plugins, stateFile);
  let stopTicking: (() => void) | undefined;

  const act = <T>(work: () => Promise<T>): Promise<T> =>
    queue.run(async () => {
      try {
        disk.takeUp();
        return await work();
      } finally {
        saver?.changed();
        onChange();
      }
    });
  const remarksOn = (invocation: number): Remark[] =>
    plugins.flatMap(({ remarks }) => remarks?.(invocation, account) ?? []);
  const called = async (work: Promise<Result | string>): Promise<Simulated> => {
    const result = await work;
    if (typeof result === 'string') return { invocation: null, problem: result, remarks: [] };
    const { messages, invocation, error = '' } = result;
    return { invocation: viewOf(result, messages), problem: error, remarks: remarksOn(invocation) };
  };
  const now = (work: () => void): Promise<void> =>
    act(() => {
      work();
      return Promise.resolve();
    });

  /** What goes wrong is a fault of the app's files, which the state tells; the clock goes on once they are mended. */
  const tick = (): void => {
    if (queue.isIdle()) act(() => account.platform.clock.advance(TICK_MS)).catch(() => undefined);
  };

  if (saved === undefined) await act(() => installAtFirst(account, plugins));

  return {
    account,
    notice,
    act,
    state: () => ({ ...stateOf(account, plugins), isRunning: stopTicking !== undefined, fault: disk.fault() }),
    steps: () => stepsOf(account, plugins),
    requests: (wanted) => requestPage(account, wanted),
    invocations: (wanted) => invocationPage(account, remarksOn, wanted),
    logs: (wanted) => logPage(account, wanted),
    entry: (key) => entryOf(account, key),
    simulate: ({ kind, module, name }, text) =>
      act(() => {
        const known = planOf(account.app).steps.find((step) => step.name === name && step.module === module);
        if (known?.kind !== kind) throw new UserError(`The app has no ${name} to simulate under ${module}.`);
        return called(simulate(account, { ...known, payload: payloadIn(text) }));
      }),
    receive: (data, ...[sent]) =>
      act(() => {
        checkInstalled(account.isInstalled);
        return called(account.platform.receive(data, sent));
      }),
    advance: (ms) => act(() => account.platform.clock.advance(ms)),
    setRunning: (isRunning) => {
      stopTicking?.();
      stopTicking = isRunning ? repeat(tick, TICK_MS) : undefined;
      onChange();
    },
    switchTo: (name, answering) => {
      const all = receiversOf(account).map((one) => one.name);
      for (const one of name === 'all' ? all : [name]) switchTo(account, one, answering);
      // At once, also while the clock moves; what moves it saves when it is through.
      if (queue.isIdle()) saver?.changed();
    },
    settings: (secureMode) => settingsOf(account, secureMode),
    install: (posted) => act(() => called(install(account, ...valuesIn(posted)))),
    installAnyway: (posted) =>
      now(() => {
        installAnyway(account, ...valuesIn(posted));
      }),
    saveSettings: (posted) =>
      now(() => {
        checkInstalled(account.isInstalled);
        edit(account, ...valuesIn(posted));
      }),
    uninstall: () => act(() => called(uninstall(account))),
    call: (name, data) => act(() => call(account, name, data)),
    invokeTemplate: (name, wanted) => act(() => account.platform.invokeTemplate(name, wanted)),
    archive: () => archiveOf(account.requests.map(({ request, answer }) => ({ request, ...(answer && { answer }) }))),
    end: async () => {
      stopTicking?.();
      await queue.run(() => Promise.resolve());
      saver?.end();
    },
  };
}

function rememberedIn(stateFile: string | undefined): Remembered {
  return stateFile === undefined ? { notice: '' } : readSaved(stateFile);
}

function beginAccount(options: SessionOptions, plugins: readonly Plugin[], saved: Saved | undefined): Account {
  const account = createAccount({ ...options, ...accountOptionsOf(plugins, options.receiver) }, saved?.account);
  for (const { name, begin } of plugins) begin?.(account, saved?.plugins[name]);
  return account;
}

function byTimer(act: () => void, ms: number): () => void {
  const timer = setInterval(act, ms).unref();
  return () => {
    clearInterval(timer);
  };
}

function saverOf(account: Account, plugins: readonly Plugin[], stateFile: string | undefined): Saver | undefined {
  if (stateFile === undefined) return undefined;
  return createSaver(() => {
    const ofPlugins = plugins.map(({ name, saved }) => [name, saved?.() ?? null] as const);
    writeSaved(stateFile, { account: savedOf(account), plugins: Object.fromEntries(ofPlugins) });
  }, SAVE_MS);
}

function installAtFirst(account: Account, plugins: readonly Plugin[]): Promise<InvocationResult> {
  const plan = planOf(account.app);
  const { iparams, secure } = firstOf(plugins, ({ settings }) => settings) ?? {
    iparams: plan.settings,
    secure: plan.secure,
  };
  return install(account, iparams, secure);
}

function stepsOf(account: Account, plugins: readonly Plugin[]): Step[] {
  return planOf(account.app).steps.map((step) => ({
    ...step,
    payload: firstOf(plugins, ({ payload }) => payload?.(step, account)) ?? step.payload,
  }));
}

/** A text: why the platform did not begin it. */
async function simulate(account: Account, step: Step): Promise<Result | string> {
  if (step.name === 'onAppInstall') {
    const { iparams } = step.payload;
    return install(account, isRecord(iparams) ? iparams : account.iparams, account.secure);
  }
  if (step.name === 'onAppUninstall') return uninstall(account);
  if (step.kind !== 'function') checkInstalled(account.isInstalled);
  const { result, problem = '' } = await play(account.platform, { settings: account.iparams }, step);
  return result ?? problem;
}

async function call(account: Account, name: string, data: unknown): ReturnType<Session['call']> {
  hideArguments(account, data);
  account.called = data;
  try {
    return await account.platform.call(name, isRecord(data) ? data : {});
  } finally {
    account.called = undefined;
  }
}

function entryOf({ platform }: Account, key: string): ReturnType<Session['entry']> {
  const entry = platform.entries().find((one) => one.key === key);
  if (entry === undefined) throw new UserError('There is no such key in the store any more.');
  return { key: entry.key, value: entry.value };
}

function settingsOf({ isInstalled, iparams, secure, platform }: Account, mode: string): SettingsView {
  return {
    isInstalled,
    configs: isInstalled ? configsIn(iparams, secure, mode) : {},
    currentHost: platform.currentHost(),
  };
}
