/**
 * Text as ASCII, about as long as in UTF-8, also where it stands as a text inside JSON: an older scheduler was once seen to
 * damage other letters, and JSON's own `\uXXXX` takes six or seven bytes a letter.
 */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What begins a run of letters, and how many digits each takes: two up to U+0FFF, three for a unit of UTF-16, four for a pair. */
const RUNS = [
  { mark: '~', digits: 2, found: /[\u0080-\u0fff]+/gu },
  { mark: '`', digits: 4, found: /[\u{10000}-\u{10ffff}]+/gu },
  { mark: '^', digits: 3, found: /[\u1000-\uffff]+/gu },
] as const;
/** What escapes doubles inside JSON, and what seldom stands there: they change places. */
const SWAPPED: Readonly<Record<string, string>> = { '"': "'", "'": '"', '\\': '|', '|': '\\' };

/** The inverse is `fromAscii`, for every text, lone surrogates included. */
export function toAscii(text: string): string {
  const marked = swapped(text).replace(/[~`^]/g, (mark) => `${mark}.`);
  return RUNS.reduce(
    (result, { mark, digits, found }) => result.replace(found, (run) => `${mark}${coded(run, digits)}.`),
    marked,
  );
}

/** Of anything that `toAscii` did not write: some text. */
export function fromAscii(text: string): string {
  const plain = text.replace(/([~`^])([\w-]*)\./g, (...[, mark, run]: string[]) =>
    run === '' ? String(mark) : decoded(String(run), RUNS.find((each) => each.mark === mark)?.digits ?? 2),
  );
  return swapped(plain);
}

function swapped(text: string): string {
  return text.replace(/["'\\|]/g, (letter) => String(SWAPPED[letter]));
}

function coded(run: string, digits: number): string {
  return Array.from(run)
    .map((letter) => inDigits(Number(letter.codePointAt(0)), digits))
    .join('');
}

function inDigits(value: number, digits: number): string {
  return digits === 0 ? '' : inDigits(Math.floor(value / 64), digits - 1) + DIGITS.charAt(value % 64);
}

function decoded(run: string, digits: number): string {
  const letters = run.match(new RegExp(`.{${digits}}`, 'g')) ?? [];
  return letters
    .map((letter) => Array.from(letter).reduce((value, digit) => value * 64 + DIGITS.indexOf(digit), 0))
    .map((code) => (code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'))
    .join('');
}
