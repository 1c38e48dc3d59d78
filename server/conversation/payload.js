"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readPayload = readPayload;
exports.assigneeOf = assigneeOf;
exports.personName = personName;
exports.firstMessageOf = firstMessageOf;
exports.momentOf = momentOf;
exports.accountUrlOf = accountUrlOf;
/**
 * A product event's payload as it really comes: anything may be missing, null or of another type than documented.
 * Source: app SDK v3.0, module chat_conversation, onConversationCreate and onConversationUpdate.
 */
const addresses_1 = require("../settings/addresses");
const json_1 = require("../lib/json");
/** Looks for the conversation; where there is none to speak of, a sentence says what is missing. */
function readPayload(input) {
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
    return { payload: { id, raw: input, data, conversation, modelChanges: (0, json_1.objectOf)((0, json_1.objectOf)(data['changes'])['model_changes']) } };
}
/** An assignee's id: `undefined` where the payload does not say, `null` where nobody is assigned. */
function assigneeOf(value) {
    return value === undefined ? undefined : (0, json_1.idOf)(value);
}
/** First and last name of an actor, agent or user, or `name` where there is only that. */
function personName(person) {
    const first = (0, json_1.textOf)(person['first_name']);
    const last = (0, json_1.textOf)(person['last_name']);
    return first === null || last === null ? (first ?? last ?? (0, json_1.textOf)(person['name'])) : `${first} ${last}`;
}
/** What the customer wrote first, by `conversation.messages`: a greeting of a bot or a picture may stand before it. */
function firstMessageOf(messages) {
    if (!(0, json_1.isList)(messages))
        return null;
    const written = messages.map(json_1.objectOf).filter(({ actor_type: by }) => by === undefined || by === null || by === 'user');
    return written.map(messageText).find((text) => text !== null) ?? null;
}
function messageText({ message_parts: parts }) {
    if (!(0, json_1.isList)(parts))
        return null;
    const texts = parts.map((part) => (0, json_1.textOf)((0, json_1.objectOf)((0, json_1.objectOf)(part)['text'])['content']));
    return (0, json_1.textOf)(texts.filter((text) => text !== null).join('\n'));
}
/** The last moment a Date can hold; beyond it `toISOString` throws. */
const MAX_TIME = 8.64e15;
/** Epoch ms at which the change happened; null where the payload does not say. */
function momentOf({ raw }) {
    const value = raw['timestamp'];
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && number > 0 && number <= MAX_TIME ? number : null;
}
/**
 * Address of the account, `https://host`; null where it is missing or no plain HTTPS host. Older payloads carry `domain`
 * in place of `currentHost`.
 */
function accountUrlOf({ raw }) {
    const endpoints = (0, json_1.objectOf)((0, json_1.objectOf)(raw['currentHost'])['endpoint_urls']);
    const address = (0, json_1.textOf)(endpoints['freshchat']) ?? (0, json_1.textOf)(raw['domain']);
    const host = address === null ? null : /^(?:https:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)\/?$/i.exec(address);
    return host?.[1] === undefined || host[1].length > addresses_1.MAX_HOST ? null : `https://${host[1].toLowerCase()}`;
}
