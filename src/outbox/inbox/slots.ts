/**
 * Slots: one-time schedules that hold an item each, for when the store's operations are precious or spent. The platform lists no
 * schedules, so slots are a tree of names: who keeps something goes down from the first slot of its minute until one is
 * free, and who reads looks only at what hangs on a slot that is taken. What nobody has read in time fires, and is kept again.
 */
import { own } from '../../lib/json';
import { HOUR_MS, MINUTE_MS } from '../../lib/time';
import { slotName, SWEEP_GRID_MS, sweepName, turnName } from '../../platform/registry';
import type { Runtime } from '../../platform/runtime';
import { create, isScheduled, pooled, scheduled, unschedule, type Creation, type Schedule } from '../../platform/store';
import { unpack } from '../item';
import { minuteOf } from '../state';
import type { Found, Inbox } from './inbox';

/** A minute has six branches. A branch goes down by levels: a head, so many slots beside each other, and the next level's head. */
const BRANCHES = 6;
const LEVELS = [
  { size: 8, tries: 2 },
  { size: 64, tries: 4 },
  { size: 256, tries: 4 },
  { size: 1_024, tries: 4 },
] as const;
/** A slot is there to be read within minutes; by then the turns that should have come are long over. What fires is gone, so not too soon. */
const LIFE_MS = 12 * HOUR_MS;
/** How many schedules are asked for at a time. */
const SLOTS_AT_ONCE = 60;
/** The sweeps that the first slot of a minute asks for: as there is one in each third of a minute, no place in the quota is free for long. */
const SWEEPS_MS = [0, 1, 2].map((third) => 5 * MINUTE_MS + 5_000 + third * SWEEP_GRID_MS);
/** And the turns, for what the sweeps have left: as soon as nobody can write to the minute any more, and once more, should that one die. */
const TURNS_MS = [6.5 * MINUTE_MS, 8 * MINUTE_MS];
/** A clock may be two minutes behind the platform's, which takes nothing that is due in less than five. */
const BEHIND_MS = 2 * MINUTE_MS + SWEEP_GRID_MS;

const ROOT = '';

function branchOf(time: number): number {
  return Math.floor((time % MINUTE_MS) / (MINUTE_MS / BRANCHES));
}

/** Places end in a letter and a number: `-2` heads the third branch, `-2b` its second level, `-2b17` is a slot beside that. */
function headOf(branch: number, level: number): string {
  return `-${branch}${level === 0 ? '' : String.fromCharCode(97 + level)}`;
}

function slotOf(branch: number, level: number, index: number): string {
  return `-${branch}${String.fromCharCode(97 + level)}${index}`;
}

export const slots: Inbox = {
  put: async (item, runtime, until) => {
    const minute = minuteOf(runtime.now());
    const walk = walkOf(minute, item.text, runtime, until);
    const creation = await walk(ROOT);
    if (creation === 'created') await askForTurns(minute, runtime);
    return creation === 'refused' ? goDown(branchOf(runtime.now()), walk, minute, runtime) : creation === 'created';
  },

  read: async (minute) => {
    const root = await readSlot(minute, ROOT);
    if (root === null) return [];
    const branches = await Promise.all([...Array(BRANCHES).keys()].map((branch) => readBranch(minute, branch)));
    return [root, ...branches.flat()];
  },

  /** What hangs on a slot before the slot itself, so that what stays can still be found. */
  forget: async (found, ...[, staying]) => {
    const left = [...staying];
    for (const depth of [...new Set(found.map(depthOf))].sort((a, b) => b - a)) {
      const leaving = found.filter((each) => depthOf(each) === depth && !isHolding(each, left));
      const gone = await pooled(leaving, SLOTS_AT_ONCE, ({ minute, place }) => unschedule(slotName(minute, place)));
      const isGone = new Set(leaving.filter((...[, index]) => gone[index]));
      left.push(...found.filter((each) => depthOf(each) === depth && !isGone.has(each)));
    }
    return left;
  },
};

/**
 * The first branch of a minute that holds anything, and the minute's first slot once nothing else is left: where turns keep dying, each takes
 * only so much. Empty where nothing was kept.
 */
export async function readSome(minute: number): Promise<Found[]> {
  const root = await readSlot(minute, ROOT);
  if (root === null) return [];
  for (let branch = 0; branch < BRANCHES; branch += 1) {
    const found = await readBranch(minute, branch);
    if (found.length > 0) return found;
  }
  return [root];
}

/** Whether a minute has anything in slots; null where nobody can tell just now. */
export function hasSlots(minute: number): Promise<boolean | null> {
  return isScheduled(slotName(minute, ROOT));
}

type Walk = (place: string) => Promise<Creation>;

/** Takes a place if it is free, and if there is time left. */
function walkOf(minute: number, text: string, runtime: Runtime, until: number): Walk {
  const at = runtime.now() + LIFE_MS;
  return async (place) =>
    runtime.now() < until
      ? await create({ name: slotName(minute, place), data: { kind: 'outbox', item: text }, at })
      : 'busy';
}

