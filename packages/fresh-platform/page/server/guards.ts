/** Who may talk to the page: a browser on this machine that shows the page itself, and nobody else. */
import type { IncomingHttpHeaders } from 'node:http';

const HERE = ['localhost', '127.0.0.1'];

export interface Asked {
  method: string;
  headers: IncomingHttpHeaders;
  /** An outside service's address: programs other than browsers may post there, and name no origin. */
  isHook: boolean;
}

/**
 * Why a request is refused, as a sentence; null when it may pass. Listening on the loopback address alone is not enough: a
 * foreign site may send requests here from the person's browser, and a foreign name may be pointed to this machine.
 */
export function refusalFor(asked: Asked, port: number): string | null {
  const { host, origin } = asked.headers;
  if (!isHere(`http://${host ?? ''}`, port))
    return `This page is served as http://localhost:${port} only, and the request asks for ${shown(host)}.`;
  if (origin !== undefined && !isHere(origin, port))
    return `This page takes requests from itself only, and this one comes from ${shown(origin)}.`;
  if (isFromAnotherSite(asked))
    return 'This page takes requests from itself only, and the browser says that this one comes from another site.';
  if (isNameless(asked))
    return `This page takes requests from itself only: one that changes something names its Origin, http://localhost:${port}.`;
  return null;
}

/** A browser says so itself; following a link to one of the views is no more than looking. */
function isFromAnotherSite({ method, headers }: Asked): boolean {
  const site = headers['sec-fetch-site'] ?? 'none';
  const isLink = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return !isLink && site !== 'none' && site !== 'same-origin';
}

/** A browser names an origin with whatever changes something; a program that posts to the hook names none. */
function isNameless({ method, headers, isHook }: Asked): boolean {
  return method !== 'GET' && method !== 'HEAD' && headers.origin === undefined && !isHook;
}

function isHere(origin: string, port: number): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (
    url.protocol === 'http:' &&
    HERE.includes(url.hostname) &&
    Number(url.port || '80') === port &&
    url.origin === origin.toLowerCase()
  );
}

function shown(text: string | undefined): string {
  return text === undefined || text === '' ? 'no host' : text.replace(/[^\w.:/-]/g, '?').slice(0, 100);
}

/** Sent with every answer: nothing is loaded from elsewhere, run from text, or shown in another page's frame. */
export const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** For the app's own settings page in its frame: it may bring inline scripts and styles, and Crayons makes code of text. Nothing comes from outside all the same. */
export const FRAMED_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
};
