/** One request to one destination, and what its answer means. The only file that calls `$request`. */
import { idOf, isList, isObject, objectOf, textOf } from '../lib/json';
import type { Runtime } from './runtime';
import { DAY_MS } from '../lib/time';

export type Outcome =
  | { ok: true; status: number; ms: number; response: string }
  | {
      ok: false;
      /** HTTP status; 0 where the platform names none. */
      status: number;
      ms: number;
      reason: string;
      /** Epoch ms before which the receiver asked not to be tried again. */
      notBefore: number | null;
    };

export type Failure = Extract<Outcome, { ok: false }>;

/** Sends a request by its template. Never rejects: every failure is an outcome, named without the receiver's words. */
export async function send(
  template: string,
  context: Record<string, string>,
  body: string,
  runtime: Runtime,
): Promise<Outcome> {
  const start = runtime.now();
  try {
    const answer = await $request.invokeTemplate(template, { context, body });
    return {
      ok: true,
      status: answer.status ?? 200,
      ms: runtime.now() - start,
      response: typeof answer.response === 'string' ? answer.response : '',
    };
  } catch (rejection) {
    return failure(rejection, runtime.now() - start, runtime.now());
  }
}

/** A rejection is `{ status, headers, response, errorSource }`; a fault of the platform may be anything. */
function failure(rejection: unknown, ms: number, now: number): Failure {
  const status = Number(idOf(objectOf(rejection)['status']) ?? 0);
  const known = Number.isInteger(status) && status > 0 ? status : 0;
  return {
    ok: false,
    status: known,
    ms,
    reason: reasonOf(known, rejection),
    notBefore: notBeforeOf(objectOf(rejection)['headers'], now),
  };
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'the receiver refused the credentials',
  403: 'the receiver forbade it',
  404: 'there is nothing at that address',
  408: 'the receiver timed out',
  410: 'the receiver is gone for good',
  413: 'the receiver found it too large',
  429: 'too many requests in a minute',
  504: 'the receiver took too long',
};

/** Where no secure connection came about; the platform says so in words only, if at all. */
export const TLS_FAULT = 'no secure connection to the receiver could be made';

/** Never the answer's own text: a receiver could put anything in there, our secrets included. */
function reasonOf(status: number, rejection: unknown): string {
  if (isTlsFault(status, rejection)) return TLS_FAULT;
  if (status === 0)
    return isTemplateFault(rejection) ? 'the platform refused the request' : 'the receiver could not be reached';
  const reason = REASONS[status];
  if (reason !== undefined) return reason;
  if (status >= 500) return 'the receiver or the way to it failed';
  return status >= 400 ? 'the receiver rejected it' : 'the receiver redirects, which is not followed';
}

/** 502 is the platform's status for a receiver it does not reach. */
function isTlsFault(status: number, rejection: unknown): boolean {
  const { response, message } = objectOf(rejection);
  const words = `${textOf(response) ?? ''} ${textOf(message) ?? ''}`;
  return (status === 0 || status === 502) && /certificate|\b(?:tls|ssl)\b/i.test(words);
}

function isTemplateFault(rejection: unknown): boolean {
  return (
    typeof rejection === 'string' ||
    (isObject(rejection) && rejection['status'] === undefined && rejection['message'] !== undefined)
  );
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

/**
 * Slack answers 200 with `ok: false` and an error code where it did not take a message. The code is one of Slack's own
 * short words; anything else is not repeated.
 */
export function slackOutcome(outcome: Outcome): Outcome {
  if (!outcome.ok) return outcome;
  const answer = parsedAnswer(outcome.response);
  if (answer['ok'] === true) return outcome;
  const code = textOf(answer['error']);
  const reason =
    code !== null && /^[a-z_]{1,60}$/.test(code) ? `Slack answered ${code}` : 'Slack answered something else than ok';
  return { ok: false, status: outcome.status, ms: outcome.ms, reason, notBefore: null };
}

function parsedAnswer(text: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}
