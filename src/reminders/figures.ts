/** The figures of a day out of what was counted in it: whole, and by group. */
import type { DayFigures } from '../events/event';
import { isNumber, type JsonObject } from '../lib/json';
import { readableName, MISSED } from './counts';
import { medianOf } from './histogram';

/** Counts by letter, and buckets by letter. */
interface Tally {
  counts: Map<string, number>;
  buckets: Map<string, Map<string, number>>;
}

export interface GroupFigures {
  id: string;
  name: string | null;
  figures: DayFigures;
}

export interface Day {
  figures: DayFigures;
  groups: readonly GroupFigures[];
  /** Changes that the store did not take. */
  missed: number;
}

/** Of one or more entries of the store, which together are the day. */
export function dayOf(entries: readonly JsonObject[]): Day {
  const tallies = new Map<string, Tally>();
  const names = new Map<string, Map<number, string>>();
  let missed = 0;
  for (const [attribute, count] of entries.flatMap((entry) => Object.entries(entry))) {
    if (!isNumber(count)) continue;
    if (attribute === MISSED) missed += count;
    else addTo(tallies, names, attribute, count);
  }
  return { figures: figuresOf([...tallies.values()]), groups: groupsOf(tallies, names), missed };
}

function addTo(
  tallies: Map<string, Tally>,
  names: Map<string, Map<number, string>>,
  attribute: string,
  count: number,
): void {
  const parts = /^([a-z])_([A-Za-z0-9]*)(?:_(.*))?$/.exec(attribute);
  if (parts === null) return;
  const [letter, key] = [String(parts[1]), String(parts[2])];
  const rest = parts[3] ?? '';
  if (letter === 'n') madeIn(names, key, () => new Map<number, string>()).set(Number(rest.charAt(0)), rest.slice(1));
  else tally(madeIn(tallies, key, newTally), letter, rest, count);
}

function newTally(): Tally {
  return { counts: new Map(), buckets: new Map() };
}

function tally({ counts, buckets }: Tally, letter: string, bucket: string, count: number): void {
  const into = bucket === '' ? counts : madeIn(buckets, letter, () => new Map<string, number>());
  const key = bucket === '' ? letter : bucket;
  into.set(key, (into.get(key) ?? 0) + count);
}

function madeIn<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function figuresOf(tallies: readonly Tally[]): DayFigures {
  const sum = (letter: string): number => tallies.reduce((total, { counts }) => total + (counts.get(letter) ?? 0), 0);
  return {
    created: sum('c'),
    resolved: sum('r'),
    reopened: sum('o'),
    sla_breaches: sum('b'),
    unattended: sum('u'),
    first_response_seconds: medianOf(merged(tallies, 'f')),
    resolution_seconds: medianOf(merged(tallies, 't')),
  };
}

function merged(tallies: readonly Tally[], letter: string): Map<string, number> {
  const all = new Map<string, number>();
  for (const { buckets } of tallies)
    for (const [bucket, count] of buckets.get(letter) ?? []) all.set(bucket, (all.get(bucket) ?? 0) + count);
  return all;
}

/** By id, the latest name: a group that was renamed during the day is one group. */
function groupsOf(tallies: Map<string, Tally>, names: Map<string, Map<number, string>>): GroupFigures[] {
  const byId = new Map<string, { name: string | null; tallies: Tally[] }>();
  for (const [key, one] of tallies) {
    const [id = '', name = ''] = readableName(textOfParts(names.get(key))).split('\n');
    if (id === '') continue;
    const group = madeIn(byId, id, () => ({ name: null, tallies: [] as Tally[] }));
    group.tallies.push(one);
    if (name !== '') group.name = name;
  }
  return [...byId].map(([id, group]) => ({ id, name: group.name, figures: figuresOf(group.tallies) }));
}

function textOfParts(parts: Map<number, string> | undefined): string {
  return [...(parts ?? [])]
    .sort(([a], [b]) => a - b)
    .map(([, part]) => part)
    .join('');
}