async function goDown(branch: number, walk: Walk, minute: number, runtime: Runtime): Promise<boolean> {
  for (const [level, { size, tries }] of LEVELS.entries()) {
    const places = [
      headOf(branch, level),
      ...someOf(size, tries, runtime).map((index) => slotOf(branch, level, index)),
    ];
    const creation = await takeOne(places, walk, minute);
    if (creation !== 'refused') return creation === 'created';
    // Nothing tells a name that is taken from a platform that takes no more: in both cases it is refused.
    if (level > 0 && (await isScheduled(slotName(minute, places[places.length - 1] ?? ROOT))) !== true) return false;
  }
  return false;
}

/** Takes the first of some places that is free. */
async function takeOne(places: readonly string[], walk: Walk, minute: number): Promise<Creation> {
  for (const place of places) {
    const creation = await takePlace(place, walk, minute);
    if (creation !== 'refused') return creation;
  }
  return 'refused';
}

/** Gives a place back where it could not be found: the item is better kept elsewhere. */
async function takePlace(place: string, walk: Walk, minute: number): Promise<Creation> {
  const creation = await walk(place);
  if (creation !== 'created' || (await isHung(place, walk, minute))) return creation;
  await unschedule(slotName(minute, place));
  return 'busy';
}

/**
 * A slot is only found by way of the one it hangs on, which whoever took that has seen to in the same way. It may be missing where it was
 * refused for another reason than that it was taken: then the item goes there as well.
 */
async function isHung(place: string, walk: Walk, minute: number): Promise<boolean> {
  const above = parentOf(place);
  if (above === null || (await isScheduled(slotName(minute, above))) !== false) return true;
  const creation = await takePlace(above, walk, minute);
  return creation === 'created' || (await isScheduled(slotName(minute, above))) === true;
}

/** The head beside which a slot stands, or the head before a head; null for the first slot of a minute. */
function parentOf(place: string): string | null {
  if (place === ROOT) return null;
  const { branch, level, isHead } = partsOf(place);
  if (!isHead) return headOf(branch, level);
  return level === 0 ? ROOT : headOf(branch, level - 1);
}

function partsOf(place: string): { branch: number; level: number; isHead: boolean } {
  const [, branch, letter, index] = /^-(\d)([a-d]?)(\d*)$/.exec(place) ?? [];
  return { branch: Number(branch), level: letter ? letter.charCodeAt(0) - 97 : 0, isHead: !index };
}

/** So many different numbers below `size`. */
function someOf(size: number, count: number, runtime: Runtime): number[] {
  const first = Math.floor(runtime.random() * size);
  const step = 1 + 2 * Math.floor(runtime.random() * (size / 2));
  // The sizes are powers of two, so an odd step comes by every number.
  return [...Array(count).keys()].map((index) => (first + index * step) % size);
}

async function readSlot(minute: number, place: string): Promise<Found | null> {
  const data = await scheduled(slotName(minute, place));
  return data === null ? null : { inbox: 'slots', minute, place, item: unpack(own(data, 'item')) };
}

async function readBranch(minute: number, branch: number): Promise<Found[]> {
  const found: Found[] = [];
  for (const [level, { size }] of LEVELS.entries()) {
    const head = await readSlot(minute, headOf(branch, level));
    if (head === null) break;
    const beside = await pooled([...Array(size).keys()], SLOTS_AT_ONCE, (index) =>
      readSlot(minute, slotOf(branch, level, index)),
    );
    found.push(head, ...beside.filter((each) => each !== null));
  }
  return found;
}

/** 0 for the first slot of a minute; then, level by level, odd for what hangs beside a head, and even for the heads. */
function depthOf({ place }: Found): number {
  if (place === ROOT) return 0;
  const { level, isHead } = partsOf(place);
  return 2 * level + (isHead ? 2 : 3);
}

/** Whether something that stays hangs on a slot: it could not be found any more without it. */
export function isHolding(slot: Found, staying: readonly Found[]): boolean {
  const depth = depthOf(slot);
  if (depth % 2 === 1) return false;
  return staying.some(
    (each) =>
      each.minute === slot.minute &&
      depthOf(each) > depth &&
      (slot.place === ROOT || each.place.slice(0, 2) === slot.place.slice(0, 2)),
  );
}

/** Whoever opens a minute sees to it that somebody comes, whether or not anything else drives the outbox. */
async function askForTurns(minute: number, runtime: Runtime): Promise<void> {
  const now = runtime.now();
  await Promise.all([
    ...SWEEPS_MS.map((lead) => askForSweep(now + lead)),
    ...TURNS_MS.map((lead) => askForTurn(now + lead, minute)),
  ]);
}

function askForSweep(at: number): Promise<boolean> {
  return ask(Math.ceil(at / SWEEP_GRID_MS) * SWEEP_GRID_MS, sweepName, { kind: 'outbox', sweep: true });
}

export function askForTurn(at: number, since: number | null): Promise<boolean> {
  return ask(at, (time) => turnName(time, since), {
    kind: 'outbox',
    turn: true,
    ...(since === null ? {} : { since }),
  });
}

/** A bit later where it is refused, which may mean that our clock is behind. */
async function ask(at: number, nameAt: (at: number) => string, data: Schedule['data']): Promise<boolean> {
  for (const time of [at, at + BEHIND_MS]) {
    const creation = await create({ name: nameAt(time), data, at: time });
    if (creation === 'created' || (await isScheduled(nameAt(time))) === true) return true;
  }
  return false;
}
