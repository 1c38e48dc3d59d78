import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signatureProblem } from './signature';

/** What the receiver stands in for. */
export type Destination = 'webhook' | 'slack' | 'teams';

/** A request as it arrived over the wire. */
export interface Received {
  destination: Destination | 'unknown';
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  /** Whether the webhook's signature or Slack's token was right; null where there is nothing to verify. */
  verified: boolean | null;
  /** By the receiver's clock, epoch ms. */
  at: number;
}

export interface LocalReceiverOptions {
  /** Secret of the webhook, `whsec_…`. */
  secret: string;
  /** Token that Slack would know. */
  slackToken: string;
  /** The receiver's clock, epoch ms. */
  now: () => number;
}

export interface LocalReceiver {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  received: Received[];
  close: () => Promise<void>;
}

interface Answer {
  status: number;
  body: string;
}

const REFUSED: Answer = { status: 401, body: '{"error":"signature"}' };

/** How each destination answers; Slack says no with a 200, as it does. */
const ANSWERS: Record<Received['destination'], (verified: boolean) => Answer> = {
  webhook: (verified) => (verified ? { status: 204, body: '' } : REFUSED),
  slack: (verified) => ({
    status: 200,
    body: JSON.stringify(verified ? { ok: true } : { ok: false, error: 'invalid_auth' }),
  }),
  teams: () => ({ status: 202, body: '' }),
  unknown: () => ({ status: 404, body: '' }),
};

/** Paths under which the stand-ins live. */
const PATHS: [prefix: string, destination: Destination][] = [
  ['/conversations', 'webhook'],
  ['/api/', 'slack'],
  ['/workflows/', 'teams'],
];

/** Starts a receiver on a free port of this machine, which stands in for a webhook, Slack and Microsoft Teams, and keeps what it gets. */
export async function startLocalReceiver(options: LocalReceiverOptions): Promise<LocalReceiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    receive(request, response, options, received).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, received, close: () => close(server) };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  options: LocalReceiverOptions,
  received: Received[],
): Promise<void> {
  const item = { ...describe(request), body: await textOf(request), at: options.now() };
  const verified = verdict(item, options);
  received.push({ ...item, verified });
  const answer = ANSWERS[item.destination](verified !== false);
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
}

function describe(request: IncomingMessage): Omit<Received, 'body' | 'at' | 'verified'> {
  const path = request.url ?? '/';
  const destination = PATHS.find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'unknown';
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return { destination, method: request.method ?? '', path, headers };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function verdict(item: Omit<Received, 'verified'>, { secret, slackToken }: LocalReceiverOptions): boolean | null {
  if (item.destination === 'webhook') return signatureProblem(item, secret, item.at) === null;
  if (item.destination === 'slack') return item.headers['authorization'] === `Bearer ${slackToken}`;
  return null;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeAllConnections();
  });
}
