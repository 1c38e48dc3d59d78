import { randomBytes } from 'node:crypto';
import { KINDS } from '../../src/settings/kinds';
import { DESTINATIONS, HOSTS, type Destination } from './destinations';
import { newSecret } from './signature';

/** A simulated installation, and whom it tells. */
export interface Wiring {
  /** Every one of them must hear of every event. */
  destinations: readonly Destination[];
  iparams: Record<string, unknown>;
  /** What the receivers know: the webhook's secret, and Slack's token. */
  secrets: string[];
}

/** Every kind of event is told, so that nothing a story teaches stays unseen. */
const SETTINGS = { personal_data: 'Leave out' };

interface StandInSettings extends Record<string, unknown> {
  destinations: Entry[];
  secrets: Record<Destination, string>;
}

/** Settings that point every destination at its stand-in; secret and token are new each time. */
export function standInSettings(): StandInSettings {
  return {
    ...SETTINGS,
    destinations: Object.values(ENTRIES),
    secrets: {
      webhook: newSecret(),
      slack: `xoxb-${randomBytes(12).toString('hex')}`,
      teams: `https://${HOSTS.teams}/workflows/simulator/triggers/manual/paths/invoke?api-version=1&sig=simulator`,
    },
  };
}

interface Entry {
  id: Destination;
  kind: Destination;
  name: string;
  [setting: string]: unknown;
}

function webhookEntry(url: string): Entry {
  return { id: 'webhook', kind: 'webhook', name: 'Orders', url, tell: KINDS };
}

const ENTRIES: Record<Destination, Entry> = {
  webhook: webhookEntry(`https://${HOSTS.webhook}/conversations?source=simulator`),
  slack: { id: 'slack', kind: 'slack', name: '#support', channel: 'C0SUPPORT', tell: KINDS },
  teams: { id: 'teams', kind: 'teams', name: 'Support leads', tell: KINDS },
};

/** All destinations, each a stand-in. */
export function toStandIns(): Wiring {
  const iparams = standInSettings();
  return { destinations: DESTINATIONS, iparams, secrets: Object.values(iparams.secrets) };
}

/** One webhook, which a program on this machine receives: the app calls a host of its own name at the same path. */
export function toWebhook(url: URL, secret: string): Wiring {
  return {
    destinations: ['webhook'],
    iparams: {
      ...SETTINGS,
      destinations: [webhookEntry(`https://${HOSTS.webhook}${url.pathname}${url.search}`)],
      secrets: { webhook: secret },
    },
    secrets: [secret],
  };
}
