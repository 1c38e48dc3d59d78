/** Names that stories, the simulator and its command share with the app's contract. */

export const CONVERSATION_EVENTS = ['onConversationCreate', 'onConversationUpdate'] as const;
export type ConversationEvent = (typeof CONVERSATION_EVENTS)[number];

/** Every event type the app can tell, in the order it tells those of one payload. */
export const EVENT_TYPES = [
  'conversation.created',
  'conversation.group.assigned',
  'conversation.group.reassigned',
  'conversation.group.unassigned',
  'conversation.agent.assigned',
  'conversation.agent.reassigned',
  'conversation.agent.unassigned',
  'conversation.resolved',
  'conversation.reopened',
  'conversation.status.changed',
  'conversation.sla.breached',
  'conversation.label.changed',
  'conversation.priority.changed',
  'conversation.changed',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Every kind the setting `events` can name. */
export const EVENT_KINDS = [
  'Created', 'Assigned', 'Reassigned', 'Unassigned', 'Resolved', 'Reopened',
  'Status changed', 'SLA breached', 'Label or priority changed', 'Other changes',
] as const;

/** Whether a text names one of the events that carry a conversation. */
export function isConversationEvent(name: unknown): name is ConversationEvent {
  return CONVERSATION_EVENTS.some((event) => event === name);
}

/** Whether a text is an event type of the contract. */
export function isEventType(name: unknown): name is EventType {
  return EVENT_TYPES.some((type) => type === name);
}
