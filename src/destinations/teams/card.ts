/**
 * Microsoft Teams messages: an Adaptive Card 1.4 in the envelope that a Teams workflow ("post a card when a webhook
 * request is received") expects. Sentences stand in text runs, which show every character as it is: no Markdown.
 */
import { jsonText } from '../../lib/json';
import { backlogTitle, timeOf, type Note } from '../../messages/notes';

/** A card grows long in a channel. */
export const TEAMS_NOTES = 25;
/** Teams takes 28 KB a message, and a workflow says it took a larger one all the same. */
export const TEAMS_BYTES = 25_000;

interface TextRun {
  type: 'TextRun';
  text: string;
  weight?: 'Bolder';
  selectAction?: OpenUrl;
}

interface OpenUrl {
  type: 'Action.OpenUrl';
  title: string;
  url: string;
}

interface RichTextBlock {
  type: 'RichTextBlock';
  inlines: TextRun[];
}

/** The body for one note, or for a backlog of at most TEAMS_NOTES. */
export function teamsBody(notes: readonly Note[]): string {
  const [note] = notes;
  if (notes.length === 1 && note !== undefined)
    return envelope([textBlock(note.sentence)], note.url === null ? [] : [openUrl(note.url)]);
  return envelope(
    [
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: backlogTitle(notes), weight: 'Bolder' }] },
      ...notes.map(backlogLine),
    ],
    [],
  );
}

/** The card an install posts to prove that the workflow takes cards. */
export function teamsTestBody(): string {
  return envelope([textBlock('Conversation Relay is connected. Updates on conversations will appear here.')], []);
}

function envelope(body: RichTextBlock[], actions: OpenUrl[]): string {
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body,
    ...(actions.length === 0 ? {} : { actions }),
  };
  return jsonText({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  });
}

function textBlock(text: string): RichTextBlock {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] };
}

function openUrl(url: string): OpenUrl {
  return { type: 'Action.OpenUrl', title: 'Open conversation', url };
}

function backlogLine(note: Note): RichTextBlock {
  const run: TextRun = { type: 'TextRun', text: `${timeOf(note)}: ${note.sentence}` };
  return { type: 'RichTextBlock', inlines: [note.url === null ? run : { ...run, selectAction: openUrl(note.url) }] };
}
