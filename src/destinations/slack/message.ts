/**
 * Slack messages: Block Kit with the plain text beside it. Source: chat.postMessage and the Block Kit reference
 * (50 blocks a message, 3,000 characters a section).
 */
import type { KnownBlock } from '@slack/types';
import { jsonText } from '../../lib/json';
import { SLACK, slackPlace, type Place } from '../../messages/escaping';
import { catchUpTitle, threadsOf, type Note } from '../../messages/notes';

const SECTION_CHARACTERS = 3_000;
/** Slack takes 50 blocks; one is the title, and a conversation with several notes has its own. */
export const SLACK_NOTES = 40;
/** Names of these lengths are tried until the text fits; the last always does. */
const NAME_CHARACTERS = [40, 16, 4];

/** Where a message goes besides the channel: under another one, or in the place of one. */
export interface SlackTarget {
  thread_ts?: string;
  reply_broadcast?: boolean;
  ts?: string;
}

/** What stands in a message, without where it goes. */
export interface SlackMessage {
  /** For notifications, and where blocks are not shown. */
  text: string;
  blocks: KnownBlock[];
}

/** One note, whose conversation may be named above, or a catch-up of at most SLACK_NOTES. */
export function slackMessage(notes: readonly Note[], isNamed = false): SlackMessage {
  const [note] = notes;
  if (note === undefined || notes.length > 1) return slackCatchUp(notes);
  return {
    // What a notification shows, which stands by itself.
    text: fitting((place) => `${note.sign} ${note.say(place)}`),
    blocks: [
      sectionOf(fitting((place) => `${note.sign} ${note.say(place, { isNamed })}${isNamed ? '' : linkTo(note)}`)),
      { type: 'context', elements: [{ type: 'mrkdwn', text: SLACK.moment(note.at), verbatim: true }] },
    ],
  };
}

/** The message an install posts to prove that the token may write to the channel. */
export function slackTestBody(channel: string): string {
  const text = 'Conversation Relay is connected. Updates on conversations will appear here.';
  return slackPost(channel, { text, blocks: [sectionOf(text)] });
}

/** The body of `chat.postMessage` or `chat.update` for a message as it stands. */
export function slackPost(channel: string, { text, blocks }: SlackMessage, target: SlackTarget = {}): string {
  return jsonText({
    channel,
    ...target,
    text,
    blocks,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
}

function slackCatchUp(notes: readonly Note[]): SlackMessage {
  const title = catchUpTitle(notes);
  const sections = threadsOf(notes).flatMap((thread) =>
    joined(thread.length === 1 ? thread.map(slackLine) : slackThread(thread)),
  );
  return { text: title, blocks: [`*${title}*`, ...sections].map(sectionOf) };
}

function slackLine(note: Note): string {
  return fitting((place) => `${place.moment(note.at)} ${note.sign} ${note.say(place)}${linkTo(note)}`);
}

/** Several notes on one conversation under its name. */
function slackThread(thread: readonly Note[]): string[] {
  const last = thread[thread.length - 1];
  const heading = fitting(
    (place) => `*${last?.conversation?.name(place) ?? ''}*${last === undefined ? '' : linkTo(last)}`,
  );
  const lines = thread.map((note) => {
    const standing = { isNamed: true, isFollowed: note !== last };
    return fitting((place) => `• ${place.moment(note.at)} ${note.sign} ${note.say(place, standing)}`);
  });
  return [heading, ...lines];
}

/** Lines as few sections, each as long as a section may be. */
export function joined(lines: readonly string[]): string[] {
  const sections: string[] = [];
  for (const line of lines) {
    const last = sections[sections.length - 1];
    if (last === undefined || last.length + line.length >= SECTION_CHARACTERS) sections.push(line);
    else sections[sections.length - 1] = `${last}\n${line}`;
  }
  return sections;
}

/** The text with names as long as a section has room for: an escape is never cut in two. */
export function fitting(write: (place: Place) => string): string {
  const whole = write(SLACK);
  return whole.length <= SECTION_CHARACTERS
    ? whole
    : (NAME_CHARACTERS.map((longest) => write(slackPlace(longest))).find((text) => text.length <= SECTION_CHARACTERS) ??
        '…');
}

/** Empty for what opens nowhere. */
export function linkTo({ url }: Note): string {
  return url === null ? '' : ` <${url.replace(/[<>|]/g, encodeURIComponent)}|Open conversation>`;
}

export function sectionOf(text: string): KnownBlock {
  // `verbatim`: Slack makes no links or mentions of its own out of names.
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}
