/**
 * What a day holds, counted into one entry of the store by one atomic `increment` per payload: how often what happened in
 * which group, and how long it took. Attributes are letters, digits and underlines, below the 30 characters that are safe:
 * `c_Ab12` is what was created in the group `Ab12`, `f_Ab12_1f` a first response in bucket `1f`, `n_Ab12_0Billing` a part
 * of the group's id and name, which an increment cannot hold in any other way.
 */
import type { ConversationEvent } from '../events/event';
import { digest } from '../events/ids';
import { idOf } from '../lib/json';
import { bucketOf } from './histogram';

export type Increments = Readonly<Record<string, number>>;

/** What the store did not take is counted as this once it takes something again. */
export const MISSED = 'missed';

/** What is counted by type, and the letter it has in the store. */
const LETTERS: Readonly<Partial<Record<ConversationEvent['type'], string>>> = {
  'conversation.created': 'c',
  'conversation.resolved': 'r',
  'conversation.reopened': 'o',
  'conversation.sla.breached': 'b',
  'conversation.unattended': 'u',
};

interface Group {
  id: string;
  name: string | null;
}

/** What one payload's events add to the day; null where none of them counts. */
export function incrementsOf(events: readonly ConversationEvent[]): Increments | null {
  const counted = events.filter(({ type }) => LETTERS[type] !== undefined);
  if (counted.length === 0) return null;
  const group = groupOf(events);
  const key = group === null ? '' : keyOf(group);
  const added: Record<string, number> = group === null ? {} : nameParts(key, group);
  for (const attribute of counted.flatMap((event) => attributesOf(event, key)))
    added[attribute] = (added[attribute] ?? 0) + 1;
  return added;
}

function attributesOf(event: ConversationEvent, key: string): string[] {
  return [`${LETTERS[event.type] ?? ''}_${key}`, ...durationsOf(event, key)];
}

/** Resolving may take the group off in the same update: then it was done in the group from which it was taken. */
function groupOf(events: readonly ConversationEvent[]): Group | null {
  const group = events[0]?.conversation.group;
  const id = group?.id ?? null;
  return id === null ? groupLeft(events) : { id, name: group?.name ?? null };
}

function groupLeft(events: readonly ConversationEvent[]): Group | null {
  const left = events.find(({ type }) => type === 'conversation.group.unassigned')?.change;
  const id = idOf(left?.from);
  return id === null ? null : { id, name: left?.from_name ?? null };
}

/** Both are known when a conversation is resolved; by the calendar, because a customer waits by the calendar. */
function durationsOf({ type, metrics }: ConversationEvent, key: string): string[] {
  if (type !== 'conversation.resolved') return [];
  const durations = { f: metrics['first_response_time_chrs'], t: metrics['resolution_time_chrs'] };
  return Object.entries(durations).flatMap(([letter, seconds]) =>
    seconds === undefined || seconds < 0 ? [] : [`${letter}_${key}_${bucketOf(seconds)}`],
  );
}

/** Short, because it stands in every attribute; of id and name, so that a group that is renamed keeps both apart. */
function keyOf({ id, name }: Group): string {
  return digest(`${id} ${name ?? ''}`)
    .replace(/[-_]/g, '')
    .slice(0, 4);
}

const PART_CHARACTERS = 20;
const MOST_NAME_PARTS = 8;

/** The group's id and name in as many attributes as they need. */
function nameParts(key: string, { id, name }: Group): Increments {
  const text = encoded(`${id}\n${name ?? ''}`);
  const parts = Math.min(MOST_NAME_PARTS, Math.ceil(text.length / PART_CHARACTERS));
  return Object.fromEntries(
    [...Array(parts).keys()].map((part) => [
      `n_${key}_${part}${text.slice(part * PART_CHARACTERS, (part + 1) * PART_CHARACTERS)}`,
      1,
    ]),
  );
}

/** Letters and digits but Z as they are, a space as an underline, anything else by its number. */
function encoded(text: string): string {
  return text.replace(/[^A-YZa-z0-9]|Z/g, (char) =>
    char === ' ' ? '_' : `Z${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The inverse of how a name is written. */
export function readableName(text: string): string {
  return text.replace(/_|Z([0-9a-f]{4})/g, (written, code: string) =>
    written === '_' ? ' ' : String.fromCharCode(parseInt(code, 16)),
  );
}
