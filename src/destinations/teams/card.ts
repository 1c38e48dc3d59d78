/**
 * Microsoft Teams messages: an Adaptive Card 1.4 in the envelope that a Teams workflow ("post a card when a webhook
 * request is received") expects. Sentences stand in text runs, which show every character as it is: no Markdown.
 */
import { jsonText } from '../../lib/json';
import { TEAMS } from '../../messages/escaping';
import { catchUpTitle, threadsOf, type Note } from '../../messages/notes';

/** A card grows long in a channel. */
export const TEAMS_NOTES = 25;
/** Teams takes 28 KB a message, and a workflow says it took a larger one all the same. */
export const TEAMS_BYTES = 25_000;

interface TextRun {
  type: 'TextRun';
  text: string;
  weight?: 'Bolder';
  isSubtle?: true;
  size?: 'Small';
  selectAction?: OpenUrl;
}

interface OpenUrl {
  type: 'Action.OpenUrl';
  title: string;
  url: string;
}

export interface RichTextBlock {
  type: 'RichTextBlock';
  inlines: TextRun[];
  spacing?: 'None' | 'Small';
}

/** The body for one note, or for a catch-up of at most TEAMS_NOTES. */
export function teamsBody(notes: readonly Note[]): string {
  const [note] = notes;
  if (note === undefined || notes.length > 1) return teamsCatchUp(notes);
  const time: TextRun = { type: 'TextRun', text: TEAMS.moment(note.at), isSubtle: true, size: 'Small' };
  return envelope(
    [blockOf([runOf(`${note.sign} ${note.say(TEAMS)}`)]), { ...blockOf([time]), spacing: 'Small' }],
    note.url === null ? [] : [openUrl(note.url)],
  );
}

/** The card an install posts to prove that the workflow takes cards. */
export function teamsTestBody(): string {
  return envelope(
    [blockOf([runOf('Conversation Relay is connected. Updates on conversations will appear here.')])],
    [],
  );
}

function teamsCatchUp(notes: readonly Note[]): string {
  const title: TextRun = { ...runOf(catchUpTitle(notes)), weight: 'Bolder' };
  return envelope([blockOf([title]), ...threadsOf(notes).flatMap(threadBlocks)], []);
}

/** Several notes on one conversation stand under its name; a lone one names it itself. */
function threadBlocks(thread: readonly Note[]): RichTextBlock[] {
  const last = thread[thread.length - 1];
  if (last === undefined) return [];
  if (thread.length === 1) return [blockOf([linkedRun(teamsLine(last, {}), last.url)])];
  const name = { ...linkedRun(last.conversation?.name(TEAMS) ?? '', last.url), weight: 'Bolder' as const };
  const lines = thread.map((note) => runOf(teamsLine(note, { isNamed: true, isFollowed: note !== last })));
  return [blockOf([name]), ...lines.map((run) => ({ ...blockOf([run]), spacing: 'None' as const }))];
}

function teamsLine(note: Note, standing: Parameters<Note['say']>[1]): string {
  return `${TEAMS.moment(note.at)} ${note.sign} ${note.say(TEAMS, standing)}`;
}

/** The message that holds a card of such elements. */
export function envelope(body: readonly object[], actions: readonly OpenUrl[]): string {
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

export function blockOf(inlines: TextRun[]): RichTextBlock {
  return { type: 'RichTextBlock', inlines };
}

export function runOf(text: string): TextRun {
  return { type: 'TextRun', text };
}

function linkedRun(text: string, url: string | null): TextRun {
  return url === null ? runOf(text) : { ...runOf(text), selectAction: openUrl(url) };
}

function openUrl(url: string): OpenUrl {
  return { type: 'Action.OpenUrl', title: 'Open conversation', url };
}
