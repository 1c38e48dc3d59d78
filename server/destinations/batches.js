"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.REQUEST_BYTES = void 0;
exports.batchesOf = batchesOf;
exports.halves = halves;
/** The platform takes bodies of 100 KB. */
exports.REQUEST_BYTES = 96_000;
/**
 * Payloads in the same order, as few requests as possible. The events of one payload are parted only where they alone
 * have no room in a request.
 */
function batchesOf(payloads, limits) {
    const only = payloads[0];
    // A lone event, which nearly every call is for, is not measured.
    return payloads.length === 1 && only?.length === 1 ? [[only]] : packed(payloads, limits);
}
function packed(payloads, limits) {
    const batches = [];
    let room = 0;
    for (const { events, bytes } of payloads.flatMap((each) => parted(each, limits))) {
        const last = batches[batches.length - 1];
        if (last === undefined || last.length >= limits.mostPayloads || bytes > room) {
            batches.push([events]);
            room = limits.room - bytes;
        }
        else {
            last.push(events);
            room -= bytes;
        }
    }
    return batches;
}
/** One payload's events in pieces that a request can carry; nearly always the one piece. */
function parted(events, limits) {
    const bytes = limits.bytesOf(events);
    return bytes <= limits.room || events.length < 2 ? [{ events, bytes }] : halves(events).flatMap((half) => parted(half, limits));
}
function halves(list) {
    const middle = Math.ceil(list.length / 2);
    return [list.slice(0, middle), list.slice(middle)];
}
