/** Writes down what this app does on an account: whom it tells, of what, and what it keeps. */
import type { RequestView } from '../../../../packages/fresh-platform/page/server/api';
import { bounded } from '../../../../packages/fresh-platform/page/server/account/record';
import type { InvocationResult, OutgoingRequest, ReceiverAnswer } from '../../../../packages/fresh-platform/types';
import { digRecord, digText, type Json } from '../../../../packages/fresh-platform/lib/dig';
import { destinationOf } from '../../../stories/destinations';
import { answered, deliveryOf, unanswered } from '../../../stories/deliveries';
import { standInAnswer, type Expectations } from '../../../stories/stand-ins';
import { sentDelivery, type SentDelivery } from './deliveries';
import { settle, stepOf } from './history';
import type { World } from './holdings';
import { follow, holds, type KeptItem } from './kept-items';
import { outboxOf } from './outbox-contents';

/** What waits in the app's outbox now; its driver and boxes are the app's own. */
export function outbox({ account: { platform } }: World): ReturnType<typeof outboxOf> {
  return outboxOf(platform.entries(), platform.schedules());
}

/** A request leaves. */
export function noteSent(world: World, request: RequestView): void {
  const delivery = sentDelivery(request, expectationsOf(world), world.account);
  world.forgotten.deliveries += bounded(world.deliveries, delivery, world.most.deliveries);
}

/** Its answer has come, or none. */
export function noteAnswer({ deliveries }: World, { id, answer, fault }: RequestView): void {
  const delivery = deliveries.find((one) => one.id === id);
  if (delivery === undefined) return;
  if (answer === null) unanswered(delivery, fault);
  else answered(delivery, answer);
}

/** A stand-in's answer; the webhook's is that of the person's own receiver, where there is one. */
export async function answerOf(world: World, request: OutgoingRequest): Promise<ReceiverAnswer> {
  const expectations = expectationsOf(world);
  const { forward, account } = world;
  const isForwarded = destinationOf(request) === 'webhook' && deliveryOf(request, expectations).types.length > 0;
  return forward !== undefined && isForwarded
    ? forward.send(request, expectations.secrets, account.platform.clock)
    : standInAnswer(request, expectations);
}

/** What a page of settings tries out is known as long as that lasts. */
function expectationsOf({ account }: World): Expectations {
  const tried = digText(account.called, 'secret').split(/\s+/);
  return { secrets: [...secretsIn(account.iparams), ...tried], now: account.platform.clock.now() };
}

/** Every secret of settings. */
export function secretsIn(iparams: Json): string[] {
  const texts = Object.values(digRecord(iparams, 'secrets')).filter((secret) => typeof secret === 'string');
  return texts.flatMap((secret) => secret.split(/\s+/));
}

/** An invocation has ended. */
export function noteInvocation(world: World, result: InvocationResult, payload: Json): void {
  const { invocation, event } = result;
  const own = world.deliveries.filter((delivery) => delivery.invocation === invocation);
  for (const delivery of own) Object.assign(delivery, { event, isRetry: isRetry(delivery, world.items) });
  follow(world.items, outbox(world), invocation, world.deliveries);
  if (isProductEvent(world, event)) noteStep(world, result, payload);
  keepUp(world);
}

function noteStep(world: World, result: InvocationResult, payload: Json): void {
  const step = stepOf(result, withoutSettings(payload), world.items, world.account.iparams);
  world.forgotten.steps += bounded(world.steps, step, world.most.steps);
}

/** The platform adds the settings, secrets too, to what a product sends. */
function withoutSettings(payload: Json): Json {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => name !== 'iparams' && name !== 'app_settings'));
}

function isProductEvent({ account: { app } }: World, event: string): boolean {
  return app.handlers.some((handler) => handler.event === event && handler.module !== 'common');
}

/** Whether a delivery brings what waited before it. */
function isRetry(delivery: SentDelivery, items: readonly KeptItem[]): boolean {
  return items.some((item) => item.ending === null && holds(delivery, item));
}

/** The app is uninstalled: what it kept is gone. */
export function noteLeft(world: World): void {
  follow(world.items, outbox(world), 0, world.deliveries);
  keepUp(world);
}

function keepUp({ steps, items, most }: World): void {
  settle(steps, items);
  items.splice(0, Math.max(0, items.length - most.items));
}
