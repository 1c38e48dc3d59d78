/**
 * Slack messages: Block Kit with the plain text beside it. Source: chat.postMessage and the Block Kit reference
 * (50 blocks a message, 3,000 characters a section).
 */
import type { KnownBlock } from '@slack/types';
import { jsonText } from '../../lib/json';
import { backlogTitle, timeOf, type Note } from '../../messages/notes';
import { cut } from '../../lib/text';

const SECTION_CHARACTERS = 3_000;
/** Slack takes 50; one is the title. */
export const SLACK_NOTES = 40;

/** The body of `chat.postMessage` for one note, or for a backlog of at most SLACK_NOTES. */
export function slackBody(channel: string, notes: readonly Note[]): string {
  const isBacklog = notes.length > 1;
  const lines = notes.map((note) => lineOf(note, isBacklog));
  const title = isBacklog ? [backlogTitle(notes)] : [];
  const blocks = [...title, ...lines].map(sectionOf);
  const text = isBacklog ? backlogTitle(notes) : notes[0] === undefined ? '' : escapeForSlack(notes[0].sentence);
  return message(channel, text, blocks);
}

/** The message an install posts to prove that the token may write to the channel. */
export function slackTestBody(channel: string): string {
  const text = 'Conversation Relay is connected. Updates on conversations will appear here.';
  return message(channel, text, [sectionOf(text)]);
}

function message(channel: string, text: string, blocks: KnownBlock[]): string {
  return jsonText({
    channel,
    text,
    blocks,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
}

function lineOf(note: Note, isBacklog: boolean): string {
  const link = note.url === null ? '' : ` <${note.url.replace(/[<>|]/g, encodeURIComponent)}|Open conversation>`;
  const time = isBacklog ? `${timeOf(note)}: ` : '';
  const room = SECTION_CHARACTERS - link.length - time.length;
  const escaped = escapeForSlack(note.sentence);
  // An escape takes at most 5 characters, and must not be cut in two.
  return time + (escaped.length <= room ? escaped : escapeForSlack(cut(note.sentence, Math.floor(room / 5)))) + link;
}

function sectionOf(text: string): KnownBlock {
  // `verbatim`: Slack makes no links or mentions of its own out of names.
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** The three characters Slack asks to be escaped; all other marks are made harmless where the sentence is built. */
function escapeForSlack(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
