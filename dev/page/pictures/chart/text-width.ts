/** How much room text takes, guessed: the drawing is made before a browser could measure it. */

/** Widths of letters at 12 units of height, on the wide side of what interfaces are set in; the first that fits counts. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  // Hangul, kana, ideographs and emoji are as wide as high.
  [/[\u{1100}-\u{10ffff}]/u, 12.5],
  [/[mwMW@%]/, 10.2],
  [/[\p{Lu}&]/u, 8.3],
  [/[ iljI.,:;'’|·!]/, 3.9],
  [/[tfr()-]/, 4.8],
];
const LETTER = 7.2;
const WIDEST = 12.5;

/** The width of text at 12 units of height. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((width, letter) => width + letterWidth(letter), 0);
}

/** Text that takes no more than a width; what is cut leaves an ellipsis, and nothing is left of what has no room at all. */
export function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let shown = '';
  let left = width - WIDEST;
  for (const letter of Array.from(text)) {
    left -= letterWidth(letter);
    if (left < 0) break;
    shown += letter;
  }
  return shown === '' ? '' : `${shown.trimEnd()}…`;
}

function letterWidth(letter: string): number {
  return WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? LETTER;
}
