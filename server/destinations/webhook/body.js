"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.eventsBody = eventsBody;
exports.testBody = testBody;
exports.signed = signed;
/** A webhook delivery by the Standard Webhooks specification 1.0: the body, its id, and a signature per secret. */
const standardwebhooks_1 = require("standardwebhooks");
const ids_1 = require("../../events/ids");
/** The events of one or more payloads as one body; its timestamp is that of the newest event. */
function eventsBody(events) {
    const timestamp = events.reduce((newest, { occurred_at }) => (occurred_at > newest ? occurred_at : newest), '');
    return JSON.stringify({ type: 'conversation.events', timestamp, data: { events } });
}
/** The body of the message an install sends to prove that the receiver takes signed deliveries. */
function testBody(now) {
    return JSON.stringify({ type: 'conversation.relay.test', timestamp: new Date(now).toISOString(), data: { events: [] } });
}
/** Signs a body for the moment it is sent, `now` in epoch ms; `about` are the ids of what it tells. */
function signed(body, about, secrets, now) {
    const id = (0, ids_1.messageId)(about);
    const time = new Date(now);
    return {
        id,
        timestamp: String(Math.floor(now / 1000)),
        signature: secrets.map((secret) => new standardwebhooks_1.Webhook(secret).sign(id, time, body)).join(' '),
        body,
    };
}
