/** What is this app's alone on the page for any app: stories, conversations as lanes, the three destinations, outages. */
import { join } from 'node:path';
import type { Account } from '../../../packages/fresh-platform/page/server/account/holdings';
import type { Plugin } from '../../../packages/fresh-platform/page/server/plugin';
import { destinationOf } from '../../stories/destinations';
import { standInSettings } from '../../stories/wiring';
import type { Forward } from './account/forward';
import { MOST, type Held, type World } from './account/holdings';
import { answerOf, noteAnswer, noteInvocation, noteLeft, noteSent } from './account/record';
import { relayBadges, relayState } from './account/relay-state';
import { remarksOn } from './account/remarks';
import { DESTINATION_TITLES } from './api/destinations';
import { NAME } from './api/state';
import { createPlayer, type Player } from './story/player';
import { fresh } from './story/stories';

export interface RelayOptions {
  /** Where the webhook's deliveries are sent on to. */
  forward?: Forward;
  /** `MOST` where it is left out. */
  most?: typeof MOST;
}

export interface Relay {
  plugin: Plugin;
  /** Its account is there once the page's session has begun. */
  world: World;
  player: Player;
}

const PAGE = join(__dirname, '..');

/** For one session: it holds what happens there. */
export function createRelay({ forward, most = MOST }: RelayOptions = {}): Relay {
  const world = {
    account: undefined as unknown as Account,
    steps: [],
    deliveries: [],
    items: [],
    forgotten: { steps: 0, deliveries: 0 },
    most,
    forward,
  } as World & { account: Account };
  const player = createPlayer(world);
  const plugin: Plugin = {
    name: NAME,
    paths: ['/', '/conversations', '/deliveries', '/outage'],
    script: join(PAGE, 'client', 'relay.ts'),
    styles: [join(PAGE, 'client', 'relay.css'), join(PAGE, 'pictures', 'pictures.css')],
    brand: {
      title: 'Conversation Relay',
      tagline: 'the platform on your machine',
      icon: join(PAGE, 'static', 'icon.svg'),
    },
    settings: { iparams: standInSettings(), secure: ['secrets'] },
    begin: (account, saved) => {
      Object.assign(world, { account }, saved as Held | undefined);
    },
    saved: () => heldIn(world),
    payload: ({ kind, module, payload }, { platform }) =>
      kind === 'event' && module !== 'common' ? fresh(payload, platform.clock.now()) : null,
    receiverOf: (template) => {
      const name = destinationOf({ template });
      return { name, title: DESTINATION_TITLES[name] };
    },
    receiver: (request) => answerOf(world, request),
    sent: (request) => {
      noteSent(world, request);
    },
    answered: (request) => {
      noteAnswer(world, request);
    },
    heard: (result, payload) => {
      noteInvocation(world, result, payload);
    },
    left: () => {
      noteLeft(world);
    },
    state: () => ({ ...relayState(world), playing: player.playing() }),
    badges: () => relayBadges(world),
    remarks: (invocation) => remarksOn(world, invocation),
  };
  return { plugin, world, player };
}

function heldIn({ steps, deliveries, items, forgotten }: World): Held {
  return { steps, deliveries, items, forgotten };
}
