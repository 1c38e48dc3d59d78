/** The number that sorts a conversation's events of one moment. */
import type { EventType } from './event';

/** A conversation starts before it is handed on, and whatever else happens to it in a moment happens before it is resolved. */
const RANKS: Readonly<Record<EventType, number>> = {
  'conversation.created': 0,
  'conversation.reopened': 1,
  'conversation.group.unassigned': 2,
  'conversation.group.assigned': 3,
  'conversation.group.reassigned': 3,
  'conversation.agent.unassigned': 4,
  'conversation.agent.assigned': 5,
  'conversation.agent.reassigned': 5,
  'conversation.status.changed': 6,
  'conversation.label.changed': 7,
  'conversation.priority.changed': 8,
  'conversation.changed': 9,
  'conversation.unattended': 10,
  'conversation.sla.breached': 11,
  'conversation.resolved': 12,
  'relay.trouble': 0,
  'relay.recovered': 1,
  'relay.summary': 0,
};
const PER_RANK = 1_000;

/** `index`: which one of its payload's events it is, so that attributes changed at once keep their order. */
export function sequenceOf(type: EventType, index: number): number {
  return RANKS[type] * PER_RANK + Math.min(index, PER_RANK - 1);
}
