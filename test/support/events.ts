/** The events that the app's sources make of a payload, without the platform around them. */
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { eventsOf } from '../../src/events/build';
import type { ConversationEvent } from '../../src/events/event';
import { readPayload } from '../../src/conversation/payload';
import { heardOf, transitionsOf, type ProductEvent } from '../../src/conversation/transitions';
import { MOMENT } from './app';

/** Every event of one payload, echoes left out. */
export function eventsFrom(
  payload: Json,
  event: ProductEvent = 'onConversationUpdate',
  personalData = false,
): ConversationEvent[] {
  const reading = readPayload(payload);
  if ('problem' in reading) throw new Error(reading.problem);
  const transitions = heardOf(transitionsOf(event, reading.payload), () => true);
  return eventsOf(reading.payload, transitions, { personalData, now: MOMENT });
}

/** The only event of a payload. */
export function eventFrom(payload: Json, event?: ProductEvent, personalData?: boolean): ConversationEvent {
  const [first, ...others] = eventsFrom(payload, event, personalData);
  if (first === undefined || others.length > 0)
    throw new Error(`The payload has ${others.length + 1} events, not one.`);
  return first;
}
