/** Pages of a queue: how they are filled, announced and taken off, and what they are read as. */
import { withoutExpired } from '../../src/outbox/expiry';
import { pack, type Kept } from '../../src/outbox/item';
import { addToQueue, commitQueue, createPages, deleteStrays, itemsOf, pageOf } from '../../src/outbox/pages';
import { newLane, type Queue } from '../../src/outbox/state';
import { createStore } from '../../src/platform/store';
import { bareStore } from '../support/bare-store';
import { stillAt } from '../support/still';

const NOW = Date.parse('2026-11-02T09:00:00.000Z');
const DAY = 86_400_000;
const PAGE = 38_000;

/** An item that takes so many bytes on a page, beside another first one where it is given. */
function item(id: string, bytes: number, more: Partial<Kept> = {}, beside?: Kept): Kept {
  const of = (text: string): Kept => ({
    to: 'a',
    at: NOW,
    notBefore: null,
    refusals: 0,
    events: [{ id, text } as never],
    ...more,
  });
  const rest = JSON.stringify(pack(of('x'), beside)).length;
  return of('x'.repeat(bytes - rest));
}

/** One that takes so many bytes beside any other. */
function behind(id: string, bytes: number): Kept {
  return item(id, bytes, {}, item('', 400));
}

/** What the first of a page takes beside the same, which stands on the page as well. */
const FIRST = JSON.stringify(pack(item('1', 400), item('1', 400))).length + 1;

/** A queue and its pages, and what was done with them. */
function storeOf(values: Record<string, object> = {}) {
  const done: string[] = [];
  bareStore(values, (operation) => done.push(operation));
  const pages = createPages(createStore(50, stillAt(NOW)));
  const queue: Queue = newLane().page;
  const add = (...items: Kept[]): Promise<void> =>
    addToQueue('page', 'a', queue, items, pages, () => {
      done.push('announce');
      return Promise.resolve();
    });
  const took = (): string[] => done.splice(0);
  /** Ids on each page. */
  const stored = (): unknown =>
    Object.fromEntries(
      Object.entries(values).map(([key, page]) => [key, itemsOf(page).map(({ events }) => events[0]?.id)]),
    );
  return { values, queue, pages, add, took, stored };
}

const set = (page: number): string => `set page:a:${page} for ${(4 * DAY) / 1_000}`;

test('a queue fills up its last page and opens the next, which it announces before it is written', async () => {
  const { queue, add, took, stored } = storeOf();
  await add();
  expect(took()).toEqual([]);
  await add(item('1', PAGE / 2), behind('2', PAGE / 4));
  expect([took(), queue]).toEqual([['announce', set(0)], { ...newLane().page, ahead: 1, items: 2 }]);
  await add(behind('3', PAGE / 4 - FIRST));
  expect([took(), queue.ahead, queue.items]).toEqual([[set(0)], 1, 3]);
  await add(item('4', PAGE), item('5', 400));
  expect([took(), queue.ahead, queue.items]).toEqual([['announce', set(1), set(2)], 3, 5]);
  await add(behind('6', PAGE - 399 - FIRST), behind('7', 200));
  expect([took(), queue.ahead, queue.items]).toEqual([['announce', set(3)], 4, 7]);
  expect(stored()).toEqual({
    'page:a:0': ['1', '2', '3'],
    'page:a:1': ['4'],
    'page:a:2': ['5'],
    'page:a:3': ['6', '7'],
  });
  commitQueue(queue);
  expect([queue.tail, queue.ahead]).toEqual([4, 4]);
});

test('what items have in common with the first of their page takes no room on it, and is read all the same', async () => {
  const { values, queue, add, took } = storeOf();
  const like = (index: number): Kept => item(String(100 + index), index % 2 === 0 ? PAGE / 2 : 200);
  const items = Array.from({ length: 100 }, (...[, index]) => like(index));
  await add(...items.slice(0, 50));
  await add(...items.slice(50));
  expect([took(), queue.ahead, queue.items]).toEqual([['announce', set(0), set(0)], 1, 100]);
  expect(itemsOf(values['page:a:0'])).toEqual(items);
});

test('what the last page holds already is not added again, nor what is to come after what has no room on it', async () => {
  const { queue, add, took, stored } = storeOf();
  await add(item('1', 400), item('2', 400));
  took();
  await add(item('2', 400), item('3', PAGE), item('4', 400));
  expect([took(), queue.ahead, queue.items]).toEqual([['announce', set(1), set(2)], 3, 4]);
  expect(stored()).toEqual({ 'page:a:0': ['1', '2'], 'page:a:1': ['3'], 'page:a:2': ['4'] });
});

test('a last page that is gone is not filled up: the next is opened', async () => {
  const { queue, add, took, pages } = storeOf();
  await add(item('1', 400));
  await pages.write('page', 'a', 0, []);
  took();
  await add(item('2', 400));
  expect([took(), queue.ahead, queue.items]).toEqual([['announce', set(1)], 2, 2]);
});

test('a turn sees what it wrote itself, and asks the store once at most for what it did not', async () => {
  const { pages, took } = storeOf({ 'refused:a:7': pageOf([item('1', 400)]) });
  expect((await pages.read('refused', 'a', 7)).map(({ events }) => events[0]?.id)).toEqual(['1']);
  await pages.write('refused', 'a', 7, [item('2', 400)]);
  expect((await pages.read('refused', 'a', 7)).map(({ events }) => events[0]?.id)).toEqual(['2']);
  await pages.write('refused', 'a', 7, []);
  expect(await pages.read('refused', 'a', 7)).toEqual([]);
  expect(took()).toEqual(['get refused:a:7', `set refused:a:7 for ${(4 * DAY) / 1_000}`, 'delete refused:a:7']);
});

test('pages that a turn had begun to write as it died are taken off', async () => {
  const { pages, took } = storeOf();
  const queue: Queue = { ...newLane().page, head: 1, tail: 3, ahead: 5 };
  await deleteStrays('page', 'a', queue, pages);
  expect([took(), queue]).toEqual([
    ['delete page:a:3', 'delete page:a:4'],
    { ...newLane().page, head: 1, tail: 3, ahead: 3 },
  ]);
  await deleteStrays('page', 'a', queue, pages);
  expect(took()).toEqual([]);
});

test.each([[null], [{}], [{ items: 'x' }], [{ items: [7, null, 'x', '[2]'] }]])(
  'a page of another make, %j, holds nothing',
  (page) => {
    expect(itemsOf(page)).toEqual([]);
  },
);

test('what is three days old is given up aloud, and counted; a millisecond less, it is not', () => {
  const errors = jest.spyOn(console, 'error').mockImplementation();
  const lane = { name: 'Orders', givenUp: 2 };
  const kept = [0, 1, -1].map((ms, index) => item(String(index), 400, { at: NOW - 3 * DAY + ms }));
  expect(withoutExpired(kept, lane, NOW).map(({ events }) => events[0]?.id)).toEqual(['1']);
  const said = errors.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
  errors.mockRestore();
  expect(lane.givenUp).toBe(4);
  expect(said.map(({ undelivered, ...rest }) => [(undelivered as { id: string }).id, rest])).toEqual(
    ['0', '2'].map((id) => [
      id,
      { destination: 'a', name: 'Orders', reason: 'it could not be delivered for three days' },
    ]),
  );
});
