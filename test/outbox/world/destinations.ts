/** The three destinations, how they are set, and which of them a request goes to. */
import type { OutgoingRequest } from '../../../packages/fresh-platform/types';
import { hearing, SLACK, joined, edited, type Iparams, SLACK_CHANNEL, WEBHOOK, TEAMS } from '../../support/app';

export const NAMES = ['webhook', 'slack', 'teams'] as const;
export type Name = (typeof NAMES)[number];

export const WEBHOOKS = ['https://hooks.example.com/relay', 'https://other.example.com/in?tenant=7'] as const;
export const CHOICES: Readonly<Record<Name, Iparams>> = {
  webhook: edited(WEBHOOK, 'webhook', { url: WEBHOOKS[0] }),
  slack: SLACK,
  teams: TEAMS,
};

export function settingsFor(names: readonly Name[]): Iparams {
  return { ...hearing(joined(...names.map((name) => CHOICES[name]))), personal_data: 'Include' };
}

/** Set, and as it should be. */
export function isOn({ destinations, secrets }: Iparams, name: Name): boolean {
  const settings = destinations.find(({ id }) => id === name);
  if (settings === undefined) return false;
  if (name === 'slack') return settings['channel'] === SLACK_CHANNEL;
  return String(name === 'webhook' ? settings['url'] : secrets[name]).startsWith('https://');
}

export function nameOf({ template }: OutgoingRequest): Name | null {
  return template === 'postToWebhook'
    ? 'webhook'
    : template === 'postToTeams'
      ? 'teams'
      : template === 'postToSlack'
        ? 'slack'
        : null;
}
