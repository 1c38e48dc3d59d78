import { named, tell } from '../../support/conversations';
import {
  MINUTE,
  HOUR,
  DAY,
  START,
  DOWN,
  appWith,
  appThatSleeps,
  byConversation,
  givenUp,
  expectRest,
  afterwards,
  takeAll,
} from './bed';

describe('a receiver that refuses', () => {
  it('for good (410): what it refuses live and what is kept for it is given up at once, one line an event', async () => {
    const app = appWith(DOWN, { requestsPerMinute: 12 });
    await tell(app, 16);
    await app.platform.clock.advance(10 * MINUTE);
    takeAll(app, () => ({ status: 410 }));
    await tell(app, 1, 16);
    const later = await afterwards(app, HOUR);
    expect(later).toHaveLength(1);
    expect(
      givenUp(app)
        .map(({ conversation }) => conversation)
        .sort(),
    ).toEqual(named(17).sort());
    expect(new Set(givenUp(app).map(({ reason }) => reason))).toEqual(new Set(['the receiver is gone for good']));
  });

  it.each([429, 503])('with %d is not asked again by a drain before the time it named', async (status) => {
    const app = appWith(() => ({ status: 503 }));
    await tell(app, 1);
    takeAll(app, () => ({ status, headers: { 'Retry-After': '7200' } }));
    // The driver may come a period late.
    await app.platform.clock.advance(12 * MINUTE);
    const asked = app.requests.at(-1)?.at ?? 0;
    takeAll(app);
    const later = await afterwards(app, 4 * HOUR);
    expect(later).toHaveLength(1);
    expect((later[0]?.at ?? 0) - asked).toBeGreaterThanOrEqual(2 * HOUR);
    expect((later[0]?.at ?? 0) - asked).toBeLessThanOrEqual(2 * HOUR + 10 * MINUTE);
  });

  it('for three days: every event is given up once, at that age, and nothing before', async () => {
    const { app, sleepUntil } = appThatSleeps(DOWN);
    await tell(app, 2);
    await app.platform.clock.advance(5 * HOUR);
    await tell(app, 2, 2);
    await app.platform.clock.advance(5 * HOUR);
    await sleepUntil(START + 3 * DAY - 5 * HOUR);
    await app.platform.clock.advanceTo(START + 3 * DAY - MINUTE);
    expect(givenUp(app)).toEqual([]);
    await app.platform.clock.advance(HOUR);
    expect(
      givenUp(app)
        .map(({ conversation }) => conversation)
        .sort(),
    ).toEqual(named(2));
    await app.platform.clock.advance(5 * HOUR);
    expect(givenUp(app).sort(byConversation)).toEqual(
      named(4).map((conversation) => ({
        conversation,
        destination: 'webhook',
        reason: 'it could not be delivered for three days',
      })),
    );
    expectRest(app);
  });
});
