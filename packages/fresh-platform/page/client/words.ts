/// <reference lib="dom" />
import { duration } from '../../lib/durations';

/** 2 Nov 2026, 09:00:00 */
export function moment(ms: number): string {
  return new Date(ms).toLocaleString('en-GB', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'medium' });
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

/** "3 older ones were let go." */
export function forgottenWords(count: number): string {
  return count === 0 ? '' : `${count} older ${count === 1 ? 'one was' : 'ones were'} let go.`;
}
