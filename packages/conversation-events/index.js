import { createRequire } from 'node:module';

const read = createRequire(import.meta.url);

export const schema = read('./events.schema.json');
export const examples = read('./examples.json');
export const EVENT_TYPES = read('./event-types.json');

/** Whether an event is of a type that this version describes. */
export function isKnown(event) {
  return EVENT_TYPES.includes(event.type);
}
