/** App set-up events: installing, uninstalling and updating, each of which an app may refuse. */
import { startEvent } from './start';
import type { Installation } from '../installation/installation';
import { SET_UP_EVENTS } from '../rules/products';
import { cancelSchedules } from '../schedule/schedule';
import type { InvocationResult } from '../types';

export function isSetUp(event: string): boolean {
  return SET_UP_EVENTS.includes(event);
}

/** Runs onAppInstall with the settings; on acceptance they become the installation's. */
export async function install(installation: Installation, iparams: Record<string, unknown>): Promise<InvocationResult> {
  const result = await setUp(installation, 'onAppInstall', iparams);
  if (isAccepted(installation, result)) {
    installation.iparams = iparams;
    installation.installed = true;
  }
  return result;
}

/** Runs onAppUninstall; on acceptance store and schedules are wiped. */
export async function uninstall(installation: Installation): Promise<InvocationResult> {
  const result = await setUp(installation, 'onAppUninstall', installation.iparams);
  if (isAccepted(installation, result)) {
    installation.store.clear();
    cancelSchedules(installation);
    installation.installed = false;
  }
  return result;
}

/** An app that declares no handler for a set-up event lets it happen. */
export async function setUp(
  installation: Installation,
  event: string,
  iparams: Record<string, unknown>,
): Promise<InvocationResult> {
  const { app, clock } = installation;
  if (app.handlers.some((handler) => handler.event === event))
    return clock.until(startEvent(installation, event, {}, { role: 'set-up', iparams }));
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
  return rendered === null || !app.handlers.some((handler) => handler.event === event);
}
