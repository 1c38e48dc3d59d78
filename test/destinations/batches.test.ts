/** How payloads are put together into requests, and one payload's events apart, by what a request may hold. */
import { batchesOf, halves } from '../../src/destinations/batches';
import type { RelayEvent } from '../../src/events/event';

/** Events of so many bytes each. */
const payload = (...bytes: number[]): readonly RelayEvent[] => bytes as unknown as readonly RelayEvent[];

function batched(payloads: readonly (readonly RelayEvent[])[], room = 10, mostPayloads = 3): unknown {
  const bytesOf = (events: readonly RelayEvent[]): number =>
    (events as unknown as number[]).reduce((sum, each) => sum + each, 0);
  return batchesOf(payloads, { room, mostPayloads, bytesOf });
}

test.each<[what: string, payloads: number[][], batches: number[][][]]>([
  ['nothing is no request', [], []],
  ['a lone event is one, however large', [[99]], [[[99]]]],
  ['what fits goes together', [[4], [3], [3]], [[[4], [3], [3]]]],
  ['what is a byte too much goes into the next', [[4], [3], [4]], [[[4], [3]], [[4]]]],
  ['the next has room of its own', [[6], [6], [4], [1]], [[[6]], [[6], [4]], [[1]]]],
  ['three payloads are the most', [[1], [1], [1], [1]], [[[1], [1], [1]], [[1]]]],
  [
    'one payload’s events stay together',
    [
      [3, 3],
      [2, 3],
    ],
    [[[3, 3]], [[2, 3]]],
  ],
  ['they are parted where they have no room alone', [[3, 3, 3, 3]], [[[3, 3]], [[3, 3]]]],
  ['the last part goes together with the next payload', [[5, 5, 5], [5]], [[[5, 5]], [[5], [5]]]],
  ['they are parted into as many as that takes', [[9, 9, 9, 9, 9]], [[[9]], [[9]], [[9]], [[9]], [[9]]]],
  ['a part that is still too large is parted again', [[9, 9, 1, 1]], [[[9]], [[9]], [[1, 1]]]],
  ['an event that is too large alone stays as it is', [[11, 2]], [[[11]], [[2]]]],
])('%s', (...[, payloads, batches]) => {
  expect(batched(payloads.map((each) => payload(...each)))).toEqual(batches);
});

test.each([
  [[], [], []],
  [[1], [1], []],
  [[1, 2], [1], [2]],
  [[1, 2, 3], [1, 2], [3]],
])('half of %j is %j, and the other half %j', (list, first, second) => {
  expect(halves<number>(list)).toEqual([first, second]);
});
