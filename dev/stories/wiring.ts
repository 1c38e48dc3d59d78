import { randomBytes } from 'node:crypto';
import { KINDS } from '../../src/settings/kinds';
import { HOSTS } from './deliveries';
import { startLocalReceiver, type Destination } from './local-receiver';
import { newSecret } from './signature';

/** How a simulated installation is set up, and where its requests really go. */
export interface Wiring {
  /** Every one of them must hear of every event. */
  destinations: Destination[];
  iparams: Record<string, unknown>;
  /** Host the app calls → origin on this machine. */
  routes: Record<string, string>;
  /** Secret the webhook is signed with. */
  secret: string;
  close: () => Promise<void>;
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
    destinations: [
      webhookEntry(`https://${HOSTS.webhook}/conversations?source=simulator`),
      { id: 'slack', kind: 'slack', name: '#support', channel: 'C0SIMULATOR', tell: KINDS },
      { id: 'teams', kind: 'teams', name: 'Support leads', tell: KINDS },
    ],
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

/** All three destinations, each a stand-in at a local receiver whose clock is `now`. */
export async function toStandIns(now: () => number): Promise<Wiring> {
  const iparams = standInSettings();
  const { webhook: secret, slack: slackToken } = iparams.secrets;
  const receiver = await startLocalReceiver({ secret, slackToken, now });
  return {
    destinations: ['webhook', 'slack', 'teams'],
    iparams,
    routes: Object.fromEntries(Object.values(HOSTS).map((host) => [host, receiver.origin])),
    secret,
    close: receiver.close,
  };
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
    routes: { [HOSTS.webhook]: url.origin },
    secret,
    close: () => Promise.resolve(),
  };
}
