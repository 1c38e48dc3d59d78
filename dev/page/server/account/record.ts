/** Writes down what happens on an account: requests, log lines, invocations, and what the app keeps. */
import type {
  InvocationResult,
  LogLine,
  Operation,
  OutgoingRequest,
  ReceiverAnswer,
} from '../../../../packages/fresh-platform/types';
import { digRecord, type Json } from '../../../../packages/fresh-platform/lib/dig';
import { answered, unanswered } from '../../../stories/deliveries';
import { standInAnswer, type Expectations } from '../../../stories/stand-ins';
import { sentDelivery, type SentDelivery } from './deliveries';
import { settle } from './history';
import type { World } from './holdings';
import { follow, holds, type KeptItem } from './kept-items';
import { outboxOf } from './outbox-contents';

/** What waits in the app's outbox now; its driver and boxes are the app's own. */
export function outbox({ platform }: World): ReturnType<typeof outboxOf> {
  return outboxOf(platform.entries(), platform.schedules());
}

/** What the app sends: noted, and answered by the receiver it goes to. */
export async function receive(world: World, request: OutgoingRequest): Promise<ReceiverAnswer> {
  const expectations = expectationsOf(world);
  const delivery = sentDelivery(request, (world.deliveries.at(-1)?.id ?? 0) + 1, expectations, world.iparams);
  world.forgotten.deliveries += bounded(world.deliveries, delivery, world.most.deliveries);
  try {
    const answer = await answerOf(world, request, delivery, expectations);
    answered(delivery, answer);
    return answer;
  } catch (error) {
    unanswered(delivery, error);
    throw error;
  }
}

/** By the receiver's mode; one that is up answers as the person's own does, where there is one. */
async function answerOf(
  { receivers, forward, platform }: World,
  request: OutgoingRequest,
  { destination, types }: SentDelivery,
  expectations: Expectations,
): Promise<ReceiverAnswer> {
  const isForwarded = forward !== undefined && destination === 'webhook' && types.length > 0;
  const own =
    isForwarded && receivers.modes.webhook === 'up'
      ? await forward.send(request, expectations.secrets, platform.clock)
      : null;
  return receivers.answer(destination, () => own ?? standInAnswer(request, expectations));
}

function expectationsOf(world: World): Expectations {
  return { secrets: [...secretsOf(world), ...world.tried.split(/\s+/)], now: world.platform.clock.now() };
}

/** Every secret of the account's settings. */
export function secretsOf({ iparams }: World): string[] {
  return secretsIn(iparams);
}

/** Every secret of settings. */
export function secretsIn(iparams: Json): string[] {
  const texts = Object.values(digRecord(iparams, 'secrets')).filter((secret) => typeof secret === 'string');
  return texts.flatMap((secret) => secret.split(/\s+/));
}

/** The app has logged a line. */
export function noteLog(world: World, { invocation, at, level, text }: LogLine): void {
  bounded(world.logs, { id: (world.lastId += 1), invocation, at, event: '', level, text }, world.most.logs);
  world.onChange();
}

/** The platform hands a request to the receiver, and names the invocation right after. */
export function noteOperation({ deliveries }: World, { name, invocation }: Operation): void {
  const last = deliveries.at(-1);
  if (name === 'request' && last?.invocation === 0) last.invocation = invocation;
}

/** An invocation has ended. */
export function noteInvocation(world: World, result: InvocationResult): void {
  const { invocation, event } = result;
  for (const thing of [...world.logs, ...world.deliveries]) if (thing.invocation === invocation) thing.event = event;
  for (const delivery of world.deliveries) delivery.isRetry ||= isRetry(delivery, invocation, world.items);
  keepUp(world, result);
  world.platform.invocations.splice(0, world.platform.invocations.length - world.most.invocations);
  world.onChange();
}

/** Whether a delivery of an invocation brings what waited before it. */
function isRetry(delivery: SentDelivery, invocation: number, items: readonly KeptItem[]): boolean {
  return delivery.invocation === invocation && items.some((item) => item.ending === null && holds(delivery, item));
}

/** After an invocation: what the app keeps now, and what became of what it kept. */
export function keepUp(world: World, { invocation }: InvocationResult): void {
  follow(world.items, outbox(world), invocation, world.deliveries);
  settle(world.steps, world.items);
  world.items.splice(0, world.items.length - world.most.items);
}

/** Adds an item, and forgets the oldest beyond `most`; returns how many that were. */
export function bounded<T>(list: T[], item: T, most: number): number {
  list.push(item);
  return list.length > most ? list.splice(0, list.length - most).length : 0;
}
