/** More events than requests for as long as it lasts: the outbox must keep up, not only catch up afterwards. */
import { createClock } from '../../packages/fresh-platform/index';
import { changed, createApp, eventsIn, MOMENT, WEBHOOK } from '../support/app';

const MINUTE = 60_000;
const PER_MINUTE = 8;
const MINUTES = 60;

function overloaded(): ReturnType<typeof createApp> & { turns: number[] } {
  const clock = createClock(MOMENT);
  const turns: number[] = [];
  const app = createApp({
    clock,
    iparams: WEBHOOK,
    limits: { requestsPerMinute: 5 },
    random: () => 0.5,
    onInvocation: ({ event, startedAt }) => {
      if (event === 'onScheduledEvent') turns.push(Math.floor((startedAt - MOMENT) / MINUTE));
    },
  });
  for (let index = 0; index < PER_MINUTE * MINUTES; index += 1) {
    const at = MOMENT + (index * MINUTE) / PER_MINUTE;
    clock.at(
      at,
      () =>
        void app.platform.start(
          'onConversationUpdate',
          changed({ priority: [index, index + 1] }, {}, { timestamp: at }),
        ),
    );
  }
  return { ...app, turns };
}

describe('while more happens than may be sent', () => {
  it('there is a turn every minute', async () => {
    const { platform, turns } = overloaded();
    await platform.clock.advance(MINUTES * MINUTE);
    const gaps = turns.slice(1).map((turn, index) => turn - (turns[index] ?? turn));
    // The first turn comes when five minutes are over, the first extra turns five minutes after it.
    expect(Math.max(...gaps.slice(2))).toBeLessThanOrEqual(2);
  });

  it('everything arrives, and nothing is left', async () => {
    const { platform, requests } = overloaded();
    await platform.clock.advance((MINUTES + 60) * MINUTE);
    expect(new Set(requests.flatMap(eventsIn).map(({ id }) => id)).size).toBe(PER_MINUTE * MINUTES);
    expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
  });
});
