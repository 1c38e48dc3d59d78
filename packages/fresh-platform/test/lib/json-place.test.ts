import fc from 'fast-check';
import { jsonProblem } from '../../lib/json-place';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('jsonProblem', () => {
  it.each<[string, number, number, string]>([
    ['', 1, 1, 'the text ends too early'],
    ['{\n  "a": 1,\n  "b": [1, 2,]\n}', 3, 14, 'a value is expected here'],
    ['{ "a" 1 }', 1, 7, 'a colon is expected here'],
    ['{ "a": 1,\n}', 2, 1, 'a name in double quotes is expected here'],
    ['{ a: 1 }', 1, 3, 'a name in double quotes or } is expected here'],
    ["{ 'a': 1 }", 1, 3, 'a name in double quotes or } is expected here'],
    ['{ "a": 1 "b": 2 }', 1, 10, 'a comma or } is expected here'],
    ['[1 2]', 1, 4, 'a comma or ] is expected here'],
    ['[1}', 1, 3, 'a comma or ] is expected here'],
    ['{ "a": tru }', 1, 8, 'a value is expected here'],
    ['{ "a": 01 }', 1, 9, 'a comma or } is expected here'],
    ['{ "a": "open\n}', 1, 8, 'this text is not closed, or holds a character that must be escaped'],
    ['{ "a": 1', 1, 9, 'the text ends too early'],
    ['{} {}', 1, 4, 'nothing may follow the last bracket'],
    ['{ "a": 1, // why\n}', 1, 11, 'JSON has no comments'],
  ])('finds the place in %j', (text, line, column, reason) => {
    expect(jsonProblem(text)).toEqual({ line, column, reason });
  });

  it('agrees with JSON.parse on every text', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e9"',
      '"\\x"',
      '"\u007f"',
      '"\t"',
      '1',
      '-0.5e+3',
      '01',
      '1.',
      'true',
      'nul',
      ' ',
      '\n',
      '\u00a0',
      '"',
      '\\',
    );
    const nearly = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(nearly, fc.json(), fc.string()), (text) => (jsonProblem(text) === null) === isJson(text)),
      { numRuns: 3_000 },
    );
  });

  it('reads a payload of the largest size, and nesting of any depth', () => {
    expect(jsonProblem(JSON.stringify({ text: '"\\é😀'.repeat(40_000) }))).toBeNull();
    expect(jsonProblem(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toBeNull();
    expect(jsonProblem('['.repeat(500))).toMatchObject({ column: 501, reason: 'the text ends too early' });
    const tooDeep = jsonProblem('['.repeat(50_000));
    expect(tooDeep?.column).toBe(1);
    expect(tooDeep?.reason).toContain('too deeply');
  });
});
