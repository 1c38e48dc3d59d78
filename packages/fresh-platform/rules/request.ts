/**
 * What the platform lets out and in: hosts, paths, headers and bodies of requests, and the types of answers. That answers of
 * other types become a 415 is documented, in FDK 6.9's source, and seen in a vendor's app.
 */
import type { Limits, OutgoingRequest, Ways } from '../types';
import { Refusal } from './errors';

/** Types an answer may have. Any other becomes a 415, although the receiver took the request. */
export const ANSWER_TYPES: readonly string[] = [
  'application/json',
  'application/xml',
  'text/html',
  'text/xml',
  'text/plain',
  'application/jsonp',
  'text/javascript',
  'application/javascript',
  'application/vnd.api+json',
];

/** Whether an answer comes through; one without a type does. */
export function isAnswerType(contentType: string | undefined): boolean {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return mediaType === '' || ANSWER_TYPES.includes(mediaType);
}

/** A request's visible parts, before the attempt that sends it. */
export type FilledRequest = Omit<OutgoingRequest, 'at' | 'attempt'>;

/** Refuses (400, 413 for the body) a request that breaks a rule of the platform. */
export function checkRequest(request: FilledRequest, limits: Limits, { portsPass }: Ways): void {
  const host = portsPass ? request.host.replace(/:\d+$/, '') : request.host;
  const problem = hostProblem(host) ?? pathProblem(request.path) ?? headersProblem(request.headers);
  if (problem) throw new Refusal(400, `Template ${request.template}: ${problem}`);
  const bytes = Buffer.byteLength(request.body, 'utf8');
  if (bytes > limits.requestBodyBytes) {
    throw new Refusal(
      413,
      `Template ${request.template}: the body has ${bytes} bytes, and at most ${limits.requestBodyBytes} may be sent: send less at a time.`,
    );
  }
}

/** Nothing around them and fully qualified: an app sends to few hosts, over and over. */
const goodHosts = new Set<string>();
const MOST_GOOD_HOSTS = 1_000;

/** A sentence about a host the platform does not send to; it wants a fully qualified domain name and nothing around it. */
export function hostProblem(host: string): string | undefined {
  if (goodHosts.has(host)) return undefined;
  const found = hostRules.find(([broken]) => broken(host));
  if (found) return `host "${host}" ${found[1]}`;
  if (goodHosts.size < MOST_GOOD_HOSTS) goodHosts.add(host);
  return undefined;
}

const hostRules: [(host: string) => boolean, string][] = [
  [(host) => host.includes('://'), 'names a scheme: give the domain name alone, HTTPS is used always.'],
  [(host) => /[/?#]/.test(host), 'holds a path: give the domain name alone, and the path in path.'],
  [
    (host) => /^[\d.]+$/.test(host) || /^\[.*\]$|^[\da-f]*:[\da-f]*:[\da-f:.]*$/i.test(host),
    'is an IP address: give a fully qualified domain name.',
  ],
  [(host) => host.includes(':'), 'names a port: give the domain name alone, port 443 is used always.'],
  [(host) => !host.includes('.'), 'is no fully qualified domain name: it needs a dot.'],
  [
    (host) => host.length > 253 || !host.split('.').every(isLabel),
    'is no fully qualified domain name: use letters, digits and hyphens between the dots.',
  ],
];

function isLabel(label: string): boolean {
  return label.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(label);
}

function pathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return `path "${path}" must start with /.`;
  if (/[^\x21-\x7e]/.test(path))
    return `path "${path}" holds a space, a control character or one outside ASCII: percent-encode it.`;
  return undefined;
}

export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(name);
}

function headersProblem(headers: Record<string, string>): string | undefined {
  for (const [name, value] of Object.entries(headers)) {
    const problem = headerProblem(name, value);
    if (problem) return problem;
  }
  return undefined;
}

/** Names were checked when the template was read. */
function headerProblem(name: string, value: string): string | undefined {
  // The value itself stays out of the sentence: it may be a secret.
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
    return `header ${name} holds a line break, a control character or one outside Latin-1.`;
  return undefined;
}
