/** What is counted against the platform's limits, byte by byte. */
import fc from 'fast-check';
import { anyText } from '../support/texts';
import { escapedBytes, utf8Bytes } from '../../src/lib/json';

describe('the bytes of a text', () => {
  it.each([
    ['', 0],
    ['plain ~', 7],
    ['\n\u007f', 2],
    ['é', 2],
    ['\u0080\u07ff', 4],
    ['\u0800見\uffff', 9],
    ['🙂', 4],
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
