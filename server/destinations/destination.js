"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.DESTINATION_NAMES = void 0;
exports.destinationsOf = destinationsOf;
/** The three systems an admin may choose, each as one object that knows how to send it events and a test. */
const batches_1 = require("./batches");
const requests_1 = require("../platform/requests");
const json_1 = require("../lib/json");
const notes_1 = require("../messages/notes");
const message_1 = require("./slack/message");
const card_1 = require("./teams/card");
const body_1 = require("./webhook/body");
exports.DESTINATION_NAMES = ['webhook', 'slack', 'teams'];
/** The destinations that are set and work, in the contract's order. */
function destinationsOf(settings) {
    return [on(settings.webhook, webhook), on(settings.slack, slack), on(settings.teams, teams)].filter((destination) => destination !== null);
}
function on(choice, make) {
    return choice.state === 'on' ? make(choice.value) : null;
}
function webhook({ address, secrets }) {
    const post = (body, about, runtime) => {
        const { id, timestamp, signature } = (0, body_1.signed)(body, about, secrets, runtime.now());
        return (0, requests_1.send)('postToWebhook', { ...address, id, timestamp, signature }, body, runtime);
    };
    return {
        name: 'webhook',
        mostPayloads: 200,
        room: batches_1.REQUEST_BYTES,
        bytesOf: (events) => (0, json_1.utf8Bytes)(JSON.stringify(events)),
        deliver: (payloads, runtime) => {
            const events = payloads.flat();
            return post((0, body_1.eventsBody)(events), events.map(({ id }) => id), runtime);
        },
        test: (runtime) => post((0, body_1.testBody)(runtime.now()), ['test', String(runtime.now()), String(runtime.random())], runtime),
    };
}
function slack({ token, channel }) {
    const post = async (body, runtime) => (0, requests_1.slackOutcome)(await (0, requests_1.send)('postToSlack', { token }, body, runtime));
    return {
        name: 'slack',
        mostPayloads: message_1.SLACK_NOTES,
        room: batches_1.REQUEST_BYTES,
        bytesOf: (events) => (0, json_1.utf8Bytes)((0, message_1.slackBody)(channel, [(0, notes_1.noteOf)(events)])),
        deliver: (payloads, runtime) => post((0, message_1.slackBody)(channel, payloads.map(notes_1.noteOf)), runtime),
        // Side by side, so that both answers fit into a set-up event; who we are is the more telling fault.
        test: async (runtime) => {
            const [identity, message] = await Promise.all([(0, requests_1.send)('testSlackToken', { token }, '{}', runtime).then(requests_1.slackOutcome), post((0, message_1.slackTestBody)(channel), runtime)]);
            return identity.ok ? message : identity;
        },
    };
}
function teams({ address }) {
    const post = (body, runtime) => (0, requests_1.send)('postToTeams', { ...address }, body, runtime);
    return {
        name: 'teams',
        mostPayloads: card_1.TEAMS_NOTES,
        room: card_1.TEAMS_BYTES,
        bytesOf: (events) => (0, json_1.utf8Bytes)((0, card_1.teamsBody)([(0, notes_1.noteOf)(events)])),
        deliver: (payloads, runtime) => post((0, card_1.teamsBody)(payloads.map(notes_1.noteOf)), runtime),
        test: (runtime) => post((0, card_1.teamsTestBody)(), runtime),
    };
}
