/** What is counted against the platform's limits, byte by byte. */
import fc from 'fast-check';
import { anyText } from '../support/texts';
import { bounded, escapedBytes, idOf, oneLine, own, textOf, utf8Bytes } from '../../src/lib/json';

describe('the bytes of a text', () => {
  it.each([
    ['', 0],
    ['plain ~', 7],
    ['\n\u007f', 2],
    ['é', 2],
    ['\u0080\u07ff', 4],
    ['\u0800見\uffff', 9],
    ['🙂', 4],
    ['\ud7ff\ue000', 6],
    ['\u{10000}\u{103ff}\u{10fc00}\u{10ffff}', 16],
    ['👩‍👩‍👧', 18],
    ['aé見🙂', 10],
  ])('of %j are %i', (text, bytes) => {
    expect(utf8Bytes(text)).toBe(bytes);
    expect(Buffer.byteLength(text)).toBe(bytes);
  });

  it('are those of UTF-8 for any text', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
        expect(escapedBytes(text)).toBe(Buffer.byteLength(JSON.stringify(text)));
      }),
    );
  });

  it('count half a character as two', () => {
    expect(utf8Bytes('a\ud83db')).toBe(4);
  });
});

describe('a copy that JSON can write', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 'deep' : { in: nested(levels - 1) });
  const deepest = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? deepest((value as { in: unknown }).in) : value;

  it('holds what lies forty levels deep, and null for what lies deeper', () => {
    expect([40, 41, 42].map((levels) => deepest(bounded(nested(levels))))).toEqual(['deep', 'deep', null]);
    const list = (levels: number): unknown => (levels === 0 ? 'deep' : [list(levels - 1)]);
    expect([41, 42].map((levels) => JSON.stringify(bounded(list(levels))).includes('deep'))).toEqual([true, false]);
  });

  it('holds twenty thousand parts, itself included, and null for the others', () => {
    const parts = (count: number): unknown => bounded(Array.from({ length: count }, () => ({})));
    expect([19_999, 20_000].map((count) => (parts(count) as unknown[]).filter((part) => part === null).length)).toEqual(
      [0, 1],
    );
  });

  it('of what holds itself ends somewhere, and every other value is as it was', () => {
    const circle: Record<string, unknown> = { a: 1, b: null, c: 'x', d: [true] };
    expect(bounded({ ...circle })).toEqual(circle);
    circle['self'] = circle;
    expect(JSON.stringify(bounded(circle)).match(/"a":1/g)).toHaveLength(41);
  });
});

test('texts and ids are trimmed, a blank one is none, and a number that is finite is an id', () => {
  expect([' a ', ' ', '', 7, null, {}].map(textOf)).toEqual(['a', null, null, null, null, null]);
  expect([' a ', ' ', 7, 0, Number.NaN, Infinity, [], true].map(idOf)).toEqual([
    'a',
    null,
    '7',
    '0',
    null,
    null,
    null,
    null,
  ]);
  expect([own({ a: 1 }, 'a'), own({}, 'constructor')]).toEqual([1, undefined]);
});

test('a line holds nothing that breaks it or turns it around, and is a line for nothing too', () => {
  expect(oneLine({ a: '\u2028\u202e\u007f\u0085\u200f\u061cé' })).toBe(
    '{"a":"\\u2028\\u202e\\u007f\\u0085\\u200f\\u061cé"}',
  );
  expect(oneLine(undefined)).toBe('null');
});
