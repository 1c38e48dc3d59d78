/**
 * Keeping what could not be delivered, with one operation where that is enough. In this order, each step for when the
 * one before it is refused:
 *  1. the recurring schedule that drives the outbox, created with the item inside: kept and woken in one step;
 *  2. where it runs already: the minute's key in the store, by an atomic append;
 *  3. where the store refuses (50 operations a minute): a one-time schedule as a slot, of which 1,000 may be pending;
 *  4. where nothing takes it: the log.
 */
import { withoutPersonalData } from '../events/build';
import type { RelayEvent } from '../events/event';
import { halves, REQUEST_BYTES } from '../destinations/batches';
import { oneLine, utf8Bytes } from '../lib/json';
import { isAlike, keptId, pack, type Kept } from './item';
import type { Runtime } from '../platform/runtime';
import { takeSlot } from './inbox/slots';
import { append, schedule, scheduled } from '../platform/store';
import { MINUTE_MS } from '../lib/time';

/** A schedule's data may have 4 KB; besides the text it holds a few words and the quotes' escapes. */
const SCHEDULE_TEXT_BYTES = 3_900;
/** A key and its value may have 40 KB together. */
const STORE_TEXT_BYTES = 36_000;

export const DRIVER = 'relay';
/** A platform's clock may differ from ours, and what is due in five minutes must not come too early. */
const LEAD_MS = 5 * MINUTE_MS + 15_000;

/** The key of the items kept in one minute; `minute` is epoch minutes. */
export function boxKey(minute: number): string {
  return `box:${minute}`;
}

export function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS);
}

/** Keeps the events of one payload; returns those that nothing took. */
export async function keep(
  to: string,
  events: readonly RelayEvent[],
  runtime: Runtime,
  notBefore: number | null,
): Promise<RelayEvent[]> {
  const pieces = piecesOf({ to, events, at: runtime.now(), notBefore, refusals: 0 }, STORE_TEXT_BYTES);
  return (await Promise.all(pieces.map((piece) => keepPiece(piece, runtime)))).flat();
}

export const NOTHING_TOOK_IT = 'neither the store nor the schedules took it';

/** Logs every event as an error line, without personal data as everything in the log: it will not be tried again. */
export function giveUp(
  { id, name }: { id: string; name?: string },
  events: readonly RelayEvent[],
  reason: string,
): void {
  for (const event of events)
    console.error(oneLine({ undelivered: withoutPersonalData(event), destination: id, name, reason }));
}

async function keepPiece(piece: Kept, runtime: Runtime): Promise<RelayEvent[]> {
  const text = pack(piece);
  const fits = utf8Bytes(JSON.stringify(text)) <= SCHEDULE_TEXT_BYTES;
  const isNew = await drive(minuteOf(runtime.now()), fits ? { item: text } : {}, runtime);
  return isNew && fits ? [] : keepBeside(piece, text, isNew, runtime);
}

async function keepBeside(piece: Kept, text: string, isNew: boolean, runtime: Runtime): Promise<RelayEvent[]> {
  const isBoxed = await append(boxKey(minuteOf(runtime.now())), keptId(piece), text);
  const lost = isBoxed ? [] : await keepInSlots(piece, runtime);
  // The driver may have rested between the first look and now; with the item in place, one more look settles it.
  const isKept = lost.length < piece.events.length && (isNew || (await isDriven(runtime)));
  return isKept ? lost : [...piece.events];
}

/** A refused creation need not mean that the driver is there: by a clock that is behind, it came too early. */
async function isDriven(runtime: Runtime): Promise<boolean> {
  const since = minuteOf(runtime.now());
  if (await isDriverThere()) return true;
  return (await drive(since, {}, runtime)) || (await drive(since, {}, runtime, LEAD_MS + MINUTE_MS)) || isDriverThere();
}

async function isDriverThere(): Promise<boolean> {
  try {
    return (await scheduled(DRIVER)) !== null;
  } catch {
    return false;
  }
}

/** Sees to it that the outbox is driven, from the given minute on; true where it was not. */
export function drive(since: number, inside: { item?: string }, runtime: Runtime, lead = LEAD_MS): Promise<boolean> {
  const at = runtime.now() + lead + Math.floor(runtime.random() * MINUTE_MS);
  // A minute earlier: another machine's clock may be behind.
  return schedule({ name: DRIVER, data: { since: since - 1, ...inside }, at, everyMinutes: 5 });
}

async function keepInSlots(item: Kept, runtime: Runtime): Promise<RelayEvent[]> {
  const pieces = piecesOf(item, SCHEDULE_TEXT_BYTES);
  const kept = await Promise.all(
    pieces.map(async (piece) => ({ piece, isKept: await takeSlot(minuteOf(runtime.now()), pack(piece), runtime) })),
  );
  return kept.flatMap(({ piece, isKept }) => (isKept ? [] : piece.events));
}

/** One payload's events in pieces of at most so many bytes; one event always fits. */
function piecesOf(kept: Kept, bytes: number): Kept[] {
  if (kept.events.length < 2 || fitsWhole(kept, bytes)) return [kept];
  return halves(kept.events).flatMap((events) => piecesOf({ ...kept, events }, bytes));
}

/** Kept small, and what it unfolds to within one request. */
function fitsWhole(kept: Kept, bytes: number): boolean {
  return (
    isAlike(kept.events) &&
    utf8Bytes(JSON.stringify(pack(kept))) <= bytes &&
    utf8Bytes(JSON.stringify(kept.events)) <= REQUEST_BYTES
  );
}
