/** What happened in a conversation: the pure step from a payload to an ordered list of transitions. */
import { idOf, isList, type JsonObject } from '../lib/json';
import type { Payload } from './payload';

export const TRANSITION_TYPES = [
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

export type TransitionType = (typeof TRANSITION_TYPES)[number];

/** The product event a callback was called for. */
export type ProductEvent = 'onConversationCreate' | 'onConversationUpdate';

/** An attribute's two sides; they differ. */
export interface Change {
  field: string;
  from: unknown;
  to: unknown;
}

/** Both sides of a `conversation.label.changed`, by id. */
export interface LabelIds {
  category: string | null;
  subcategory: string | null;
}

/** Which service level was missed. */
export type Sla = 'first response' | 'next response' | 'resolution';

/** Marks an echo. A symbol, because JSON leaves it out: no body and nothing that is kept shows it. */
export const ECHO: unique symbol = Symbol('echo');

/** `change` is absent on `conversation.created` only. */
export interface Transition {
  type: TransitionType;
  change?: Change;
  /**
   * An assignment moves the status between new and assigned by itself (a handover to another group moves it back to new):
   * that is an echo of the assignment, and not told beside it.
   */
  readonly [ECHO]?: true;
}

interface Rule {
  field: string;
  /** Null where there is nothing to tell. */
  typeOf: (change: Change) => TransitionType | null;
}

/** In the order in which one update's transitions are told; labels follow, and then the priority. */
const FIRST_RULES: readonly Rule[] = [
  { field: 'assigned_group_id', typeOf: (change) => assignment('group', change) },
  { field: 'assigned_agent_id', typeOf: (change) => assignment('agent', change) },
  { field: 'status', typeOf: status },
  { field: 'sla_breach', typeOf: breach },
  { field: 'resolution_sla_breach', typeOf: breach },
];
const PRIORITY_RULE: Rule = { field: 'priority', typeOf: () => 'conversation.priority.changed' };
const CATEGORY = 'label_category_id';
const SUBCATEGORY = 'label_subcategory_id';
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...FIRST_RULES.map(({ field }) => field),
  CATEGORY,
  SUBCATEGORY,
  PRIORITY_RULE.field,
]);

/** The transitions of one payload by its `model_changes`: group, agent, status, SLA, label, priority, other. May be empty. */
export function transitionsOf(
  event: ProductEvent,
  { modelChanges, conversation }: Pick<Payload, 'modelChanges' | 'conversation'>,
): Transition[] {
  if (event === 'onConversationCreate') return [{ type: 'conversation.created' }];
  const others = Object.keys(modelChanges).filter((field) => !KNOWN_FIELDS.has(field));
  return [
    ...withEchoes(FIRST_RULES.flatMap((rule) => transitionOf(rule, modelChanges))),
    ...labelling(modelChanges, conversation),
    ...transitionOf(PRIORITY_RULE, modelChanges),
    ...others.flatMap((field) => transitionOf({ field, typeOf: () => 'conversation.changed' }, modelChanges)),
  ];
}

/**
 * What a listener hears of one payload's transitions or events: those of the types it wants, and an echo only where it is
 * told no assignment beside it.
 */
export function heardOf<T extends { type: string; readonly [ECHO]?: true }>(
  each: readonly T[],
  wants: (one: T) => boolean,
): T[] {
  const heard = each.filter(wants);
  return heard.some(isAssignment) ? heard.filter((one) => one[ECHO] !== true) : heard;
}

function transitionOf({ field, typeOf }: Rule, changes: JsonObject): Transition[] {
  const change = changeOf(field, changes);
  const type = change === null ? null : typeOf(change);
  return change === null || type === null ? [] : [{ type, change }];
}

/** Null for anything but `[old, new]` with two different sides. */
export function changeOf(field: string, changes: JsonObject): Change | null {
  const tuple = Object.prototype.hasOwnProperty.call(changes, field) ? changes[field] : undefined;
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

function assignment(whom: 'agent' | 'group', { from, to }: Change): TransitionType | null {
  if (!isAssignee(from) || !isAssignee(to) || (isNobody(from) && isNobody(to))) return null;
  if (isNobody(from)) return `conversation.${whom}.assigned`;
  return isNobody(to) ? `conversation.${whom}.unassigned` : `conversation.${whom}.reassigned`;
}

function statusName(value: unknown): string | null {
  return typeof value === 'string' ? value.trim().toLowerCase() : null;
}

/** Accounts of long standing write `reopen`. */
const REOPENED: readonly unknown[] = ['reopened', 'reopen'];

function status({ from, to }: Change): TransitionType | null {
  const before = statusName(from);
  const after = statusName(to);
  if (before === after) return null;
  if (after === 'resolved') return 'conversation.resolved';
  return before === 'resolved' || REOPENED.includes(after) ? 'conversation.reopened' : 'conversation.status.changed';
}

function breach({ from, to }: Change): TransitionType | null {
  return isTrue(to) && !isTrue(from) ? 'conversation.sla.breached' : null;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** One labelling is one transition, although the platform writes its two halves as two attributes. */
function labelling(changes: JsonObject, conversation: JsonObject): Transition[] {
  const category = changeOf(CATEGORY, changes);
  const subcategory = changeOf(SUBCATEGORY, changes);
  if (category === null && subcategory === null) return [];
  const sides = { category, subcategory };
  const change = {
    field: 'label',
    from: labelsOf(sides, 'from', conversation),
    to: labelsOf(sides, 'to', conversation),
  };
  return isSame(change.from, change.to) ? [] : [{ type: 'conversation.label.changed', change }];
}

function labelsOf(
  { category, subcategory }: Record<keyof LabelIds, Change | null>,
  side: 'from' | 'to',
  conversation: JsonObject,
): LabelIds {
  return {
    category: idOf(category === null ? conversation[CATEGORY] : category[side]),
    subcategory: idOf(subcategory === null ? conversation[SUBCATEGORY] : subcategory[side]),
  };
}

function withEchoes(transitions: Transition[]): Transition[] {
  return transitions.some(isAssignment)
    ? transitions.map((transition) => (isEcho(transition) ? { ...transition, [ECHO]: true } : transition))
    : transitions;
}

function isAssignment({ type }: { type: string }): boolean {
  return /\.(?:agent|group)\./.test(type);
}

function isEcho({ type, change }: Transition): boolean {
  if (type !== 'conversation.status.changed' || change === undefined) return false;
  const sides = [statusName(change.from), statusName(change.to)].sort();
  return sides[0] === 'assigned' && sides[1] === 'new';
}
