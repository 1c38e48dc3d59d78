import { cut } from '../../lib/terminal';
import { plain } from '../../lib/words';

/** A value from an app's file, as JSON, on one line and not long. */
export function quoted(value: unknown): string {
  return cut(plain(JSON.stringify(value)), 60);
}

/** Of names that were meant, the nearest: " Did you mean x?", or nothing where there is none. */
export function didYouMean(nearest: string | undefined): string {
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}
