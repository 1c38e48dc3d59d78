/** Ways in which an outbox lost, repeated or falsely gave up what it kept, each in a scenario of its own. */
import { createRandom } from '../../bench/reliability/random';
import { joined, SLACK, WEBHOOK } from '../support/app';
import { named, updateOf } from '../support/conversations';
import { expectAllTold, HOUR, MINUTE, offer, START, trialWith, undelivered } from './trial';

describe('nothing is lost, and nothing is told twice or given up falsely', () => {
  it('where a slot is taken behind others that are free, but could not be taken: it is kept elsewhere at once', async () => {
    let isFull = true;
    const refuse = ({ name, target }: { name: string; target: string }): number | undefined =>
      isFull && name === 'schedule.create' && /^relay-slot-\d+(?:-[xyz]+)?$/.test(target) ? 400 : undefined;
    const trial = trialWith({ hardships: { refuse }, limits: { requestsPerMinute: 0 } });
    await offer(trial, 3, 200);
    isFull = false;
    trial.platform.limits.requestsPerMinute = 50;
    expect(trial.platform.schedules().filter(({ name }) => name.startsWith('relay-slot-'))).toEqual([]);
    await expectAllTold(trial, 3, HOUR);
  });

  it('where the limit of pending schedules is met, and lifted at any step of the way to a slot', async () => {
    const { oneTimeSchedules } = trialWith({}).platform.limits;
    let steps = 0;
    for (let lifted = 1; steps >= lifted - 1; lifted += 1) {
      steps = 0;
      const trial = trialWith({
        limits: { requestsPerMinute: 0, oneTimeSchedules: 0 },
        fate: ({ name, target }) => {
          if (name === 'schedule.create' && target.startsWith('relay-slot-') && ++steps === lifted)
            trial.platform.limits.oneTimeSchedules = oneTimeSchedules;
          return 'proceed';
        },
      });
      await offer(trial, 3, 200);
      Object.assign(trial.platform.limits, { requestsPerMinute: 50, oneTimeSchedules });
      trial.answer = { status: 200 };
      await trial.platform.clock.advance(HOUR);
      // What was under way lies in the slots above its own, too, once those could be had, and is told once all the same.
      expect([lifted, trial.taken.sort(), undelivered(trial)]).toEqual([lifted, named(3), []]);
      expect([trial.platform.entries(), trial.platform.schedules()]).toEqual([[], []]);
    }
    expect(steps).toBeGreaterThan(3);
  });

  it('where clocks are two minutes off, before and behind', async () => {
    let count = 0;
    const clockAhead = (): number => [0, -120_000, 120_000][(count += 1) % 3] ?? 0;
    const trial = trialWith({ hardships: { clockAhead } });
    await offer(trial, 24, 20_000);
    await expectAllTold(trial, 24);
  });

  it('where the driver was taken off and every last turn dies: the next one goes on', async () => {
    let isDeadly = false;
    const trial = trialWith({
      fate: ({ name, target, at }) => {
        if (name === 'schedule.delete' && target === 'relay-outbox' && at < START + HOUR) isDeadly = true;
        return isDeadly && name !== 'request' ? 'die-after' : 'proceed';
      },
    });
    await offer(trial, 3, 1_000);
    trial.answer = { status: 200 };
    await trial.platform.clock.advance(HOUR);
    expect(trial.platform.entries().map(({ key }) => key)).toEqual(['outbox']);
    isDeadly = false;
    trial.answer = { status: 503 };
    await offer(trial, 1, 0, 3);
    await expectAllTold(trial, 4);
  });

  it('where whoever opened a minute died at once: those who come later see to its turns', async () => {
    let isFirst = true;
    const trial = trialWith({
      limits: { requestsPerMinute: 0 },
      fate: ({ name, target }) => {
        const isFatal = isFirst && name === 'schedule.create' && target.startsWith('relay-slot-');
        if (isFatal) isFirst = false;
        return isFatal ? 'die-after' : 'proceed';
      },
    });
    await offer(trial, 30, 200);
    trial.platform.limits.requestsPerMinute = 50;
    await expectAllTold(trial, 30, HOUR);
  });

  it('where one schedule in five cannot be taken off', async () => {
    const random = createRandom(4);
    const refuse = ({ name }: { name: string }): number | undefined =>
      name === 'schedule.delete' && random() < 0.2 ? 400 : undefined;
    const trial = trialWith({ hardships: { refuse }, limits: { requestsPerMinute: 0 } });
    await offer(trial, 40, 250);
    trial.platform.limits.requestsPerMinute = 50;
    await expectAllTold(trial, 40, 4 * HOUR);
  });

  it('where the platform is busy one time in five when it is asked for the driver', async () => {
    const random = createRandom(5);
    const refuse = ({ name }: { name: string }): number | undefined =>
      // What is out of order is asked three times, a spent quota once.
      name === 'schedule.fetch' && random() < 0.2 ? 429 : undefined;
    const trial = trialWith({ hardships: { refuse } });
    await offer(trial, 30, 4_000);
    await expectAllTold(trial, 30);
  });

  it('where the request quota is spent for minutes', async () => {
    const trial = trialWith({ limits: { requestsPerMinute: 10 } });
    trial.answer = { status: 200 };
    await offer(trial, 100, 2_400);
    await expectAllTold(trial, 100);
  });

  it('on a platform with the ways of FDK 6.9', async () => {
    const trial = trialWith({ variant: 'fdk6' });
    await offer(trial, 20, 30_000);
    await expectAllTold(trial, 20);
  });

  it.each([700, 1_000])('on a platform whose operations take %i ms each', async (ms) => {
    const trial = trialWith({ latency: () => ms });
    await offer(trial, 12, 10_000);
    trial.answer = { status: 200 };
    await trial.platform.clock.advance(20 * MINUTE);
    expect(trial.taken.sort()).toEqual(named(12).sort());
    await expectAllTold(trial, 12);
    expect(trial.platform.invocations.map(({ outcome }) => outcome)).not.toContain('timed out');
  });
});

