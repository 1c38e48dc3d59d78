/** Whether a payload begins, moves or ends a wait for somebody to pick a conversation up. Pure. */
import { assigneeOf, currentOf, momentOf, type Payload } from '../conversation/payload';
import type { ProductEvent } from '../conversation/transitions';
import { idOf, isList, objectOf, own, textOf } from '../lib/json';
import { HOUR_MS, instantOf } from '../lib/time';

/**
 * `begins`: it was created, reopened or let go, and nobody holds it; `ends`: somebody holds it, or it is resolved;
 * `moves`: nobody held it and nobody does, but another group is to look after it.
 */
export type Step = 'begins' | 'moves' | 'ends';

/** Null where the payload changes nothing about a wait. A group is nobody; a bot is somebody, like an agent. */
export function stepOf(event: ProductEvent, payload: Payload): Step | null {
  const waits = isWaiting(payload, currentOf);
  if (event === 'onConversationCreate') return waits ? 'begins' : null;
  const waited = isWaiting(payload, earlierOf);
  if (waits !== waited) return waits ? 'begins' : 'ends';
  return waits && hasNewGroup(payload) ? 'moves' : null;
}

type Reader = (payload: Payload, attribute: string) => unknown;

/** An attribute as it was before the change. */
const earlierOf: Reader = ({ modelChanges, conversation }, attribute) => {
  const tuple = own(modelChanges, attribute);
  return isList(tuple) && tuple.length === 2 ? tuple[0] : conversation[attribute];
};

function isWaiting(payload: Payload, read: Reader): boolean {
  const status = textOf(read(payload, 'status'))?.toLowerCase();
  const agent = assigneeOf(read(payload, 'assigned_agent_id'));
  return status !== 'resolved' && (agent === undefined ? associatedAgent(payload) : agent) === null;
}

/** For a payload whose conversation does not say. */
function associatedAgent({ data }: Payload): string | null {
  return idOf(objectOf(objectOf(data['associations'])['agent'])['id']);
}

function hasNewGroup(payload: Payload): boolean {
  return earlierGroup(payload) !== idOf(currentOf(payload, 'assigned_group_id'));
}

function earlierGroup(payload: Payload): string | null {
  return idOf(earlierOf(payload, 'assigned_group_id'));
}

/** A payload that is further off was not sent as it happened, or by another clock. */
const FURTHEST_OFF_MS = HOUR_MS;

/** Epoch ms at which the change happened, as far as it can be believed: now otherwise. */
export function momentNear(payload: Payload, now: number): number {
  const moment = momentOf(payload) ?? now;
  return Math.abs(now - moment) > FURTHEST_OFF_MS ? now : moment;
}

/** How soon after a wait began rules assign, in bursts whose events come in any order. */
const BURST_MS = 10_000;

/** Whether a wait ends so soon after it began that the payload that begins it may still be on its way. */
export function isOfBurst(payload: Payload): boolean {
  const moment = momentOf(payload);
  return moment !== null && beginsOf(payload).some((begin) => Math.abs(moment - begin) <= BURST_MS);
}

/** When a wait may have begun, epoch ms, as far as a payload that ends it still says so. */
export function beginsOf({ conversation }: Payload): number[] {
  return ['created_time', 'reopened_time']
    .map((attribute) => instantOf(conversation[attribute]))
    .filter((moment) => moment !== null);
}
