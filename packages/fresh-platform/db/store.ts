/** The key-value store; it knows nothing of quotas or invocations. */
import {
  checkAction,
  checkAttributes,
  checkEntrySize,
  checkKey,
  checkValue,
  emptyToNull,
  readStoreOptions,
  type StoreOptions,
  type UpdateAction,
  type Value,
} from '../rules/db';
import { Refusal } from '../rules/errors';
import type { Ways } from '../types';
import type { StoredText } from '../installation/installation';
import type { Limits, StoredEntry } from '../types';
import { applyUpdate } from './store-updates';

export type Store = Map<string, StoredText>;

/** What the rules are measured by: the moment, in epoch ms, the limits, and the ways of this platform. */
export interface Terms {
  now: number;
  limits: Limits;
  ways: Ways;
}

/** Refuses 404 for a missing key, or one whose last attribute was removed. An expired entry is gone once it was asked for. */
export function getEntry(store: Store, key: unknown, { now, limits }: Terms): Value {
  const name = checkKey(key, limits);
  forgetExpired(store, name, now);
  const entry = store.get(name);
  if (!entry || entry.json === '{}') throw new Refusal(404, 'Record not found');
  return JSON.parse(entry.json) as Value;
}

/** What reading an entry does besides: one that has expired is gone. */
export function forgetExpired(store: Store, key: string, now: number): void {
  const stored = store.get(key);
  if (stored && isExpired(stored, now)) store.delete(key);
}

/** Replaces the whole value, and its time to live. */
export function setEntry(
  store: Store,
  key: unknown,
  value: unknown,
  options: unknown,
  terms: Terms,
): { Created: true } {
  const name = checkKey(key, terms.limits);
  const checked = checkValue(name, value, terms.limits, terms.ways);
  const { expiresAt, setIf } = readStoreOptions(options, terms.now);
  checkCondition(setIf, find(store, name, terms));
  put(store, name, checked, expiresAt, terms);
  return { Created: true };
}

/** Changes attributes in one step, making the entry when it is missing; its time to live stays. */
export function updateEntry(
  store: Store,
  key: unknown,
  action: unknown,
  attributes: unknown,
  terms: Terms,
): { Updated: true } {
  const name = checkKey(key, terms.limits);
  const kind = checkAction(name, action);
  const checked = checkAttributes(name, kind, attributes, terms.limits, terms.ways);
  const stored = find(store, name, terms);
  if (!stored) checkMissing(name, kind, terms.ways);
  const value = stored ? (JSON.parse(stored.json) as Value) : {};
  put(store, name, applyUpdate(name, value, kind, checked), stored?.expiresAt, terms);
  return { Updated: true };
}

function checkMissing(key: string, action: UpdateAction, { setNeedsEntry }: Ways): void {
  if (action === 'remove') throw new Refusal(400, `$db.update of ${key}: there is no such entry to remove from.`);
  if (action === 'set' && setNeedsEntry) throw new Refusal(404, 'Record not found');
}

/** Deleting what is not there succeeds. */
export function deleteEntry(store: Store, key: unknown, { limits }: Terms): { Deleted: true } {
  store.delete(checkKey(key, limits));
  return { Deleted: true };
}

/** Everything that has not expired. */
export function listEntries(store: Store, now: number): StoredEntry[] {
  return [...store].flatMap(([key, stored]) => {
    if (isExpired(stored, now)) return [];
    const { json, ...rest } = stored;
    return [
      {
        key,
        ...rest,
        get value() {
          return JSON.parse(json) as Value;
        },
      },
    ];
  });
}

function isExpired({ expiresAt }: StoredText, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

/** What an operation that writes finds: where expired entries block, one that nobody has read since is still there. */
function find(store: Store, key: string, { now, ways }: Terms): StoredText | undefined {
  const stored = store.get(key);
  return stored && isExpired(stored, now) && !ways.expiredEntriesBlock ? undefined : stored;
}

function put(store: Store, key: string, value: Value, expiresAt: number | undefined, terms: Terms): void {
  const stored = storedText(key, JSON.stringify(value, emptyToNull), expiresAt);
  checkEntrySize(key, stored.bytes, terms.limits);
  store.set(key, stored);
}

/** An entry with its size: the key counts too. */
export function storedText(key: string, json: string, expiresAt: number | undefined): StoredText {
  const bytes = Buffer.byteLength(key, 'utf8') + Buffer.byteLength(json, 'utf8');
  return expiresAt === undefined ? { json, bytes } : { json, bytes, expiresAt };
}

function checkCondition(setIf: StoreOptions['setIf'], stored: StoredText | undefined): void {
  if (setIf === undefined) return;
  if ((setIf === 'exist') !== (stored !== undefined)) throw new Refusal(400, 'The setIf conditional request failed');
}
