import { threadsAt } from '../../../bench/reliability/threads';

test('twenty conversation changes a minute all go into threads beside a webhook', async () => {
  const held = await threadsAt(20, 4);
  expect(held).toMatchObject({ changes: 80, lost: 0, undelivered: 0, outside: 0, caughtUp: 0, keysLeft: 0 });
  expect(held.inThread).toBe(held.changes - held.conversations);
});

test.each([40, 80])('%i changes a minute are plain messages in part, and none is lost', async (perMinute) => {
  const degraded = await threadsAt(perMinute, 3);
  expect(degraded).toMatchObject({ changes: 3 * perMinute, lost: 0, undelivered: 0, keysLeft: 0 });
  expect(degraded.outside + degraded.caughtUp).toBeGreaterThan(0);
});
