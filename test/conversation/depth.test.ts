/** How deep the log follows a payload. */
import { maskPayload } from '../../src/conversation/masking';
import { digRecord } from '../../packages/fresh-platform/lib/dig';

/** A word under a harmless key, so many objects or lists deep. */
function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  return levels === 0 ? 'word' : wrap(nested(levels - 1, wrap));
}

/** Whether the word is still there so many levels below `data.part`, a part that the app does not know. */
function isKept(levels: number, wrap: (inner: unknown) => unknown): boolean {
  const data = { part: nested(levels, wrap) };
  return JSON.stringify(digRecord(maskPayload({ data }), 'data')).includes('"word"');
}

describe('what is nested', () => {
  it.each<[what: string, wrap: (inner: unknown) => unknown]>([
    ['objects', (inner) => ({ type: inner })],
    ['objects in lists', (inner) => ({ type: [inner] })],
  ])('is followed forty levels deep and no further, in %s', (...[, wrap]) => {
    const perStep = JSON.stringify(wrap(0)).includes('[') ? 2 : 1;
    const deepest = [...Array(60).keys()].filter((levels) => isKept(levels, wrap)).length;
    expect(deepest * perStep).toBe(40);
  });

  it('is masked by its key at any depth, and kept by it at any depth', () => {
    const deep = (levels: number): unknown =>
      nested(levels, (inner) => ({ type: inner, email: 'nadia@example.com', first_name: 'Nadia', id: 'id-1' }));
    for (const levels of [1, 2, 20, 39]) {
      const logged = JSON.stringify(maskPayload({ data: { part: deep(levels) } }));
      expect(logged).not.toContain('adia');
      expect(logged.match(/"id-1"/g)).toHaveLength(levels);
    }
  });
});
