"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.eventsOf = eventsOf;
exports.withoutPersonalData = withoutPersonalData;
/**
 * The events of the contract, built from a payload and its transitions. Pure: the same payload gives the same events,
 * ids included. Their shape is published as docs/events.schema.json.
 */
const ids_1 = require("./ids");
const json_1 = require("../lib/json");
const masking_1 = require("../conversation/masking");
const payload_1 = require("../conversation/payload");
const text_1 = require("../lib/text");
/**
 * How long texts may be, in characters, and how many statistics there may be: as they come; in an event that is too large to
 * be kept in one piece; and where nearly every character takes many bytes, in which an address would be the longest part.
 */
const LENGTHS = {
    usual: { name: 120, text: 300, message: 1000, metrics: 24, link: true },
    short: { name: 30, text: 60, message: 120, metrics: 8, link: true },
    least: { name: 12, text: 12, message: 12, metrics: 0, link: false },
};
/** What a one-time schedule can hold is 4 KB with its wrapping; no event is larger, so that every event can be kept anywhere. */
const EVENT_BYTES = 3_400;
/** There it is a text within a text, in which every quote and backslash is escaped once more. */
const ESCAPED_BYTES = 3_800;
/** One event per transition, in the same order. */
function eventsOf(payload, transitions, options) {
    const eventOf = builderOf(payload, options, LENGTHS.usual);
    return transitions.map((transition) => {
        const event = eventOf(transition);
        return fits(event) ? event : shortened(payload, transition, options);
    });
}
function shortened(payload, transition, options) {
    const event = builderOf(payload, options, LENGTHS.short)(transition);
    return fits(event) ? event : builderOf(payload, options, LENGTHS.least)(transition);
}
/** An event as it may be told when personal data is left out, whatever it was made with. */
function withoutPersonalData(event) {
    const { conversation, actor, change } = event;
    const told = {
        ...event,
        conversation: { ...conversation, user: conversation.user?.id == null ? null : { id: conversation.user.id } },
        actor: { ...actor, name: (0, masking_1.isStaff)(actor.type) ? actor.name : null },
        ...(change === undefined ? {} : { change: { ...change, from: (0, masking_1.maskChangeSide)(change.field, change.from), to: (0, masking_1.maskChangeSide)(change.field, change.to) } }),
    };
    delete told.first_message;
    return told;
}
/** Escaping doubles a text at most, so what is short needs no second look. */
function fits(event) {
    const json = JSON.stringify(event);
    const bytes = (0, json_1.utf8Bytes)(json);
    return bytes <= EVENT_BYTES && (bytes <= ESCAPED_BYTES / 2 || (0, json_1.utf8Bytes)(JSON.stringify(json)) <= ESCAPED_BYTES);
}
/** What the events of one payload have in common is read once. */
function builderOf(payload, options, lengths) {
    const { raw, data, conversation } = payload;
    const url = lengths.link ? (0, payload_1.accountUrlOf)(payload) : null;
    const occurredAt = new Date((0, payload_1.momentOf)(payload) ?? options.now).toISOString();
    const account = { app_id: short((0, json_1.idOf)(conversation['app_id']), lengths.name), region: short((0, json_1.textOf)(raw['region']), lengths.name), url };
    const told = conversationOf(payload, url, options, lengths);
    const actor = actorOf((0, json_1.objectOf)(data['actor']), options, lengths);
    const metrics = metricsOf((0, json_1.objectOf)(conversation['statistics']), lengths);
    return (transition) => ({
        id: (0, ids_1.eventId)(payload, transition),
        type: transition.type,
        occurred_at: occurredAt,
        account,
        conversation: told,
        actor,
        ...changeIn(transition, options, lengths),
        metrics,
        ...firstMessageIn(transition, conversation, options, lengths),
    });
}
function changeIn({ change }, options, lengths) {
    return change === undefined ? {} : { change: changeOf(change, options, lengths) };
}
function firstMessageIn({ type }, conversation, options, lengths) {
    const message = type === 'conversation.created' && options.personalData ? (0, payload_1.firstMessageOf)(conversation['messages']) : null;
    return message === null ? {} : { first_message: (0, text_1.cut)(message, lengths.message) };
}
function actorOf(actor, options, lengths) {
    const type = (0, json_1.textOf)(actor['type']);
    return {
        type: short(type, lengths.name),
        id: short((0, json_1.idOf)(actor['id']), lengths.name),
        name: (0, masking_1.isStaff)(type) || options.personalData ? short((0, payload_1.personName)(actor), lengths.name) : null,
        cause: short((0, json_1.textOf)(actor['sub_entity']), lengths.name),
    };
}
function conversationOf({ id, data, conversation }, accountUrl, options, lengths) {
    const associations = (0, json_1.objectOf)(data['associations']);
    const channel = (0, json_1.objectOf)(associations['channel']);
    const group = (0, json_1.objectOf)(associations['group']);
    const agent = (0, json_1.objectOf)(associations['agent']);
    const text = (name) => short((0, json_1.textOf)(conversation[name]), lengths.name);
    return {
        id: (0, text_1.cut)(id, lengths.name),
        status: text('status'),
        url: accountUrl === null ? null : conversationUrl(accountUrl, (0, json_1.idOf)(conversation['app_id']), id),
        channel: named((0, json_1.idOf)(conversation['channel_id']) ?? undefined, channel, (0, json_1.textOf)(channel['name']), lengths),
        group: named((0, payload_1.assigneeOf)(conversation['assigned_group_id']), group, (0, json_1.textOf)(group['name']), lengths),
        agent: named((0, payload_1.assigneeOf)(conversation['assigned_agent_id']), agent, (0, payload_1.personName)(agent), lengths),
        user: userOf((0, json_1.objectOf)(associations['user']), (0, json_1.idOf)(conversation['user_id']), options, lengths),
        source: text('source'),
        created_at: text('created_time'),
        assigned_at: text('assigned_time'),
        resolved_at: text('resolved_time'),
        reopened_at: text('reopened_time'),
    };
}
/**
 * Who or what the conversation is with now: the id the conversation names (`null`: nobody), with the association's
 * name where it is about the same id; the association alone where the conversation does not say.
 */
