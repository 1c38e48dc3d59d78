/** Installing the app, its settings, and taking it off again. */
import type { InvocationResult } from '../../../types';
import { platformOf } from './account';
import { hideSettings } from './hiding';
import type { Account } from './holdings';

/** Runs onAppInstall; the app is installed where it accepts. */
export async function install(
  account: Account,
  iparams: Record<string, unknown>,
  secure: readonly string[],
): Promise<InvocationResult> {
  const before = account.iparams;
  hideSettings(account, iparams, secure);
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
  hideSettings(account, iparams, secure);
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
    account.options.listener.left?.(account);
  }
  account.options.onChange();
  return result;
}

/** Replaces the settings; no event tells the app. */
export function edit(account: Account, iparams: Record<string, unknown>, secure: readonly string[]): void {
  hideSettings(account, iparams, secure);
  Object.assign(account, { iparams, secure });
  account.platform.setIparams(iparams);
  account.options.onChange();
}

/** An app that declares no handler for a set-up event lets it happen. */
export function isAccepted({ rendered, handler }: Pick<InvocationResult, 'rendered' | 'handler'>): boolean {
  return rendered === null || handler === '';
}
