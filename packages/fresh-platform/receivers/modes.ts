/** Receivers in good and bad condition, for apps that are tried without the services they talk to. */
import type { OutgoingRequest, Receiver, ReceiverAnswer } from '../types';

/** What a receiver is like; `well` answers 200 and `{}`. */
export type Mode = 'well' | 'down' | 'slow' | 'flaky' | 'rate-limited' | 'redirecting' | 'odd-type';

export const MODES: readonly Mode[] = ['well', 'down', 'slow', 'flaky', 'rate-limited', 'redirecting', 'odd-type'];

const JSON_TYPE = { 'content-type': 'application/json' };
const WELL: ReceiverAnswer = { status: 200, headers: JSON_TYPE, body: '{}' };

/** How each mode answers the nth request, counted from 1. */
const ANSWERS: Record<Mode, (nth: number) => ReceiverAnswer> = {
  well: () => WELL,
  down: () => {
    throw new Error('connect ECONNREFUSED');
  },
  slow: () => ({ ...WELL, latency: 20_000 }),
  flaky: (nth) => (nth % 2 === 1 ? { status: 503, headers: JSON_TYPE, body: '{}' } : WELL),
  'rate-limited': () => ({ status: 429, headers: { ...JSON_TYPE, 'retry-after': '30' }, body: '{}' }),
  redirecting: () => ({ status: 302, headers: { location: 'https://elsewhere.example.com/' }, body: '' }),
  'odd-type': () => ({ ...WELL, headers: { 'content-type': 'application/problem+json' } }),
};

/** A receiver in a mode. */
export function receiverIn(mode: Mode): Receiver {
  let nth = 0;
  return () => ANSWERS[mode]((nth += 1));
}

/** What answers requests that it matches: all of the given host (`*.` for any below it), path prefix, method and template. */
export interface ReceiverRule {
  host?: string;
  path?: string;
  method?: string;
  template?: string;
  mode?: Mode;
  answer?: ReceiverAnswer;
}

/** The first rule that matches answers; a request that none matches gets 200 and `{}`. */
export function receiverBy(rules: readonly ReceiverRule[], otherwise: Receiver = receiverIn('well')): Receiver {
  const receivers = rules.map((rule) => ({ rule, receiver: receiverOf(rule) }));
  return (request) => {
    const found = receivers.find(({ rule }) => matches(rule, request));
    return (found?.receiver ?? otherwise)(request);
  };
}

function receiverOf({ answer, mode = 'well' }: ReceiverRule): Receiver {
  return answer === undefined ? receiverIn(mode) : () => answer;
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
