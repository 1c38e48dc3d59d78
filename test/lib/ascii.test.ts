import fc from 'fast-check';
import { anyText } from '../support/texts';
import { fromAscii, toAscii } from '../../src/lib/ascii';

describe('toAscii', () => {
  it('writes any text in ASCII, from which it can be read again, lone surrogates included', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 60 }), fc.constantFrom('', '\ud800', '~`^|\\"\'', 'é🙂見'), (text, more) => {
        const written = toAscii(more + text + more);
        expect(/^[\0-\x7f]*$/.test(written)).toBe(true);
        expect(fromAscii(written)).toBe(more + text + more);
      }),
      { seed: 20261127 },
    );
  });

  it.each([
    ['plain 1', 'plain 1'],
    [`{"a":'\\|'}`, `{'a':"|\\"}`],
    ['~^`', '~.^.`.'],
    ['é', '~Dp.'],
    ['éé a', '~DpDp. a'],
    ['\u007f\u0080\u0fff\u1000', '\u007f~CA__.^BAA.'],
    ['見', '^ImL.'],
    ['🙂', '`AfZC.'],
    ['\u{10ffff}\ud800', '`EP__.^NgA.'],
  ])('writes %j as %j, which what is kept by an older version holds', (text, written) => {
    expect(toAscii(text)).toBe(written);
    expect(fromAscii(written)).toBe(text);
  });

  it('is read as some text also where it was never written', () => {
    const hostile = fc.string({ unit: fc.constantFrom('~', '`', '^', '.', 'A', '_', '-', '9', ' ') });
    fc.assert(
      fc.property(hostile, (text) => typeof fromAscii(text) === 'string'),
      { numRuns: 500 },
    );
    expect(fromAscii('a~A.b')).toBe('ab');
    expect(fromAscii('~AA.')).toBe('\0');
    expect(fromAscii('`____.')).toBe('\ufffd');
  });

  it.each([
    ['{"name":"Asha","note":"says \\"hi\\""}'],
    ['Привет, ваш заказ отправлен'],
    ['お客様のご注文は発送されました'],
    ['🙂🙂🙂🙂🙂🙂🙂🙂'],
  ])('takes hardly more room inside JSON than UTF-8 takes alone: %s', (text) => {
    expect(JSON.stringify(toAscii(text)).length).toBeLessThanOrEqual(Buffer.byteLength(text) * 1.3 + 4);
  });
});
