/** The receiver: POST /webhook takes deliveries, GET / shows what they told. */
import { fastify, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { eventsOf } from './delivery';
import { createLive } from './live';
import { LIVE_SCRIPT, PAGE_HEADERS, pageOf } from './page';
import type { Store } from './store';
import { createVerifier } from './verify';

/** The app's deliveries have up to 100 KB. */
const BODY_BYTES = 200_000;
const MOST_LISTED = 1_000;

export interface ReceiverOptions {
  /** One secret, or several with spaces between them. */
  secrets: string;
  store: Store;
  /** Names of this machine under which the page may be asked for, besides those of the loopback. */
  hosts?: readonly string[];
  /** Told of every request in a line: the answer, and why. */
  onLine?: (line: string) => void;
  /** Told of what went wrong here, never of what a sender did wrong. */
  onFault?: (error: Error) => void;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Answers 204 once a delivery is stored: whoever sends it may forget it then, and not before. */
export function createReceiver({ secrets, store, hosts = [], onLine, onFault }: ReceiverOptions): FastifyInstance {
  const verify = createVerifier(secrets);
  // Whoever stops it waits for no client that keeps its connection open, and for no open page.
  const app = fastify({ bodyLimit: BODY_BYTES, forceCloseConnections: true });
  const live = createLive();
  /** What is said of a request besides its answer. */
  const reasons = new WeakMap<FastifyRequest, string>();

  const refuse = (request: FastifyRequest, reply: FastifyReply, status: number, error: string): FastifyReply => {
    reasons.set(request, error);
    return reply.code(status).send({ error });
  };

  // The signature is made over the body as it travels, so it is left as it is, whatever its type is said to be.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (...[, body]: [FastifyRequest, string]) =>
    Promise.resolve(body),
  );

  // The page asks nobody who they are: a site that had its own name point here could read it. Deliveries are signed.
  app.addHook('onRequest', async (request, reply) => {
    const isDelivery = request.method === 'POST';
    if (!isDelivery && ![...LOOPBACK, ...hosts].includes(request.host.replace(/:\d+$/, '').toLowerCase()))
      await refuse(request, reply, 403, 'This page is for this machine alone: ask for it by localhost or --host.');
  });
  app.addHook('onResponse', (request, reply) => {
    const reason = reasons.get(request);
    const words = reason === undefined ? '' : `  ${reason.replace(/\p{Cc}/gu, ' ')}`;
    onLine?.(
      `${new Date().toISOString().slice(11, 19)}  ${reply.statusCode}  ${request.method} ${request.url}${words}`,
    );
    return Promise.resolve();
  });

  app.post('/webhook', (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const problem = verify(body, request.headers);
    if (problem !== null) return refuse(request, reply, 401, problem);
    const events = eventsOf(body);
    if (events === null) return refuse(request, reply, 400, 'The body is no delivery of conversation events.');
    const known = events.length - store.add(events);
    reasons.set(request, deliveryInWords(events, known));
    live.tell();
    return reply.code(204).send();
  });

  app.get('/', (...[, reply]) => reply.headers(PAGE_HEADERS).send(pageOf(store)));
  app.get('/live.js', (...[, reply]) => reply.type('text/javascript').send(LIVE_SCRIPT));
  app.get('/live', (...[, reply]) => {
    live.join(reply);
  });
  app.get('/events.json', () => store.events(MOST_LISTED));

  app.setNotFoundHandler((request, reply) =>
    refuse(request, reply, 404, 'There is nothing here: deliveries go to POST /webhook.'),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.statusCode === 413) return refuse(request, reply, 413, 'The body is larger than 200 KB.');
    if (error.statusCode !== undefined && error.statusCode < 500)
      return refuse(request, reply, error.statusCode, 'The request could not be read.');
    onFault?.(error);
    // Not stored: the sender keeps the delivery and comes again.
    return refuse(request, reply, 503, 'It could not be stored; send it again later.');
  });
  return app;
}

/** `2 events: conversation.agent.assigned, …; 1 came before and was let go`. */
function deliveryInWords(events: readonly { type: string }[], known: number): string {
  if (events.length === 0) return 'no events';
  const types = [...new Set(events.map(({ type }) => type))].join(', ');
  const again = known === 0 ? '' : `; ${known} came before and ${known === 1 ? 'was' : 'were'} let go`;
  return `${events.length} ${events.length === 1 ? 'event' : 'events'}: ${types}${again}`;
}
