"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.eventId = eventId;
exports.messageId = messageId;
/**
 * Ids that are the same each time the same change is told. The sandbox has no hash, so the signature of the webhook
 * library serves as one: HMAC-SHA256 under a fixed key.
 */
const standardwebhooks_1 = require("standardwebhooks");
const json_1 = require("../lib/json");
const payload_1 = require("../conversation/payload");
/** No secret: it only makes the digest this app's own. */
const KEY = 'whsec_Y29udmVyc2F0aW9uLXJlbGF5IGlkZW50aXR5';
const CHARACTERS = 32;
function digest(text) {
    const signature = new standardwebhooks_1.Webhook(KEY).sign('', new Date(0), text);
    return signature.slice('v1,'.length).replace(/[+/]/g, (char) => (char === '+' ? '-' : '_')).slice(0, CHARACTERS);
}
/**
 * `evt_` and 32 characters. Made of the account, the conversation, what changed from what to what, and when: the
 * platform repeating an event repeats its timestamp, the same change made again has another one.
 */
function eventId(payload, { type, change }) {
    const { id, conversation } = payload;
    const when = (0, payload_1.momentOf)(payload) ?? timesOf(payload);
    return `evt_${digest(JSON.stringify([(0, json_1.idOf)(conversation['app_id']), id, when, type, change?.field, change?.from, change?.to]))}`;
}
/** What tells two changes apart where a payload does not say when it happened. */
function timesOf({ raw, conversation }) {
    const names = ['created_time', 'updated_time', 'assigned_time', 'group_assigned_time', 'resolved_time', 'reopened_time'];
    return [...names.map((name) => (0, json_1.textOf)(conversation[name])), conversation['statistics'], raw['timestamp']];
}
/** `msg_` and 32 characters: the same for the same events, so that a delivery tried again keeps its `webhook-id`. A lone event's id says it all. */
function messageId(eventIds) {
    const ids = eventIds.join(' ');
    return `msg_${eventIds.length === 1 ? ids.slice('evt_'.length) : digest(ids)}`;
}
