/**
 * The summary of a day. Two one-time schedules are pending at any time, for the next two ends of a day, so that one that
 * dies before it has set up the next is made good by the other; a third tells again what died half-way.
 */
import type { SummaryNotice } from '../events/event';
import { idFrom } from '../events/ids';
import { isList, isNumber, own, textOf, type JsonObject } from '../lib/json';
import { HOUR_MS } from '../lib/time';
import { together } from '../lib/together';
import { dayKey, SUMMARY_AGAIN, SUMMARY_NAMES } from '../platform/registry';
import type { Runtime } from '../platform/runtime';
import { SCHEDULE_LEAD_MS, create, reschedule, scheduled, unschedule } from '../platform/schedules';
import type { Store } from '../platform/store';
import type { Settings } from '../settings/read';
import { dateOf, endAfter, isEnd, isSummed } from './days';
import { dayOf, type Day, type GroupFigures } from './figures';

/** What the schedule of a summary holds. Days are named by their ends, epoch ms. */
interface Plan extends Readonly<Record<string, unknown>> {
  kind: 'summary';
  end: number;
  /** Which of the two schedules it is. */
  place: 0 | 1;
  /** Days cut short by a change of the settings, which it tells with its own. */
  also: readonly number[];
  /** What it stands beside. */
  before: readonly number[];
  /** How often it was tried before. */
  tries: number;
  /** Tells this installation's summaries from those of others that the same receiver takes. */
  of: string;
}

const MOST_TRIES = 12;
/** A day is read once more on the next, and may be two hours longer than another. */
const KEPT_SECONDS = (50 * HOUR_MS) / 1000;
/** Says that a day was told. */
const TOLD = 'told';

/** Sets up the schedules for the settings of now; what is pending for other settings is carried over. False where none is taken. */
export async function setUpSummary(
  settings: Settings,
  runtime: Runtime,
  isWanted = isSummed(settings),
): Promise<boolean> {
  const pending = await together(SUMMARY_NAMES.map(async (name) => planIn(await scheduled(name))));
  const plans = pending.filter((plan) => plan !== null);
  return isWanted ? setUp(settings, runtime, plans) : takeOffAll(pending);
}

async function setUp(settings: Settings, runtime: Runtime, pending: readonly Plan[]): Promise<boolean> {
  const [first, second] = plansFrom(settings, runtime, pending);
  const ends = pending.map(({ end }) => end);
  if (ends.includes(first.end) && ends.includes(second.end)) return true;
  const set = await together([first, second].map((plan) => put(plan, runtime.now())));
  return set.includes(true);
}

/** What was counted goes when the last schedule fires: one is left for that. */
async function takeOffAll([, second]: readonly (Plan | null)[]): Promise<boolean> {
  return second === undefined || second === null || (await unschedule(SUMMARY_NAMES[1]));
}

function plansFrom(settings: Settings, runtime: Runtime, pending: readonly Plan[]): [Plan, Plan] {
  const end = endAfter(settings, runtime.now());
  const next = endAfter(settings, end);
  const [open] = [...pending].sort((a, b) => a.end - b.end);
  const cut = open === undefined ? [] : [open.end, ...open.also].filter((each) => each !== end && each !== next);
  const common = { kind: 'summary' as const, tries: 0, of: open?.of ?? String(runtime.random()) };
  return [
    { ...common, end, place: 0, also: cut, before: open?.before ?? [] },
    { ...common, end: next, place: 1, also: [], before: [end, ...cut] },
  ];
}

/** In the place of what may be pending there. */
async function put(plan: Plan, now: number): Promise<boolean> {
  const wanted = { name: SUMMARY_NAMES[plan.place], data: plan, at: Math.max(plan.end, now + SCHEDULE_LEAD_MS) };
  return (await create(wanted)) === 'created' || (await reschedule(wanted)) === 'created';
}

/** Null for anything that is no plan of a summary. */
export function planIn(data: JsonObject | null): Plan | null {
  if (data === null || own(data, 'kind') !== 'summary' || !isNumber(own(data, 'end'))) return null;
  const ends = (name: string): number[] => {
    const value = own(data, name);
    return isList(value) ? value.filter(isNumber) : [];
  };
  return {
    kind: 'summary',
    end: Number(own(data, 'end')),
    place: own(data, 'place') === 1 ? 1 : 0,
    also: ends('also'),
    before: ends('before'),
    tries: Number(own(data, 'tries') ?? 0),
    of: textOf(own(data, 'of')) ?? '',
  };
}

/** What is to be told, and what is left to do once it was. */
export interface Due {
  notices: readonly SummaryNotice[];
  done: () => Promise<void>;
}

