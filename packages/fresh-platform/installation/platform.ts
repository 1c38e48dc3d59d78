/** The platform on your machine: installs an app, delivers events to it, keeps its store and schedules. */
import { readAppPackage } from '../app/app-package';
import { createClock } from '../clock/clock';
import { createLateReads } from '../db/late-reads';
import { listEntries } from '../db/store';
import { receiveExternal } from '../events/external';
import { install, isSetUp, setUp, uninstall } from '../events/set-up';
import { startEvent } from '../events/start';
import { callFunction } from '../functions/call';
import { runJob } from '../functions/job';
import { requestFromPage } from '../functions/page-request';
import { createSlidingMinute, limitsWith } from '../rules/limits';
import { waysOf } from '../rules/ways';
import { createServerCode } from '../sandbox/server-code';
import { listSchedules } from '../schedule/schedule';
import { currentHost, type Installation, type StoredText } from './installation';
import { restore, takeSnapshot } from './snapshot';
import type { InvocationResult, Platform, PlatformOptions, PlatformSnapshot } from '../types';

/**
 * Makes a platform with one installation of the app in `options.appDir`. Throws an AppPackageError that lists every rule
 * the app's manifest and configuration break.
 */
export function createPlatform(options: PlatformOptions): Platform {
  const installation = createInstallation(options);
  const { clock, limits, minutes } = installation;
  const deliver = (event: string, payload: Record<string, unknown>, module?: string): Promise<InvocationResult> => {
    if (isSetUp(event)) throw new Error(`${event} is no event to deliver: use install(), uninstall() or update().`);
    return startEvent(installation, event, payload, { module });
  };
  return {
    clock,
    limits,
    invocations: installation.invocations,
    start: async (event, payload, module) => deliver(event, payload, module),
    invoke: async (event, payload, module) => clock.until(deliver(event, payload, module)),
    call: (name, args = {}) => clock.until(callFunction(installation, name, args)),
    invokeTemplate: (name, options) => clock.until(requestFromPage(installation, name, options)),
    install: (iparams) => install(installation, iparams),
    uninstall: () => uninstall(installation),
    update: () => setUp(installation, 'afterAppUpdate', installation.iparams),
    receive: (data, more) => clock.until(receiveExternal(installation, data, more)),
    job: (name, args = {}) => clock.until(runJob(installation, name, args)),
    setIparams: (iparams) => {
      installation.iparams = iparams;
    },
    setReceiver: (receiver) => {
      installation.receiver = receiver;
    },
    currentHost: () => currentHost(installation),
    entries: () => listEntries(installation.store, clock.now()),
    schedules: () => listSchedules(installation),
    quota: () => ({
      requests: minutes.requests.count(clock.now()),
      dbOperations: minutes.dbOperations.count(clock.now()),
    }),
    snapshot: () => takeSnapshot(installation),
  };
}

function createInstallation(options: PlatformOptions): Installation {
  const app = readAppPackage(options.appDir);
  const store = new Map<string, StoredText>();
  const installation: Installation = {
    app,
    code: createServerCode(app, options),
    options,
    clock: options.clock ?? createClock(),
    limits: limitsWith(options.limits),
    ways: waysOf(options.variant, options.ways),
    minutes: minutesFrom(options.snapshot),
    store,
    lateReads: createLateReads(store),
    schedules: new Map(),
    invocations: [],
    installed: options.installed ?? true,
    iparams: options.iparams ?? {},
    receiver: options.receiver ?? noReceiver,
    lastInvocation: 0,
    fire: (data) => {
      void startEvent(installation, 'onScheduledEvent', { data }, {});
    },
  };
  if (options.snapshot) restore(installation, options.snapshot);
  return installation;
}

/** What of the quotas is spent when an installation goes on where a snapshot's was. */
function minutesFrom(snapshot: PlatformSnapshot | undefined): Installation['minutes'] {
  return {
    requests: createSlidingMinute(snapshot?.requests),
    dbOperations: createSlidingMinute(snapshot?.dbOperations),
    scheduleOperations: createSlidingMinute(),
    functionCalls: createSlidingMinute(),
    externalEvents: createSlidingMinute(),
  };
}

function noReceiver(): never {
  throw new Error('nothing listens there: give createPlatform a receiver.');
}
