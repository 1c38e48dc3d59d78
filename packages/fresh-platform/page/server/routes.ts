/** The page's API. Bodies are JSON; a refusal is `{ error }` with a status of 400 or above. */
import type { FastifyInstance } from 'fastify';
import { dig, digText } from '../../lib/dig';
import { UserError } from '../../lib/json-file';
import { inARow } from '../../lib/words';
import { isMode } from '../../receivers/modes';
import type { Step } from '../../simulation/plan';
import { receiversOf } from './account/answering';
import type { Answering } from './api';
import { asked, wantedBy } from './account/finding';
import type { Live } from './live';
import type { Session } from './session';

/** The longest span that the clock moves at once, ms. */
const MOST_MS = 31 * 24 * 60 * 60_000;
const KINDS: readonly Step['kind'][] = ['set-up', 'event', 'external', 'function', 'job'];

export function addRoutes(app: FastifyInstance, session: Session, live: Live): void {
  addReadings(app, session, live);
  addActions(app, session);
}

function addReadings(app: FastifyInstance, session: Session, live: Live): void {
  app.get('/api/state', () => ({ revision: live.revision(), ...session.state() }));
  app.get('/api/steps', () => session.steps());
  app.get('/api/requests', ({ query }) => session.requests(wantedBy(query)));
  app.get('/api/invocations', ({ query }) => session.invocations(wantedBy(query)));
  app.get('/api/logs', ({ query }) => session.logs(wantedBy(query)));
  app.get('/api/entry', ({ query }) => session.entry(asked(query, 'key')));
  app.get('/api/settings', ({ query }) => session.settings(asked(query, 'secure')));
  app.get('/api/requests.har', (...[, reply]) => {
    reply.header('content-disposition', 'attachment; filename="requests.har"');
    return session.archive();
  });
}

function addActions(app: FastifyInstance, session: Session): void {
  app.post('/api/simulate', ({ body }) => session.simulate(stepIn(body), digText(body, 'text')));
  app.post('/api/clock', async ({ body }) => {
    const isRunning = dig(body, 'isRunning');
    if (typeof isRunning === 'boolean') session.setRunning(isRunning);
    else await session.advance(msIn(body));
    return { now: session.account.platform.clock.now() };
  });
  app.post('/api/receivers', ({ body }) => {
    session.switchTo(receiverIn(body, session), answeringIn(body));
    return { switched: true };
  });
  app.post('/api/install', ({ body }) => session.install(body));
  app.post('/api/install-anyway', async ({ body }) => {
    await session.installAnyway(body);
    return { installed: true };
  });
  app.post('/api/settings', async ({ body }) => {
    await session.saveSettings(body);
    return { saved: true };
  });
  app.post('/api/uninstall', () => session.uninstall());
  app.post('/api/template', ({ body }) => session.invokeTemplate(digText(body, 'name'), dig(body, 'options')));
  app.post('/api/function', async ({ body }) => {
    const { invocation, ...seen } = await session.call(digText(body, 'name'), dig(body, 'data'));
    return { ...seen, invocation: invocation?.invocation };
  });
}

function stepIn(body: unknown): Pick<Step, 'kind' | 'module' | 'name'> {
  const kind = KINDS.find((one) => one === digText(body, 'kind'));
  if (kind === undefined) throw new UserError(`What is simulated is one of ${KINDS.join(', ')}.`);
  return { kind, module: digText(body, 'module'), name: digText(body, 'name') };
}

function msIn(body: unknown): number {
  const ms = dig(body, 'advance');
  if (typeof ms !== 'number' || !(ms > 0) || ms > MOST_MS)
    throw new UserError('The clock moves forward only, by at most 31 days at once.');
  return ms;
}

function receiverIn(body: unknown, { account }: Session): string {
  const receiver = digText(body, 'receiver');
  const names = receiversOf(account).map(({ name }) => name);
  if (receiver === 'all' || names.includes(receiver)) return receiver;
  throw new UserError(`There is no receiver “${receiver}”: there are ${inARow([...names, 'all'])}.`);
}

function answeringIn(body: unknown): Answering {
  const name = digText(body, 'answering');
  if (name === 'rules' || isMode(name)) return name;
  throw new UserError(`A receiver cannot be “${name}”.`);
}
