/** The page's API. Bodies are JSON; a refusal is `{ error }` with a status of 400 or above. */
import type { FastifyInstance } from 'fastify';
import { dig, digText } from '../../../../packages/fresh-platform/lib/dig';
import { DESTINATIONS, MODES, type Destination, type Mode } from '../api';
import { Complaint } from './complaint';
import { SECURITY_HEADERS } from './allowed-requests';
import type { Live } from './live';
import { pictureOf } from '../account/pictures';
import { samplePayload, samplesOf } from '../session/samples';
import type { Session } from '../session/session';
import { deliveryBody } from '../account/views';

const DAY_MS = 24 * 60 * 60_000;

export function addRoutes(app: FastifyInstance, session: Session, live: Live): void {
  addReadings(app, session, live);
  addActions(app, session);
}

function addReadings(app: FastifyInstance, session: Session, live: Live): void {
  const { world } = session;
  const now = (): number => world.platform.clock.now();
  app.get('/api/state', () => ({ revision: live.revision(), ...session.state() }));
  app.get('/api/live', (...[, reply]) => {
    reply.hijack();
    live.add(reply.raw, SECURITY_HEADERS);
  });
  app.get('/api/samples', () => samplesOf(world.appDir));
  app.get('/api/sample', ({ query }) => samplePayload(world.appDir, digText(query, 'event'), now()));
  app.get('/api/settings', ({ query }) => session.settings(digText(query, 'secure')));
  app.get('/api/conversation', ({ query }) => {
    const id = digText(query, 'id');
    const steps = world.steps.filter(({ conversation }) => conversation === id);
    if (steps.length === 0) throw new Complaint('That conversation is not known any more.');
    return pictureOf(
      { id, steps: steps.map(({ event, payload, at, types, told }) => ({ event, payload, at, types, told })) },
      now(),
    );
  });
  app.get('/api/delivery', ({ query }) => {
    const delivery = world.deliveries.find(({ id }) => String(id) === digText(query, 'id'));
    if (delivery === undefined) throw new Complaint('That delivery is not known any more.');
    return deliveryBody(world, delivery);
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
  app.post('/api/receivers', ({ body }) => {
    session.setMode(destinationIn(body), modeIn(body));
    return session.world.receivers.modes;
  });
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
