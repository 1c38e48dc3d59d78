/** The page's server: its files, its API, the hook of the app, and live news, for this machine only. */
import { createServer } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { digText } from '../../lib/dig';
import { UserError } from '../../lib/json-file';
import { messageOf } from '../../lib/thrown';
import { AppPackageError } from '../../rules/errors';
import { settingsPage } from '../../settings/page';
import type { AccountOptions } from './account';
import { pageFiles, type PageFile } from './files';
import { FRAMED_HEADERS, refusalFor, SECURITY_HEADERS } from './guards';
import { addHook, HOOK } from './hook';
import { createLive } from './live';
import type { Plugin } from './plugin';
import { addRoutes } from './routes';
import { startSession, type Session } from './session';

const LOOPBACK = '127.0.0.1';
const SETTINGS_PAGE = '/settings-page/';

/** Addresses of the views, two of them as `fdk run` has them. */
const VIEWS = ['/', '/web/test', '/requests', '/platform', '/logs', '/custom_configs'];

export interface PageOptions extends Omit<AccountOptions, 'onChange' | 'onInvocation' | 'targetUrl'> {
  /** 0 takes a free one. */
  port: number;
  plugins?: readonly Plugin[];
}

export interface Page {
  /** `http://localhost:<port>` */
  address: string;
  session: Session;
  close: () => Promise<void>;
}

/** Listens on the loopback address. Throws a UserError where the port is taken, an AppPackageError where the app breaks a rule. */
export async function startPage({ port: wanted, plugins = [], ...options }: PageOptions): Promise<Page> {
  const port = await freePort(wanted);
  const address = `http://localhost:${port}`;
  const live = createLive();
  const session = await startSession({
    ...options,
    targetUrl: `${address}${HOOK}`,
    onChange: live.announce,
    onInvocation: (result, payload) => {
      for (const { heard } of plugins) heard?.(result, payload);
    },
  });
  const app = Fastify({ bodyLimit: 2 * 1024 * 1024, forceCloseConnections: true });
  guard(app, port);
  addFiles(app, pageFiles(plugins), plugins);
  addSettingsPage(app, options.appDir);
  addRoutes(app, session, live, plugins);
  addHook(app, session);
  for (const { routes } of plugins) routes?.(app, session);
  await app.listen({ port, host: LOOPBACK });
  return {
    address,
    session,
    close: async () => {
      live.close();
      await app.close();
      await session.end();
    },
  };
}

function guard(app: FastifyInstance, port: number): void {
  // JSON only: any site's form can send plain text without asking first.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async ({ method, headers, url }: FastifyRequest, reply) => {
    reply.headers({ ...SECURITY_HEADERS, 'cache-control': 'no-store' });
    const refusal = refusalFor({ method, headers, isHook: url === HOOK }, port);
    if (refusal !== null) await reply.code(403).send({ error: refusal });
  });
  app.setErrorHandler((error, ...[, reply]) => reply.code(statusOf(error)).send({ error: messageOf(error) }));
  app.setNotFoundHandler(({ url }, reply) =>
    reply.code(404).send({ error: `There is nothing at ${url.split('?')[0] ?? ''}.` }),
  );
}

function addFiles(app: FastifyInstance, files: Map<string, PageFile>, plugins: readonly Plugin[]): void {
  const send = (reply: FastifyReply, file: PageFile | undefined): FastifyReply =>
    reply.type(file?.type ?? 'text/plain').send(file?.content);
  for (const [path, file] of files) app.get(path, (...[, reply]) => send(reply, file));
  for (const view of [...VIEWS, ...plugins.map(({ name }) => `/${name}`)])
    app.get(view, (...[, reply]) => send(reply, files.get('/static/index.html')));
}

/** The app's own settings page, or the form drawn of its config/iparams.json, for the frame of the Settings view. */
function addSettingsPage(app: FastifyInstance, appDir: string): void {
  const page = settingsPage(appDir, SETTINGS_PAGE);
  app.get(`${SETTINGS_PAGE}*`, ({ params }, reply) => {
    const file = page.file(digText(params, '*'));
    reply.headers(FRAMED_HEADERS);
    if (file === null) reply.callNotFound();
    else void reply.type(file.type).send(file.content);
  });
}

/** Before the app hears of anything: another page may be at work on the same port. */
function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      reject(inWords(error, port));
    });
    probe.listen(port, LOOPBACK, () => {
      const taken = probe.address();
      probe.close(() => {
        resolve(typeof taken === 'object' && taken !== null ? taken.port : port);
      });
    });
  });
}

function inWords(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new UserError(
      `Port ${port} is taken, perhaps by another page or by fdk run: stop that, or start with --port ${port + 1}.`,
    );
  if (error.code === 'EACCES')
    return new UserError(
      `Port ${port} may not be used without further rights: choose one from 1024 on, such as --port 10001.`,
    );
  return error;
}

function statusOf(error: unknown): number {
  if (error instanceof UserError || error instanceof AppPackageError) return 400;
  return (error as Partial<FastifyError>).statusCode ?? 500;
}
