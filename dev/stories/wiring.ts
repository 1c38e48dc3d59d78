import { randomBytes } from 'node:crypto';
import { EVENT_KINDS } from '../../src/settings/read';
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
const SETTINGS = { events: Object.keys(EVENT_KINDS), personal_data: 'Leave out' };

interface StandInSettings extends Record<string, unknown> {
  webhook_secret: string;
  slack_bot_token: string;
}

/** Settings that point every destination at its stand-in; secret and token are new each time. */
export function standInSettings(): StandInSettings {
  return {
    ...SETTINGS,
    webhook_url: `https://${HOSTS.webhook}/conversations?source=simulator`,
    webhook_secret: newSecret(),
    slack_bot_token: `xoxb-${randomBytes(12).toString('hex')}`,
    slack_channel: 'C0SIMULATOR',
    teams_webhook_url: `https://${HOSTS.teams}/workflows/simulator/triggers/manual/paths/invoke?api-version=1&sig=simulator`,
  };
}

/** All three destinations, each a stand-in at a local receiver whose clock is `now`. */
export async function toStandIns(now: () => number): Promise<Wiring> {
  const iparams = standInSettings();
  const { webhook_secret: secret, slack_bot_token: slackToken } = iparams;
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
      webhook_url: `https://${HOSTS.webhook}${url.pathname}${url.search}`,
      webhook_secret: secret,
    },
    routes: { [HOSTS.webhook]: url.origin },
    secret,
    close: () => Promise.resolve(),
  };
}
