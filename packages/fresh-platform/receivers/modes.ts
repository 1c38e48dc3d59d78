/** Receivers in good and bad condition, for apps that are tried without the services they talk to. */
import type { Receiver, ReceiverAnswer } from '../types';

/** What a receiver is like; `well` answers 200 and `{}`. */
export const MODES = ['well', 'down', 'slow', 'flaky', 'rate-limited', 'redirecting', 'odd-type'] as const;
export type Mode = (typeof MODES)[number];

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

/** Whether a text names a mode. */
export function isMode(name: string): name is Mode {
  return MODES.some((mode) => mode === name);
}
