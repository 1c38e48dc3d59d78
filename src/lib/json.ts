/** Reading JSON that came from outside: every function says what it found, and nothing throws. */

export type JsonObject = Readonly<Record<string, unknown>>;

const EMPTY: JsonObject = Object.freeze({});
/** Looked up once: a sandbox answers for its globals slowly, and these are asked of every value in a payload. */
const { isArray } = Array;
const { prototype } = Object;
const { isFinite: isFiniteNumber } = Number;

/** Duck-typed on purpose: values may come from another realm, where `instanceof` does not hold. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/** Arrays hold across realms, too. */
export function isList(value: unknown): value is readonly unknown[] {
  return isArray(value);
}

/** A finite number: JSON writes any other as null. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && isFiniteNumber(value);
}

/** The value where it is an object, an empty one otherwise. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : EMPTY;
}

/** The own property only, so that a key such as `constructor` never reaches a prototype. */
export function own(object: JsonObject, key: string): unknown {
  return prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
}

/** A string with something in it, trimmed; null otherwise. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
}

/** An identifier: a non-blank string, or a finite number as a string; null otherwise. */
export function idOf(value: unknown): string | null {
  return isNumber(value) ? `${value}` : textOf(value);
}

/** Bytes of the text in UTF-8, which is what the platform's size limits count. A lone surrogate counts as 2. */
export function utf8Bytes(text: string): number {
  // One native pass takes out what is plain ASCII, nearly always nearly all: a loop over it costs more than the request.
  const wide = text.replace(/[ -~]+/g, '');
  let bytes = text.length;
  for (let i = 0; i < wide.length; i += 1) {
    const code = wide.charCodeAt(i);
    if (code > 0x7f) bytes += extraBytes(code);
  }
  return bytes;
}

/** What a UTF-16 unit above ASCII takes beyond one byte; the two units of a pair make 4 bytes together. */
function extraBytes(code: number): number {
  return code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
}

/**
 * One line, whatever the value holds: JSON leaves the Unicode line ends raw, and some log viewers break on them; marks that
 * change the direction of writing would let a name reorder the line around it.
 */
export function oneLine(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  return (json ?? 'null').replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * JSON in which neither `<%` nor `${` stands, whatever the value holds: the platform may run a template engine over what
 * is sent, and would put settings in their place. A reader of the JSON sees the same value.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value)
    .replace(/<(?=%)/g, '\\u003c')
    .replace(/\$(?=\{)/g, '\\u0024');
}

/** Bytes of a text as it stands escaped inside another JSON text, which is how the platform may count a body. */
export function escapedBytes(text: string): number {
  return utf8Bytes(JSON.stringify(text));
}

const MOST_LEVELS = 40;
const MOST_PARTS = 20_000;

/**
 * A copy that JSON can write, however deep a value from outside is, and also where it holds itself: what lies deeper than
 * forty levels, or behind the first twenty thousand parts, is null.
 */
export function bounded(value: unknown): unknown {
  let left = MOST_PARTS;
  const copy = (part: unknown, level: number): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    left -= 1;
    if (level > MOST_LEVELS || left < 0) return null;
    if (isList(part)) return part.map((each) => copy(each, level + 1));
    return Object.fromEntries(Object.keys(part).map((key) => [key, copy((part as JsonObject)[key], level + 1)]));
  };
  return copy(value, 0);
}
