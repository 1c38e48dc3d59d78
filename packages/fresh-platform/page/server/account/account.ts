/** The account behind the page: one installation of the app, begun, saved and begun again. */
import { readAppPackage } from '../../../app/app-package';
import { createClock } from '../../../clock/clock';
import { createPlatform } from '../../../installation/platform';
import { planOf } from '../../../simulation/plan';
import type { Platform, PlatformSnapshot, ReceiverAnswer } from '../../../types';
import { answer, switched } from './answering';
import type { Account, AccountOptions, Holdings, SavedAccount } from './holdings';
import { keepInvocation, keepLog } from './record';

const NOTHING: Holdings = {
  isInstalled: false,
  secure: [],
  requests: [],
  invocations: [],
  logs: [],
  switches: [],
  forgotten: { requests: 0, invocations: 0, logs: 0 },
  hidden: [],
  lastRequest: 0,
  lastLog: 0,
};

/** An account as it was saved, or one on which the app is not installed yet. Throws an AppPackageError where the app's files break a rule. */
export function createAccount(options: AccountOptions, saved?: SavedAccount): Account {
  const account: Account = {
    ...structuredClone(holdingsOf(saved ?? NOTHING)),
    options,
    app: readAppPackage(options.appDir),
    platform: undefined as unknown as Platform,
    iparams: {},
    called: undefined,
    switched: new Map(),
  };
  if (saved === undefined) account.platform = platformOf(account, options.now, undefined);
  else resume(account, saved);
  return account;
}

function resume(account: Account, saved: SavedAccount): void {
  account.iparams = saved.platform.iparams;
  for (const [name, answering] of saved.switched) account.switched.set(name, switched(account, answering));
  account.platform = platformOf(account, saved.now, saved.platform);
}

/** Take it while no invocation is under way. */
export function savedOf(account: Account): SavedAccount {
  return {
    ...holdingsOf(account),
    now: account.platform.clock.now(),
    platform: account.platform.snapshot(),
    switched: [...account.switched].map(([name, { answering }]) => [name, answering]),
  };
}

function holdingsOf(from: Holdings): Holdings {
  const { isInstalled, secure, requests, invocations, logs, switches, forgotten, hidden, lastRequest, lastLog } = from;
  return { isInstalled, secure, requests, invocations, logs, switches, forgotten, hidden, lastRequest, lastLog };
}

/** Reads the app's files anew, and goes on where the installation was. Throws as createAccount does; then nothing changes. */
export function reload(account: Account): void {
  const app = readAppPackage(account.options.appDir);
  account.platform = platformOf(account, account.platform.clock.now(), account.platform.snapshot());
  account.app = app;
}

export function platformOf(account: Account, now: number, snapshot: PlatformSnapshot | undefined): Platform {
  const { appDir, variant, targetUrl, hangMs, listener, onChange } = account.options;
  return createPlatform({
    appDir,
    variant,
    targetUrl,
    ...(hangMs !== undefined && { hangMs }),
    appSettings: planOf(account.app).appSettings,
    installed: account.isInstalled,
    clock: createClock(now),
    ...(snapshot && { snapshot }),
    receiver: (request): Promise<ReceiverAnswer> => answer(account, request),
    onLog: (line) => {
      keepLog(account, line);
      onChange();
    },
    onInvocation: (result, payload) => {
      keepInvocation(account, result);
      listener.heard?.(result, payload, account);
      account.platform.invocations.length = 0;
      onChange();
    },
  });
}
