"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.EVENT_TYPES = void 0;
exports.transitionsOf = transitionsOf;
/** What happened in a conversation: the pure step from a payload to an ordered list of transitions. */
const json_1 = require("../lib/json");
exports.EVENT_TYPES = [
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
];
/** In the order in which one update's transitions are told; the status comes after both assignments, which its rule needs. */
const RULES = [
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
function transitionsOf(event, changes) {
    if (event === 'onConversationCreate')
        return [{ type: 'conversation.created' }];
    const fields = Object.keys(changes);
    const known = RULES.filter(({ field }) => fields.includes(field)).flatMap((rule) => transitionOf(rule, changes));
    const others = fields.filter((field) => !RULES.some((rule) => rule.field === field));
    return [...withoutEcho(known), ...others.flatMap((field) => transitionOf({ field, typeOf: () => 'conversation.changed' }, changes))];
}
function transitionOf({ field, typeOf }, changes) {
    const change = changeOf(field, changes[field]);
    const type = change === null ? null : typeOf(change);
    return change === null || type === null ? [] : [{ type, change }];
}
/** Null for anything but `[old, new]` with two different sides. */
function changeOf(field, tuple) {
    if (!(0, json_1.isList)(tuple) || tuple.length !== 2)
        return null;
    const from = tuple[0];
    const to = tuple[1];
    return isSame(from, to) ? null : { field, from, to };
}
/** Both came through JSON; only lists and objects need it to be compared. */
function isSame(from, to) {
    return from === to || (typeof from === 'object' && typeof to === 'object' && JSON.stringify(from) === JSON.stringify(to));
}
/** Nobody is null; the platform's store and older payloads write it as an empty string. */
function isNobody(id) {
    return id === null || (typeof id === 'string' && id.trim() === '');
}
function isAssignee(id) {
    return isNobody(id) || typeof id === 'string' || typeof id === 'number';
}
function assignment(whom, { from, to }) {
    if (!isAssignee(from) || !isAssignee(to) || (isNobody(from) && isNobody(to)))
        return null;
    if (isNobody(from))
        return `conversation.${whom}.assigned`;
    return isNobody(to) ? `conversation.${whom}.unassigned` : `conversation.${whom}.reassigned`;
}
function statusName(value) {
    return typeof value === 'string' ? value.trim().toLowerCase() : null;
}
function status({ from, to }) {
    const before = statusName(from);
    const after = statusName(to);
    if (before === after)
        return null;
    if (after === 'resolved')
        return 'conversation.resolved';
    return before === 'resolved' || after === 'reopened' ? 'conversation.reopened' : 'conversation.status.changed';
}
function breach({ from, to }) {
    return isTrue(to) && !isTrue(from) ? 'conversation.sla.breached' : null;
}
function isTrue(value) {
    return value === true || value === 'true';
}
/**
 * An assignment moves the status between new and assigned by itself (a handover to another group moves it back to new):
 * that is an echo of the assignment and not told again.
 */
function withoutEcho(transitions) {
    const assigned = transitions.some(({ type }) => /\.(?:agent|group)\./.test(type));
    return assigned ? transitions.filter((transition) => !isEcho(transition)) : transitions;
}
function isEcho({ type, change }) {
    if (type !== 'conversation.status.changed' || change === undefined)
        return false;
    const sides = [statusName(change.from), statusName(change.to)].sort();
    return sides[0] === 'assigned' && sides[1] === 'new';
}
