/** Where, and why, a text is no JSON: the same in every browser, where JSON.parse tells it in words of its own or not at all. */
import { visit, type ParseErrorCode } from 'jsonc-parser';

export interface JsonProblem {
  /** Both counted from 1. */
  line: number;
  column: number;
  /** "a comma or } is expected here". */
  reason: string;
}

/** Null for a text that is JSON. */
export function jsonProblem(text: string): JsonProblem | null {
  if (isJson(text)) return null;
  const { offset, reason } = firstFault(text);
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, reason };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Fault {
  offset: number;
  reason: string;
}

function firstFault(text: string): Fault {
  const open: string[] = [];
  const faults: Fault[] = [];
  const unlessOver = (change: () => void) => (): void => {
    if (faults.length === 0) change();
  };
  const opens = (mark: string) => unlessOver(() => open.push(mark));
  const closes = unlessOver(() => open.pop());
  const visitor = {
    onObjectBegin: opens('}'),
    onArrayBegin: opens(']'),
    onObjectEnd: closes,
    onArrayEnd: closes,
    onError: (code: ParseErrorCode, offset: number): void => {
      faults.push({ offset, reason: reasonFor(code, text, offset, open.at(-1)) });
    },
  };
  try {
    visit(text, visitor, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  } catch (error) {
    // The parser descends by calls of its own.
    if (!(error instanceof RangeError)) throw error;
    return { offset: 0, reason: 'it is nested too deeply to say where it breaks off' };
  }
  return faults[0] ?? { offset: 0, reason: 'it holds what JSON does not' };
}

const UNCLOSED = 'this text is not closed, or holds a character that must be escaped';
const A_VALUE = 'a value is expected here';
const A_COMMENT = 'JSON has no comments';

/** By the library's codes, which it only offers as a `const enum`. */
const REASONS: Record<number, string> = {
  1: A_VALUE,
  2: A_VALUE,
  4: A_VALUE,
  5: 'a colon is expected here',
  9: 'nothing may follow the last bracket',
  10: A_COMMENT,
  11: A_COMMENT,
  12: UNCLOSED,
  13: A_VALUE,
  14: UNCLOSED,
  15: UNCLOSED,
  16: UNCLOSED,
};
const NAME_EXPECTED = 3;

function reasonFor(code: number, text: string, offset: number, bracket: string | undefined): string {
  if (offset >= text.trimEnd().length) return 'the text ends too early';
  const before = text.slice(0, offset).trimEnd().at(-1);
  if (isNameExpected(code, before, bracket))
    return `a name in double quotes ${before === '{' ? 'or } ' : ''}is expected here`;
  return REASONS[code] ?? `a comma or ${bracket ?? '}'} is expected here`;
}

/** The parser asks for a value where only a name, and then a value, may stand. */
function isNameExpected(code: number, before: string | undefined, bracket: string | undefined): boolean {
  if (code === NAME_EXPECTED) return true;
  return REASONS[code] === A_VALUE && (before === '{' || (before === ',' && bracket === '}'));
}
