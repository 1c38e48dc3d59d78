/** The account's receivers, each in a mode of its own. Nothing leaves this machine: they are functions. */
import type { ReceiverAnswer } from '../../../../packages/fresh-platform/types';
import type { Destination } from '../../../stories/destinations';
import type { Mode } from '../api';

/** Seconds a rate-limited receiver asks to wait. */
const RETRY_AFTER = 600;
/** Under the platform's limit of 15 s for a request, and over what a person would wait. */
const SLOW_MS = 14_000;

type Answer = (healthy: ReceiverAnswer, count: number) => ReceiverAnswer;

/** What each mode makes of the answer a healthy receiver would give; `count` is the number of the request since the mode was set. */
const ANSWERS: Record<Mode, Answer> = {
  up: (healthy) => healthy,
  down: () => ({ status: 503, body: 'Service Unavailable' }),
  refusing: () => {
    throw new Error('the connection was refused.');
  },
  slow: (healthy) => ({ ...healthy, latency: SLOW_MS }),
  flaky: (healthy, count) => (count % 2 === 1 ? { status: 500, body: 'Internal Server Error' } : healthy),
  'rate-limited': () => ({ status: 429, headers: { 'retry-after': String(RETRY_AFTER) }, body: 'Too Many Requests' }),
  gone: () => ({ status: 410, body: 'Gone' }),
};

/** A receiver's mode from a moment on, epoch ms. */
export interface ModeChange {
  at: number;
  destination: Destination;
  mode: Mode;
}

export interface Receivers {
  readonly modes: Readonly<Record<Destination, Mode>>;
  /** A flaky receiver fails the next request, takes the one after it, and so on. */
  set: (destination: Destination, mode: Mode) => void;
  /** What the mode makes of the answer of one that is well. Throws where a connection would fail. */
  answer: (destination: Destination, healthy: () => ReceiverAnswer) => ReceiverAnswer;
}

export function createReceivers(modes: Partial<Record<Destination, Mode>> = {}): Receivers {
  const current: Record<Destination, Mode> = { webhook: 'up', slack: 'up', teams: 'up', ...modes };
  const counts: Record<Destination, number> = { webhook: 0, slack: 0, teams: 0 };
  return {
    modes: current,
    set: (destination, mode) => {
      current[destination] = mode;
      counts[destination] = 0;
    },
    answer: (destination, healthy) => {
      counts[destination] += 1;
      return ANSWERS[current[destination]](healthy(), counts[destination]);
    },
  };
}
