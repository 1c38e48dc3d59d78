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
    ['{"name":"Asha","note":"says \\"hi\\""}'],
    ['Привет, ваш заказ отправлен'],
    ['お客様のご注文は発送されました'],
    ['🙂🙂🙂🙂🙂🙂🙂🙂'],
  ])('takes hardly more room inside JSON than UTF-8 takes alone: %s', (text) => {
    expect(JSON.stringify(toAscii(text)).length).toBeLessThanOrEqual(Buffer.byteLength(text) * 1.3 + 4);
  });
});
