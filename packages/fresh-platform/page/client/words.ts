/// <reference lib="dom" />
/** What the page says alike in several places. */
import { duration } from '../../lib/durations';
import { clockTime, day } from './times';

/** "Mon 2 Nov 09:14:05" */
export function moment(at: number): string {
  return `${day(at)} ${clockTime(at, true)}`;
}

/** "in 3 h", or "now". */
export function until(ms: number): string {
  return ms <= 0 ? 'now' : `in ${duration(ms)}`;
}

/** JSON with indents; what is no JSON as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text) as unknown, null, 2);
  } catch {
    return text;
  }
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** "12 of 340 deliveries", or "340 deliveries" where all of them fit. */
export function shownOf({ total, all }: { total: number; all: number }, one: string, many = `${one}s`): string {
  return total === all ? count(all, one, many) : `${total} of ${count(all, one, many)}`;
}

/** "3 older ones were let go." */
export function forgottenWords(number: number): string {
  return number === 0 ? '' : `${number} older ${number === 1 ? 'one was' : 'ones were'} let go.`;
}
