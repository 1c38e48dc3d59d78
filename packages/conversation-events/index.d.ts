export * from './events.js';
import type { BaseEvent, KnownEvent } from './events.js';

/** JSON Schema 2020-12 of a delivery's body. It is open: types and fields that came later pass. */
export declare const schema: object;
/** One event of every type. */
export declare const examples: readonly KnownEvent[];
export declare const EVENT_TYPES: readonly KnownEvent['type'][];
/** Whether an event is of a type that this version describes. */
export declare function isKnown(event: KnownEvent | BaseEvent): event is KnownEvent;
