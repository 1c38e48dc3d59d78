"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.outlineOf = outlineOf;
exports.readPayload = readPayload;
/**
 * A product event's payload as it really comes: anything may be missing, null or of another type than documented.
 * Source: app SDK v3.0, module chat_conversation, onConversationCreate and onConversationUpdate.
 */
const json_1 = require("./json");
/** Looks for the conversation; where there is none to speak of, a sentence says what is missing. */
function outlineOf(input) {
    if (!(0, json_1.isObject)(input))
        return { problem: 'The payload is not an object, so there is no conversation to tell about.' };
    const data = input['data'];
    if (!(0, json_1.isObject)(data))
        return { problem: 'The payload has no "data" object, so there is no conversation to tell about.' };
    const conversation = data['conversation'];
    if (!(0, json_1.isObject)(conversation))
        return { problem: 'The payload has no "data.conversation" object, so there is nothing to tell about.' };
    const id = (0, json_1.idOf)(conversation['conversation_id']);
    if (id === null)
        return { problem: 'The payload has no "data.conversation.conversation_id", so the conversation cannot be named.' };
    return { outline: { id, raw: input, data, conversation, modelChanges: (0, json_1.objectOf)((0, json_1.objectOf)(data['changes'])['model_changes']) } };
}
/** Reads everything an event tells. */
function readPayload({ id, raw, data, conversation }) {
    const associations = (0, json_1.objectOf)(data['associations']);
    return {
        raw,
        conversation: readConversation(id, conversation),
        actor: readActor((0, json_1.objectOf)(data['actor'])),
        agent: readPerson((0, json_1.objectOf)(associations['agent'])),
        user: readPerson((0, json_1.objectOf)(associations['user'])),
        group: readNamed((0, json_1.objectOf)(associations['group'])),
        channel: readNamed((0, json_1.objectOf)(associations['channel'])),
        region: (0, json_1.textOf)(raw['region']),
        timestamp: readTimestamp(raw['timestamp']),
        accountUrl: readAccountUrl(raw),
    };
}
function readConversation(id, conversation) {
    return {
        id,
        appId: (0, json_1.idOf)(conversation['app_id']),
        status: (0, json_1.textOf)(conversation['status']),
        source: (0, json_1.textOf)(conversation['source']),
        channelId: (0, json_1.idOf)(conversation['channel_id']),
        userId: (0, json_1.idOf)(conversation['user_id']),
        agentId: readAssignee(conversation['assigned_agent_id']),
        groupId: readAssignee(conversation['assigned_group_id']),
        createdAt: (0, json_1.textOf)(conversation['created_time']),
        assignedAt: (0, json_1.textOf)(conversation['assigned_time']),
        resolvedAt: (0, json_1.textOf)(conversation['resolved_time']),
        reopenedAt: (0, json_1.textOf)(conversation['reopened_time']),
        statistics: (0, json_1.objectOf)(conversation['statistics']),
        firstMessage: readFirstMessage(conversation['messages']),
    };
}
function readAssignee(value) {
    return value === undefined ? undefined : (0, json_1.idOf)(value);
}
function readActor(actor) {
    const { id, name, email, phone } = readPerson(actor);
    return { id, name, email, phone, type: (0, json_1.textOf)(actor['type']), cause: (0, json_1.textOf)(actor['sub_entity']) };
}
function readPerson(person) {
    const [first, last] = [(0, json_1.textOf)(person['first_name']), (0, json_1.textOf)(person['last_name'])];
    return {
        id: (0, json_1.idOf)(person['id']),
        name: first === null || last === null ? (first ?? last ?? (0, json_1.textOf)(person['name'])) : `${first} ${last}`,
        email: (0, json_1.textOf)(person['email']),
        phone: (0, json_1.idOf)(person['phone']),
    };
}
function readNamed(thing) {
    return { id: (0, json_1.idOf)(thing['id']), name: (0, json_1.textOf)(thing['name']) };
}
function readFirstMessage(messages) {
    const first = Array.isArray(messages) ? messages[0] : undefined;
    const parts = (0, json_1.objectOf)(first)['message_parts'];
    if (!Array.isArray(parts))
        return null;
    const texts = parts.map((part) => (0, json_1.textOf)((0, json_1.objectOf)((0, json_1.objectOf)(part)['text'])['content']));
    return (0, json_1.textOf)(texts.filter((text) => text !== null).join('\n'));
}
/** The last moment a Date can hold; beyond it `toISOString` throws. */
const MAX_TIME = 8.64e15;
function readTimestamp(value) {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && number > 0 && number <= MAX_TIME ? number : null;
}
/** Older payloads carry `domain` in place of `currentHost`. */
function readAccountUrl(raw) {
    const endpoints = (0, json_1.objectOf)((0, json_1.objectOf)(raw['currentHost'])['endpoint_urls']);
    const address = (0, json_1.textOf)(endpoints['freshchat']) ?? (0, json_1.textOf)(raw['domain']);
    const host = address === null ? null : /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/?$/i.exec(address);
    return host?.[1] === undefined ? null : `https://${host[1].toLowerCase()}`;
}
