"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.relay = relay;
const destination_1 = require("../destinations/destination");
const build_1 = require("../events/build");
const batches_1 = require("../destinations/batches");
const json_1 = require("../lib/json");
const masking_1 = require("../conversation/masking");
const keep_1 = require("../outbox/keep");
const payload_1 = require("../conversation/payload");
const read_1 = require("../settings/read");
const transitions_1 = require("../conversation/transitions");
/** Handles one product event. `input` is whatever the platform passed. */
async function relay(event, input, runtime) {
    const settings = (0, read_1.readSettings)((0, json_1.isObject)(input) ? input['iparams'] : undefined);
    console.log(`Logging arguments from ${event} event: ${(0, json_1.oneLine)(settings.personalData ? withoutIparams(input) : (0, masking_1.maskPayload)(input))}`);
    const reading = (0, payload_1.readPayload)(input);
    if ('problem' in reading)
        console.log((0, json_1.oneLine)({ ...summary(event, null, [], [], settings), problem: reading.problem }));
    else
        await tellAll(event, reading.payload, settings, runtime);
}
async function tellAll(event, payload, settings, runtime) {
    const transitions = (0, transitions_1.transitionsOf)(event, payload.modelChanges);
    const chosen = transitions.filter(({ type }) => settings.isTold(type));
    const destinations = chosen.length === 0 ? [] : (0, destination_1.destinationsOf)(settings);
    const events = destinations.length === 0 ? [] : (0, build_1.eventsOf)(payload, chosen, { personalData: settings.personalData, now: runtime.now() });
    const answers = await Promise.all(destinations.map((destination) => tell(destination, events, runtime)));
    console.log((0, json_1.oneLine)(summary(event, payload.id, transitions, answers, settings)));
    for (const { name, told, lost } of answers)
        (0, keep_1.giveUp)(name, lost, told.reason ?? keep_1.NOTHING_TOOK_IT);
}
function withoutIparams(payload) {
    return (0, json_1.isObject)(payload) ? Object.fromEntries(Object.entries(payload).filter(([key]) => key !== 'iparams')) : payload;
}
/** The events of one payload travel together; only where they exceed what a request may carry do the rest follow from the outbox. */
async function tell(destination, events, runtime) {
    const batches = (0, batches_1.batchesOf)([events], destination);
    const outcome = await destination.deliver(batches[0] ?? [], runtime);
    if (!outcome.ok)
        return refused(destination, outcome, events, runtime);
    return batches.length > 1 ? followed(destination, outcome, batches.slice(1).flat(), runtime) : { name: destination.name, told: { outcome: 'delivered', status: outcome.status, ms: outcome.ms }, lost: [] };
}
/** The first part was taken; the others wait for the outbox. */
async function followed({ name }, { status, ms }, later, runtime) {
    const lost = (await Promise.all(later.map((rest) => (0, keep_1.keep)(name, rest, runtime, null)))).flat();
    return { name, told: { outcome: lost.length > 0 ? 'undelivered' : 'kept', status, ms }, lost };
}
/** 410 Gone means never again; anything else is tried again later. */
async function refused({ name }, { status, ms, reason, notBefore }, events, runtime) {
    const lost = status === 410 ? events : await (0, keep_1.keep)(name, events, runtime, notBefore);
    return { name, told: { outcome: lost.length > 0 ? 'undelivered' : 'kept', status, ms, reason }, lost };
}
function summary(event, conversation, transitions, answers, settings) {
    return {
        event,
        conversation,
        transitions: transitions.map(({ type }) => type),
        destinations: Object.fromEntries(answers.map(({ name, told }) => [name, told])),
        ...(settings.problems.length === 0 ? {} : { settings: settings.problems }),
    };
}
