/** An app whose receivers are to be failing, and what it tells and gives up afterwards. */
import { createClock } from '../../../packages/fresh-platform/index';
import type {
  Receiver,
  Limits,
  ReceiverAnswer,
  Hardships,
  OutgoingRequest,
} from '../../../packages/fresh-platform/types';
import { digText, type Json } from '../../../packages/fresh-platform/lib/dig';
import { createRandom } from '../../../bench/reliability/random';
import { WEBHOOK, createApp, eventsIn, hearing, type Iparams, type TestApp } from '../../support/app';
import { createSleep } from '../../support/sleep';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.parse('2026-11-02T09:00:00.000Z');

export const DOWN = (): ReceiverAnswer => ({ status: 503 });

export function appWith(
  receiver: Receiver,
  limits: Partial<Limits> = {},
  iparams: Iparams = WEBHOOK,
  hardships: Hardships = {},
): TestApp {
  const clock = createClock(START);
  return createApp({ clock, iparams: hearing(iparams), receiver, limits, random: createRandom(5), hardships });
}

export function appThatSleeps(receiver: Receiver): { app: TestApp; sleepUntil: (time: number) => Promise<void> } {
  const sleep = createSleep();
  const app = appWith(receiver, {}, WEBHOOK, sleep.hardships);
  return { app, sleepUntil: (time) => sleep.until(app.platform, time) };
}

export function conversationsIn(request: OutgoingRequest | undefined): string[] {
  return eventsIn(request).map((event) => digText(event, 'conversation', 'id'));
}

interface GivenUp {
  conversation: string;
  destination: string;
  reason: string;
}

export function byConversation(a: GivenUp, b: GivenUp): number {
  return a.conversation < b.conversation ? -1 : 1;
}

/** What was logged as undelivered since the platform began. */
export function givenUp({ platform }: TestApp): GivenUp[] {
  const lines = platform.invocations
    .flatMap(({ logs }) => logs)
    .filter(({ level }) => level === 'error')
    .map(({ text }) => JSON.parse(text) as Json);
  return lines.map((line) => ({
    conversation: digText(line, 'undelivered', 'conversation', 'id'),
    destination: digText(line, 'destination'),
    reason: digText(line, 'reason'),
  }));
}

export function expectRest({ platform }: TestApp): void {
  expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
}

/** What leaves from now on, until nothing is kept any more. */
export async function afterwards(app: TestApp, wait = 3 * HOUR): Promise<OutgoingRequest[]> {
  const before = app.requests.length;
  await app.platform.clock.advance(wait);
  expectRest(app);
  return app.requests.slice(before);
}

export function takeAll({ platform, requests }: TestApp, receiver: Receiver = () => ({ status: 200 })): void {
  platform.setReceiver((request) => {
    requests.push(request);
    return receiver(request);
  });
}
