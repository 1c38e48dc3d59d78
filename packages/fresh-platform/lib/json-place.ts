/** Where, and why, a text is no JSON: the same in every browser, where JSON.parse tells it in words of its own or not at all. */

export interface JsonProblem {
  /** Both counted from 1. */
  line: number;
  column: number;
  /** "a comma or } is expected here". */
  reason: string;
}

/** A bracket, comma or colon; a text; or a number, true, false or null. */
const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[ !#-[\]-\u{10FFFF}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/uy;

/** What may come next; those that allow a bracket to close stand right after it was opened. */
type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | 'colon' | 'comma' | 'end';

const REASONS: Record<Exclude<Expected, 'comma'>, string> = {
  value: 'a value is expected here',
  'value or ]': 'a value or ] is expected here',
  name: 'a name in double quotes is expected here',
  'name or }': 'a name in double quotes or } is expected here',
  colon: 'a colon is expected here',
  end: 'nothing may follow the last bracket',
};

/** Null for a text that is JSON. */
export function jsonProblem(text: string): JsonProblem | null {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    const next: Expected | null = token === null ? null : after(expected, kindOf(token), open);
    if (token === null || next === null)
      return isOver(text, at, expected) ? null : problemAt(text, at, reasonFor(expected, open, text, at));
    expected = next;
    at = TOKEN.lastIndex;
  }
}

function kindOf([, mark, string]: RegExpExecArray): string {
  return mark ?? (string === undefined ? 'other' : 'string');
}

type Step = 'open' | 'close' | 'done' | 'more' | 'colon' | 'value';

/** What each kind of token leads to where it may stand. */
const RULES: Record<Expected, Partial<Record<string, Step>>> = {
  value: { '{': 'open', '[': 'open', string: 'done', other: 'done' },
  'value or ]': { '{': 'open', '[': 'open', string: 'done', other: 'done', ']': 'close' },
  name: { string: 'colon' },
  'name or }': { string: 'colon', '}': 'close' },
  colon: { ':': 'value' },
  comma: { ',': 'more', '}': 'close', ']': 'close' },
  end: {},
};

/** `open` are the brackets a token stands in, and changes with it. Null where the brackets do not match. */
const STEPS: Record<Step, (open: string[], kind: string) => Expected | null> = {
  open: (open, kind) => {
    open.push(kind);
    return kind === '{' ? 'name or }' : 'value or ]';
  },
  close: (open, kind) => {
    if (open.at(-1) !== (kind === '}' ? '{' : '[')) return null;
    open.pop();
    return done(open);
  },
  done: (open) => done(open),
  more: (open) => (open.at(-1) === '{' ? 'name' : 'value'),
  colon: () => 'colon',
  value: () => 'value',
};

/** What is expected after a token, or null where it must not stand. */
function after(expected: Expected, kind: string, open: string[]): Expected | null {
  const step = RULES[expected][kind];
  return step === undefined ? null : STEPS[step](open, kind);
}

function done(open: readonly string[]): Expected {
  return open.length === 0 ? 'end' : 'comma';
}

function isOver(text: string, at: number, expected: Expected): boolean {
  return expected === 'end' && /^[ \t\r\n]*$/.test(text.slice(at));
}

function reasonFor(expected: Expected, open: readonly string[], text: string, at: number): string {
  const rest = text.slice(at).trimStart();
  if (rest === '') return 'the text ends too early';
  if (rest.startsWith('"') && !expected.startsWith('co'))
    return 'this text is not closed, or holds a character that must be escaped';
  return expected === 'comma' ? `a comma or ${open.at(-1) === '{' ? '}' : ']'} is expected here` : REASONS[expected];
}

function problemAt(text: string, at: number, reason: string): JsonProblem {
  const rest = text.slice(at);
  const offset = at + rest.length - rest.trimStart().length;
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, reason };
}
