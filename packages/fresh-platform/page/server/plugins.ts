/** All plugins of a page as if they were one. */
import { receiverIn } from '../../receivers/modes';
import type { Receiver } from '../../types';
import type { AccountOptions, AccountReceiver } from './account/holdings';
import type { Plugin } from './plugin';

/** What an account is told of them. `told`: what answers the app's requests where a person has said so. */
export function accountOptionsOf(
  plugins: readonly Plugin[],
  told: Receiver | undefined,
): Pick<AccountOptions, 'receiver' | 'receiverOf' | 'listener'> {
  return {
    receiver: told ?? receiverOf(plugins),
    receiverOf: (template) =>
      firstOf(plugins, ({ receiverOf: named }) => named?.(template)) ?? { name: template, title: template },
    listener: {
      sent: (...heard) => {
        for (const { sent } of plugins) sent?.(...heard);
      },
      answered: (...heard) => {
        for (const { answered } of plugins) answered?.(...heard);
      },
      left: (account) => {
        for (const { left } of plugins) left?.(account);
      },
      heard: (...told) => {
        for (const { heard } of plugins) heard?.(...told);
      },
    },
  };
}

/** What the first of them says that says anything. */
export function firstOf<T>(plugins: readonly Plugin[], ask: (plugin: Plugin) => T | null | undefined): T | undefined {
  for (const plugin of plugins) {
    const said = ask(plugin) ?? undefined;
    if (said !== undefined) return said;
  }
  return undefined;
}

function receiverOf(plugins: readonly Plugin[]): AccountReceiver {
  const otherwise = receiverIn('well');
  return async (request, account) => {
    for (const { receiver } of plugins) {
      const answer = (await receiver?.(request, account)) ?? null;
      if (answer !== null) return answer;
    }
    return otherwise(request);
  };
}
