/** Ways in which an outbox lost, repeated or falsely gave up what it kept, each in a scenario of its own. */
import { createClock } from '../../packages/fresh-platform/index';
import type { PlatformOptions, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { digText } from '../../packages/fresh-platform/lib/dig';
import { createRandom } from '../../bench/reliability/random';
import { createApp, eventsIn, joined, SLACK, WEBHOOK, type TestApp } from '../support/app';
import { named, updateOf } from '../support/conversations';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-02T09:00:00.000Z');

interface Trial extends TestApp {
  /** Conversations in the order in which the webhook took them. */
  taken: string[];
  answer: ReceiverAnswer;
}

function trialWith(options: Partial<PlatformOptions>): Trial {
  const taken: string[] = [];
  const app = createApp({
    clock: createClock(START),
    iparams: WEBHOOK,
    random: createRandom(3),
    latency: () => 20,
    receiver: (request) => {
      if (trial.answer.status === 200)
        taken.push(...eventsIn(request).map((event) => digText(event, 'conversation', 'id')));
      return trial.answer;
    },
    ...options,
  });
  const trial: Trial = { ...app, taken, answer: { status: 503 } };
  return trial;
}

/** So many changes, one every so many ms; ends a second after the last one began. */
async function offer({ platform }: Trial, size: number, gap: number, first = 0): Promise<void> {
  const start = platform.clock.now();
  for (let index = 0; index < size; index += 1)
    platform.clock.at(start + index * gap, () => void platform.start('onConversationUpdate', updateOf(first + index)));
  await platform.clock.advance((size - 1) * gap + 1_000);
}

function undelivered({ platform }: Trial): string[] {
  return platform.invocations
    .flatMap(({ logs }) => logs)
    .filter(({ level }) => level === 'error')
    .map(({ text }) => digText(JSON.parse(text), 'undelivered', 'conversation', 'id'));
}

async function expectAllTold(trial: Trial, size: number, wait = 3 * HOUR): Promise<void> {
  trial.answer = { status: 200 };
  await trial.platform.clock.advance(wait);
  expect([trial.taken.sort(), undelivered(trial)]).toEqual([named(size).sort(), []]);
  expect([trial.platform.entries(), trial.platform.schedules()]).toEqual([[], []]);
}

describe('nothing is lost, and nothing is told twice or given up falsely', () => {
  it('where a slot is taken behind others that are free', async () => {
    let isFull = true;
    const refuse = ({ name, target }: { name: string; target: string }): number | undefined =>
      isFull && name === 'schedule.create' && /^relay-slot-\d+(?:-\d)?$/.test(target) ? 400 : undefined;
    const trial = trialWith({ hardships: { refuse }, limits: { requestsPerMinute: 0 } });
    await offer(trial, 3, 200);
    isFull = false;
    trial.platform.limits.requestsPerMinute = 50;
    // Nobody finds them, so they fire after half a day, and are kept where they are found.
    await expectAllTold(trial, 3, 15 * HOUR);
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
      name === 'schedule.fetch' && random() < 0.2 ? 503 : undefined;
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

  it('on a platform whose operations take 0.7 s each', async () => {
    const trial = trialWith({ latency: () => 700 });
    await offer(trial, 12, 10_000);
    trial.answer = { status: 200 };
    await trial.platform.clock.advance(20 * MINUTE);
    expect(trial.taken.sort()).toEqual(named(12).sort());
  });
});

describe('what can be neither sent nor kept', () => {
  it('is logged before the invocation ends, however slowly everything refuses', async () => {
    const refuse = ({ name }: { name: string }): number | undefined => (name === 'request' ? undefined : 429);
    const trial = trialWith({
      hardships: { refuse },
      latency: (name) => (name === 'request' ? 0 : 110),
      receiver: () => ({ status: 200, latency: 16_000 }),
    });
    await offer(trial, 4, 1_000);
    await trial.platform.clock.advance(MINUTE);
    expect([undelivered(trial).sort(), trial.platform.invocations.map(({ outcome }) => outcome)]).toEqual([
      named(4),
      ['completed', 'completed', 'completed', 'completed'],
    ]);
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
