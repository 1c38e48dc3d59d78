/** One request to one destination, and what its answer means. The only file that calls `$request`. */
import { idOf, isList, isObject, objectOf, textOf, type JsonObject } from '../lib/json';
import type { Runtime } from './runtime';
import { DAY_MS } from '../lib/time';

/** Only an answer with a status from 200 to 299 is a delivery: a redirect, or an answer without a status, resolves as well. */
export type Outcome = { ok: true; status: number; ms: number; response: string } | Failure;

export interface Failure {
  ok: false;
  /** HTTP status; 0 where there is none. */
  status: number;
  ms: number;
  /** What went wrong, as a part of a sentence; never the receiver's words. */
  reason: string;
  /** Epoch ms before which the receiver asked not to be tried again. */
  notBefore: number | null;
  /** A 415 that the platform made of an answer it does not know: the receiver may have taken the request. */
  platform?: true;
}

/** Sends a request by its template, `body` null for none. Never rejects: every failure is an outcome, named without the receiver's words. */
export async function send(
  template: string,
  context: Record<string, string>,
  body: string | null,
  runtime: Runtime,
): Promise<Outcome> {
  const start = runtime.now();
  try {
    const answer: unknown = await $request.invokeTemplate(template, body === null ? { context } : { context, body });
    return outcomeOf(objectOf(answer), start, runtime.now());
  } catch (rejection) {
    // A quota or a fault of the platform may be thrown instead of rejected; both end here.
    return failure(rejection, start, runtime.now());
  }
}

function outcomeOf(answer: JsonObject, start: number, now: number): Outcome {
  const status = httpStatusOf(answer);
  const ms = now - start;
  if (status === 0) return { ok: false, status, ms, reason: NO_STATUS, notBefore: null };
  if (status < 200 || status > 299) return failure(answer, start, now);
  const { response } = answer;
  return { ok: true, status, ms, response: typeof response === 'string' ? response : '' };
}

/** So the platform answers where a body was too large for it: by a text, and without a status. */
const NO_STATUS = 'the platform answered without a status, so nothing may have been sent';

/** 0 for anything that is no HTTP status. */
function httpStatusOf(answer: JsonObject): number {
  const status = Number(idOf(answer['status']) ?? 0);
  return Number.isInteger(status) && status > 0 ? status : 0;
}

/** A rejection is `{ status, headers, response | message | errors, errorSource, attempts }`; a fault of the platform may be anything. */
function failure(rejection: unknown, start: number, now: number): Failure {
  const answer = objectOf(rejection);
  const status = httpStatusOf(answer);
  const byPlatform = status === 415 && isWithoutHeaders(answer);
  return {
    ok: false,
    status,
    ms: now - start,
    reason: reasonOf(status, rejection, byPlatform),
    notBefore: notBeforeOf(answer['headers'], now),
    ...(byPlatform ? { platform: true as const } : {}),
  };
}

/** What the platform answers by itself comes without headers. */
function isWithoutHeaders(answer: JsonObject): boolean {
  return Object.keys(objectOf(answer['headers'])).length === 0;
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'the receiver refused the credentials',
  403: 'the receiver forbade it',
  404: 'there is nothing at that address',
  408: 'the receiver timed out',
  410: 'the receiver is gone for good',
  413: 'the receiver found it too large',
  415: 'the receiver takes no JSON',
  429: 'too many requests in a minute',
  502: 'the receiver could not be reached',
  504: 'the receiver took too long',
};

/** Where the platform answers by itself, the same statuses mean something else. */
const PLATFORM_REASONS: Readonly<Record<number, string>> = {
  400: 'the platform refused the request, or lets none through to this receiver for a while',
  403: 'the platform blocks this address',
  413: 'the platform found it too large',
};
const UNREADABLE = 'the platform could not read the answer, so the receiver may have taken it';

/** Where no secure connection came about; the platform says so in words only, if at all. */
export const TLS_FAULT = 'no secure connection to the receiver could be made';

/** Never the answer's own text: a receiver could put anything in there, our secrets included. */
function reasonOf(status: number, rejection: unknown, byPlatform: boolean): string {
  if (isTlsFault(status, rejection)) return TLS_FAULT;
  if (byPlatform) return UNREADABLE;
  return status === 0 ? reasonWithoutStatus(rejection) : reasonByStatus(status, objectOf(rejection)['errorSource']);
}

function reasonWithoutStatus(rejection: unknown): string {
  return isTemplateFault(rejection) ? 'the platform refused the request' : 'the receiver could not be reached';
}

function reasonByStatus(status: number, source: unknown): string {
  const byPlatform = source === 'PLATFORM' ? PLATFORM_REASONS[status] : undefined;
  return byPlatform ?? REASONS[status] ?? reasonByClass(status);
}

function isTemplateFault(rejection: unknown): boolean {
  return (
    typeof rejection === 'string' ||
    (isObject(rejection) && rejection['status'] === undefined && rejection['message'] !== undefined)
  );
}

function reasonByClass(status: number): string {
  if (status >= 500) return `the receiver failed (${status})`;
  if (status >= 400) return `the receiver rejected it (${status})`;
  return status >= 300
    ? `the receiver redirects (${status}), which is not followed`
    : `the receiver gave no proper answer (${status})`;
}

/** 502 is the platform's status for a receiver it does not reach. */
function isTlsFault(status: number, rejection: unknown): boolean {
  const { response, message } = objectOf(rejection);
  const words = `${textOf(response) ?? ''} ${textOf(message) ?? ''}`;
  return (status === 0 || status === 502) && /certificate|\b(?:tls|ssl|altnames?)\b/i.test(words);
}

const LONGEST_WAIT_MS = DAY_MS;

/** `retry-after`, in seconds or as an HTTP date, at most a day ahead. */
function notBeforeOf(headers: unknown, now: number): number | null {
  const fields = objectOf(headers);
  const name = Object.keys(fields).find((key) => key.toLowerCase() === 'retry-after');
  const field = name === undefined ? undefined : fields[name];
  const value = idOf(isList(field) ? field[0] : field);
  if (value === null) return null;
  const time = /^\d+(?:\.\d+)?$/.test(value) ? now + Number(value) * 1000 : Date.parse(value);
  return time > now ? Math.min(time, now + LONGEST_WAIT_MS) : null;
}
