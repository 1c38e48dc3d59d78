/** What a sweep reads. */
import { tell } from '../support/conversations';
import { leftIn, MINUTE, START, traced } from './trace';

test('a sweep reads no minute to which somebody may still write', async () => {
  const app = traced(undefined, { limits: { requestsPerMinute: 0 } });
  await tell(app, 1);
  await app.platform.clock.advanceTo(START + 5 * MINUTE + 30_000);
  await tell(app, 1, 1);
  app.platform.limits.requestsPerMinute = 50;
  app.answer(() => 200);
  app.trace();
  await app.platform.clock.advance(60 * MINUTE);
  expect(app.trace().filter((line) => line.includes('→'))).toEqual(['05:31 c0 → 200', '10:40 c1 → 200']);
  expect(leftIn(app)).toEqual([]);
});

test.each([
  [12.5, '05:33', 'it'],
  [13.5, '05:40', 'the next one'],
])(
  'a sweep waits for a place in the quota while an answer has five of its eighteen seconds: one that comes free after %d s is taken at %s, by %s',
  async (seconds, told) => {
    const app = traced(undefined, { limits: { requestsPerMinute: 0 } });
    await tell(app, 1);
    app.answer(() => 200);
    await app.platform.clock.advanceTo(START + 5 * MINUTE + (20 + seconds) * 1_000);
    app.platform.limits.requestsPerMinute = 50;
    app.trace();
    await app.platform.clock.advance(MINUTE);
    expect(app.trace().filter((line) => line.includes('→'))).toEqual([`${told} c0 → 200`]);
  },
);
