"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.keptId = keptId;
exports.pack = pack;
exports.allowed = allowed;
exports.isAlike = isAlike;
exports.unpack = unpack;
const build_1 = require("../events/build");
const json_1 = require("../lib/json");
/** Names an item wherever it is kept, in letters and digits: the id of its first event, and how many there are, for its destination. */
function keptId({ to, events }) {
    const many = events.length === 1 ? '' : `x${events.length}`;
    return to.charAt(0) + events.slice(0, 1).map(({ id }) => id.replace(/[^A-Za-z0-9]/g, 'x')).join('') + many;
}
/** As JSON text: the store would turn empty strings inside an object into null. The events must be alike. */
function pack({ to, at, notBefore, refusals, events }) {
    const packed = [1, to, at, notBefore, events.slice(0, 1).flatMap(sharedOf), events.map(ownOf)];
    return JSON.stringify((refusals === 0 ? packed : [...packed, refusals]));
}
/** As it may be told now: personal data may have been taken out of the settings since it was kept. */
function allowed(kept, personalData) {
    return personalData ? kept : { ...kept, events: kept.events.map(build_1.withoutPersonalData) };
}
/** Whether the events differ in what each has of its own only; of one payload, all do that were trimmed alike. */
function isAlike(events) {
    return new Set(events.map((event) => JSON.stringify(sharedOf(event)))).size < 2;
}
/** Null for anything that `pack` did not write. */
function unpack(text) {
    const packed = typeof text === 'string' ? parsed(text) : null;
    if (packed === null)
        return null;
    const [, to, at, notBefore, shared, own, refusals = 0] = packed;
    return { to, at, notBefore, refusals, events: own.map((each) => eventOf(shared, each)) };
}
function parsed(text) {
    try {
        const value = JSON.parse(text);
        return (0, json_1.isList)(value) && value[0] === 1 && (0, json_1.isList)(value[4]) && (0, json_1.isList)(value[5]) ? value : null;
    }
    catch {
        return null;
    }
}
function pair(thing) {
    return thing === null ? null : [thing.id, thing.name];
}
function named(value) {
    const [id, name] = (value ?? [null, null]);
    return value === null ? null : { id, name };
}
function sharedOf({ occurred_at, account, conversation: c, actor, metrics }) {
    return [
        occurred_at, account.app_id, account.region, account.url,
        c.id, c.status, c.url, pair(c.channel), pair(c.group), pair(c.agent), c.user,
        c.source, c.created_at, c.assigned_at, c.resolved_at, c.reopened_at,
        actor.type, actor.id, actor.name, actor.cause, metrics,
    ];
}
function ownOf({ id, type, change, first_message }) {
    return first_message === undefined ? [id, type, change ?? null] : [id, type, change ?? null, first_message];
}
/** The inverse of `sharedOf` and `ownOf`, with the keys in the order in which they were told first. */
function eventOf(shared, [id, type, change, firstMessage]) {
    const text = (index) => (shared[index] ?? null);
    return {
        id,
        type,
        occurred_at: String(shared[0]),
        account: { app_id: text(1), region: text(2), url: text(3) },
        conversation: {
            id: String(shared[4]),
            status: text(5),
            url: text(6),
            channel: named(shared[7]),
            group: named(shared[8]),
            agent: named(shared[9]),
            user: shared[10],
            source: text(11),
            created_at: text(12),
            assigned_at: text(13),
            resolved_at: text(14),
            reopened_at: text(15),
        },
        actor: { type: text(16), id: text(17), name: text(18), cause: text(19) },
        ...(change === null || change === undefined ? {} : { change }),
        metrics: (0, json_1.objectOf)(shared[20]),
        ...(firstMessage === undefined ? {} : { first_message: firstMessage }),
    };
}
