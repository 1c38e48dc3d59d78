/** Texts: on one line, cut, and durations in words. */

/** Control and format characters (changes of direction and invisible ones among them), and the two line separators. */
const CONTROL_OR_DIRECTION = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
/** Characters of a host name, by RFC 1035. */
export const MAX_HOST = 253;

/** Runs of white space and control characters as one space; lone surrogates as the replacement character. */
export function onOneLine(text: string): string {
  return text
    .replace(CONTROL_OR_DIRECTION, ' ')
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What belongs to the character before it: marks, selectors, skin tones and tags; and the joiner, which binds on both sides. */
const EXTENDS = /^(?:\p{M}|\u200d|[\u{1f3fb}-\u{1f3ff}]|[\u{e0020}-\u{e007f}])$/u;
const JOINER = 0x200d;
/** How much of one long character may be given up to keep it whole. */
const LONGEST_CHARACTER = 24;

/** At most `longest` characters, the last one an ellipsis where something was cut; a character is never cut in two. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = Math.max(0, longest - 1);
  const whole = Array.from({ length: Math.min(end + 1, LONGEST_CHARACTER) }, (...[, back]) => end - back);
  const between =
    whole.find((at) => isBetweenCharacters(text, at)) ?? whole.find((at) => !isLowSurrogate(text, at)) ?? end;
  return `${text.slice(0, between)}…`;
}

function isBetweenCharacters(text: string, at: number): boolean {
  const next = text.codePointAt(at);
  return (
    !isLowSurrogate(text, at) &&
    text.charCodeAt(at - 1) !== JOINER &&
    next !== undefined &&
    !EXTENDS.test(String.fromCodePoint(next))
  );
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
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
