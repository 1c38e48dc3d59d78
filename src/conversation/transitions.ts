/** What happened in a conversation: the pure step from a payload to an ordered list of transitions. */
import { isList, type JsonObject } from '../lib/json';

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

/** The product event a callback was called for. */
export type ProductEvent = 'onConversationCreate' | 'onConversationUpdate';

/** An attribute's two sides; they differ. */
export interface Change {
  field: string;
  from: unknown;
  to: unknown;
}

/** `change` is absent on `conversation.created` only. */
export interface Transition {
  type: EventType;
  change?: Change;
}

interface Rule {
  field: string;
  /** Null where there is nothing to tell. */
  typeOf: (change: Change) => EventType | null;
}

/** In the order in which one update's transitions are told; the status comes after both assignments, which its rule needs. */
const RULES: readonly Rule[] = [
  { field: 'assigned_group_id', typeOf: (change) => assignment('group', change) },
  { field: 'assigned_agent_id', typeOf: (change) => assignment('agent', change) },
  { field: 'status', typeOf: status },
  { field: 'sla_breach', typeOf: breach },
  { field: 'resolution_sla_breach', typeOf: breach },
  { field: 'label_category_id', typeOf: () => 'conversation.label.changed' },
  { field: 'label_subcategory_id', typeOf: () => 'conversation.label.changed' },
  { field: 'priority', typeOf: () => 'conversation.priority.changed' },
];

/** The transitions of one payload by its `model_changes`: group, agent, status, SLA, label, priority, other. May be empty. */
export function transitionsOf(event: ProductEvent, changes: JsonObject): Transition[] {
  if (event === 'onConversationCreate') return [{ type: 'conversation.created' }];
  const fields = Object.keys(changes);
  const known = RULES.filter(({ field }) => fields.includes(field)).flatMap((rule) => transitionOf(rule, changes));
  const others = fields.filter((field) => !RULES.some((rule) => rule.field === field));
  return [
    ...withoutEcho(known),
    ...others.flatMap((field) => transitionOf({ field, typeOf: () => 'conversation.changed' }, changes)),
  ];
}

function transitionOf({ field, typeOf }: Rule, changes: JsonObject): Transition[] {
  const change = changeOf(field, changes[field]);
  const type = change === null ? null : typeOf(change);
  return change === null || type === null ? [] : [{ type, change }];
}

/** Null for anything but `[old, new]` with two different sides. */
function changeOf(field: string, tuple: unknown): Change | null {
  if (!isList(tuple) || tuple.length !== 2) return null;
  const from = tuple[0];
  const to = tuple[1];
  return isSame(from, to) ? null : { field, from, to };
}

/** Both came through JSON; only lists and objects need it to be compared. */
function isSame(from: unknown, to: unknown): boolean {
  return (
    from === to || (typeof from === 'object' && typeof to === 'object' && JSON.stringify(from) === JSON.stringify(to))
  );
}

/** Nobody is null; the platform's store and older payloads write it as an empty string. */
function isNobody(id: unknown): boolean {
  return id === null || (typeof id === 'string' && id.trim() === '');
}

function isAssignee(id: unknown): boolean {
  return isNobody(id) || typeof id === 'string' || typeof id === 'number';
}

function assignment(whom: 'agent' | 'group', { from, to }: Change): EventType | null {
  if (!isAssignee(from) || !isAssignee(to) || (isNobody(from) && isNobody(to))) return null;
  if (isNobody(from)) return `conversation.${whom}.assigned`;
  return isNobody(to) ? `conversation.${whom}.unassigned` : `conversation.${whom}.reassigned`;
}

function statusName(value: unknown): string | null {
  return typeof value === 'string' ? value.trim().toLowerCase() : null;
}

function status({ from, to }: Change): EventType | null {
  const before = statusName(from);
  const after = statusName(to);
  if (before === after) return null;
  if (after === 'resolved') return 'conversation.resolved';
  return before === 'resolved' || after === 'reopened' ? 'conversation.reopened' : 'conversation.status.changed';
}

function breach({ from, to }: Change): EventType | null {
  return isTrue(to) && !isTrue(from) ? 'conversation.sla.breached' : null;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/**
 * An assignment moves the status between new and assigned by itself (a handover to another group moves it back to new):
 * that is an echo of the assignment and not told again.
 */
function withoutEcho(transitions: Transition[]): Transition[] {
  const assigned = transitions.some(({ type }) => /\.(?:agent|group)\./.test(type));
  return assigned ? transitions.filter((transition) => !isEcho(transition)) : transitions;
}

function isEcho({ type, change }: Transition): boolean {
  if (type !== 'conversation.status.changed' || change === undefined) return false;
  const sides = [statusName(change.from), statusName(change.to)].sort();
  return sides[0] === 'assigned' && sides[1] === 'new';
}
