/**
 * Marks: a one-time schedule that says of a box which part of it is to be filled: that one is there, with a time to live, and there was a
 * driver when it was opened. A mark goes with its box. Should nobody ever come for that, the mark fires, as a turn.
 */
import { isNumber, own } from '../../lib/json';
import { HOUR_MS } from '../../lib/time';
import { unlessRefused } from '../../platform/refusals';
import { markName } from '../../platform/registry';
import type { Runtime } from '../../platform/runtime';
import { create, reschedule, SCHEDULE_LEAD_MS, scheduled, unschedule, type Schedule } from '../../platform/schedules';
import { boxMinuteAt } from '../state';

/** Of a box: a key of the store each, which takes 40 KB. */
export const PARTS = [0, 1, 2, 3] as const;
/** Instead of a part: all are full. */
export const FULL = PARTS.length;
/** Instead of a part: none was opened yet. */
export const NO_PART = -1;

/** By then the turns that should have come are long over; and no more than thirty marks are pending at a time. */
const MARK_LIFE_MS = HOUR_MS;
/** How long slots take everything, once the store has refused an item: places in its quota come free meanwhile, for the turns. */
const SPENT_MS = 20_000;
/** And once it has refused a turn: then the next one, a minute later, finds the quota untouched. */
const WAY_MS = 80_000;
/** A schedule's data may have 4 KB; an item that is larger is not said. */
const MOST_FIRST = 3_500;

export interface Mark {
  /** Or `FULL`, or `NO_PART`. */
  part: number;
  /** Epoch ms until when the store is spent. */
  spentUntil: number;
  /** What the part was opened with, packed; blank where that is not known. */
  first: string;
}

/** Null where there is none, or nobody can tell. */
export async function readMark(minute: number): Promise<Mark | null> {
  const data = (await unlessRefused(scheduled(markName(minute)), null)) ?? {};
  const [part, spentUntil, first] = ['part', 'spentUntil', 'first'].map((name) => own(data, name));
  if (!isNumber(part) || !isNumber(spentUntil)) return null;
  return { part, spentUntil, first: typeof first === 'string' ? first : '' };
}

/** `first`: what the part was opened with. A mark that is there already says less. */
export async function mark(minute: number, part: number, first: string, runtime: Runtime): Promise<void> {
  const to = { part, spentUntil: 0, first };
  const creation = await create(scheduleOfMark(minute, to, runtime));
  if (creation === 'refused') await moveMark(minute, to, runtime);
}

export async function moveMark(minute: number, to: Mark, runtime: Runtime): Promise<void> {
  await reschedule(scheduleOfMark(minute, to, runtime));
}

export async function markSpent(minute: number, runtime: Runtime): Promise<void> {
  await create(scheduleOfMark(minute, spent({ part: NO_PART, spentUntil: 0, first: '' }, runtime), runtime));
}

/** False where it is there still. */
export function takeOffMark(minute: number): Promise<boolean> {
  return unschedule(markName(minute));
}

/** Whether slots are the place now, in epoch ms. */
export function isClosed({ part, spentUntil }: Mark, now: number): boolean {
  return part === FULL || now < spentUntil;
}

/** The same, with the store spent from now on. */
export function spent(seen: Mark, runtime: Runtime): Mark {
  return { ...seen, spentUntil: runtime.now() + SPENT_MS };
}

/** A turn was refused by the store: whoever keeps something leaves it alone for a while. */
export async function giveWay(runtime: Runtime): Promise<void> {
  const minute = boxMinuteAt(runtime.now());
  const seen = await readMark(minute);
  if (seen !== null) await moveMark(minute, { ...seen, spentUntil: runtime.now() + WAY_MS }, runtime);
}

function scheduleOfMark(minute: number, to: Mark, runtime: Runtime): Schedule {
  const first = to.first.length > MOST_FIRST ? '' : to.first;
  // Where there may be no box with which it would go, it goes by itself.
  const life = to.part === NO_PART ? SCHEDULE_LEAD_MS : MARK_LIFE_MS;
  return { name: markName(minute), data: { kind: 'outbox', turn: true, ...to, first }, at: runtime.now() + life };
}
