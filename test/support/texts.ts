/** Texts of any characters. The library's own units write a table of all million characters in every test file, which takes a second. */
import fc from 'fast-check';

/** Any character of Unicode, halves of one excepted. */
const character = fc
  .oneof(
    fc.integer({ max: 0xff, min: 0 }),
    fc.integer({ max: 0xd7ff, min: 0 }),
    fc.integer({ max: 0x10ffff, min: 0xe000 }),
  )
  .map((point) => String.fromCodePoint(point));

/** What readers see as one character: of one part or of several, from left to right or the other way. */
const grapheme = fc.oneof(character, fc.constantFrom('👩‍👩‍👧', '👍🏽', '🇩🇪', 'e\u0301', '한', 'नि', 'א', '\u202e', '\u200d'));

export function anyText(constraints: fc.StringSharedConstraints = {}): fc.Arbitrary<string> {
  return fc.string({ unit: grapheme, ...constraints });
}
