/** How receivers answer, by the mood they are in. */
import type { OutgoingRequest, ReceiverAnswer } from '../../../packages/fresh-platform/types';
import type { Random } from '../../../bench/reliability/random';
import type { Name } from './destinations';
import { conversationsIn } from './payloads';

/** How a receiver is disposed; `picky` refuses for ever whatever tells of every seventh conversation. */
export type Mood =
  | { is: 'well' | 'down' | 'refusing' | 'gone' | 'picky' | 'odd' }
  | { is: 'busy'; retryAfter: number | null }
  | { is: 'slow'; ms: number }
  | { is: 'flaky'; share: number };

export function isTaken(name: Name, { status, body }: ReceiverAnswer): boolean {
  return status >= 200 && status < 300 && !(name === 'slack' && body === NOT_OK);
}

const NOT_OK = '{"ok":false,"error":"fatal_error"}';
const OK = '{"ok":true}';

const PLAIN: Readonly<Record<'well' | 'down' | 'gone' | 'odd', ReceiverAnswer>> = {
  well: { status: 200, body: OK },
  down: { status: 503 },
  gone: { status: 410 },
  odd: { status: 200, body: NOT_OK },
};

export function answerOf(mood: Mood, request: OutgoingRequest, random: Random): ReceiverAnswer {
  switch (mood.is) {
    case 'refusing':
      throw new Error('nobody listens');
    case 'picky':
      return conversationsIn(request.body).some(isPoison) ? { status: 400 } : PLAIN.well;
    case 'busy':
      return { status: 429, headers: retryAfter(mood.retryAfter) };
    case 'slow':
      return { ...PLAIN.well, latency: mood.ms };
    case 'flaky':
      return flaky(random() < mood.share);
    default:
      return PLAIN[mood.is];
  }
}

function retryAfter(seconds: number | null): Record<string, string> {
  return seconds === null ? {} : { 'Retry-After': String(seconds) };
}

function flaky(isFailing: boolean): ReceiverAnswer {
  return isFailing ? { status: 500 } : PLAIN.well;
}

function isPoison(index: number): boolean {
  return index % 7 === 3;
}
