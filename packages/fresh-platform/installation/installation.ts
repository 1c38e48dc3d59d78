/** One installation of the app: all that outlives an invocation, in one object that every part of the platform reads and changes. */
import type { AppPackage } from '../app/app-package';
import type { LateReads } from '../db/late-reads';
import { isPlainObject } from '../rules/errors';
import type { SlidingMinute } from '../rules/limits';
import { accountsOf } from '../rules/products';
import type { Ways } from '../types';
import type { ServerCode } from '../sandbox/server-code';
import type { Clock, InvocationResult, Limits, OperationName, PlatformOptions, Receiver, Repeat } from '../types';

/** An entry of the store as it is kept: text, so that nobody can change it from outside. */
export interface StoredText {
  json: string;
  bytes: number;
  expiresAt?: number;
}

/** A pending schedule as it is kept; `cancel` takes it off the clock. */
export interface Scheduled {
  name: string;
  data: Record<string, unknown>;
  /** Next time it fires, epoch ms. */
  at: number;
  /** `schedule_at` as the app gave it. */
  scheduleAt?: string;
  repeat?: Repeat;
  cancel: () => void;
}

/** What the sliding minutes count. */
export type Quota = 'requests' | 'dbOperations' | 'scheduleOperations' | 'functionCalls' | 'externalEvents';

export interface Installation {
  readonly app: AppPackage;
  readonly code: ServerCode;
  readonly options: PlatformOptions;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly ways: Ways;
  readonly minutes: Record<Quota, SlidingMinute>;
  readonly store: Map<string, StoredText>;
  readonly lateReads: LateReads<StoredText>;
  readonly schedules: Map<string, Scheduled>;
  /** Oldest first. */
  readonly invocations: InvocationResult[];
  /** Whether there is a store: not before onAppInstall, nor after onAppUninstall. */
  installed: boolean;
  iparams: Record<string, unknown>;
  receiver: Receiver;
  lastInvocation: number;
  /** Delivers onScheduledEvent. */
  fire: (data: Record<string, unknown>) => void;
}

export function latencyOf(installation: Installation, operation: OperationName): number {
  return installation.options.latency?.(operation) ?? 0;
}

/** `currentHost` of a payload, and `current_host` of request templates. */
export function currentHost({ app, options }: Installation): {
  subscribed_modules: string[];
  endpoint_urls: Record<string, string>;
} {
  return {
    subscribed_modules: app.productModules,
    endpoint_urls: {
      ...accountsOf(app.productModules),
      ...(options.freshchatUrl !== undefined && { freshchat: options.freshchatUrl }),
      ...options.endpointUrls,
    },
  };
}

/** What the platform adds to an event; what the recorded payload holds by itself stays, save the settings. */
export function completePayload(
  installation: Installation,
  event: string,
  payload: Record<string, unknown>,
  iparams: Record<string, unknown>,
): Record<string, unknown> {
  if (!isPlainObject(payload)) throw new Error(`The payload of ${event} must be an object.`);
  return {
    currentHost: currentHost(installation),
    event,
    region: installation.options.region ?? 'US',
    timestamp: installation.clock.now(),
    version: '1.0.0',
    ...payload,
    iparams,
    app_settings: installation.options.appSettings ?? {},
  };
}
