"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.REQUEST_BYTES = void 0;
exports.batchesOf = batchesOf;
exports.halves = halves;
const json_1 = require("./json");
/** The platform takes bodies of 100 KB; a message of Slack or Teams is smaller than the events it tells. */
exports.REQUEST_BYTES = 96_000;
/**
 * Payloads in the same order, as few requests as possible: at most `mostPayloads` and 96 KB in each. The events of one
 * payload are parted only where they alone exceed that.
 */
function batchesOf(payloads, limits) {
    const [only] = payloads;
    // A lone event, which nearly every call is for, is not measured.
    return payloads.length === 1 && only?.length === 1 ? [[only]] : packed(payloads, limits);
}
function packed(payloads, { mostPayloads }) {
    const batches = [];
    let room = 0;
    for (const { events, bytes } of payloads.flatMap(parted)) {
        const last = batches[batches.length - 1];
        if (last === undefined || last.length >= mostPayloads || bytes > room) {
            batches.push([events]);
            room = exports.REQUEST_BYTES - bytes;
        }
        else {
            last.push(events);
            room -= bytes;
        }
    }
    return batches;
}
/** One payload's events in pieces that a request can carry; nearly always the one piece. */
function parted(events) {
    const bytes = (0, json_1.utf8Bytes)(JSON.stringify(events));
    return bytes <= exports.REQUEST_BYTES || events.length < 2 ? [{ events, bytes }] : halves(events).flatMap(parted);
}
function halves(list) {
    const middle = Math.ceil(list.length / 2);
    return [list.slice(0, middle), list.slice(middle)];
}
