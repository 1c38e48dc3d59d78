/** What the page shows of the account at any moment. */
import type { Account } from './account';
import type { PageState } from './api';

export function stateOf(account: Account): Omit<PageState, 'revision' | 'views' | 'isRunning' | 'fault'> {
  const { app, platform, options } = account;
  const events = new Map(account.invocations.map(({ invocation, event }) => [invocation, event]));
  const hasHook = app.handlers.some(({ event }) => event === 'onExternalEvent');
  return {
    now: platform.clock.now(),
    app: { dir: app.dir, modules: app.productModules, settings: app.settings, warnings: app.warnings },
    isInstalled: account.isInstalled,
    hook: hasHook ? options.targetUrl : '',
    quotas: quotasOf(account),
    store: platform.entries().map(({ key, value, bytes, expiresAt }) => ({
      key,
      value,
      bytes,
      most: platform.limits.dbEntryBytes,
      expiresAt: expiresAt ?? null,
    })),
    schedules: platform
      .schedules()
      .map(({ name, at, repeatMs, data }) => ({ name, at, everyMs: repeatMs ?? null, data })),
    receivers: receiversOf(account),
    requests: [...account.requests].reverse(),
    invocations: [...account.invocations].reverse(),
    logs: account.logs.map((line) => ({ ...line, event: events.get(line.invocation) ?? '' })).reverse(),
    forgotten: account.forgotten,
  };
}

function quotasOf({ platform }: Account): PageState['quotas'] {
  const { requests, dbOperations } = platform.quota();
  return [
    { name: 'requests', used: requests, most: platform.limits.requestsPerMinute },
    { name: '$db operations', used: dbOperations, most: platform.limits.dbOperationsPerMinute },
  ];
}

/** The host as config/requests.json has it, its substitutions too. */
function receiversOf({ app, switched }: Account): PageState['receivers'] {
  return [...app.templates.values()].map(({ name, host }) => ({
    template: name,
    host: host.map((piece) => (typeof piece === 'string' ? piece : '…')).join(''),
    answering: switched.get(name)?.answering ?? 'rules',
  }));
}
