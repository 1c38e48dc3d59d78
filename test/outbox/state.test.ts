/** What the outbox remembers: from which minute on, for how long, and how a destination is doing by it. */
import { WORKING, type RetryState } from '../../src/outbox/retry-policy';
import {
  isLagging,
  loadState,
  newLane,
  newState,
  openMinute,
  outageOf,
  readAgainFrom,
  resumed,
  saveState,
  stateFrom,
  type Queue,
} from '../../src/outbox/state';
import { createStore } from '../../src/platform/store';
import { bareStore } from '../support/bare-store';
import { stillAt } from '../support/still';

const NOW = Date.parse('2026-11-02T09:00:00.000Z');
const MINUTE = NOW / 60_000;

test('a minute is closed when no clock and no invocation can be in it any more', () => {
  expect([NOW + 19_999, NOW + 20_000].map((now) => openMinute(now) - MINUTE)).toEqual([-6, -5]);
});

test('of a new destination nothing waits, nothing was given up, and nobody was told anything', () => {
  const { page, refused, ...rest } = newLane();
  expect([page.items, refused.items, rest]).toEqual([0, 0, { givenUp: 0, told: { since: 0, givenUp: 0 } }]);
});

test('turns lag behind where more than a quarter of an hour is closed and was not read', () => {
  const lags = (minutes: number): boolean => isLagging(newState(openMinute(NOW) - minutes), NOW);
  expect([lags(15), lags(16)]).toEqual([false, true]);
});

test('a minute that could not be read in time is read again', () => {
  const state = { ...newState(MINUTE), unread: MINUTE + 3 };
  const again = (minute: number) => readAgainFrom(state, MINUTE + minute);
  expect([again(-2), again(2), again(4)]).toEqual([
    { ...state, cursor: MINUTE - 2, unread: MINUTE - 2 },
    { ...state, unread: MINUTE + 2 },
    state,
  ]);
});

function storeOf(values: Record<string, object>) {
  return { ...bareStore(values), store: createStore(9, stillAt(NOW)) };
}

test('a first state begins at its driver’s minute, or before boxes that nobody could tell a driver of', async () => {
  const from = async (values: Record<string, object>): Promise<unknown> => stateFrom(MINUTE, storeOf(values).store);
  expect(await from({})).toEqual(newState(MINUTE));
  expect(await from({ 'outbox:undriven': { since: MINUTE + 9 } })).toEqual(newState(MINUTE));
  expect(await from({ 'outbox:undriven': { since: MINUTE } })).toEqual(newState(MINUTE - 5));
  expect(await from({ 'outbox:undriven': { since: 'soon' } })).toEqual(newState(MINUTE));
});

test('a new driver goes on where the state stands, unless that is more than three hours old and no word was left of it', async () => {
  const old = (minutes: number) => ({ ...newState(MINUTE - minutes), lanes: { a: newLane() }, settled: { 1: ['k'] } });
  const from = async (minutes: number, undriven?: number): Promise<unknown> => {
    const values = undriven === undefined ? {} : { 'outbox:undriven': { since: MINUTE - undriven } };
    const { store } = storeOf(values);
    return resumed(old(minutes), MINUTE, store);
  };
  const anew = (minutes: number): object => {
    const first = MINUTE - minutes;
    return { ...old(181), cursor: first, unread: first, settled: {} };
  };
  expect(await from(180)).toEqual(old(180));
  expect(await from(181)).toEqual(anew(5));
  expect(await from(181, 175)).toEqual(anew(180));
  expect(await from(181, 176)).toEqual(old(181));
});

test('a new driver first reads the minutes to which somebody may have written who saw the one before it, however long ago', async () => {
  const rested = (cursor: number) => ({ ...newState(cursor), restingSince: (MINUTE - 300) * 60_000 + 59_999 });
  const from = async (cursor: number): Promise<unknown> => resumed(rested(cursor), MINUTE, storeOf({}).store);
  for (const cursor of [MINUTE - 310, MINUTE - 300, MINUTE - 294]) expect(await from(cursor)).toEqual(rested(cursor));
  expect(await from(MINUTE - 293)).toEqual({ ...rested(MINUTE - 5), restingSince: rested(0).restingSince });
});

test('a state is read as it was written, for four days; what is none is nothing', async () => {
  const state = { ...newState(MINUTE), lanes: { a: newLane() }, settled: { 7: [] } };
  const { store, seconds } = storeOf({});
  await saveState(store, state);
  expect([await loadState(store), seconds]).toEqual([state, { outbox: 4 * 86_400 }]);
  for (const value of [{}, { state: 7 }, { state: '[]' }, { state: 'null' }])
    expect(await loadState(storeOf({ outbox: value }).store)).toBeNull();
});

test.each<[what: string, page: Partial<RetryState>, refused: Partial<RetryState>, isPaged: boolean, reason: string]>([
  ['its pages say', { reason: 'pages' }, { reason: 'alone', failures: 1 }, true, 'pages'],
  [
    'what failed alone says where that is all there is',
    { reason: 'pages' },
    { reason: 'alone', failures: 1 },
    false,
    'alone',
  ],
  [
    'its pages said last, though none is left',
    { reason: 'pages', failingSince: NOW },
    { reason: 'alone', failures: 1 },
    false,
    'pages',
  ],
  [
    'its pages say where what is alone was only rejected',
    { reason: 'pages' },
    { reason: 'alone', rejections: 5 },
    false,
    'pages',
  ],
])('a destination is doing as %s', (...[, page, refused, isPaged, reason]) => {
  const queue = (retry: Partial<RetryState>, ahead: number): Queue => ({
    ...newLane().page,
    ahead,
    retry: { ...WORKING, ...retry },
  });
  const lane = { ...newLane(), page: queue(page, isPaged ? 1 : 0), refused: queue(refused, 1) };
  expect(outageOf(lane).reason).toBe(reason);
});
