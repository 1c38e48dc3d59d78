/** What the page's API can do with the account. What changes it happens one after the other; refusals are UserErrors. */
import { isRecord } from '../../lib/dig';
import { UserError } from '../../lib/json-file';
import { archiveOf } from '../../receivers/recording';
import { planOf, type Step } from '../../simulation/plan';
import { play } from '../../simulation/play';
import type { CallResult, ExternalEvent, InvocationResult } from '../../types';
import {
  createAccount,
  edit,
  install,
  installAnyway,
  reload,
  switchTo,
  uninstall,
  viewOf,
  type Account,
  type AccountOptions,
  type FirstSettings,
} from './account';
import type { Answering, PageState, SettingsView, Simulated } from './api';
import { appOnDisk } from './app-on-disk';
import { checkInstalled, configsIn, payloadIn, valuesIn } from './posted';
import { createQueue } from './queue';
import { stateOf } from './state';

export interface Session {
  readonly account: Account;
  state: () => Omit<PageState, 'revision' | 'views'>;
  /** Everything of the app that can be simulated. */
  steps: () => Step[];
  /** `text` is the payload as JSON text. */
  simulate: (named: Pick<Step, 'kind' | 'module' | 'name'>, text: string) => Promise<Simulated>;
  /** What an outside service has sent to the hook. */
  receive: (data: unknown, more: ExternalEvent) => Promise<Simulated>;
  advance: (ms: number) => Promise<void>;
  /** The clock runs along with real time, or stands still. */
  setRunning: (isRunning: boolean) => void;
  switchTo: (template: string, answering: Answering) => void;
  /** `secureMode`: what of secure settings comes back to the page. */
  settings: (secureMode: string) => SettingsView;
  /** `posted` is what the settings page's `postConfigs` gave. */
  install: (posted: unknown) => Promise<Simulated>;
  /** The same without asking the app, whose onAppInstall does not say yes. */
  installAnyway: (posted: unknown) => Promise<void>;
  saveSettings: (posted: unknown) => Promise<void>;
  uninstall: () => Promise<Simulated>;
  /** Calls a function of the app, as its settings page may; before installing too. */
  call: (name: string, data: unknown) => Promise<CallResult>;
  /** Makes a request as the settings page may. */
  invokeTemplate: (name: string, options: unknown) => Promise<{ resolved: unknown } | { rejected: object }>;
  /** Every request and answer so far, as an HTTP Archive. */
  archive: () => object;
  end: () => Promise<void>;
}

const TICK_MS = 1_000;

export interface SessionOptions extends AccountOptions {
  /** What the app is installed with at first; recorded or invented settings where it is left out. */
  settings?: FirstSettings | undefined;
}

/** Begins with the app installed, where it accepts its settings. Throws as createAccount does. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const account = createAccount(options);
  const disk = appOnDisk(options.appDir, () => {
    reload(account);
  });
  const queue = createQueue();
  let timer: ReturnType<typeof setInterval> | undefined;

  const act = <T>(work: () => Promise<T>): Promise<T> =>
    queue.run(async () => {
      try {
        disk.takeUp();
        return await work();
      } finally {
        options.onChange();
      }
    });

  /** What goes wrong is a fault of the app's files, which the state tells; the clock goes on once they are mended. */
  const tick = (): void => {
    if (queue.isIdle()) act(() => account.platform.clock.advance(TICK_MS)).catch(() => undefined);
  };

  const setUp = async (work: Promise<InvocationResult>): Promise<Simulated> => simulatedOf(await work);

  const simulate = async (step: Step): Promise<Simulated> => {
    if (step.name === 'onAppInstall')
      return setUp(
        install(account, isRecord(step.payload['iparams']) ? step.payload['iparams'] : account.iparams, account.secure),
      );
    if (step.name === 'onAppUninstall') return setUp(uninstall(account));
    if (step.kind !== 'function') checkInstalled(account.isInstalled);
    const { result, problem = '' } = await play(account.platform, { settings: account.iparams }, step);
    return result === undefined ? { invocation: null, problem } : simulatedOf(result);
  };

  const plan = planOf(account.app);
  const { iparams, secure } = options.settings ?? { iparams: plan.settings, secure: plan.secure };
  await act(() => install(account, iparams, secure));

  return {
    account,
    state: () => ({ ...stateOf(account), isRunning: timer !== undefined, fault: disk.fault() }),
    steps: () => planOf(account.app).steps,
    simulate: ({ kind, module, name }, text) =>
      act(() => {
        const known = planOf(account.app).steps.find((step) => step.name === name && step.module === module);
        if (known?.kind !== kind) throw new UserError(`The app has no ${name} to simulate under ${module}.`);
        return simulate({ ...known, payload: payloadIn(text) });
      }),
    receive: (data, more) =>
      act(async () => {
        checkInstalled(account.isInstalled);
        return simulatedOf(await account.platform.receive(data, more));
      }),
    advance: (ms) => act(() => account.platform.clock.advance(ms)),
    setRunning: (isRunning) => {
      clearInterval(timer);
      timer = isRunning ? setInterval(tick, TICK_MS).unref() : undefined;
      options.onChange();
    },
    switchTo: (template, answering) => {
      switchTo(account, template, answering);
    },
    settings: (secureMode) => settingsOf(account, secureMode),
    install: (posted) => act(() => setUp(install(account, ...valuesIn(posted)))),
    installAnyway: (posted) =>
      act(() => {
        installAnyway(account, ...valuesIn(posted));
        return Promise.resolve();
      }),
    saveSettings: (posted) =>
      act(() => {
        checkInstalled(account.isInstalled);
        edit(account, ...valuesIn(posted));
        return Promise.resolve();
      }),
    uninstall: () => act(() => setUp(uninstall(account))),
    call: (name, data) => act(() => account.platform.call(name, isRecord(data) ? data : {})),
    invokeTemplate: (name, options) => act(() => account.platform.invokeTemplate(name, options)),
    archive: () => archiveOf(account.requests.map(({ request, answer }) => ({ request, ...(answer && { answer }) }))),
    end: async () => {
      clearInterval(timer);
      await queue.run(() => Promise.resolve());
    },
  };
}

function simulatedOf(result: InvocationResult & { messages?: string[] }): Simulated {
  return { invocation: viewOf(result, result.messages), problem: result.error ?? '' };
}

function settingsOf({ isInstalled, iparams, secure, platform }: Account, mode: string): SettingsView {
  return {
    isInstalled,
    configs: isInstalled ? configsIn(iparams, secure, mode) : {},
    currentHost: platform.currentHost(),
  };
}