function named(id, association, name, lengths) {
    const associated = (0, json_1.idOf)(association['id']);
    const current = id === undefined ? associated : id;
    if (current === null)
        return null;
    const isSame = associated === null || associated === current;
    return { id: (0, text_1.cut)(current, lengths.name), name: isSame ? short(name, lengths.name) : null };
}
function userOf(user, otherwise, options, lengths) {
    const id = short((0, json_1.idOf)(user['id']) ?? otherwise, lengths.name);
    if (!options.personalData)
        return id === null ? null : { id };
    const name = short((0, payload_1.personName)(user), lengths.name);
    const email = short((0, json_1.textOf)(user['email']), lengths.name);
    const phone = short((0, json_1.idOf)(user['phone']), lengths.name);
    return [id, name, email, phone].every((part) => part === null) ? null : { id, name, email, phone };
}
/** Where a conversation opens in the product; a suite account has its own path. */
function conversationUrl(accountUrl, appId, conversationId) {
    if (appId === null)
        return null;
    const app = pathSegment(appId);
    const id = pathSegment(conversationId);
    if (/\.myfreshworks\.com$/.test(accountUrl))
        return `${accountUrl}/crm/messaging/a/${app}/inbox/open/0/conversation/${id}`;
    return `${accountUrl}/a/${app}/open/conversation/${id}`;
}
/** Ids from outside as one segment of a path. */
function pathSegment(id) {
    return encodeURIComponent((0, text_1.cut)(id, 80).replace(/[\ud800-\udfff]/gu, '\ufffd'));
}
function changeOf({ field, from, to }, options, lengths) {
    const side = (value) => sized(options.personalData ? value : (0, masking_1.maskChangeSide)(field, value), lengths.text);
    return { field: (0, text_1.cut)((0, text_1.onOneLine)(field), lengths.name), from: side(from), to: side(to) };
}
/** A text is cut; anything else that is longer than that as JSON is told as its cut JSON. */
function sized(value, longest) {
    if (typeof value === 'string')
        return (0, text_1.cut)(value, longest);
    const json = JSON.stringify(value);
    return json.length <= longest ? value : (0, text_1.cut)(json, longest);
}
function metricsOf(statistics, lengths) {
    const names = Object.keys(statistics);
    const told = names.filter((name) => /^[a-z][a-z_]{0,59}$/.test(name) && (0, json_1.isNumber)(statistics[name])).slice(0, lengths.metrics);
    // Nearly always all of them: a copy costs more than the look at them.
    return (told.length === names.length ? statistics : Object.fromEntries(told.map((name) => [name, statistics[name]])));
}
function short(text, longest) {
    return text === null ? null : (0, text_1.cut)(text, longest);
}
