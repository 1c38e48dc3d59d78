import type { PlayedStep } from '../../server/api/stories';
import { titleOf } from '../../server/words';

/** A step of a story in one sentence, for who listens to the page. */
export function stepInWords({ event, outcome, error, found, told }: PlayedStep): string {
  const tellings = told
    .filter(({ state }) => state !== 'not told')
    .map(({ destination: id, kind, name, state }) => `${titleOf({ id, kind, name })} ${state}`);
  return [`${event}: ${outcome}`, error, found.join(', '), tellings.join(', ')]
    .filter((part) => part !== '')
    .join('. ');
}
