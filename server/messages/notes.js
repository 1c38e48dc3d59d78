"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.noteOf = noteOf;
exports.backlogTitle = backlogTitle;
exports.timeOf = timeOf;
const sentences_1 = require("./sentences");
/** `events` are those of one payload, at least one. */
function noteOf(events) {
    const [event] = events;
    return { sentence: (0, sentences_1.sentenceOf)(events), url: event?.conversation.url ?? null, at: event?.occurred_at ?? '' };
}
/** Said above a backlog, which comes in one message. */
function backlogTitle(notes) {
    return `${notes.length} updates that could not be delivered earlier:`;
}
/** `2026-03-02 14:05 UTC`: a backlog's lines need the time the channel no longer shows. */
function timeOf({ at }) {
    return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
