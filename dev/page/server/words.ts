/** What things are called on the page; its browser and its server say it alike. */
import { duration } from '../../../packages/fresh-platform/lib/durations';
import { clockTime } from '../../../packages/fresh-platform/page/client/times';
import type { Tone } from '../../../packages/fresh-platform/page/server/api';
import type { DeliveryView, Fate } from './api/deliveries';
import { DESTINATION_TITLES, type Recipient, type Told, type ToldState } from './api/destinations';

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
