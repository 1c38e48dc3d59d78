/** One installation of the app: all that outlives an invocation, in one object that every part of the platform reads and changes. */
import type { AppPackage } from '../app/app-package';
import { isPlainObject } from '../rules/errors';
import type { SlidingMinute } from '../rules/limits';
import type { ServerCode } from '../sandbox/server-code';
import type { Clock, InvocationResult, Limits, OperationName, PlatformOptions, Receiver } from '../types';

/** An entry of the store as it is kept: text, so that nobody can change it from outside. */
export interface StoredText {
  json: string;
  bytes: number;
  expiresAt?: number;
}

export interface Repeat {
  time_unit: 'minutes' | 'hours' | 'days';
  frequency: number;
}

/** A pending schedule as it is kept; `cancel` takes it off the clock. */
export interface Scheduled {
  name: string;
  data: Record<string, unknown>;
  /** Next time it fires, epoch ms. */
  at: number;
  repeat?: Repeat;
  cancel: () => void;
}

export interface Installation {
  readonly app: AppPackage;
  readonly code: ServerCode;
  readonly options: PlatformOptions;
  readonly clock: Clock;
  readonly limits: Limits;
  requests: SlidingMinute;
  dbOperations: SlidingMinute;
  readonly store: Map<string, StoredText>;
  readonly schedules: Map<string, Scheduled>;
  /** Oldest first. */
  readonly invocations: InvocationResult[];
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
export function currentHost(installation: Installation): Record<string, unknown> {
  return {
    subscribed_modules: installation.app.productModules,
    endpoint_urls: { freshchat: installation.options.freshchatUrl ?? 'https://acme.freshchat.com' },
  };
}

/** What the platform adds to an event; what the recorded payload holds by itself stays, save the installation parameters. */
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
  };
}
