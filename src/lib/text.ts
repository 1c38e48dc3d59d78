/** Words for people: durations, and text from outside made harmless wherever it is shown. */

/** Control and format characters (changes of direction and invisible ones among them), and the two line separators. */
const CONTROL_OR_DIRECTION = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
/** Marks that Slack, Teams, Markdown, HTML or the platform's templates would read as more than text: mentions, tags, emphasis, links, macros. */
const MARKUP = /[@<>*_~`]|\](?=\()|\{(?=\{)|:(?=\/\/|[\w+-])/g;
const BREAK = '\u200b';
/** Characters of a host name, by RFC 1035. */
export const MAX_HOST = 253;

/**
 * Text from outside as it may stand in a message: on one line, at most `longest` characters, without control
 * characters or changes of direction, and with an invisible break on both sides of every mark, so that no mention, link,
 * emoji, quote, formatting or template tag can come of it. Text of which nothing is left is told as `otherwise`.
 */
export function harmless(text: string, longest = 80, otherwise = '…'): string {
  return cut(onOneLine(text), longest).replace(MARKUP, (mark) => BREAK + mark + BREAK) || otherwise;
}

/** Runs of white space and control characters as one space; lone surrogates as the replacement character. */
export function onOneLine(text: string): string {
  return text
    .replace(CONTROL_OR_DIRECTION, ' ')
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/\s+/g, ' ')
    .trim();
}

/** At most `longest` characters, the last one an ellipsis where something was cut; a character is never cut in two. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = longest - 1;
  const code = text.charCodeAt(end - 1);
  return `${text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end)}…`;
}

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** A duration in seconds as people say it: `45 s`, `12 min`, `2 h 5 min`, `3 days 4 h`. */
export function duration(seconds: number): string {
  if (seconds < MINUTE_S) return `${Math.floor(seconds)} s`;
  if (seconds < HOUR_S) return `${Math.floor(seconds / MINUTE_S)} min`;
  if (seconds < DAY_S)
    return twoUnits(Math.floor(seconds / HOUR_S), 'h', Math.floor((seconds % HOUR_S) / MINUTE_S), 'min');
  const days = Math.floor(seconds / DAY_S);
  return twoUnits(days, days === 1 ? 'day' : 'days', Math.floor((seconds % DAY_S) / HOUR_S), 'h');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
