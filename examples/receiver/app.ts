/** The receiver: POST /webhook takes deliveries, GET / shows what they told. */
import { fastify, type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { eventsOf } from './delivery';
import { PAGE_HEADERS, pageOf } from './page';
import type { Store } from './store';
import { createVerifier } from './verify';

/** The app's deliveries have up to 96 KB. */
const BODY_BYTES = 200_000;

export interface ReceiverOptions {
  /** One secret, or several with spaces between them. */
  secrets: string;
  store: Store;
  /** Told of what went wrong here, never of what a sender did wrong. */
  onFault?: (error: Error) => void;
}

/** Answers 204 once a delivery is stored: whoever sends it may forget it then, and not before. */
export function createReceiver({ secrets, store, onFault }: ReceiverOptions): FastifyInstance {
  const verify = createVerifier(secrets);
  // Whoever stops it waits for no client that keeps its connection open.
  const app = fastify({ bodyLimit: BODY_BYTES, forceCloseConnections: true });

  // The signature is made over the body as it travels, so it is left as it is, whatever its type is said to be.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (...[, body]: [FastifyRequest, string]) =>
    Promise.resolve(body),
  );

  app.post('/webhook', (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const problem = verify(body, request.headers);
    if (problem !== null) return reply.code(401).send({ error: problem });
    const events = eventsOf(body);
    if (events === null) return reply.code(400).send({ error: 'The body is no delivery of conversation events.' });
    store.add(events);
    return reply.code(204).send();
  });

  app.get('/', (...[, reply]) => reply.headers(PAGE_HEADERS).send(pageOf(store)));

  app.setNotFoundHandler((...[, reply]) =>
    reply.code(404).send({ error: 'There is nothing here: deliveries go to POST /webhook.' }),
  );
  app.setErrorHandler((error: FastifyError, ...[, reply]) => {
    if (error.statusCode === 413) return reply.code(413).send({ error: 'The body is larger than 200 KB.' });
    if (error.statusCode !== undefined && error.statusCode < 500)
      return reply.code(error.statusCode).send({ error: 'The request could not be read.' });
    onFault?.(error);
    // Not stored: the sender keeps the delivery and comes again.
    return reply.code(503).send({ error: 'It could not be stored; send it again later.' });
  });
  return app;
}
