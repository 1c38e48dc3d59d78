/** One installation whose receiver does as it is told, and what it took. */
import { createClock } from '../../packages/fresh-platform/index';
import type { PlatformOptions, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { digText } from '../../packages/fresh-platform/lib/dig';
import { createRandom } from '../../bench/reliability/random';
import { createApp, eventsIn, WEBHOOK, type TestApp } from '../support/app';
import { named, updateOf } from '../support/conversations';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const START = Date.parse('2026-11-02T09:00:00.000Z');

export interface Trial extends TestApp {
  /** Conversations in the order in which the webhook took them. */
  taken: string[];
  answer: ReceiverAnswer;
}

export function trialWith(options: Partial<PlatformOptions>): Trial {
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
export async function offer({ platform }: Trial, size: number, gap: number, first = 0): Promise<void> {
  const start = platform.clock.now();
  for (let index = 0; index < size; index += 1)
    platform.clock.at(start + index * gap, () => void platform.start('onConversationUpdate', updateOf(first + index)));
  await platform.clock.advance((size - 1) * gap + 1_000);
}

export function undelivered({ platform }: Trial): string[] {
  return platform.invocations
    .flatMap(({ logs }) => logs)
    .filter(({ level }) => level === 'error')
    .map(({ text }) => digText(JSON.parse(text), 'undelivered', 'conversation', 'id'));
}

export async function expectAllTold(trial: Trial, size: number, wait = 3 * HOUR): Promise<void> {
  trial.answer = { status: 200 };
  await trial.platform.clock.advance(wait);
  expect([trial.taken.sort(), undelivered(trial)]).toEqual([named(size).sort(), []]);
  expect([trial.platform.entries(), trial.platform.schedules()]).toEqual([[], []]);
}
