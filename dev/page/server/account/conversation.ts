/** A conversation of the account as its picture needs it. */
import type { ConversationPicture, PictureOutage } from '../../pictures/chart/picture';
import type { Answering } from '../../../../packages/fresh-platform/page/server/api';
import type { Switch } from '../../../../packages/fresh-platform/page/server/account/holdings';
import { DESTINATIONS, type Destination } from '../api/destinations';
import type { SentDelivery } from './deliveries';
import { pictureOf, type PictureStep } from './pictures';
import type { HistoryStep } from './history';
import type { World } from './holdings';

/** Its picture as of now; null where it is not known. */
export function conversationPicture(world: World, id: string): ConversationPicture | null {
  const steps = world.steps.filter(({ conversation }) => conversation === id);
  if (steps.length === 0) return null;
  return pictureOf(
    { id, steps: steps.map((step) => pictureStep(step, world.deliveries)), outages: outagesIn(world.account.switches) },
    world.account.platform.clock.now(),
  );
}

function pictureStep(
  { event, payload, at, types, told, invocation }: HistoryStep,
  deliveries: readonly SentDelivery[],
): PictureStep {
  const own = deliveries.filter((delivery) => delivery.invocation === invocation);
  return {
    event,
    payload,
    at,
    types,
    told: told.map((one) => {
      const first = own.filter(({ to }) => to === one.destination).at(-1);
      const delivery = deliveries.find(({ id }) => id === one.deliveredBy) ?? first;
      return {
        ...one,
        destination: one.destination === one.kind ? one.kind : one.name,
        ...(delivery && { delivery: delivery.id, says: first?.says ?? delivery.says }),
      };
    }),
  };
}

/** Ways to answer in which a receiver takes what it is sent, if late. */
const TAKING: readonly Answering[] = ['rules', 'well', 'just-in-time'];

/** From the moment a receiver stopped taking until it took again. */
function outagesIn(switches: readonly Switch[]): PictureOutage[] {
  const open = new Map<Destination, PictureOutage>();
  const outages: PictureOutage[] = [];
  for (const { at, receiver, answering } of switches) {
    const destination = DESTINATIONS.find((name) => name === receiver);
    if (destination === undefined) continue;
    const current = open.get(destination);
    if (TAKING.includes(answering)) {
      if (current !== undefined) current.to = at;
      open.delete(destination);
    } else if (current === undefined) {
      const outage = { destination, from: at, to: null };
      open.set(destination, outage);
      outages.push(outage);
    }
  }
  return outages;
}
