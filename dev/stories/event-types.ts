import type { ProductEvent } from '../../src/conversation/transitions';
import { EVENT_TYPES, type EventType } from '../../src/events/event';

/** The product events that carry a conversation; the manifest subscribes to both. */
export const CONVERSATION_EVENTS: readonly ProductEvent[] = ['onConversationCreate', 'onConversationUpdate'];

/** Whether a text names one of the events that carry a conversation. */
export function isConversationEvent(name: unknown): name is ProductEvent {
  return CONVERSATION_EVENTS.some((event) => event === name);
}

/** Whether a text is an event type of the app's contract. */
export function isEventType(name: unknown): name is EventType {
  return EVENT_TYPES.some((type) => type === name);
}
