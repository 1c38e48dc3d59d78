/** A server for this machine only: who may talk to it, what it answers when something is wrong, live news, and the app's settings page. */
import { createServer } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { digText } from '../../lib/dig';
import { UserError } from '../../lib/json-file';
import { messageOf } from '../../lib/thrown';
import { AppPackageError } from '../../rules/errors';
import { settingsPage } from '../../settings/page';
import type { Complaint as ComplaintView } from './api';
import { Complaint } from './complaint';
import { FRAMED_HEADERS, refusalFor, SECURITY_HEADERS } from './guards';
import { createLive, type Live } from './live';

const LOOPBACK = '127.0.0.1';
const SETTINGS_PAGE = '/settings-page/';

export interface ShellOptions {
  /** Folder that holds manifest.json and config/. */
  appDir: string;
  /** 0 takes a free one. */
  port: number;
  /** A path to which programs other than browsers may post, and name no origin. */
  hook?: string;
}

export interface Shell {
  /** `http://localhost:<port>`, where it listens once `open` resolves. */
  address: string;
  live: Live;
  app: FastifyInstance;
  /** Answers a path with a file. */
  serve: (path: string, file: PageFile | undefined) => void;
  open: () => Promise<void>;
  close: () => Promise<void>;
}

export interface PageFile {
  type: string;
  content: Buffer | string;
}

/** Before anything is done or saved: another page may be at work on the same port. Throws a UserError where it is taken. */
export async function createShell({ appDir, port: wanted, hook }: ShellOptions): Promise<Shell> {
  const port = await freePort(wanted);
  const live = createLive();
  const app = Fastify({ bodyLimit: 2 * 1024 * 1024, forceCloseConnections: true });
  guard(app, port, hook);
  addSettingsPage(app, appDir);
  app.get('/api/live', (...[, reply]) => {
    reply.hijack();
    live.add(reply.raw, SECURITY_HEADERS);
  });
  return {
    address: `http://localhost:${port}`,
    live,
    app,
    serve: (path, file) => {
      app.get(path, (...[, reply]) => reply.type(file?.type ?? 'text/plain').send(file?.content));
    },
    open: async () => {
      await app.listen({ port, host: LOOPBACK });
    },
    close: async () => {
      live.close();
      await app.close();
    },
  };
}

function guard(app: FastifyInstance, port: number, hook: string | undefined): void {
  // JSON only: any site's form can send plain text without asking first.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async ({ method, headers, url }: FastifyRequest, reply) => {
    reply.headers({ ...SECURITY_HEADERS, 'cache-control': 'no-store' });
    const refusal = refusalFor({ method, headers, isHook: url === hook }, port);
    if (refusal !== null) await reply.code(403).send({ error: refusal });
  });
  app.setErrorHandler((error, ...[, reply]) => answerFault(error, reply));
  app.setNotFoundHandler(({ url }, reply) =>
    reply.code(404).send({ error: `There is nothing at ${url.split('?')[0] ?? ''}.` }),
  );
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

/** A sentence, whatever was thrown; never a stack. */
function answerFault(error: unknown, reply: FastifyReply): FastifyReply {
  const place = error instanceof Complaint ? error.place : undefined;
  const complaint: ComplaintView = { error: messageOf(error), ...place };
  return reply.code(statusOf(error)).send(complaint);
}

function statusOf(error: unknown): number {
  if (error instanceof UserError || error instanceof AppPackageError) return 400;
  return (error as Partial<FastifyError>).statusCode ?? 500;
}
