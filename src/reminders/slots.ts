/**
 * Which schedule watches a conversation: one of a bounded set, so that never more than so many are pending, whatever
 * comes. Its name follows from the conversation's id, so that the end of a wait finds it without reading.
 */
import { digest } from '../events/ids';
import { watchName } from '../platform/registry';

const MARK_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Of 64 digits each: sixteen million values, so that each name is as likely as any other. */
const NAME_DIGITS = 4;

/** Names a conversation in letters that every scheduler keeps as they are. */
export function markOf(conversationId: string): string {
  return digest(conversationId);
}

/** The name of the schedule for a conversation with such a mark. */
export function watchOf(mark: string): string {
  let number = 0;
  for (let place = 0; place < NAME_DIGITS; place += 1) number = number * 64 + MARK_DIGITS.indexOf(mark.charAt(place));
  return watchName(number);
}
