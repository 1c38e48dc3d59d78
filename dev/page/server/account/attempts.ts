/** Every request of the app, with what came of it: what a delivery view shows. */
import { cut } from '../../../../packages/fresh-platform/lib/terminal';
import { chatText } from '../../../stories/deliveries';
import { dig, digList, digText } from '../../../../packages/fresh-platform/lib/dig';
import { messageOf } from '../../../../packages/fresh-platform/lib/json-file';
import type { OutgoingRequest, ReceiverAnswer } from '../../../../packages/fresh-platform/types';
import type { DeliveryBody } from '../api';
import { destinationOf, problemWithSignature, type Expectations } from './receivers';

/** A request as it is kept; `invocation` is the one that made it, and `ids` are those of the events in it. */
export interface Attempt extends DeliveryBody {
  invocation: number;
  ids: string[];
}

/** What leaves the platform now; its answer is added by `answered`. */
export function attemptOf(request: OutgoingRequest, id: number, expectations: Expectations): Attempt {
  const destination = destinationOf(request);
  const body = parsed(request.body);
  const events = digList(body, 'data', 'events');
  return {
    id,
    at: request.at,
    destination,
    event: '',
    invocation: 0,
    method: request.method,
    address: `https://${request.host}${withoutSecrets(request.path, destination)}`,
    status: null,
    verified: destination === 'webhook' ? problemWithSignature(request, expectations) === null : null,
    problem: null,
    types: events.map((event) => digText(event, 'type')),
    ids: events.map((event) => digText(event, 'id')),
    says: cut(chatText(body), 400),
    fate: null,
    caughtUp: 0,
    isRetry: false,
    headers: withoutTokens(request.headers),
    body: request.body,
  };
}

/** Notes the answer. Slack refuses with HTTP 200 and `ok: false`. */
export function answered(attempt: Attempt, { status, body = '', headers = {} }: ReceiverAnswer): void {
  attempt.status = status;
  const error = digText(parsed(body), 'error');
  if (status < 200 || status > 299) attempt.problem = `It was answered with HTTP ${status}${wait(headers)}.`;
  else if (dig(parsed(body), 'ok') === false) attempt.problem = `It was refused: ${error}.`;
}

export function failed(attempt: Attempt, error: unknown): void {
  attempt.problem = `Nothing came back: ${messageOf(error)}`;
}

function wait(headers: Record<string, string>): string {
  const seconds = headers['retry-after'];
  return seconds === undefined ? '' : `, and asked to wait ${seconds} s`;
}

/** Shown on a screen others may see: the signature proves nothing to anyone else, a token does. */
function withoutTokens(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.toLowerCase() === 'authorization' ? 'Bearer ••••••••' : value,
    ]),
  );
}

/** A Teams address is a secret by itself. */
function withoutSecrets(path: string, destination: string): string {
  return destination === 'teams' ? `${path.split('?')[0] ?? ''}?••••` : path;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