/** The schedule of a summary has fired. Null where there is nothing to tell. Throws a StoreRefused where the store refuses: it comes again. */
export async function summaryDue(
  data: JsonObject,
  settings: Settings,
  store: Store,
  runtime: Runtime,
): Promise<Due | null> {
  const plan = planIn(data);
  if (plan === null) return null;
  if (!isSummed(settings)) {
    await forget(plan, store);
    return null;
  }
  if (plan.tries === 0 && !(await setUpNext(plan, settings, runtime))) return null;
  if (plan.tries < MOST_TRIES)
    await create({
      name: SUMMARY_AGAIN,
      data: { ...plan, tries: plan.tries + 1 },
      at: runtime.now() + SCHEDULE_LEAD_MS,
    });
  return read(plan, settings, store, runtime);
}

/** Before anything else the days go on. False where the settings were changed, and the day goes on under the new ones. */
async function setUpNext(plan: Plan, settings: Settings, runtime: Runtime): Promise<boolean> {
  if (!isEnd(settings, plan.end)) {
    await setUp(settings, runtime, [plan]);
    return false;
  }
  const other = plan.place === 0 ? 1 : 0;
  const next = endAfter(settings, Math.max(plan.end, runtime.now()));
  const afterNext: Plan = { ...plan, end: endAfter(settings, next), also: [], before: [next] };
  const following: Plan = { ...plan, end: next, place: other, also: [], before: [plan.end, ...plan.also] };
  for (const each of [afterNext, following])
    await create({
      name: SUMMARY_NAMES[each.place],
      data: each,
      at: Math.max(each.end, runtime.now() + SCHEDULE_LEAD_MS),
    });
  return true;
}

/** Nobody hears it any more: what was counted is not needed. */
async function forget({ end, also, before }: Plan, store: Store): Promise<void> {
  await together([end, ...also, ...before].map((each) => store.delete(dayKey(each))));
}

async function read(plan: Plan, settings: Settings, store: Store, runtime: Runtime): Promise<Due> {
  const ends = [plan.end, ...plan.also];
  const [entries, earlier] = await together([readCounts(ends, store), readCounts(plan.before, store)]);
  const day = dayOf(entries);
  const dayBefore = dayOf(earlier);
  const notices = [noticeOf(plan, day, dayBefore, settings, runtime.now())];
  // The day before has no mark where its own schedule died.
  const [missed] = earlier.some((entry) => own(entry, TOLD) !== undefined) ? [] : plan.before;
  if (missed !== undefined)
    notices.unshift(noticeOf({ ...plan, end: missed }, dayBefore, dayOf([]), settings, runtime.now()));
  return {
    notices,
    done: async () => {
      await markTold(plan.end, entries, store);
      if (missed !== undefined) await markTold(missed, earlier, store);
      // Days that were cut short are told with another, which holds them now.
      await together([...plan.also, ...plan.before.slice(1)].map((each) => store.delete(dayKey(each))));
      await unschedule(SUMMARY_AGAIN);
    },
  };
}

/** What was counted in days that are told as one. The mark of one that was told holds them all, also while the others could not be deleted. */
async function readCounts(ends: readonly number[], store: Store): Promise<JsonObject[]> {
  const entries = await together(ends.map((end) => store.get(dayKey(end))));
  const counted = entries.filter((entry) => entry !== null);
  const marked = counted.find((entry) => own(entry, TOLD) !== undefined);
  return marked === undefined ? counted : [marked];
}

/** All that was counted, under the one key, and only for as long as it is needed. */
async function markTold(end: number, entries: readonly JsonObject[], store: Store): Promise<void> {
  const sum: Record<string, number> = { [TOLD]: 1 };
  for (const [attribute, count] of entries.flatMap((entry) => Object.entries(entry)))
    if (isNumber(count) && attribute !== TOLD) sum[attribute] = (sum[attribute] ?? 0) + count;
  await store.set(dayKey(end), sum, KEPT_SECONDS);
}

const MOST_GROUPS = 10;

function noticeOf({ of, end }: Plan, day: Day, before: Day, settings: Settings, now: number): SummaryNotice {
  return {
    id: idFrom(['summary', of, end]),
    type: 'relay.summary',
    occurred_at: new Date(now).toISOString(),
    sequence: 0,
    day: dateOf(settings, end),
    time_zone: settings.timeZone,
    total: day.figures,
    day_before: before.figures,
    groups: [...day.groups]
      .sort((a, b) => volumeOf(b) - volumeOf(a))
      .slice(0, MOST_GROUPS)
      .map(({ id, name, figures }) => ({
        id,
        name,
        total: figures,
        day_before: before.groups.find((group) => group.id === id)?.figures ?? dayOf([]).figures,
      })),
    ...(day.missed === 0 ? {} : { not_counted: day.missed }),
  };
}

function volumeOf({ figures }: GroupFigures): number {
  return figures.created + figures.resolved + figures.reopened + figures.sla_breaches;
}
