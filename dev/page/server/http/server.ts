/** The page's server: its files, its API, and live news, for a browser on this machine only. */
import { createServer } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { settingsPage } from '../../../../packages/fresh-platform/settings/page';
import { AppPackageError } from '../../../../packages/fresh-platform/rules/errors';
import { digText } from '../../../../packages/fresh-platform/lib/dig';
import { UserError } from '../../../../packages/fresh-platform/lib/json-file';
import { messageOf } from '../../../../packages/fresh-platform/lib/thrown';
import type { Complaint as ComplaintView } from '../api';
import { Complaint } from './complaint';
import { FRAMED_HEADERS, refusalFor, SECURITY_HEADERS } from './allowed-requests';
import { createLive, type Live } from './live';
import { addRoutes } from './routes';
import { startSession, type Session, type SessionOptions } from '../session/session';
import { staticFiles } from './static-files';

const LOOPBACK = '127.0.0.1';
const SETTINGS_PAGE = '/settings-page/';

/** Addresses of the views, two of them as `fdk run` has them. */
export const VIEWS = [
  '/',
  '/web/test',
  '/conversations',
  '/deliveries',
  '/outage',
  '/platform',
  '/custom_configs',
  '/system_settings',
];

export interface PageOptions extends Omit<SessionOptions, 'onChange'> {
  /** 0 takes a free one. */
  port: number;
  /** The page's code, as `bundlePage` makes it. */
  bundle: string;
}

export interface Page {
  /** `http://localhost:<port>` */
  address: string;
  session: Session;
  close: () => Promise<void>;
}

/** Listens on the loopback address. Throws a UserError where the port is taken. */
export async function startPage({ port, bundle, ...options }: PageOptions): Promise<Page> {
  // Before anything is done or saved: another page may be at work on the same port, and with the same file.
  await checkFree(port);
  const live = createLive();
  const session = await startSession({ ...options, onChange: live.announce });
  const app = createApp(session, live, bundle, options.appDir);
  await app.listen({ port, host: LOOPBACK });
  return {
    address: `http://localhost:${portOf(app)}`,
    session,
    close: async () => {
      live.close();
      await app.close();
      await session.end();
    },
  };
}

function createApp(session: Session, live: Live, bundle: string, appDir: string): FastifyInstance {
  const app = Fastify({ bodyLimit: 2 * 1024 * 1024, forceCloseConnections: true });
  // JSON only: any site's form can send plain text without asking first.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...SECURITY_HEADERS, 'cache-control': 'no-store' });
    const refusal = refusalFor(request, portOf(app));
    if (refusal !== null) await reply.code(403).send({ error: refusal });
  });
  app.setErrorHandler((error, ...[, reply]) => answerFault(error, reply));
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: `There is nothing at ${request.url.split('?')[0] ?? ''}.` }),
  );
  const files = staticFiles(bundle);
  for (const [path, { type, content }] of files) app.get(path, (...[, reply]) => reply.type(type).send(content));
  for (const view of VIEWS)
    app.get(view, (...[, reply]) =>
      reply.type('text/html; charset=utf-8').send(files.get('/static/index.html')?.content),
    );
  addSettingsPage(app, appDir);
  addRoutes(app, session, live);
  return app;
}

/** The app's own settings page, for the frame of the Settings view. */
function addSettingsPage(app: FastifyInstance, appDir: string): void {
  const page = settingsPage(appDir, SETTINGS_PAGE);
  app.get(`${SETTINGS_PAGE}*`, ({ params }, reply) => {
    const file = page.file(digText(params, '*'));
    reply.headers(FRAMED_HEADERS);
    if (file === null) reply.callNotFound();
    else void reply.type(file.type).send(file.content);
  });
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function checkFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      reject(inWords(error, port));
    });
    probe.listen(port, LOOPBACK, () => {
      probe.close(() => {
        resolve();
      });
    });
  });
}

function inWords(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new UserError(
      `Port ${port} is taken, perhaps by another npm start or by fdk run: stop that, or start with --port ${port + 1}.`,
    );
  if (error.code === 'EACCES')
    return new UserError(
      `Port ${port} may not be used without further rights: choose one from 1024 on, such as --port 10001.`,
    );
  return error;
}

/** A sentence, whatever was thrown; never a stack. */
function answerFault(error: unknown, reply: FastifyReply): FastifyReply {
  return reply.code(statusOf(error)).send(complaintOf(error));
}

function statusOf(error: unknown): number {
  if (error instanceof Complaint || error instanceof UserError || error instanceof AppPackageError) return 400;
  return (error as Partial<FastifyError>).statusCode ?? 500;
}

function complaintOf(error: unknown): ComplaintView {
  if (error instanceof Complaint) return { error: error.message, ...error.place };
  return { error: messageOf(error) };
}
