import { styleText } from 'node:util';

/** How text is set: for whom, and how wide. */
export interface Look {
  /** Columns. */
  width: number;
  color: boolean;
  /** Log lines: cut to the width, whole, or left out. */
  logs: 'cut' | 'full' | 'none';
}

type Style = Parameters<typeof styleText>[0];

/** Text in a style, where the look has colour. */
export function paint(look: Look, style: Style, text: string): string {
  return look.color && text !== '' ? styleText(style, text) : text;
}

/** Text of at most `width` characters; what is cut leaves an ellipsis. */
export function cut(text: string, width: number): string {
  const letters = Array.from(text);
  return letters.length <= width ? text : `${letters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Text filled up with blanks, and cut where it is too long. */
export function column(text: string, width: number): string {
  const shown = cut(text, width);
  return shown + ' '.repeat(Math.max(0, width - Array.from(shown).length));
}

/** A blank within a span of time such as "2 h", where no line breaks. */
const WITHIN_A_SPAN = /(?<=\d) (?=(?:d|h|min|s)\b)/;

/** Text in lines of at most `width` characters, broken between words where there is a place to. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const glued = text.split(WITHIN_A_SPAN).join('\u00a0');
  for (const word of glued.split(' ').map((part) => cut(part, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (Array.from(longer).length <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].map((part) => part.replaceAll('\u00a0', ' '));
}

/** The longest of some texts, in characters, but no more than `most`. */
export function widest(texts: readonly string[], most: number): number {
  return Math.min(most, Math.max(0, ...texts.map((text) => Array.from(text).length)));
}

/** Text after a first column: its lines hang below each other, right of `indent` characters. */
export function hang(lead: string, text: string, indent: number, width: number): string {
  return wrap(text, Math.max(20, width - indent))
    .map((line, index) => `${index === 0 ? lead : ' '.repeat(indent)}${line}`)
    .join('\n');
}

/** "1 story", "3 stories": a count with its noun. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** How a stream's reader wants text: colours on a terminal that has them, and the terminal's width. */
export function lookOf(
  stream: { isTTY?: boolean; columns?: number },
  env: Record<string, string | undefined>,
  logs: Look['logs'],
): Look {
  const color = stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const columns = stream.columns ?? (Number(env['COLUMNS']) || 110);
  return { width: Math.min(160, Math.max(60, columns)), color, logs };
}
