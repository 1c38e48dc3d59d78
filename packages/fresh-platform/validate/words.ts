import { plain } from '../../../dev/stories/phrases';
import { cut } from '../lib/terminal';

/** "a, b and c". */
export function inARow(parts: readonly string[], last: 'and' | 'or' = 'and'): string {
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(` ${last} `);
}

/** A value from an app's file, as JSON, on one line and not long. */
export function quoted(value: unknown): string {
  return cut(plain(JSON.stringify(value)), 60);
}

/** Of names that were meant, the nearest: " Did you mean x?", or nothing where there is none. */
export function didYouMean(nearest: string | undefined): string {
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}
