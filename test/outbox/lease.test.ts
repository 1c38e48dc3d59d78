/** The lease, by which one turn is at work at a time, on a store that forgets nothing by itself. */
import { claimLease, endLease } from '../../src/outbox/lease';
import { createStore } from '../../src/platform/store';
import { bareStore } from '../support/bare-store';
import { stillAt } from '../support/still';

const NOW = Date.parse('2026-11-02T09:00:00.000Z');
const MINUTE = 60_000;

function storeOf(values: Record<string, object>) {
  const runtime = {
    now: () => NOW,
    random: () => 0.5,
    after: () => Promise.resolve(),
    pause: () => Promise.resolve(true),
  };
  return { ...bareStore(values), runtime, store: createStore(50, stillAt(NOW)) };
}

const until = (ms: number, ended?: true): object => ({ until: NOW + ms, ...(ended === true ? { ended } : {}) });
const LEASE = 'outbox:lease';
const after = (ms: number): string => `${LEASE}:${NOW + ms}`;

test.each<[what: string, values: Record<string, object>, keys: string[] | null]>([
  ['nobody holds is claimed', {}, [LEASE]],
  ['another turn holds is not', { [LEASE]: until(1) }, null],
  ['a turn has let a moment ago is not', { [LEASE]: until(-1, true) }, null],
  ['a turn has let almost a minute ago is not', { [LEASE]: until(-MINUTE + 1, true) }, null],
  ['a turn has let a minute ago is taken over', { [LEASE]: until(-MINUTE, true) }, [LEASE, after(-MINUTE)]],
  ['a turn died with almost five minutes ago is not', { [LEASE]: until(-5 * MINUTE + 1) }, null],
  ['a turn died with five minutes ago is taken over', { [LEASE]: until(-5 * MINUTE) }, [LEASE, after(-5 * MINUTE)]],
  [
    'was taken over, and is held by that turn, is not',
    { [LEASE]: until(-9 * MINUTE), [after(-9 * MINUTE)]: until(20_000) },
    null,
  ],
  [
    'was taken over twice is taken over again',
    { [LEASE]: until(-9 * MINUTE), [after(-9 * MINUTE)]: until(-8 * MINUTE), [after(-8 * MINUTE)]: until(-7 * MINUTE) },
    [LEASE, after(-9 * MINUTE), after(-8 * MINUTE), after(-7 * MINUTE)],
  ],
  [
    'was taken over three times is not: the store will have forgotten by then',
    {
      [LEASE]: until(-9 * MINUTE),
      [after(-9 * MINUTE)]: until(-8 * MINUTE),
      [after(-8 * MINUTE)]: until(-7 * MINUTE),
      [after(-7 * MINUTE)]: until(-6 * MINUTE),
    },
    null,
  ],
])('a lease that %s', async (...[, values, keys]) => {
  const before = { ...values };
  const { store, runtime, seconds } = storeOf(values);
  expect(await claimLease(store, runtime)).toEqual(keys === null ? null : { keys });
  const claimed = keys?.at(-1);
  expect(values).toEqual(claimed === undefined ? before : { ...before, [claimed]: until(25_000) });
  expect(seconds).toEqual(claimed === undefined ? {} : { [claimed]: 25 });
});

test('a lease that another turn claims in the same moment is that one’s', async () => {
  const { store, runtime, values } = storeOf({});
  const claims = await Promise.all([claimLease(store, runtime), claimLease(store, runtime)]);
  expect(claims).toEqual([{ keys: [LEASE] }, null]);
  expect(values).toEqual({ [LEASE]: until(25_000) });
});

test.each([
  [true, {}, {}],
  [false, { [LEASE]: until(3_000, true) }, { [LEASE]: 3 }],
])('a lease that ends, with nothing left to do: %p, leaves no other behind', async (isAtRest, left, kept) => {
  const keys = [LEASE, after(-MINUTE)];
  const { store, runtime, values, seconds } = storeOf({ [LEASE]: until(-MINUTE), [after(-MINUTE)]: until(25_000) });
  await endLease({ keys }, store, runtime, isAtRest);
  expect([values, seconds]).toEqual([left, kept]);
});
