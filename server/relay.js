"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.relay = relay;
const destinations_1 = require("./destinations");
const events_1 = require("./events");
const batch_1 = require("./batch");
const json_1 = require("./json");
const mask_1 = require("./mask");
const outbox_1 = require("./outbox");
const payload_1 = require("./payload");
const settings_1 = require("./settings");
const transitions_1 = require("./transitions");
/** Handles one product event. `payload` is whatever the platform passed. */
async function relay(event, payload, runtime) {
    const settings = (0, settings_1.readSettings)((0, json_1.isObject)(payload) ? (0, json_1.own)(payload, 'iparams') : undefined);
    console.log(`Logging arguments from ${event} event: ${(0, json_1.oneLine)(settings.personalData ? withoutIparams(payload) : (0, mask_1.maskPayload)(payload))}`);
    const reading = (0, payload_1.readPayload)(payload);
    if ('problem' in reading) {
        console.error(`Warning from ${event}: ${reading.problem}`);
        return;
    }
    const transitions = (0, transitions_1.transitionsOf)(event, reading.payload);
    const told = transitions.filter(({ type }) => settings.told.has(type));
    const destinations = told.length === 0 ? [] : (0, destinations_1.destinationsOf)(settings);
    const events = destinations.length === 0 ? [] : (0, events_1.eventsOf)(reading.payload, told, { personalData: settings.personalData, now: runtime.now() });
    const outcomes = await Promise.all(destinations.map(async (destination) => [destination.name, await tell(destination, events, runtime)]));
    console.log((0, json_1.oneLine)(summary(event, reading.payload.conversation.id, transitions.map(({ type }) => type), outcomes, settings)));
}
function withoutIparams(payload) {
    return (0, json_1.isObject)(payload) ? Object.fromEntries(Object.entries(payload).filter(([key]) => key !== 'iparams')) : payload;
}
/** The events of one payload travel together; only where they exceed what a request may carry do the rest follow from the outbox. */
async function tell(destination, events, runtime) {
    const [now = [], ...later] = (0, batch_1.batchesOf)([events], destination);
    const outcome = await destination.deliver(now, runtime);
    return outcome.ok ? delivered(destination, outcome, later.flat(), runtime) : refused(destination, outcome, events, runtime);
}
async function delivered({ name }, { status, ms }, later, runtime) {
    const kept = await Promise.all(later.map((rest) => (0, outbox_1.keep)(name, rest, runtime, null)));
    const outcome = kept.length === 0 ? 'delivered' : 'kept';
    return { outcome: kept.includes(false) ? 'undelivered' : outcome, status, ms };
}
/** 410 Gone means never again; anything else is tried again later. */
async function refused({ name }, { status, ms, reason, notBefore }, events, runtime) {
    if (status === 410)
        (0, outbox_1.giveUp)(name, events, reason);
    const isKept = status !== 410 && (await (0, outbox_1.keep)(name, events, runtime, notBefore));
    return { outcome: isKept ? 'kept' : 'undelivered', status, ms, reason };
}
function summary(event, conversation, transitions, outcomes, settings) {
    return {
        event,
        conversation,
        transitions,
        destinations: Object.fromEntries(outcomes),
        ...(settings.problems.length === 0 ? {} : { settings: settings.problems }),
    };
}