describe('what can be neither sent nor kept', () => {
  it.each([
    { what: 'everything refuses after 110 ms', ms: 110, silent: 'none' },
    { what: 'everything refuses after 600 ms', ms: 600, silent: 'none' },
    { what: 'the look for the driver is never answered', ms: 110, silent: 'schedule.fetch' },
    { what: 'the store never answers', ms: 110, silent: 'db.set' },
    { what: 'the schedules take nothing and never say so', ms: 110, silent: 'schedule.create' },
  ])('is logged before the 20 s of the invocation are over where $what', async ({ ms, silent }) => {
    const refuse = ({ name }: { name: string }): number | undefined => (name === 'request' ? undefined : 429);
    const trial = trialWith({
      hardships: { refuse },
      latency: (name) => (name === 'request' ? 0 : name === silent ? MINUTE : ms),
      receiver: () => ({ status: 200, latency: 16_000 }),
    });
    await offer(trial, 4, 1_000);
    await trial.platform.clock.advance(MINUTE);
    const { invocations } = trial.platform;
    expect(undelivered(trial).sort()).toEqual(named(4));
    for (const { startedAt, logs } of invocations)
      expect((logs.at(-1)?.at ?? Infinity) - startedAt).toBeLessThan(20_000);
    // Nobody can wait for what is never answered, so the invocations are not held to having waited.
    invocations.length = 0;
  });
});

describe('a destination that hangs', () => {
  it('does not delay what is kept for another', async () => {
    let isUp = false;
    const at: number[] = [];
    const trial = trialWith({
      iparams: { ...joined(WEBHOOK, SLACK) },
      receiver: ({ host, at: time }) => {
        if (!isUp) return { status: 503 };
        if (host !== 'slack.com') return { status: 503, latency: 16_000 };
        at.push(time);
        return { status: 200, body: '{"ok":true}' };
      },
    });
    await trial.platform.invoke('onConversationUpdate', updateOf(0));
    const driver = trial.platform.schedules()[0]?.at ?? 0;
    isUp = true;
    await trial.platform.clock.advance(10 * MINUTE);
    expect(at.map((time) => time - driver < 2_000)).toEqual([true]);
  });
});
