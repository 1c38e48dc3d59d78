/** What the page shows of a world. */
import { conversationIdIn } from '../../../../src/events/event';
import type { Kept } from '../../../../src/outbox/item';
import { dig, digText } from '../../../../packages/fresh-platform/lib/dig';
import { cut } from '../../../../packages/fresh-platform/lib/terminal';
import { plain } from '../../../../packages/fresh-platform/lib/words';
import { fullName } from '../../../stories/phrases';
import { isSetUp } from '../../../../packages/fresh-platform/events/set-up';
import type { InvocationResult } from '../../../../packages/fresh-platform/types';
import type {
  ConversationView,
  DeliveryBody,
  DeliveryView,
  Destination,
  Fate,
  LogView,
  PageState,
  SimulateResult,
  Told,
} from '../api';
import { shownAddress, type SentDelivery } from './deliveries';
import { holds, summaryIn, typesIn, type HistoryStep } from './history';
import { isAccepted, outbox, type Call, type World } from './world';

/** As many as a page can show; the rest is kept and can be asked for by its id. */
const SHOWN = { deliveries: 300, logs: 300 };

/** Everything but what changes outside a world. */
export function viewOf(world: World): Omit<PageState, 'revision' | 'running' | 'playing' | 'fault'> {
  const { platform, installed, receivers } = world;
  const { requestsPerMinute, dbOperationsPerMinute, dbEntryBytes } = platform.limits;
  const waiting = outbox(world);
  return {
    now: platform.clock.now(),
    installed,
    limits: { requests: requestsPerMinute, dbOperations: dbOperationsPerMinute, entryBytes: dbEntryBytes },
    quota: platform.quota(),
    store: platform.entries().map(({ key, bytes, expiresAt }) => ({ key, bytes, expiresAt: expiresAt ?? null })),
    schedules: platform
      .schedules()
      .map(({ name, at, repeatMs, data }) => ({ name, at, everyMs: repeatMs ?? null, data: JSON.stringify(data) })),
    receivers: { ...receivers.modes },
    waiting: countsOf(waiting),
    logs: world.logs.slice(-SHOWN.logs).map(logView),
    conversations: conversationsOf(world.steps, waiting),
    deliveries: world.deliveries.slice(-SHOWN.deliveries).map((delivery) => deliveryView(world, delivery)),
  };
}

function countsOf(waiting: readonly Kept[]): Record<Destination, number> {
  const count = (name: Destination): number => waiting.filter(({ to }) => to === name).length;
  return { webhook: count('webhook'), slack: count('slack'), teams: count('teams') };
}

function logView({ id, at, event, level, text }: LogView): LogView {
  return { id, at, event, level, text };
}

/** The last one touched comes first. */
function conversationsOf(steps: readonly HistoryStep[], waiting: readonly Kept[]): ConversationView[] {
  const byId = new Map<string, HistoryStep[]>();
  for (const step of steps) byId.set(step.conversation, [...(byId.get(step.conversation) ?? []), step]);
  return [...byId].map(([id, own]) => conversationView(id, own, waiting)).sort((a, b) => b.updatedAt - a.updatedAt);
}

function conversationView(id: string, steps: readonly HistoryStep[], waiting: readonly Kept[]): ConversationView {
  const last = steps.at(-1);
  const data = last?.payload['data'];
  return {
    id,
    title: fullName(dig(data, 'associations', 'user')) || 'A customer without a name',
    account: plain(digText(last?.payload, 'currentHost', 'endpoint_urls', 'freshchat').replace(/^https:\/\//, '')),
    status: plain(digText(data, 'conversation', 'status')),
    steps: steps.length,
    updatedAt: last?.at ?? 0,
    waiting: waiting.filter(({ events }) => conversationIdIn(events) === id).length,
  };
}

/** A delivery without its body. */
export function deliveryView(world: World, delivery: SentDelivery): DeliveryView {
  const { id, at, destination, event, method, status, verified, problem, types, says, isRetry } = delivery;
  return {
    id,
    at,
    destination,
    event,
    method,
    address: shownAddress(delivery),
    status,
    verified,
    problem,
    types,
    says: cut(says, 400),
    isRetry,
    fate: fateOf(world, delivery),
    caughtUp: caughtUp(world, delivery),
  };
}

export function deliveryBody(world: World, delivery: SentDelivery): DeliveryBody {
  return { ...deliveryView(world, delivery), headers: delivery.headers, body: delivery.body };
}

function caughtUp({ steps }: World, { id, isRetry }: SentDelivery): number {
  return isRetry ? steps.flatMap(({ told }) => told).filter(({ deliveredBy }) => deliveredBy === id).length : 0;
}

function fateOf(world: World, delivery: SentDelivery): Fate | null {
  if (delivery.problem === null) return null;
  return delivery.isRetry ? fateOfRetry(world, delivery) : fateOfFirst(world, delivery);
}

/** What was not kept needs no word: it was delivered, or held nothing. */
function fateOfFirst(world: World, { invocation, destination }: SentDelivery): Fate | null {
  const told = world.steps
    .find((step) => step.invocation === invocation)
    ?.told.find((one) => one.destination === destination);
  return told === undefined ? null : fateOfTold(world, told);
}

function fateOfTold(world: World, { state, deliveredAt, deliveredBy }: Told): Fate | null {
  if (state === 'kept') return stillKept(world);
  if (state === 'delivered' || state === 'not told') return null;
  return {
    state,
    ...(deliveredAt !== undefined && { deliveredAt }),
    ...(deliveredBy !== undefined && { deliveredBy }),
  };
}

/** What a retry held stays in the outbox until a later one is taken. */
function fateOfRetry(world: World, delivery: SentDelivery): Fate | null {
  const step = world.steps.find((one) => holds(delivery, one));
  const told = step?.told.find(({ destination }) => destination === delivery.destination);
  return told === undefined ? null : fateOfTold(world, told);
}

function stillKept({ platform }: World): Fate {
  const next = platform.schedules()[0];
  return { state: 'kept', ...(next && { nextAt: next.at }) };
}

/** What one call of the app came to, for the person who made it. */
export function resultOf(world: World, { result, step, logs, deliveries }: Call): SimulateResult {
  const { event, outcome, error = '', startedAt, endedAt } = result;
  const summary = summaryIn(result);
  return {
    event,
    outcome,
    error,
    ...verdictOf(result),
    at: startedAt,
    ms: endedAt - startedAt,
    conversation: step?.conversation ?? '',
    found: summary === null ? null : typesIn(summary),
    told: step?.told ?? [],
    logs: logs.map(logView),
    deliveries: deliveries.map((delivery) => deliveryView(world, delivery)),
  };
}

/** What the app answers to a set-up event, and what the admin reads. */
function verdictOf(result: InvocationResult): Pick<SimulateResult, 'message' | 'accepted'> {
  return { message: result.rendered?.message ?? '', accepted: isSetUp(result.event) ? isAccepted(result) : null };
}
