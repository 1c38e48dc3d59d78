import fc from 'fast-check';
import { besideId, boxItems, FIRST, keptId, pack, unpack, type Kept } from '../../src/outbox/item';
import { addToQueue, createPages, itemsOf, pageOf, type Pages } from '../../src/outbox/pages';
import { newLane } from '../../src/outbox/state';
import { pageKey } from '../../src/platform/registry';
import { createStore } from '../../src/platform/store';
import type { RelayEvent } from '../../src/events/event';
import { bareStore } from '../support/bare-store';
import { stillAt } from '../support/still';

/** Objects that resemble each other in some parts and not in others, as events do, and names that a prototype has. */
const names = fc.constantFrom('id', 'type', 'conversation', 'change', '__proto__', 'constructor', '0', 'toString');
const values = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>('a', 'b', 'it\'s "x"', '\ud83d\ude42', null, 0, 1, '', {}, []) },
  fc.jsonValue({ maxDepth: 2 }),
);
const { event: events } = fc.letrec((tie) => ({
  event: fc.array(fc.tuple(names, fc.oneof({ depthSize: 'small' }, values, tie('event'))), { maxLength: 5 }).map(
    // As JSON is read: an own property, whatever its name.
    (entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries))) as unknown,
  ),
}));

const items: fc.Arbitrary<Kept> = fc.record({
  to: fc.constantFrom('webhook', 'slack'),
  at: fc.nat(),
  notBefore: fc.constantFrom(null, 1_793_610_020_000),
  refusals: fc.nat(3),
  events: fc.array(events, { minLength: 1, maxLength: 3 }).map((all) => all as RelayEvent[]),
});

/** As JSON, in which the order of names counts: a body that is told again must be the same. */
const json = (value: unknown): string => JSON.stringify(value);

describe('an item', () => {
  it('is read as it was written, alone and beside any other', () => {
    fc.assert(
      fc.property(items, items, (item, other) => {
        expect(json(unpack(pack(item)))).toBe(json(item));
        expect(json(unpack(pack(item, other), other))).toBe(json(item));
      }),
      { numRuns: 500 },
    );
  });

  it('is nothing where it was written beside another and is read without it', () => {
    const [first, second] = ['1', '2'].map((id): Kept => {
      const event = { id, type: 'conversation.status.changed' } as unknown as RelayEvent;
      return { to: 'webhook', at: 1, notBefore: null, refusals: 0, events: [event] };
    }) as [Kept, Kept];
    expect([unpack(pack(second, first)), unpack(pack(second, first), first)]).toEqual([null, second]);
  });
});

describe('a page', () => {
  it('holds any items, in order, and passes over what this app did not write', () => {
    fc.assert(
      fc.property(fc.array(items, { maxLength: 6 }), fc.nat(6), fc.jsonValue(), (all, place, foreign) => {
        const page: { items: unknown[] } = pageOf(all);
        page.items.splice(place, 0, foreign);
        expect(json(itemsOf(page))).toBe(json(all));
      }),
      { numRuns: 300 },
    );
  });

  it('says what events have in common once: each takes less than a third of what it takes alone', () => {
    const conversation = { id: '', url: `https://acme.example.com/${'c'.repeat(100)}`, agent: { name: 'Asha Raman' } };
    const item = (id: number): Kept => ({
      to: 'webhook',
      at: id,
      notBefore: null,
      refusals: 0,
      events: [
        { id: `evt_${id}`, type: 'conversation.status.changed', conversation: { ...conversation, id: `c-${id}` } },
      ] as unknown as RelayEvent[],
    });
    const [first = '', second = ''] = pageOf([item(1), item(2)]).items;
    expect([first, second].map((text) => text.length < pack(item(1)).length / 3)).toEqual([true, true]);
    expect(second).toContain('c-2');
  });
});

/** Like any other but for its number, or in nothing. */
function numbered(id: number, isLike: boolean): Kept {
  const text = isLike ? 'a'.repeat(700) : String(id).repeat(700 / String(id).length);
  const names = isLike ? ['one', 'two', 'three'] : [`x${id}`, `y${id}`, `z${id}`];
  const event = { id: `evt_${id}`, ...Object.fromEntries(names.map((name) => [name, text])) };
  return { to: 'a', at: id, notBefore: null, refusals: 0, events: [event as unknown as RelayEvent] };
}

describe('a full page in the store', () => {
  it('never grows as items are taken off it or put behind, whatever the others resemble, and keeps what it holds', async () => {
    const onPages = fc.record({
      like: fc.array(fc.boolean(), { minLength: 1, maxLength: 120 }),
      told: fc.array(fc.nat(8), { minLength: 1, maxLength: 4 }),
      put: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(onPages, async ({ like, told, put }) => {
        const { values } = bareStore();
        const pages = (): Pages => createPages(createStore(5_000, stillAt(0)));
        const queue = newLane().page;
        const all = like.map((isLike, id) => numbered(id, isLike));
        await addToQueue('page', 'a', queue, all, pages(), () => Promise.resolve());
        const sizes = (): number[] => Object.values(values).map((page) => JSON.stringify(page).length);
        expect(Math.max(...sizes())).toBeLessThan(38_100);
        for (let page = 0; page < queue.ahead; page += 1) {
          let left = await pages().read('page', 'a', page);
          for (const many of told) {
            const before = JSON.stringify(values[pageKey('page', 'a', page)] ?? '').length;
            left = [...left.slice(many + put), ...left.slice(many, many + put)];
            const turn = pages();
            await turn.read('page', 'a', page);
            await turn.write('page', 'a', page, left);
            expect(JSON.stringify(values[pageKey('page', 'a', page)] ?? '').length).toBeLessThanOrEqual(before);
            expect(json(await pages().read('page', 'a', page))).toBe(json(left));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('items of a box, each beside the first or alone, are read as they were kept', () => {
  const item = fc.tuple(fc.nat(10_000), fc.boolean()).map(([id, isLike]) => numbered(id, isLike));
  const others = fc.array(fc.tuple(item, fc.boolean()), { maxLength: 40 });
  fc.assert(
    fc.property(item, others, (first, rest) => {
      const box: Record<string, string[]> = { [FIRST]: [pack(first)] };
      for (const [kept, isBeside] of rest)
        box[isBeside ? besideId(kept) : keptId(kept)] = [isBeside ? pack(kept, first) : pack(kept)];
      const ids = new Set(rest.map(([kept, isBeside]) => (isBeside ? besideId(kept) : keptId(kept))));
      const read = boxItems(box).map((kept) => JSON.stringify(kept));
      expect(read).toHaveLength(1 + ids.size);
      const known = [first, ...rest.map(([kept]) => kept)].map((kept) => JSON.stringify(kept));
      expect(read.filter((text) => !known.includes(text))).toEqual([]);
      for (const name of Object.keys(box)) expect(name.length).toBeLessThan(30);
    }),
  );
});
