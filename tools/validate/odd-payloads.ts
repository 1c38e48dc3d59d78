/** Payloads as nobody promised them: with parts missing, empty or of another kind. */
import { isRecord, type Json } from '../../simulator/dig';
import { isObject } from '../../simulator/errors';
import type { RecordedStep } from './recordings';

const DEEPEST = 6;
/** Payloads made of each. */
const VARIANTS = 24;
/** So many parts of a payload, one is odd. */
const ONE_IN = 12;
const ODD = [undefined, null, 'odd', '', 7, true, {}, []];

/** Of each event the payload that holds most, so many times, each with other parts odd: one oddity at a time would take minutes. */
export function oddPayloads(steps: readonly RecordedStep[]): RecordedStep[] {
  const richest = new Map<string, RecordedStep>();
  for (const step of steps) {
    const known = richest.get(step.event);
    if (known === undefined || size(step) > size(known)) richest.set(step.event, step);
  }
  return [...richest.values()].flatMap((step) => Array.from({ length: VARIANTS }, (...[, variant]) => {
    const turn = { next: variant };
    return { ...step, payload: spoil(step.payload, 0, turn) as Json };
  }));
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
  if (Array.isArray(value)) return value.map((item: unknown) => spoil(item, depth + 1, turn));
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoil(item, depth + 1, turn)])) : value;
}
