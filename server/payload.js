"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readPayload = readPayload;
/**
 * A product event's payload as it really comes: anything may be missing, null or of another type than documented.
 * Source: app SDK v3.0, module chat_conversation, onConversationCreate and onConversationUpdate.
 */
const json_1 = require("./json");
/** Reads a payload; where there is no conversation to speak of, a sentence says what is missing. */
function readPayload(input) {
    if (!(0, json_1.isObject)(input))
        return { problem: 'The payload is not an object, so there is no conversation to tell about.' };
    const data = (0, json_1.own)(input, 'data');
    if (!(0, json_1.isObject)(data))
        return { problem: 'The payload has no "data" object, so there is no conversation to tell about.' };
    const conversation = (0, json_1.own)(data, 'conversation');
    if (!(0, json_1.isObject)(conversation))
        return { problem: 'The payload has no "data.conversation" object, so there is nothing to tell about.' };
    const id = (0, json_1.idOf)((0, json_1.own)(conversation, 'conversation_id'));
    if (id === null)
        return { problem: 'The payload has no "data.conversation.conversation_id", so the conversation cannot be named.' };
    return { payload: readParts(input, data, readConversation(id, conversation)) };
}
function readParts(raw, data, conversation) {
    const associations = (0, json_1.objectOf)((0, json_1.own)(data, 'associations'));
    return {
        raw,
        conversation,
        actor: readActor((0, json_1.objectOf)((0, json_1.own)(data, 'actor'))),
        agent: readPerson((0, json_1.objectOf)((0, json_1.own)(associations, 'agent'))),
        user: readPerson((0, json_1.objectOf)((0, json_1.own)(associations, 'user'))),
        group: readNamed((0, json_1.objectOf)((0, json_1.own)(associations, 'group'))),
        channel: readNamed((0, json_1.objectOf)((0, json_1.own)(associations, 'channel'))),
        modelChanges: (0, json_1.objectOf)((0, json_1.own)((0, json_1.objectOf)((0, json_1.own)(data, 'changes')), 'model_changes')),
        region: (0, json_1.textOf)((0, json_1.own)(raw, 'region')),
        timestamp: readTimestamp((0, json_1.own)(raw, 'timestamp')),
        accountUrl: readAccountUrl(raw),
    };
}
function readConversation(id, conversation) {
    const text = (key) => (0, json_1.textOf)((0, json_1.own)(conversation, key));
    return {
        id,
        appId: (0, json_1.idOf)((0, json_1.own)(conversation, 'app_id')),
        status: text('status'),
        source: text('source'),
        channelId: (0, json_1.idOf)((0, json_1.own)(conversation, 'channel_id')),
        userId: (0, json_1.idOf)((0, json_1.own)(conversation, 'user_id')),
        agentId: readAssignee(conversation, 'assigned_agent_id'),
        groupId: readAssignee(conversation, 'assigned_group_id'),
        createdAt: text('created_time'),
        assignedAt: text('assigned_time'),
        resolvedAt: text('resolved_time'),
        reopenedAt: text('reopened_time'),
        statistics: (0, json_1.objectOf)((0, json_1.own)(conversation, 'statistics')),
        firstMessage: readFirstMessage((0, json_1.own)(conversation, 'messages')),
    };
}
function readAssignee(conversation, key) {
    const value = (0, json_1.own)(conversation, key);
    return value === undefined ? undefined : (0, json_1.idOf)(value);
}
function readActor(actor) {
    return { ...readPerson(actor), type: (0, json_1.textOf)((0, json_1.own)(actor, 'type')), cause: (0, json_1.textOf)((0, json_1.own)(actor, 'sub_entity')) };
}
function readPerson(person) {
    const names = [(0, json_1.textOf)((0, json_1.own)(person, 'first_name')), (0, json_1.textOf)((0, json_1.own)(person, 'last_name'))].filter((name) => name !== null);
    return {
        id: (0, json_1.idOf)((0, json_1.own)(person, 'id')),
        name: names.length > 0 ? names.join(' ') : (0, json_1.textOf)((0, json_1.own)(person, 'name')),
        email: (0, json_1.textOf)((0, json_1.own)(person, 'email')),
        phone: (0, json_1.idOf)((0, json_1.own)(person, 'phone')),
    };
}
function readNamed(thing) {
    return { id: (0, json_1.idOf)((0, json_1.own)(thing, 'id')), name: (0, json_1.textOf)((0, json_1.own)(thing, 'name')) };
}
function readFirstMessage(messages) {
    const first = Array.isArray(messages) ? messages[0] : undefined;
    const parts = (0, json_1.own)((0, json_1.objectOf)(first), 'message_parts');
    if (!Array.isArray(parts))
        return null;
    const texts = parts.map((part) => (0, json_1.textOf)((0, json_1.own)((0, json_1.objectOf)((0, json_1.own)((0, json_1.objectOf)(part), 'text')), 'content')));
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
    const endpoints = (0, json_1.objectOf)((0, json_1.own)((0, json_1.objectOf)((0, json_1.own)(raw, 'currentHost')), 'endpoint_urls'));
    const address = (0, json_1.textOf)((0, json_1.own)(endpoints, 'freshchat')) ?? (0, json_1.textOf)((0, json_1.own)(raw, 'domain'));
    const host = address === null ? null : /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/?$/i.exec(address);
    return host?.[1] === undefined ? null : `https://${host[1].toLowerCase()}`;
}
