import type { ReceiverAnswer, OutgoingRequest } from '../../../packages/fresh-platform/types';
import { type TestApp } from '../../support/app';
import { named, tell } from '../../support/conversations';
import { MINUTE, HOUR, DAY, DOWN, appWith, appThatSleeps, conversationsIn, givenUp, expectRest, takeAll } from './bed';

/** So many can be kept also where the operations of schedules are few. */
const A_MINUTE = 15;

describe('a poison event', () => {
  const poison =
    (status: number, ...conversations: string[]) =>
    (request: OutgoingRequest): ReceiverAnswer => ({
      status: conversationsIn(request).some((each) => conversations.includes(each)) ? status : 200,
    });

  /** All others are delivered within two hours, although some are refused for ever. */
  async function expectOthersTold(
    size: number,
    refused: string[],
    status = 400,
    app: TestApp = appWith(DOWN),
  ): Promise<void> {
    for (let told = 0; told < size; told += A_MINUTE) {
      await tell(app, Math.min(A_MINUTE, size - told), told);
      await app.platform.clock.advance(MINUTE);
    }
    await app.platform.clock.advance(10 * MINUTE);
    const taken: string[] = [];
    const answer = poison(status, ...refused);
    takeAll(app, (request) => {
      const reply = answer(request);
      if (reply.status === 200) taken.push(...conversationsIn(request));
      return reply;
    });
    await app.platform.clock.advance(2 * HOUR);
    expect(taken.sort()).toEqual(
      named(size)
        .filter((each) => !refused.includes(each))
        .sort(),
    );
    expect(givenUp(app)).toEqual([]);
  }

  it('is found by halves, and does not hold up the rest', async () => {
    const { app, sleepUntil } = appThatSleeps(DOWN);
    await expectOthersTold(12, ['c5'], 400, app);
    const before = app.requests.length;
    const since = app.platform.clock.now();
    await app.platform.clock.advance(12 * HOUR);
    // At most a hundred a day, until it is given up.
    expect(app.requests.length - before).toBeLessThan(50);
    await sleepUntil(since + 2.5 * DAY);
    await app.platform.clock.advanceTo(since + 3 * DAY);
    expect(givenUp(app).map(({ conversation }) => conversation)).toEqual(['c5']);
    expect(app.requests.length - before).toBeLessThan(100);
    expectRest(app);
  });

  it('does not hold up what stands on the pages behind its own', async () => {
    await expectOthersTold(120, ['c2']);
  });

  it('does not hold up the rest with others like it, oldest of all', async () => {
    await expectOthersTold(9, ['c0', 'c1', 'c2', 'c3']);
  });

  it('does not hold up the rest where the receiver fails over it rather than refuse it', async () => {
    await expectOthersTold(60, ['c0'], 500);
  });
});
