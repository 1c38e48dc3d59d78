/** What the page's state and its head say of this app. */
import type { Badge } from '../../../../packages/fresh-platform/page/server/api';
import { counted } from '../../../../packages/fresh-platform/lib/terminal';
import { DESTINATIONS, type Destination } from '../api/destinations';
import type { RelayState } from '../api/state';
import type { World } from './holdings';
import { recipientOf } from './recipients';
import { outbox } from './record';

/** Everything but the story that is being played. */
export function relayState(world: World): Omit<RelayState, 'playing'> {
  const { steps, deliveries, forward } = world;
  return {
    waiting: waitingIn(world),
    counts: {
      conversations: new Set(steps.map(({ conversation }) => conversation)).size,
      deliveries: deliveries.length,
    },
    forward: forward?.address ?? '',
  };
}

function waitingIn(world: World): Record<Destination, number> {
  const kinds = outbox(world).map(({ to }) => recipientOf(to, world.account.iparams).kind);
  const counts = DESTINATIONS.map((name) => [name, kinds.filter((kind) => kind === name).length] as const);
  return Object.fromEntries(counts) as Record<Destination, number>;
}

/** Kept is what waits in the outbox; the oldest of a long history are forgotten, and that is said. */
export function relayBadges(world: World): Badge[] {
  const { steps, deliveries } = world.forgotten;
  const forgotten = steps + deliveries;
  const kept = outbox(world).length;
  return [
    ...(forgotten === 0 ? [] : [{ text: `${forgotten} oldest forgotten`, tone: 'grey' } as const]),
    kept === 0 ? { text: 'nothing kept', tone: 'green' } : { text: `${counted(kept, 'message')} kept`, tone: 'yellow' },
  ];
}
