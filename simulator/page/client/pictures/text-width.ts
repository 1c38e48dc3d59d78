/** How much room text takes, guessed: the drawing is made before a browser could measure it. */

const LETTER = 6.7;
const WIDE_LETTER = 12.5;
/** Where letters as wide as high begin: Hangul, kana, ideographs, emoji. */
const FIRST_WIDE = 0x1100;

/** The width of text at 12 units of height. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((width, letter) => width + letterWidth(letter), 0);
}

/** Text that takes no more than a width; what is cut leaves an ellipsis, and nothing is left of what has no room at all. */
export function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let shown = '';
  let left = width - WIDE_LETTER;
  for (const letter of Array.from(text)) {
    left -= letterWidth(letter);
    if (left < 0) break;
    shown += letter;
  }
  return shown === '' ? '' : `${shown.trimEnd()}…`;
}

function letterWidth(letter: string): number {
  return (letter.codePointAt(0) ?? 0) >= FIRST_WIDE ? WIDE_LETTER : LETTER;
}
