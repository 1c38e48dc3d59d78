/** Where texts are cut, and how durations are said, at the edges. */
import { cut, duration, onOneLine } from '../../src/lib/text';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['abcd', 1, '…'],
  ['abcd', 0, '…'],
  ['ab🙂', 4, 'ab🙂'],
  ['ab🙂c', 4, 'ab…'],
  ['🙂🙂🙂', 4, '🙂…'],
  ['🙂🙂', 3, '🙂…'],
  ['🙂🙂', 2, '…'],
  // The first and the last pair there is.
  ['a\u{10000}b', 3, 'a…'],
  ['a\u{10ffff}b', 3, 'a…'],
  ['a\ud7ff\udc00b', 3, 'a\ud7ff…'],
  ['a\ue000\udc00b', 3, 'a\ue000…'],
  ['a\ud800\ue000b', 3, 'a\ud800…'],
  // What belongs to a character goes with it, up to two dozen marks.
  [`ab${'\u0301'.repeat(5)}cd`, 6, 'a…'],
  [`ab${'\u0301'.repeat(30)}`, 27, `ab${'\u0301'.repeat(24)}…`],
  [`a${'b\u0301'.repeat(20)}`, 22, `a${'b\u0301'.repeat(10)}…`],
  ['a👩\u200d👩bc', 5, 'a…'],
  ['ab\u200dcde', 4, 'a…'],
  ['ab\ud83d\ud83dcd', 4, 'ab\ud83d…'],
  ['ab\udc00\udc00cd', 4, 'ab\udc00…'],
])('%j cut to %i is %j', (text, longest, expected) => {
  expect(cut(text, longest)).toBe(expected);
});

test.each([
  ['a\u0000b', 'a b'],
  [' a \t\n b ', 'a b'],
  ['a\ud800b', 'a\ufffdb'],
  ['a\u200b\u202eb', 'a b'],
])('%j on one line is %j', (text, expected) => {
  expect(onOneLine(text)).toBe(expected);
});

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3_599, '59 min'],
  [3_600, '1 h'],
  [3_659, '1 h'],
  [3_660, '1 h 1 min'],
  [86_399, '23 h 59 min'],
  [86_400, '1 day'],
  [2 * 86_400 + 3_600, '2 days 1 h'],
  [2 * 86_400 + 3_599, '2 days'],
])('%d seconds are said as %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});
