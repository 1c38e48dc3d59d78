"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.SLACK_NOTES = void 0;
exports.slackBody = slackBody;
exports.slackTestBody = slackTestBody;
const notes_1 = require("../../messages/notes");
const text_1 = require("../../lib/text");
const SECTION_CHARACTERS = 3_000;
/** Slack takes 50; one is the title. */
exports.SLACK_NOTES = 40;
/** The body of `chat.postMessage` for one note, or for a backlog of at most SLACK_NOTES. */
function slackBody(channel, notes) {
    const isBacklog = notes.length > 1;
    const lines = notes.map((note) => lineOf(note, isBacklog));
    const title = isBacklog ? [(0, notes_1.backlogTitle)(notes)] : [];
    const blocks = [...title, ...lines].map(sectionOf);
    const text = isBacklog ? (0, notes_1.backlogTitle)(notes) : (notes[0] === undefined ? '' : escapeForSlack(notes[0].sentence));
    return message(channel, text, blocks);
}
/** The message an install posts to prove that the token may write to the channel. */
function slackTestBody(channel) {
    const text = 'Conversation Relay is connected. Updates on conversations will appear here.';
    return message(channel, text, [sectionOf(text)]);
}
function message(channel, text, blocks) {
    return JSON.stringify({ channel, text, blocks, parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false });
}
function lineOf(note, isBacklog) {
    const link = note.url === null ? '' : ` <${note.url.replace(/[<>|]/g, encodeURIComponent)}|Open conversation>`;
    const time = isBacklog ? `${(0, notes_1.timeOf)(note)}: ` : '';
    const room = SECTION_CHARACTERS - link.length - time.length;
    const escaped = escapeForSlack(note.sentence);
    // An escape takes at most 5 characters, and must not be cut in two.
    return time + (escaped.length <= room ? escaped : escapeForSlack((0, text_1.cut)(note.sentence, Math.floor(room / 5)))) + link;
}
function sectionOf(text) {
    // `verbatim`: Slack makes no links or mentions of its own out of names.
    return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}
/** The three characters Slack asks to be escaped; all other marks are made harmless where the sentence is built. */
function escapeForSlack(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
