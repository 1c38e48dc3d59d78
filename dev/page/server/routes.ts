/** What the views of this app ask the server. Bodies are JSON; a refusal is `{ error }` with a status of 400 or above. */
import type { FastifyInstance } from 'fastify';
import { digText } from '../../../packages/fresh-platform/lib/dig';
import { Complaint } from '../../../packages/fresh-platform/page/server/complaint';
import { asked } from '../../../packages/fresh-platform/page/server/account/finding';
import type { Session } from '../../../packages/fresh-platform/page/server/session';
import { conversationPicture } from './account/conversation';
import type { SentDelivery } from './account/deliveries';
import { deliveryBody } from './account/delivery-view';
import type { World } from './account/holdings';
import { conversationPage, deliveryPage, deliveryPlace } from './account/lists';
import { secretsIn } from './account/record';
import { DESTINATIONS, type Destination } from './api/destinations';
import type { OutageRun } from './api/outage';
import { TRIAL_KINDS, type TrialResult } from './api/trials';
import { wantedBy } from './finding';
import { playOutage } from './outage/outage';
import type { Player } from './story/player';
import { storyViews } from './story/stories';

export function addRelayRoutes(app: FastifyInstance, world: World): void {
  app.get('/api/conversations', ({ query }) => conversationPage(world, wantedBy(query)));
  app.get('/api/conversation', ({ query }) => {
    const picture = conversationPicture(world, asked(query, 'id'));
    if (picture === null) throw new Complaint('That conversation is not known any more.');
    return picture;
  });
  app.get('/api/deliveries', ({ query }) => deliveryPage(world, wantedBy(query)));
  app.get('/api/delivery-page', ({ query }) => ({
    place: deliveryPlace(world, wantedBy(query), Number(asked(query, 'id'))),
  }));
  app.get('/api/delivery', ({ query }) => deliveryBody(world, deliveryIn(world, query)));
  app.post('/api/forward', ({ body }) => tryAgain(world, body));
  addOutage(app, world.account.options.appDir);
}

export function addStoryRoutes(app: FastifyInstance, session: Session, player: Player): void {
  app.get('/api/stories', () => storyViews());
  app.post('/api/story', ({ body }) => player.open(session, digText(body, 'name')));
  app.post('/api/story/next', async () => ({ played: await player.next(session) }));
  app.post('/api/story/close', async () => {
    await player.close(session);
    return { closed: true };
  });
}

/** Each is played once: it comes out alike every time. */
function addOutage(app: FastifyInstance, appDir: string): void {
  const outages = new Map<string, Promise<OutageRun>>();
  app.get('/api/outage', ({ query }) => {
    const wanted = { destination: outageDestination(query), hours: hoursIn(query) };
    const key = JSON.stringify(wanted);
    const run = outages.get(key) ?? playOutage(appDir, wanted);
    outages.set(key, run);
    run.catch(() => outages.delete(key));
    return run;
  });
}

function deliveryIn({ deliveries }: World, query: unknown): SentDelivery {
  const delivery = deliveries.find(({ id }) => String(id) === asked(query, 'id'));
  if (delivery === undefined) throw new Complaint('That delivery is not known any more.');
  return delivery;
}

/** Sends a delivery to the person's own receiver once more. */
function tryAgain(world: World, body: unknown): Promise<TrialResult> {
  const kind = TRIAL_KINDS.find((one) => one === digText(body, 'kind'));
  const delivery = deliveryIn(world, body);
  if (world.forward === undefined || kind === undefined)
    throw new Complaint('Nothing is sent on: start with npm start -- --forward http://localhost:8080.');
  const id = delivery.headers['webhook-id'] ?? '';
  return world.forward.try({ kind, id, body: delivery.body, secrets: secretsIn(world.account.iparams) });
}

/** Of the destinations that break, Slack is the one asked for first. */
function outageDestination(query: unknown): Destination {
  return DESTINATIONS.find((name) => name === asked(query, 'destination')) ?? 'slack';
}

function hoursIn(query: unknown): number {
  const hours = Number(asked(query, 'hours') || '2');
  if (!(hours > 0 && hours <= 8)) throw new Complaint('An outage lasts at most eight hours here.');
  return hours;
}
