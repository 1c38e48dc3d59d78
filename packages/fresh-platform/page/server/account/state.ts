/** What the page shows of the account at any moment. */
import type { Account } from './holdings';
import { receiversOf } from './answering';
import type { Badge, PageState } from '../api';
import type { Plugin } from '../plugin';

/** Everything but what changes outside an account. */
export function stateOf(
  account: Account,
  plugins: readonly Plugin[],
): Omit<PageState, 'revision' | 'isRunning' | 'fault'> {
  const { app, platform, options } = account;
  const hasHook = app.handlers.some(({ event }) => event === 'onExternalEvent');
  return {
    now: platform.clock.now(),
    app: { dir: app.dir, modules: app.productModules, settings: app.settings, warnings: app.warnings },
    isInstalled: account.isInstalled,
    hook: hasHook ? options.targetUrl : '',
    badges: badgesOf(account, plugins),
    quotas: quotasOf(account),
    store: platform.entries().map(({ key, bytes, expiresAt }) => ({
      key,
      bytes,
      most: platform.limits.dbEntryBytes,
      expiresAt: expiresAt ?? null,
    })),
    schedules: platform
      .schedules()
      .map(({ name, at, repeatMs, data }) => ({ name, at, everyMs: repeatMs ?? null, data })),
    receivers: receiversOf(account),
    forgotten: account.forgotten,
    plugins: Object.fromEntries(plugins.map(({ name, state }) => [name, state?.(account) ?? null])),
  };
}

function badgesOf(account: Account, plugins: readonly Plugin[]): Badge[] {
  if (!account.isInstalled) return [{ text: 'not installed', tone: 'red' }];
  return plugins.flatMap(({ badges }) => badges?.(account) ?? []);
}

function quotasOf({ platform }: Account): PageState['quotas'] {
  const { requests, dbOperations } = platform.quota();
  return [
    { name: 'Requests', used: requests, most: platform.limits.requestsPerMinute },
    { name: 'Store operations', used: dbOperations, most: platform.limits.dbOperationsPerMinute },
  ];
}
