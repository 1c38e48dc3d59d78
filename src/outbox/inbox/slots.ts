/**
 * Slots: one-time schedules that hold an item each, for when the store's operations are precious or spent. The platform lists no
 * schedules, so slots are a tree of names: who keeps something goes down from the first slot of its minute until one is
 * free, and who reads looks only at what hangs on a slot that is taken. What nobody has read in time fires, and is kept again.
 */
import { own } from '../../lib/json';
import { HOUR_MS, MINUTE_MS } from '../../lib/time';
import { slotName, SWEEP_GRID_MS, sweepName, turnName } from '../../platform/registry';
import type { Runtime } from '../../platform/runtime';
import { pooled, together } from '../../lib/together';
import { unlessRefused } from '../../platform/refusals';
import { create, isScheduled, scheduled, unschedule, type Creation, type Schedule } from '../../platform/schedules';
import type { Store } from '../../platform/store';
import { unpack } from '../item';
import { minuteOf } from '../state';
import type { Found, Inbox } from './inbox';

/** Some slots are heads. On each hang further heads, and slots beside it on which nothing hangs. */
const HEADS = ['x', 'y', 'z'];
const BESIDE = '0123456789abcdef'.split('');
/** Heads below the first: a schedule's name has at most 30 characters. */
const DEEPEST = 8;
/** A slot is there to be read within minutes; by then the turns that should have come are long over. What fires is gone, so not too soon. */
const LIFE_MS = 12 * HOUR_MS;
/** How many schedules are asked for at a time: with few left to ask for, one after the other goes deep, and so comes to an end somewhere. */
const MOST_AT_ONCE = 60;
const SHARE_AT_ONCE = 1 / 12;
/** The sweeps that the first slot of a minute asks for: as there is one in each third of a minute, no place in the quota is free for long. */
const SWEEPS_MS = [0, 1, 2].map((third) => 5 * MINUTE_MS + 5_000 + third * SWEEP_GRID_MS);
/** And the turns, for what the sweeps have left: as soon as nobody can write to the minute any more, and once more, should that one die. */
const TURN_MS = 6.5 * MINUTE_MS;
/** After the minute began, so that all who ask mean the same one. */
const LAST_TURN_MS = 8 * MINUTE_MS;
/** A clock may be two minutes behind the platform's, which takes nothing that is due in less than five. */
const BEHIND_MS = 2 * MINUTE_MS + SWEEP_GRID_MS;

/** The first slot of a minute. A place hangs on the one whose name has a letter less: `y4`, beside the second head, hangs on `y`. */
const ROOT = '';

export const slots: Inbox = {
  put: async (item, runtime, until, isDriven) => {
    const minute = minuteOf(runtime.now());
    const take = takingOf(minute, item.text, runtime, until, isDriven);
    for (let head = ROOT; head.length <= DEEPEST; head += oneOf(HEADS, runtime)) {
      // Trying more of those beside it takes longer than going on to the next head.
      const creation = await takeOne([head, head + oneOf(BESIDE, runtime)], take, minute);
      if (creation !== 'refused') return creation === 'created';
      // Nothing tells a name that is taken from a platform that takes no more: in both cases it is refused.
      if (head.length % 2 === 1 && (await isScheduled(slotName(minute, head))) !== true) return false;
    }
    return false;
  },

  read: async (minute, store) => {
    const first = await readSlot(minute, ROOT);
    if (first === null) return [];
    const found = new Map([[ROOT, first]]);
    let unread = placesOn(ROOT);
    while (unread.length > 0 && store.fetches > 0) unread = await readOn(unread, found, minute, store);
    for (const place of unread) (found.get(parentOf(place)) as Found).isOpen = true;
    return [...found.values()];
  },

  /** What hangs on a slot before the slot itself, so that what stays can still be found. */
  forget: async (found, store, staying) => {
    const left = [...staying, ...found.filter(({ isOpen }) => isOpen)];
    for (const length of [...new Set(found.map(({ place }) => place.length))].sort((a, b) => b - a)) {
      const leaving = found.filter((each) => each.place.length === length && !isHolding(each, left));
      const gone = await pooled(leaving, MOST_AT_ONCE, ({ minute, place }) => unschedule(slotName(minute, place)));
      if (gone.includes(false)) store.isScarce = true;
      const isGone = new Set(leaving.filter((...[, index]) => gone[index]));
      left.push(...found.filter((each) => each.place.length === length && !each.isOpen && !isGone.has(each)));
    }
    return left;
  },
};

