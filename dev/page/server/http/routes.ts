/** The page's API. Bodies are JSON; a refusal is `{ error }` with a status of 400 or above. */
import type { FastifyInstance } from 'fastify';
import { dig, digText, isRecord } from '../../../../packages/fresh-platform/lib/dig';
import { Complaint } from '../../../../packages/fresh-platform/page/server/complaint';
import type { Live } from '../../../../packages/fresh-platform/page/server/live';
import {
  DESTINATIONS,
  MODES,
  TRIAL_KINDS,
  type Destination,
  type Mode,
  type OutageRun,
  type TrialResult,
} from '../api';
import { wantedBy } from '../finding';
import { playOutage } from '../outage/outage';
import { samplePayload, samplesOf } from '../session/samples';
import type { Session } from '../session/session';
import { conversationPicture } from '../account/conversation';
import { deliveryBody } from '../account/delivery-view';
import type { SentDelivery } from '../account/deliveries';
import { conversationPage, deliveryPage, deliveryPlace } from '../account/lists';
import type { World } from '../account/holdings';
import { secretsOf } from '../account/record';

const DAY_MS = 24 * 60 * 60_000;

export function addRoutes(app: FastifyInstance, session: Session, live: Live): void {
  addReadings(app, session, live);
  addActions(app, session);
}

function addReadings(app: FastifyInstance, session: Session, live: Live): void {
  const { world } = session;
  const now = (): number => world.platform.clock.now();
  app.get('/api/state', () => ({ revision: live.revision(), ...session.state() }));
  app.get('/api/samples', () => samplesOf(world.appDir));
  app.get('/api/sample', ({ query }) => samplePayload(world.appDir, digText(query, 'event'), now()));
  app.get('/api/settings', ({ query }) => session.settings(digText(query, 'secure')));
  app.get('/api/conversations', ({ query }) => conversationPage(world, wantedBy(isRecord(query) ? query : {})));
  app.get('/api/conversation', ({ query }) => {
    const picture = conversationPicture(world, digText(query, 'id'));
    if (picture === null) throw new Complaint('That conversation is not known any more.');
    return picture;
  });
  app.get('/api/deliveries', ({ query }) => deliveryPage(world, wantedBy(isRecord(query) ? query : {})));
  app.get('/api/delivery-page', ({ query }) => ({
    place: deliveryPlace(world, wantedBy(isRecord(query) ? query : {}), Number(digText(query, 'id'))),
  }));
  app.get('/api/delivery', ({ query }) => deliveryBody(world, deliveryIn(world, query)));
  const outages = new Map<string, Promise<OutageRun>>();
  app.get('/api/outage', ({ query }) => {
    const asked = { destination: outageDestination(query), hours: hoursIn(query) };
    const key = JSON.stringify(asked);
    const run = outages.get(key) ?? playOutage(world.appDir, asked);
    outages.set(key, run);
    run.catch(() => outages.delete(key));
    return run;
  });
  app.get('/api/entry', ({ query }) => {
    const entry = world.platform.entries().find(({ key }) => key === digText(query, 'key'));
    if (entry === undefined) throw new Complaint('There is no such key in the store any more.');
    return { key: entry.key, value: entry.value };
  });
}

function addActions(app: FastifyInstance, session: Session): void {
  app.post('/api/simulate', ({ body }) => session.simulate(digText(body, 'event'), digText(body, 'text')));
  app.post('/api/story', ({ body }) => session.open(digText(body, 'name')));
  app.post('/api/story/next', async () => ({ played: await session.next() }));
  app.post('/api/story/close', async () => {
    await session.close();
    return { closed: true };
  });
  app.post('/api/install', ({ body }) => session.install(body));
  app.post('/api/settings', async ({ body }) => {
    await session.saveSettings(body);
    return { saved: true };
  });
  app.post('/api/function', ({ body }) => session.callFunction(digText(body, 'name'), dig(body, 'data')));
  app.post('/api/uninstall', () => session.uninstall());
  app.post('/api/clock', async ({ body }) => {
    const running = dig(body, 'running');
    if (typeof running === 'boolean') session.setRunning(running);
    else await session.advance(msIn(body));
    return { now: session.world.platform.clock.now() };
  });
  app.post('/api/forward', ({ body }) => tryAgain(session.world, body));
  app.post('/api/receivers', ({ body }) => {
    session.setMode(destinationIn(body), modeIn(body));
    return session.world.receivers.modes;
  });
}

function deliveryIn({ deliveries }: World, asked: unknown): SentDelivery {
  const delivery = deliveries.find(({ id }) => String(id) === digText(asked, 'id'));
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
  return world.forward.try({ kind, id, body: delivery.body, secrets: secretsOf(world) });
}

/** Of the destinations that break, Slack is the one asked for first. */
function outageDestination(query: unknown): Destination {
  return DESTINATIONS.find((name) => name === digText(query, 'destination')) ?? 'slack';
}

function hoursIn(query: unknown): number {
  const hours = Number(digText(query, 'hours') || '2');
  if (!(hours > 0 && hours <= 8)) throw new Complaint('An outage lasts at most eight hours here.');
  return hours;
}

function msIn(body: unknown): number {
  const ms = dig(body, 'advance');
  if (typeof ms !== 'number' || !(ms > 0) || ms > 3 * DAY_MS)
    throw new Complaint('The clock moves forward only, by at most three days at once.');
  return ms;
}

function destinationIn(body: unknown): Destination | 'all' {
  const name = digText(body, 'destination');
  const known = ([...DESTINATIONS, 'all'] as const).find((one) => one === name);
  if (known === undefined)
    throw new Complaint(`There is no receiver “${name}”: there are ${DESTINATIONS.join(', ')} and all.`);
  return known;
}

function modeIn(body: unknown): Mode {
  const mode = digText(body, 'mode');
  const known = MODES.find((one) => one === mode);
  if (known === undefined) throw new Complaint(`A receiver cannot be “${mode}”: it can be ${MODES.join(', ')}.`);
  return known;
}
