"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TEAMS_BYTES = exports.TEAMS_NOTES = void 0;
exports.teamsBody = teamsBody;
exports.teamsTestBody = teamsTestBody;
/**
 * Microsoft Teams messages: an Adaptive Card 1.4 in the envelope that a Teams workflow ("post a card when a webhook
 * request is received") expects. Sentences stand in text runs, which show every character as it is: no Markdown.
 */
const notes_1 = require("../../messages/notes");
/** A card grows long in a channel. */
exports.TEAMS_NOTES = 25;
/** Teams takes 28 KB a message, and a workflow says it took a larger one all the same. */
exports.TEAMS_BYTES = 25_000;
/** The body for one note, or for a backlog of at most TEAMS_NOTES. */
function teamsBody(notes) {
    const [note] = notes;
    if (notes.length === 1 && note !== undefined)
        return envelope([textOf(note.sentence)], note.url === null ? [] : [openUrl(note.url)]);
    return envelope([{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: (0, notes_1.backlogTitle)(notes), weight: 'Bolder' }] }, ...notes.map(backlogLine)], []);
}
/** The card an install posts to prove that the workflow takes cards. */
function teamsTestBody() {
    return envelope([textOf('Conversation Relay is connected. Updates on conversations will appear here.')], []);
}
function envelope(body, actions) {
    const card = {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        body,
        ...(actions.length === 0 ? {} : { actions }),
    };
    return JSON.stringify({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }] });
}
function textOf(text) {
    return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] };
}
function openUrl(url) {
    return { type: 'Action.OpenUrl', title: 'Open conversation', url };
}
function backlogLine(note) {
    const run = { type: 'TextRun', text: `${(0, notes_1.timeOf)(note)}: ${note.sentence}` };
    return { type: 'RichTextBlock', inlines: [note.url === null ? run : { ...run, selectAction: openUrl(note.url) }] };
}
