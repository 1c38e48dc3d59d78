/** Payloads as nobody promised them: with parts missing, empty or of another kind. */
import { isRecord, type Json } from '../../lib/dig';
import { isObject } from '../../rules/errors';
import type { RecordedStep } from './recordings';

const DEEPEST = 6;
/** Payloads made of each. */
const VARIANTS = 24;
/** So many parts of a payload, one is odd. */
const ONE_IN = 12;
/** The oldest payloads, and such as never were. */
const WHOLLY_ODD: readonly Json[] = [
  { data: null },
  { data: 'odd' },
  { data: {} },
  { currentHost: null, domain: 'old.freshchat.com', timestamp: 'odd' },
  { currentHost: 'odd', domain: 7, region: null },
];
/** So many lists on the way, one is turned round: what changed has a before and an after. */
const TURNED = 3;
const ODD = [undefined, null, 'odd', '', 7, true, {}, []];

/** Of each event the payload that holds most, so many times, each with other parts odd: one oddity at a time would take minutes. */
export function oddPayloads(steps: readonly RecordedStep[]): RecordedStep[] {
  return richestOf(steps).flatMap((step) => [
    ...WHOLLY_ODD.map((odd) => ({ ...step, payload: { ...step.payload, ...odd } })),
    ...oddCopies(step.payload, VARIANTS).map((payload) => ({ ...step, payload })),
  ]);
}

/** So many copies of a value, each with other parts odd. */
export function oddCopies(value: Json, count: number): Json[] {
  return Array.from({ length: count }, (...[, variant]) => spoil(value, 0, { next: variant }) as Json);
}

function richestOf(steps: readonly RecordedStep[]): RecordedStep[] {
  const richest = new Map<string, RecordedStep>();
  for (const step of steps) {
    const known = richest.get(step.event);
    if (known === undefined || size(step) > size(known)) richest.set(step.event, step);
  }
  return [...richest.values()];
}

function size({ payload }: RecordedStep): number {
  return JSON.stringify(payload).length;
}

/** Counts the parts on the way, so that each variant meets others. What holds parts is spoilt less often than what it holds. */
function spoil(value: unknown, depth: number, turn: { next: number }): unknown {
  turn.next += 1;
  const every = isObject(value) ? 4 * ONE_IN : ONE_IN;
  if (depth > 0 && turn.next % every === 0) return ODD[(turn.next / every) % ODD.length];
  if (depth >= DEEPEST) return value;
  if (Array.isArray(value)) return spoilList(value as unknown[], depth, turn);
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoil(item, depth + 1, turn)]))
    : value;
}

function spoilList(list: readonly unknown[], depth: number, turn: { next: number }): unknown[] {
  return turn.next % TURNED === 0 ? [...list].reverse() : list.map((item) => spoil(item, depth + 1, turn));
}
