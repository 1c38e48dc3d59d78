/** A receiver that sends over real HTTP, to servers on this machine only. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Clock, OutgoingRequest, Receiver, ReceiverAnswer } from '../types';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const TIMEOUT_MS = 15_000;

/**
 * Sends what goes to a host named in `routes` to that host's stand-in, an origin such as `http://127.0.0.1:9000`. Other
 * hosts cannot be reached. Redirects are not followed. The clock waits while a request is under way, so real time counts
 * for nothing; only after `timeoutMs` of real time (15 s) without an answer is the clock let go, and the platform's own time
 * limit met.
 *
 * Throws a sentence when an origin is not plain HTTP to a loopback address: nothing leaves this machine.
 */
export function httpReceiver(routes: Record<string, string>, clock: Clock, timeoutMs = TIMEOUT_MS): Receiver {
  const origins = new Map(Object.entries(routes).map(([host, origin]) => [host, loopbackOrigin(host, origin)]));
  return (request) => {
    const origin = origins.get(request.host);
    if (!origin) throw new Error(`no route leads to ${request.host}.`);
    return send(origin, request, clock.hold(), timeoutMs);
  };
}

function loopbackOrigin(host: string, origin: string): URL {
  const url = new URL(origin);
  if (url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) return url;
  throw new Error(
    `The route for ${host} leads to ${origin}: use http:// and a loopback address such as http://127.0.0.1:9000.`,
  );
}

function send(origin: URL, request: OutgoingRequest, release: () => void, timeoutMs: number): Promise<ReceiverAnswer> {
  return new Promise<ReceiverAnswer>((resolve, reject) => {
    // Without an answer the promise stays open: virtual time then runs into the platform's limit for a request.
    let isOpen = true;
    const giveUp = setTimeout(() => {
      isOpen = false;
      release();
      outgoing.destroy();
    }, timeoutMs);
    const finish = (act: () => void): void => {
      if (!isOpen) return;
      isOpen = false;
      clearTimeout(giveUp);
      act();
      release();
    };
    const outgoing = httpRequest(
      {
        hostname: origin.hostname.replace(/^\[|\]$/g, ''),
        port: origin.port,
        method: request.method,
        path: request.path,
        headers: { ...request.headers, host: request.host, 'content-length': Buffer.byteLength(request.body) },
        // A connection of its own, so that nothing is left open when the last test is done.
        agent: false,
      },
      (response) => {
        read(response).then(
          (answer) => {
            finish(() => {
              resolve(answer);
            });
          },
          (error: unknown) => {
            finish(() => {
              reject(error instanceof Error ? error : new Error(String(error)));
            });
          },
        );
      },
    );
    outgoing.on('error', (error) => {
      finish(() => {
        reject(error);
      });
    });
    outgoing.end(request.body);
  });
}

async function read(response: IncomingMessage): Promise<ReceiverAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
