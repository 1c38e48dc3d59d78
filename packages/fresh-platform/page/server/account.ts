/** The account behind the page: one installation of the app, what answers it, and what it did. */
import { readAppPackage, type AppPackage } from '../../app/app-package';
import { createClock } from '../../clock/clock';
import { createPlatform } from '../../installation/platform';
import { messageOf } from '../../lib/thrown';
import { receiverIn } from '../../receivers/modes';
import { planOf } from '../../simulation/plan';
import type {
  InvocationResult,
  LogLine,
  OutgoingRequest,
  Platform,
  Receiver,
  ReceiverAnswer,
  Variant,
} from '../../types';
import type { Answering, InvocationView, RequestView } from './api';

export interface AccountOptions {
  appDir: string;
  /** What answers requests of templates that nobody has switched. `iparams` are the settings, also those that an install tries. */
  receiver: (request: OutgoingRequest, iparams: Record<string, unknown>) => ReturnType<Receiver>;
  variant: Variant;
  /** Epoch ms. */
  now: number;
  /** Given to the app by generateTargetUrl. */
  targetUrl: string;
  onChange: () => void;
  /** Hears of every invocation as it ends, with what its handler was called with. */
  onInvocation: (result: InvocationResult, payload: Record<string, unknown>) => void;
}

/** Settings, and which of them are encrypted, by name. */
export interface FirstSettings {
  iparams: Record<string, unknown>;
  secure: readonly string[];
}

/** Everything the account holds. Only the functions of this file change it. */
export interface Account {
  readonly options: AccountOptions;
  app: AppPackage;
  platform: Platform;
  isInstalled: boolean;
  /** Names of the settings that are encrypted. */
  secure: readonly string[];
  iparams: Record<string, unknown>;
  /** How the requests of each template are answered, where somebody has said so. */
  readonly switched: Map<string, { answering: Answering; receiver: Receiver }>;
  /** Oldest first, as are the others. */
  readonly requests: RequestView[];
  readonly invocations: InvocationView[];
  readonly logs: LogLine[];
  readonly forgotten: { requests: number; invocations: number; logs: number };
  lastRequest: number;
}

/** Older ones are let go, so that a page left open for days stays quick. */
export const MOST = { requests: 500, invocations: 200, logs: 1_000 };

/** An account on which the app is not installed yet. Throws an AppPackageError where the app's files break a rule. */
export function createAccount(options: AccountOptions): Account {
  const account: Account = {
    options,
    app: readAppPackage(options.appDir),
    platform: undefined as unknown as Platform,
    isInstalled: false,
    secure: [],
    iparams: {},
    switched: new Map(),
    requests: [],
    invocations: [],
    logs: [],
    forgotten: { requests: 0, invocations: 0, logs: 0 },
    lastRequest: 0,
  };
  account.platform = platformOf(account, options.now, undefined);
  return account;
}

/** Reads the app's files anew, and goes on where the installation was. Throws as createAccount does; then nothing changes. */
export function reload(account: Account): void {
  const app = readAppPackage(account.options.appDir);
  account.platform = platformOf(account, account.platform.clock.now(), account.platform.snapshot());
  account.app = app;
}

/** Answers a template's requests in another way from now on. */
export function switchTo(account: Account, template: string, answering: Answering): void {
  if (answering === 'rules') account.switched.delete(template);
  else account.switched.set(template, { answering, receiver: receiverIn(answering) });
  account.options.onChange();
}

/** Runs onAppInstall; the app is installed where it accepts. */
export async function install(
  account: Account,
  iparams: Record<string, unknown>,
  secure: readonly string[],
): Promise<InvocationResult> {
  const before = account.iparams;
  // Receivers check by what is being tried.
  account.iparams = iparams;
  const result = await account.platform.install(iparams);
  if (isAccepted(result)) Object.assign(account, { isInstalled: true, secure });
  else account.iparams = before;
  account.options.onChange();
  return result;
}

/** Installs an app that neither accepts nor refuses, as some do that were only tried with `fdk run`; the app is not asked. */
export function installAnyway(account: Account, iparams: Record<string, unknown>, secure: readonly string[]): void {
  Object.assign(account, { isInstalled: true, iparams, secure });
  account.platform = platformOf(account, account.platform.clock.now(), { ...account.platform.snapshot(), iparams });
  account.options.onChange();
}

/** Runs onAppUninstall; where the app lets go, store, schedules and settings are gone. */
export async function uninstall(account: Account): Promise<InvocationResult> {
  const result = await account.platform.uninstall();
  if (isAccepted(result)) {
    Object.assign(account, { isInstalled: false, iparams: {}, secure: [] });
    account.platform.setIparams({});
  }
  account.options.onChange();
  return result;
}

/** Replaces the settings; no event tells the app. */
export function edit(account: Account, iparams: Record<string, unknown>, secure: readonly string[]): void {
  Object.assign(account, { iparams, secure });
  account.platform.setIparams(iparams);
  account.options.onChange();
}

/** What an invocation came to, without the list of its operations. */
export function viewOf({ operations, ...result }: InvocationResult, messages: readonly string[] = []): InvocationView {
  const counts: Record<string, number> = {};
  for (const { name } of operations) counts[name] = (counts[name] ?? 0) + 1;
  return { ...result, operations: counts, messages: [...messages] };
}

/** An app that declares no handler for a set-up event lets it happen. */
function isAccepted({ rendered, handler }: InvocationResult): boolean {
  return rendered === null || handler === '';
}

function platformOf(account: Account, now: number, snapshot: ReturnType<Platform['snapshot']> | undefined): Platform {
  const { appDir, variant, targetUrl, onChange } = account.options;
  return createPlatform({
    appDir,
    variant,
    targetUrl,
    appSettings: planOf(account.app).appSettings,
    installed: account.isInstalled,
    clock: createClock(now),
    ...(snapshot && { snapshot }),
    receiver: (request) => answer(account, request),
    onLog: (line) => {
      keep(account, 'logs', line);
      onChange();
    },
    onInvocation: (result, payload) => {
      keep(account, 'invocations', viewOf(result));
      account.options.onInvocation(result, payload);
      account.platform.invocations.length = 0;
      onChange();
    },
  });
}

async function answer(account: Account, request: OutgoingRequest): Promise<ReceiverAnswer> {
  const view: RequestView = {
    id: (account.lastRequest += 1),
    invocation: request.invocation ?? 0,
    request,
    answer: null,
    fault: '',
  };
  keep(account, 'requests', view);
  const switched = account.switched.get(request.template)?.receiver;
  try {
    view.answer = await (switched?.(request) ?? account.options.receiver(request, account.iparams));
    return view.answer;
  } catch (error) {
    view.fault = messageOf(error);
    throw error;
  } finally {
    account.options.onChange();
  }
}

function keep<K extends keyof typeof MOST>(account: Account, where: K, item: Account[K][number]): void {
  const list: (typeof item)[] = account[where];
  list.push(item);
  const over = list.length - MOST[where];
  if (over <= 0) return;
  list.splice(0, over);
  account.forgotten[where] += over;
}
