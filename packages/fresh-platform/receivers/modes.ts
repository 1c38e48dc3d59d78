/** Receivers in good and bad condition, for apps that are tried without the services they talk to. */
import type { Receiver, ReceiverAnswer } from '../types';

/** What a receiver is like; `well` answers 200 and `{}`. */
export const MODES = [
  'well',
  'failing',
  'down',
  'just-in-time',
  'slow',
  'flaky',
  'rate-limited',
  'gone',
  'redirecting',
  'odd-type',
] as const;
export type Mode = (typeof MODES)[number];

const JSON_TYPE = { 'content-type': 'application/json' };
const WELL: ReceiverAnswer = { status: 200, headers: JSON_TYPE, body: '{}' };
const FAILING: ReceiverAnswer = { status: 503, body: 'Service Unavailable' };

/** The platform waits 15 s for an answer: these are below it and above it, ms. */
const IN_TIME_MS = 14_000;
const TOO_LATE_MS = 20_000;

/** Seconds that a rate-limited receiver asks to wait. */
const RETRY_AFTER = 600;

type Healthy = () => ReturnType<Receiver>;

/** How each mode answers the nth request, counted from 1; `healthy` is what the receiver answers while nothing is wrong with it. */
const ANSWERS: Record<Mode, (healthy: Healthy, nth: number) => ReturnType<Receiver>> = {
  well: () => WELL,
  failing: () => FAILING,
  down: () => {
    throw new Error('connect ECONNREFUSED');
  },
  'just-in-time': async (healthy) => ({ ...(await healthy()), latency: IN_TIME_MS }),
  slow: async (healthy) => ({ ...(await healthy()), latency: TOO_LATE_MS }),
  flaky: (healthy, nth) => (nth % 2 === 1 ? FAILING : healthy()),
  'rate-limited': () => ({ status: 429, headers: { 'retry-after': String(RETRY_AFTER) }, body: 'Too Many Requests' }),
  gone: () => ({ status: 410, body: 'Gone' }),
  redirecting: () => ({ status: 302, headers: { location: 'https://elsewhere.example.com/' }, body: '' }),
  'odd-type': async (healthy) => ({ ...(await healthy()), headers: { 'content-type': 'application/problem+json' } }),
};

/** A receiver in a mode; `healthy` is the one that is in it. */
export function receiverIn(mode: Mode, healthy: Receiver = () => WELL): Receiver {
  let nth = 0;
  return (request) => ANSWERS[mode](() => healthy(request), (nth += 1));
}

/** Whether a text names a mode. */
export function isMode(name: string): name is Mode {
  return MODES.some((mode) => mode === name);
}
