/** Receivers by rules. */
import type { OutgoingRequest, Receiver, ReceiverAnswer } from '../types';
import { receiverIn, type Mode } from './modes';

/** An answer as a rule gives it: a body that is no text goes out as JSON. */
export interface RuleAnswer extends Omit<ReceiverAnswer, 'status' | 'body'> {
  status?: number;
  body?: unknown;
}

/** What answers requests that it matches: all of the given host (`*.` for any below it), path prefix, method and template. */
export interface ReceiverRule {
  host?: string;
  path?: string;
  method?: string;
  template?: string;
  mode?: Mode;
  answer?: RuleAnswer;
  /** In turn; the last from then on. */
  answers?: RuleAnswer[];
}

/** The first rule that matches answers; a request that none matches goes to `otherwise`. */
export function receiverBy(rules: readonly ReceiverRule[], otherwise: Receiver = receiverIn('well')): Receiver {
  const receivers = rules.map((rule) => ({ rule, receiver: receiverOf(rule) }));
  return (request) => {
    const found = receivers.find(({ rule }) => matches(rule, request));
    return (found?.receiver ?? otherwise)(request);
  };
}

function receiverOf({ answer, answers = answer === undefined ? [] : [answer], mode = 'well' }: ReceiverRule): Receiver {
  if (answers.length === 0) return receiverIn(mode);
  let nth = -1;
  return () => madeAnswer(answers[Math.min((nth += 1), answers.length - 1)] ?? {});
}

function madeAnswer({ body, headers, status = 200, ...rest }: RuleAnswer): ReceiverAnswer {
  if (body === undefined || typeof body === 'string')
    return { status, ...rest, ...(headers && { headers }), ...(body !== undefined && { body }) };
  return {
    status,
    ...rest,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function matches({ host, path, method, template }: ReceiverRule, request: OutgoingRequest): boolean {
  const asked = [
    host === undefined || isHost(host, request.host),
    request.path.startsWith(path ?? ''),
    method === undefined || method === request.method,
    template === undefined || template === request.template,
  ];
  return asked.every(Boolean);
}

function isHost(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
