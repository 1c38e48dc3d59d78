/** How deep the log follows a payload. */
import { maskPayload } from '../../src/conversation/masking';

/** A word under a harmless key, so many objects or lists deep. */
function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  return levels === 0 ? 'word' : wrap(nested(levels - 1, wrap));
}

type Wrap = (inner: unknown) => unknown;

/** Whether the word is still there so many levels deep in a part of a payload. */
function isKept(levels: number, wrap: Wrap, within: Wrap): boolean {
  return JSON.stringify(maskPayload(within(nested(levels, wrap)))).includes('"word"');
}

const objects: Wrap = (inner) => ({ type: inner });

describe('what is nested', () => {
  it.each<[what: string, wrap: Wrap]>([
    ['objects', objects],
    ['objects in lists', (inner) => ({ type: [inner] })],
  ])('is followed forty levels deep and no further, in %s', (...[, wrap]) => {
    const perStep = JSON.stringify(wrap(0)).includes('[') ? 2 : 1;
    const deepest = [...Array(60).keys()].filter((levels) =>
      isKept(levels, wrap, (part) => ({ data: { part } })),
    ).length;
    expect(deepest * perStep).toBe(40);
  });

  // A word under `type` is kept without any object around it, too.
  it.each<[where: string, levels: number, within: Wrap]>([
    ['lists', 38, (part) => [[part]]],
    ['an attribute of the payload', 40, (part) => ({ part })],
    ['data that are a list', 39, (part) => ({ data: [part] })],
    ['the actor', 39, (part) => ({ data: { actor: { type: part } } })],
    ['an association', 40, (part) => ({ data: { associations: { group: part } } })],
    ['an attribute of the conversation', 40, (part) => ({ data: { conversation: { part } } })],
    ['other changes', 40, (part) => ({ data: { changes: { part } } })],
    ['a change that is no pair', 40, (part) => ({ data: { changes: { model_changes: { part } } } })],
  ])('is followed as deep in %s, %i levels of its own', (...[, levels, within]) => {
    expect([levels - 1, levels, levels + 1].map((each) => isKept(each, objects, within))).toEqual([true, true, false]);
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