/** Reads the last of some places, and returns those that were not read, what hangs on those that were among them. */
async function readOn(
  places: readonly string[],
  found: Map<string, Found>,
  minute: number,
  store: Store,
): Promise<string[]> {
  const count = Math.min(MOST_AT_ONCE, Math.ceil(store.fetches * SHARE_AT_ONCE));
  const next = places.slice(-count);
  store.fetches -= next.length;
  const read = await together(next.map((place) => unlessRefused(readSlot(minute, place), 'refused')));
  if (read.includes('refused')) {
    store.isScarce = true;
    store.fetches = 0;
  }
  const unread = places.slice(0, -count);
  for (const [index, each] of read.entries()) {
    const place = next[index] as string;
    if (each === 'refused') unread.push(place);
    else if (each !== null) {
      found.set(place, each);
      unread.push(...placesOn(place));
    }
  }
  return unread;
}

/** What may hang on a slot, the heads last. */
function placesOn(place: string): string[] {
  return /[0-9a-f]$/.test(place) ? [] : [...BESIDE, ...HEADS].map((letter) => place + letter);
}

/** Of every place but a minute's first. */
function parentOf(place: string): string {
  return place.slice(0, -1);
}

/** Whether a minute has anything in slots; null where nobody can tell just now. */
export function hasSlots(minute: number): Promise<boolean | null> {
  return isScheduled(slotName(minute, ROOT));
}

type Taking = (place: string) => Promise<Creation>;

/**
 * Takes a place if it is free, and if there is time left. Where no driver was seen, whoever opens a minute sees to it that somebody comes for
 * it, and so do those who take the next heads, as whoever opened it may have died.
 */
function takingOf(minute: number, text: string, runtime: Runtime, until: number, isDriven: boolean): Taking {
  const at = runtime.now() + LIFE_MS;
  return async (place) => {
    if (runtime.now() >= until) return 'busy';
    const creation = await create({ name: slotName(minute, place), data: { kind: 'outbox', item: text }, at });
    if (creation !== 'created' || isDriven) return creation;
    if (place === ROOT) await askForTurns(minute, runtime);
    else if (HEADS.includes(place)) await askForLastTurn(minute);
    return creation;
  };
}

/** Takes the first of some places that is free. */
async function takeOne(places: readonly string[], take: Taking, minute: number): Promise<Creation> {
  for (const place of places) {
    const creation = await takePlace(place, take, minute);
    if (creation !== 'refused') return creation;
  }
  return 'refused';
}

/** Gives a place back where it could not be found: the item is better kept elsewhere. */
async function takePlace(place: string, take: Taking, minute: number): Promise<Creation> {
  const creation = await take(place);
  if (creation !== 'created' || (await isHung(place, take, minute))) return creation;
  await unschedule(slotName(minute, place));
  return 'busy';
}

/**
 * A slot is only found by way of the one it hangs on, which whoever took that has seen to in the same way. It may be missing where it was
 * refused for another reason than that it was taken: then the item goes there as well.
 */
async function isHung(place: string, take: Taking, minute: number): Promise<boolean> {
  if (place === ROOT) return true;
  const above = parentOf(place);
  if ((await isScheduled(slotName(minute, above))) !== false) return true;
  const creation = await takePlace(above, take, minute);
  return creation === 'created' || (await isScheduled(slotName(minute, above))) === true;
}

function oneOf(letters: readonly string[], runtime: Runtime): string {
  return letters[Math.floor(runtime.random() * letters.length)] as string;
}

async function readSlot(minute: number, place: string): Promise<Found | null> {
  const data = await scheduled(slotName(minute, place));
  return data === null ? null : { inbox: 'slots', minute, place, item: unpack(own(data, 'item')) };
}

/** Whether something that stays hangs on a slot: it could not be found any more without it. */
export function isHolding(slot: Found, staying: readonly Found[]): boolean {
  return staying.some(
    ({ minute, place, isOpen }) =>
      minute === slot.minute && place.startsWith(slot.place) && (place !== slot.place || isOpen === true),
  );
}

/** Whether or not anything else drives the outbox. */
async function askForTurns(minute: number, runtime: Runtime): Promise<void> {
  const now = runtime.now();
  // Should only some be granted, turns can do without sweeps.
  await together([
    askForTurn(now + TURN_MS, minute),
    askForLastTurn(minute),
    ...SWEEPS_MS.map((lead) => askForSweep(now + lead)),
  ]);
}

function askForLastTurn(minute: number): Promise<boolean> {
  return askForTurn(minute * MINUTE_MS + LAST_TURN_MS, minute);
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
