import type { Clock } from './clock';
import type { StoredEntry } from './db';
import type { ExternalEvent, Fate, InvocationResult, LogLine, Operation, OperationName } from './events';
import type { CallResult } from './functions';
import type { Receiver } from './request';
import type { Hardships } from './hardships';
import type { Limits } from './limits';
import type { Variant, Ways } from './ways';
import type { PendingSchedule, Repeat } from './schedule';

/** What of an installation outlives a process, as plain JSON. Times are epoch ms. */
export interface PlatformSnapshot {
  iparams: Record<string, unknown>;
  /** Values as JSON text. */
  store: { key: string; json: string; expiresAt?: number }[];
  schedules: {
    name: string;
    data: Record<string, unknown>;
    at: number;
    scheduleAt?: string;
    repeat?: Repeat;
  }[];
  /** Moments of the last minute that count against the quotas. */
  requests: number[];
  dbOperations: number[];
  lastInvocation: number;
}

export interface PlatformOptions {
  /** Folder that holds manifest.json, config/ and server/. */
  appDir: string;
  iparams?: Record<string, unknown>;
  /** The installation goes on where this one was; its iparams stand above `iparams`. What fell due meanwhile fires as soon as the clock moves. */
  snapshot?: PlatformSnapshot;
  /** False while an admin still fills in the settings: pages may call functions then, and there is no store. Default true. */
  installed?: boolean;
  /** The developer's own settings of the app, as `app_settings` of payloads and request templates. */
  appSettings?: Record<string, unknown>;
  /** Access tokens by the name of the integration in config/oauth_config.json; each has a stand-in otherwise. */
  accessTokens?: Record<string, string>;
  /** Addresses of the accounts by product, as in `currentHost.endpoint_urls`; each product of the app's modules has a stand-in otherwise. */
  endpointUrls?: Record<string, string>;
  /** The same for Freshchat alone. */
  freshchatUrl?: string;
  /** Which platform: today's, or that of FDK 6.9 in what its source shows and nothing newer confirms. */
  variant?: Variant;
  /** Single ways, above those of the variant. */
  ways?: Partial<Ways>;
  /** What the platform does to the app at its worst. */
  hardships?: Hardships;
  region?: string;
  /** What generateTargetUrl gives, in place of a stand-in: an address at which something hands what comes to `receive`. */
  targetUrl?: string;
  clock?: Clock;
  receiver?: Receiver;
  limits?: Partial<Limits>;
  /** Virtual ms an operation takes before its answer reaches the app; a request takes its receiver's latency besides. */
  latency?: (operation: OperationName) => number;
  /** Asked before every operation; default: proceed. */
  fate?: (operation: Operation) => Fate;
  onLog?: (line: LogLine) => void;
  onOperation?: (operation: Operation) => void;
  /** `payload` is what its handler was called with, settings included; empty for a request of a page. */
  onInvocation?: (result: InvocationResult, payload: Record<string, unknown>) => void;
  /**
   * Rewrites a server file before it is compiled (coverage), with globals that the rewritten text needs.
   * `path` is absolute. Called once per file: what it returns is compiled once and kept.
   */
  instrument?: (code: string, path: string) => string;
  /** The platform compiles in every invocation, which is slow and changes nothing but the time it takes; default: once. */
  compiles?: 'once' | 'in every invocation';
  sandboxGlobals?: Record<string, unknown>;
  /** Stands in for `Math.random` inside the sandbox, so that a jittered wait can be repeated. */
  random?: () => number;
  /** Real ms after which a handler that never gives way (an endless loop) is cut; default 5,000. `Infinity` spares the watch, a thread an invocation. */
  hangMs?: number;
}

export interface Platform {
  readonly clock: Clock;
  readonly limits: Limits;
  /**
   * Delivers a product event: `payload` as recorded (data, event, timestamp, …); what the platform adds
   * (currentHost, iparams, app_settings, region, version, and a timestamp where there is none) is added. Resolves when the
   * invocation ends, moving the clock as far as that needs. `module` chooses where an event has handlers in several.
   */
  invoke(event: string, payload: Record<string, unknown>, module?: string): Promise<InvocationResult>;
  /** The same without moving the clock: many at once, or a clock the caller moves. */
  start(event: string, payload: Record<string, unknown>, module?: string): Promise<InvocationResult>;
  /**
   * Calls a function as a page does by `client.request.invoke`: with `{ …args, iparams }`. Before the app is installed `$db`
   * and `$schedule` refuse, and the payload carries `isInstall: true`. Resolves with what the page sees.
   */
  call(functionName: string, args?: Record<string, unknown>): Promise<CallResult>;
  /** Makes a request as a page does by `client.request.invokeTemplate`; what its promise resolves to, or is rejected with. */
  invokeTemplate(name: string, options?: unknown): Promise<{ resolved: unknown } | { rejected: object }>;
  /** Runs onAppInstall with the iparams; on acceptance they become the installation's. */
  install(iparams: Record<string, unknown>): Promise<InvocationResult>;
  /** Runs onAppUninstall; on acceptance wipes store and schedules. */
  uninstall(): Promise<InvocationResult>;
  /** Runs afterAppUpdate, as after a new version of the app. */
  update(): Promise<InvocationResult>;
  /** Delivers what an outside service sent to the app's target URL, as onExternalEvent. */
  receive(data: unknown, more?: ExternalEvent): Promise<InvocationResult>;
  /** Runs a job that a page began, to its end; `messages` are what it said of its progress. */
  job(name: string, args?: Record<string, unknown>): Promise<InvocationResult & { messages: string[] }>;
  setIparams(iparams: Record<string, unknown>): void;
  setReceiver(receiver: Receiver): void;
  /** Of the account: its modules and addresses, as payloads and pages have them. */
  currentHost(): Record<string, unknown>;
  entries(): StoredEntry[];
  schedules(): PendingSchedule[];
  /** Operations counted in the last 60 s. */
  quota(): { requests: number; dbOperations: number };
  /** Take it while no invocation is under way: those do not outlive a process. */
  snapshot(): PlatformSnapshot;
  /** Every invocation so far, oldest first, those of schedules included. */
  readonly invocations: InvocationResult[];
}
