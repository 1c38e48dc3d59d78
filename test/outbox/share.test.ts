/** What a turn takes of the store's quota: what it spares for whoever keeps something, it takes once there is nobody to spare it for. */
import { deliver } from '../../src/outbox/deliver';
import type { Kept } from '../../src/outbox/item';
import { WORKING } from '../../src/outbox/retry-policy';
import { newLane } from '../../src/outbox/state';
import { workOf, type Turn } from '../../src/outbox/work';

const NOW = Date.parse('2026-11-02T09:00:00.000Z');
const ITEM = { to: 'a', at: NOW, notBefore: null, refusals: 0, events: [{ id: 'evt_1' }] } as unknown as Kept;

/** Operations that are left to a turn with ten, and seven to spare, after a receiver that has failed since the given moment answered. */
async function leftAfter(failingSince: number, status: number): Promise<unknown> {
  const store = { pace: 0, left: 10, isSpent: false, patientUntil: 0 };
  const runtime = { now: () => NOW, random: () => 0.5, pause: () => Promise.resolve(false) };
  const turn = { startedAt: NOW, requests: 9, spared: 7, store, runtime } as unknown as Turn;
  const answer = { ok: status === 200, status, ms: 1, response: '', reason: 'the receiver failed', notBefore: null };
  const destination = {
    id: 'a',
    mostPayloads: 9,
    room: 9_999,
    bytesOf: () => 1,
    deliver: () => Promise.resolve(answer),
  };
  const work = workOf('a', newLane(), destination);
  work.lane.page.retry = { ...WORKING, failingSince };
  await deliver(work, work.lane.page, [ITEM], turn, () => Promise.resolve());
  return { left: store.left, spared: turn.spared };
}

test.each([
  ['has failed and takes again', NOW - 60_000, 200, { left: 17, spared: 0 }],
  ['has failed and fails still', NOW - 60_000, 503, { left: 10, spared: 7 }],
  ['was well and is, as another one may fail', 0, 200, { left: 10, spared: 7 }],
  ['begins to fail', 0, 503, { left: 10, spared: 7 }],
])(
  'where a receiver %s, a turn has so many operations left, and spares so many',
  async (...[, since, status, left]) => {
    expect(await leftAfter(since, status)).toEqual(left);
  },
);
