/** What the account behind the page holds, and what it is told. */
import type { AppPackage } from '../../../app/app-package';
import type { InvocationResult, OutgoingRequest, Platform, PlatformSnapshot, Receiver, Variant } from '../../../types';
import type { Answering, InvocationView, LogView, RequestView } from '../api';

/** What a receiver answers an account's app. Its settings are also those that an install tries. */
export type AccountReceiver = (request: OutgoingRequest, account: Account) => ReturnType<Receiver>;

/** Who hears of what the app does, as it does it. */
export interface Listener {
  /** A request leaves, and has no answer yet. */
  sent?: (request: RequestView, account: Account) => void;
  /** Its answer has come, or the reason why there is none. */
  answered?: (request: RequestView, account: Account) => void;
  /** The app is uninstalled, and its store and schedules are gone. */
  left?: (account: Account) => void;
  /** An invocation has ended; `payload` is what its handler was called with. */
  heard?: (result: InvocationResult, payload: Record<string, unknown>, account: Account) => void;
}

export interface AccountOptions {
  appDir: string;
  /** What answers requests while nobody has put their receiver in a mode. */
  receiver: AccountReceiver;
  /** The receiver that a template's requests go to: templates that belong together have one. */
  receiverOf: (template: string) => { name: string; title: string };
  variant: Variant;
  /** Epoch ms, where the account's clock starts when nothing was saved. */
  now: number;
  /** Given to the app by generateTargetUrl. */
  targetUrl: string;
  /** As in the platform's options. */
  hangMs?: number;
  onChange: () => void;
  listener: Listener;
}

/** How a receiver answers, and what does so. */
export interface Switched {
  answering: Answering;
  receiver: Receiver;
}

/** Settings, and which of them are encrypted, by name. */
export interface FirstSettings {
  iparams: Record<string, unknown>;
  secure: readonly string[];
}

/** From a moment on, epoch ms, a receiver answered so. */
export interface Switch {
  at: number;
  receiver: string;
  answering: Answering;
}

/** What of an account is plain JSON, and outlives a process. */
export interface Holdings {
  isInstalled: boolean;
  /** Names of the settings that are encrypted. */
  secure: readonly string[];
  /** Oldest first, as are the others. */
  readonly requests: RequestView[];
  readonly invocations: InvocationView[];
  readonly logs: LogView[];
  readonly switches: Switch[];
  readonly forgotten: { requests: number; invocations: number; logs: number };
  /** Texts that are not to be shown. */
  readonly hidden: string[];
  lastRequest: number;
  lastLog: number;
}

/** Everything the account holds. Only the functions of this folder change it. */
export interface Account extends Holdings {
  readonly options: AccountOptions;
  app: AppPackage;
  platform: Platform;
  iparams: Record<string, unknown>;
  /** What a page passes to the function that is under way. */
  called: unknown;
  /** Receivers that are in a mode, by name. */
  readonly switched: Map<string, Switched>;
}

export interface SavedAccount extends Holdings {
  /** The account's clock, epoch ms. */
  now: number;
  platform: PlatformSnapshot;
  switched: [receiver: string, answering: Answering][];
}
