/** The names under which things lie in the store and among the schedules: what an older version left there is found by them. */
import { persistently, statusOf } from '../../src/platform/refusals';
import * as registry from '../../src/platform/registry';

const AT = 1_793_610_030_000;

test('keys and schedules have the names that an older version gave them', () => {
  const { boxKey, pageKey, turnName, sweepName, slotName, watchName, dayKey, countName, firstMessageKey, leaseAfter } =
    registry;
  expect([
    [registry.STATE_KEY, registry.LEASE_KEY, registry.UNDRIVEN_KEY, registry.DRIVER, registry.SUMMARY_AGAIN],
    [...registry.SUMMARY_NAMES, leaseAfter(AT)],
    [boxKey(7, 0), boxKey(7, 1), boxKey(7, 2), pageKey('page', 'a1', 3), pageKey('refused', 'a1', 0)],
    [turnName(AT - 1, null), turnName(AT, null), turnName(AT + 29_999, 5), turnName(AT + 30_000, 0)],
    [sweepName(AT - 10_001), sweepName(AT - 10_000), sweepName(AT + 9_999), sweepName(AT + 10_000)],
    [slotName(7, ''), slotName(7, 'xy'), watchName(479), watchName(480), countName(15), countName(16)],
    [dayKey(AT), dayKey(AT - 1), firstMessageKey('a1', 'mark')],
  ]).toEqual([
    ['outbox', 'outbox:lease', 'outbox:undriven', 'relay-outbox', 'relay-summary-again'],
    ['relay-summary-0', 'relay-summary-1', 'outbox:lease:1793610030000'],
    ['box:7', 'box:7:1', 'box:7:2', 'page:a1:3', 'refused:a1:0'],
    ['relay-turn-59787000', 'relay-turn-59787001', 'relay-turn-59787001-5', 'relay-turn-59787002-0'],
    ['relay-sweep-89680500', 'relay-sweep-89680501', 'relay-sweep-89680501', 'relay-sweep-89680502'],
    ['relay-slot-7', 'relay-slot-7-xy', 'relay-wait-479', 'relay-wait-0', 'relay-count-15', 'relay-count-0'],
    ['summary:29893501', 'summary:29893500', 'slack:a1:mark'],
  ]);
});

test.each([
  [503, 3],
  [500, 3],
  [499, 1],
  [429, 1],
  [404, 1],
])('an operation that is refused with %i is made %i times in all', async (status, times) => {
  let made = 0;
  const refused = persistently(() => {
    made += 1;
    return Promise.reject(Object.assign(new Error('refused'), { status }));
  });
  await expect(refused).rejects.toMatchObject({ status });
  expect(made).toBe(times);
});

test('an operation that is thrown rather than rejected is made again, and its status is 0 where it has none', async () => {
  let made = 0;
  const result = await persistently(() => {
    made += 1;
    if (made < 3) throw Object.assign(new Error('busy'), { status: '503' });
    return Promise.resolve('done');
  });
  expect([result, made]).toEqual(['done', 3]);
  expect([undefined, 'x', {}, { status: null }, { status: 404 }, { status: '404' }].map(statusOf)).toEqual([
    0, 0, 0, 0, 404, 404,
  ]);
});
