/**
 * Text from outside in the places where messages show it: as it was written, with nothing more taken out or broken up than
 * the place would read as something else.
 */
import { cut } from '../lib/text';

/** Where a message stands: how text from outside is written there, and how a moment. */
export interface Place {
  /** At most `longest` characters before they are escaped. What nothing is left of is told as `otherwise`. */
  outside(text: string, longest?: number, otherwise?: string): string;
  /** A moment, ISO 8601, as the place's reader knows it. */
  moment(iso: string): string;
}

/** A name in a sentence is seldom longer; one that is gets cut. */
const LONGEST = 80;

export const PLAIN: Place = placeOf(LONGEST, (text) => text, utcWords);

/** Slack's mrkdwn. Source: "Formatting text for app surfaces". Blocks must be `verbatim`, or Slack makes links of its own. */
export const SLACK: Place = slackPlace(LONGEST);

/** Text runs of an Adaptive Card, which know no Markdown. Source: "Text features" of Adaptive Cards (date functions). */
export const TEAMS: Place = placeOf(LONGEST, escapeForTeams, (iso) => {
  const second = `${iso.slice(0, 19)}Z`;
  return `{{DATE(${second}, SHORT)}} {{TIME(${second})}}`;
});

/** The place with names of at most so many characters, for a message that would be too long. */
export function slackPlace(longest: number): Place {
  return placeOf(longest, escapeForSlack, (iso) => {
    const seconds = Math.floor(Date.parse(iso) / 1_000);
    return `<!date^${seconds}^{date_short_pretty} at {time}|${utcWords(iso)}>`;
  });
}

function placeOf(most: number, escape: (text: string) => string, moment: Place['moment']): Place {
  return {
    outside: (text, longest = most, otherwise = '…') =>
      isolated(escape(cut(readable(text), Math.min(longest, most)) || otherwise)),
    moment,
  };
}

/** `2026-03-02 14:05 UTC`, where the reader's zone is not known. */
function utcWords(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** Invisible marks and changes of direction; not joiners, marks of direction, tags and the number signs of Arabic and Kaithi. */
const INVISIBLE =
  /(?![\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u200c-\u200f\u{110bd}\u{110cd}\u{e0020}-\u{e007f}])\p{Cf}/gu;
/** Tags spell the region of a flag, and hide anything anywhere else. */
const STRAY_TAG = /(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]*)[\u{e0020}-\u{e007f}]/gu;
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/g;
/** The scripts that are written from right to left, by their blocks. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const SOMETHING = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u;

/** On one line, without what is invisible to no purpose; empty where nothing of it could be seen. */
export function readable(text: string): string {
  const visible = text
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(INVISIBLE, '')
    .replace(STRAY_TAG, '');
  // Marks of direction belong to scripts written from right to left; a name in one of these is isolated from the sentence.
  const marked = RIGHT_TO_LEFT.test(visible) ? visible : visible.replace(DIRECTION_MARKS, '');
  // Spaces last: what was between two of them may be gone.
  const line = marked.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return SOMETHING.test(line) ? line : '';
}

/** A right-to-left name between isolates (U+2068, U+2069), so that the words around it keep their order. */
function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** Shows nothing, and keeps the marks on both sides of it from being read together. */
const BREAK = '\u200b';
/** Emphasis begins and ends at the edge of a word only, so `EMEA_Support` stays as it is. */
const EMPHASIS = /`|(?<![\p{L}\p{N}\p{M}])[*_~]|[*_~](?![\p{L}\p{N}\p{M}])/gu;
const EMOJI_CODE = /:(?=[\p{L}\p{M}\p{N}_+'-]+:)/gu;
const MENTION = /(?<![\p{L}\p{N}\p{M}._%+-])@(?=[\p{L}\p{N}])/gu;
/** An address, a link of Markdown and a macro of templates: no name needs them, and every place has readers that know them. */
const MARKUP = /:(?=\/\/)|\](?=\()|\{(?=\{)/g;

function escapeForSlack(text: string): string {
  return text
    .replace(EMPHASIS, (mark) => BREAK + mark + BREAK)
    .replace(EMOJI_CODE, (mark) => mark + BREAK)
    .replace(MARKUP, (mark) => mark + BREAK)
    .replace(MENTION, (mark) => mark + BREAK)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** A text run shows every character as it is but the functions that format dates, which begin with two braces. */
function escapeForTeams(text: string): string {
  return text.replace(MARKUP, (mark) => mark + BREAK);
}
