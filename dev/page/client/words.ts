/** What things are called on the page. */
import type { DeliveryView, Destination, Fate, Mode, Recipient, Told, ToldState } from '../server/api';
import { duration } from '../../../packages/fresh-platform/lib/durations';
import { clockTime, day } from '../pictures/times';
import type { Tone } from './elements';

export const DESTINATION_TITLES: Record<Destination, string> = {
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
};

export const MODE_WORDS: Record<Mode, { title: string; hint: string; tone: Tone }> = {
  up: { title: 'Up', hint: 'takes everything', tone: 'green' },
  down: { title: 'Down', hint: 'answers 503', tone: 'red' },
  refusing: { title: 'Refusing', hint: 'takes no connection', tone: 'red' },
  slow: { title: 'Slow', hint: 'answers after 14 s', tone: 'yellow' },
  flaky: { title: 'Flaky', hint: 'fails every second time', tone: 'yellow' },
  'rate-limited': { title: 'Rate-limited', hint: 'answers 429, asks to wait 10 min', tone: 'yellow' },
  gone: { title: 'Gone', hint: 'answers 410, for good', tone: 'red' },
};

export const STATE_TONES: Record<ToldState, Tone> = {
  delivered: 'green',
  kept: 'yellow',
  retried: 'blue',
  'given up': 'red',
  'not told': 'grey',
};

/** What a destination is called: its kind where it is the page's own, else its name, with its id. */
export function titleOf({ id, kind, name }: Recipient): string {
  return id === kind ? DESTINATION_TITLES[kind] : `${name} (${id})`;
}

/** Slack is asked who a token belongs to before it is sent a message: that call posts nothing. */
export function isTokenTest({ destination, says }: Pick<DeliveryView, 'destination' | 'says'>): boolean {
  return destination === 'slack' && says === '';
}

/** "Mon 2 Nov 09:14:05" */
export function moment(at: number): string {
  return `${day(at)} ${clockTime(at, true)}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** What became of one destination, in words: "kept: too many requests in a minute". */
export function toldWords({ state, reason, deliveredAt }: Told, at: number): string {
  const why = reason === '' ? '' : `: ${reason}`;
  if (state === 'retried' && deliveredAt !== undefined)
    return `kept, and delivered ${duration(deliveredAt - at)} later${why}`;
  return `${state}${why}`;
}

/** What became of a failed delivery: "kept; the app tries again at 10:05:15". */
export function fateWords(fate: Fate, at: number): string {
  if (fate.state === 'given up') return 'given up: it will not be tried again';
  if (fate.state === 'kept')
    return fate.nextAt === undefined
      ? 'kept'
      : `kept; the app looks at its outbox again at ${clockTime(fate.nextAt, true)}`;
  return fate.deliveredAt === undefined
    ? 'kept, and delivered later'
    : `kept, and delivered ${duration(fate.deliveredAt - at)} later`;
}

/** "12 of 340 deliveries", or "340 deliveries" where all of them fit. */
export function shownOf({ total, all }: { total: number; all: number }, one: string, many = `${one}s`): string {
  return total === all ? count(all, one, many) : `${total} of ${count(all, one, many)}`;
}
