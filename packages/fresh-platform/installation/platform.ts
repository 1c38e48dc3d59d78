/** The platform on your machine: installs an app, delivers events to it, keeps its store and schedules. */
import { readAppPackage } from '../app/app-package';
import { createClock } from '../clock/clock';
import { completePayload, type Installation } from './installation';
import { end, type Invocation } from '../events/invocation';
import { createSlidingMinute, DEFAULT_LIMITS } from '../rules/limits';
import { watchedPromises } from '../events/rejections';
import { noteUnheard, runHandler } from '../events/run-handler';
import { cancelSchedules, listSchedules } from '../schedule/schedule';
import { createServerCode } from '../sandbox/server-code';
import { isSetUp, missingRender } from '../events/set-up';
import { restore, takeSnapshot } from './snapshot';
import { listEntries } from '../db/store';
import type { InvocationResult, Platform, PlatformOptions } from '../types';

/**
 * Makes a platform with one installation of the app in `options.appDir`. Throws an AppPackageError that lists every rule
 * the app's manifest and configuration break.
 */
export function createPlatform(options: PlatformOptions): Platform {
  const installation = createInstallation(options);
  const { clock, limits } = installation;
  const deliver = (event: string, payload: Record<string, unknown>): Promise<InvocationResult> => {
    if (isSetUp(event)) throw new Error(`${event} is no event to deliver: use install() or uninstall().`);
    return startInvocation(installation, event, payload, installation.iparams);
  };
  return {
    clock,
    limits,
    invocations: installation.invocations,
    start: async (event, payload) => deliver(event, payload),
    invoke: async (event, payload) => clock.until(deliver(event, payload)),
    install: async (iparams) => {
      const result = await setUp(installation, 'onAppInstall', iparams);
      if (isAccepted(installation, result)) installation.iparams = iparams;
      return result;
    },
    uninstall: async () => {
      const result = await setUp(installation, 'onAppUninstall', installation.iparams);
      if (isAccepted(installation, result)) wipe(installation);
      return result;
    },
    setIparams: (iparams) => {
      installation.iparams = iparams;
    },
    setReceiver: (receiver) => {
      installation.receiver = receiver;
    },
    entries: () => listEntries(installation.store, clock.now()),
    schedules: () => listSchedules(installation),
    quota: () => ({
      requests: installation.requests.count(clock.now()),
      dbOperations: installation.dbOperations.count(clock.now()),
    }),
    snapshot: () => takeSnapshot(installation),
  };
}

function createInstallation(options: PlatformOptions): Installation {
  const app = readAppPackage(options.appDir);
  const installation: Installation = {
    app,
    code: createServerCode(app, options.instrument),
    options,
    clock: options.clock ?? createClock(),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    requests: createSlidingMinute(),
    dbOperations: createSlidingMinute(),
    store: new Map(),
    schedules: new Map(),
    invocations: [],
    iparams: options.iparams ?? {},
    receiver: options.receiver ?? noReceiver,
    lastInvocation: 0,
    fire: (data) => {
      void startInvocation(installation, 'onScheduledEvent', { data }, installation.iparams);
    },
  };
  if (options.snapshot) restore(installation, options.snapshot);
  return installation;
}

function noReceiver(): never {
  throw new Error('nothing listens there: give createPlatform a receiver.');
}

/** Starts an invocation; the promise resolves when it ends, and rejects when the platform would not have begun it. */
function startInvocation(
  installation: Installation,
  event: string,
  payload: Record<string, unknown>,
  iparams: Record<string, unknown>,
): Promise<InvocationResult> {
  const handler = installation.app.handlers.get(event)?.name;
  if (handler === undefined) throw new Error(`manifest.json declares no handler for ${event}.`);
  const json = JSON.stringify(completePayload(installation, event, payload, iparams));
  checkPayload(installation, event, json);
  return new Promise((resolve) => {
    const { clock, limits } = installation;
    const startedAt = clock.now();
    const invocation: Invocation = {
      id: (installation.lastInvocation += 1),
      event,
      handler,
      iparams,
      startedAt,
      logs: [],
      operations: [],
      over: false,
      inFlight: 0,
      Promise: watchedPromises((reason) => {
        noteUnheard(installation, invocation, reason);
      }),
      onEnd: (outcome, error) => {
        cancel();
        resolve(record(installation, invocation, outcome, error ?? missingRender(invocation)));
      },
    };
    const cancel = clock.at(startedAt + limits.runTimeMs, () => {
      end(
        invocation,
        'timed out',
        `${handler} was still at work after ${limits.runTimeMs} ms, which is all an invocation gets.`,
      );
    });
    runHandler(installation, invocation, json);
  });
}

function checkPayload({ limits }: Installation, event: string, json: string): void {
  const bytes = Buffer.byteLength(json, 'utf8');
  if (bytes > limits.payloadBytes)
    throw new Error(
      `The payload of ${event} has ${bytes} bytes, and the platform delivers at most ${limits.payloadBytes}.`,
    );
}

function record(
  installation: Installation,
  invocation: Invocation,
  outcome: InvocationResult['outcome'],
  error: string | undefined,
): InvocationResult {
  const { id, event, handler, rendered, logs, operations, startedAt } = invocation;
  const result: InvocationResult = {
    invocation: id,
    event,
    handler,
    outcome,
    ...(error !== undefined && { error }),
    ...(rendered !== undefined && { rendered }),
    logs,
    operations,
    startedAt,
    endedAt: installation.clock.now(),
  };
  insert(installation.invocations, result);
  installation.options.onInvocation?.(result);
  return result;
}

/** They end in another order than they began; most are near the end of the list. */
function insert(results: InvocationResult[], result: InvocationResult): void {
  let index = results.length;
  while (index > 0 && (results[index - 1]?.invocation ?? 0) > result.invocation) index -= 1;
  results.splice(index, 0, result);
}

/** An app that declares no handler for a set-up event lets it happen. */
async function setUp(
  installation: Installation,
  event: string,
  iparams: Record<string, unknown>,
): Promise<InvocationResult> {
  const { app, clock } = installation;
  if (app.handlers.has(event)) return clock.until(startInvocation(installation, event, {}, iparams));
  const now = clock.now();
  return {
    invocation: 0,
    event,
    handler: '',
    outcome: 'completed',
    logs: [],
    operations: [],
    startedAt: now,
    endedAt: now,
  };
}

function isAccepted({ app }: Installation, { event, rendered }: InvocationResult): boolean {
  return rendered === null || !app.handlers.has(event);
}

function wipe(installation: Installation): void {
  installation.store.clear();
  cancelSchedules(installation);
}
