/** The callbacks that manifest.json names. Nothing but wiring: none of them throws, whatever it is called with. */
import { drain } from './outbox/turn';
import { install, uninstall } from './handlers/install';
import { relay } from './handlers/conversation';
import { realRuntime as runtime } from './platform/runtime';

export async function onConversationCreateCallback(payload: unknown): Promise<void> {
  await guarded('onConversationCreate', relay('onConversationCreate', payload, runtime));
}

export async function onConversationUpdateCallback(payload: unknown): Promise<void> {
  await guarded('onConversationUpdate', relay('onConversationUpdate', payload, runtime));
}

export async function onAppInstallCallback(payload: unknown): Promise<void> {
  await guarded('onAppInstall', install(payload, runtime));
}

export function onAppUninstallCallback(): void {
  uninstall();
}

export async function onScheduledEventCallback(payload: unknown): Promise<void> {
  await guarded('onScheduledEvent', drain(payload, runtime));
}

/** A fault of our own must not take the platform's invocation down; its kind is told, its text could hold anything. */
async function guarded(event: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (fault) {
    const kind = fault instanceof Error ? fault.name : typeof fault;
    console.error(`Error in ${event}: the app failed with ${kind}. Please report it with the line above.`);
  }
}
