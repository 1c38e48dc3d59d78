/** The key-value store's own rules; it knows nothing of quotas or invocations. */
import { isPlainObject, Refusal } from '../rules/errors';
import type { StoredText } from '../installation/installation';
import type { Limits, StoredEntry } from '../types';
import { applyUpdate } from './store-updates';

export type Store = Map<string, StoredText>;

export interface StoreOptions {
  /** Seconds. */
  ttl?: unknown;
  /** `exist` or `not_exist`. */
  setIf?: unknown;
}

/** What the rules are measured by: the moment, in epoch ms, and the limits. */
export interface Terms {
  now: number;
  limits: Limits;
}

type Value = Record<string, unknown>;

/** Refuses 404 for a missing key. */
export function getEntry(store: Store, key: unknown, terms: Terms): Value {
  const stored = find(store, checkKey(key, terms.limits), terms.now);
  if (!stored) throw new Refusal(404, 'Record not found');
  return JSON.parse(stored.json) as Value;
}

/** Replaces the whole value, and its time to live. Refuses 400 for misuse or an unmet setIf, 422 for too large an entry. */
export function setEntry(
  store: Store,
  key: unknown,
  value: unknown,
  options: unknown,
  terms: Terms,
): { Created: true } {
  const name = checkKey(key, terms.limits);
  const { ttl, setIf } = checkOptions(options, ['ttl', 'setIf']);
  if (!isPlainObject(value)) throw new Refusal(400, `The value for ${name} must be an object.`);
  checkCondition(setIf, find(store, name, terms.now));
  put(store, name, value, expiry(ttl, terms.now), terms);
  return { Created: true };
}

/** Changes attributes in one step, making the entry when it is missing; its time to live stays. Refuses as setEntry does. */
export function updateEntry(
  store: Store,
  key: unknown,
  action: unknown,
  attributes: unknown,
  options: unknown,
  terms: Terms,
): { Updated: true } {
  const name = checkKey(key, terms.limits);
  const { setIf } = checkOptions(options, ['setIf']);
  const stored = find(store, name, terms.now);
  checkCondition(setIf, stored);
  const value = stored ? (JSON.parse(stored.json) as Value) : {};
  put(store, name, applyUpdate(name, value, action, attributes), stored?.expiresAt, terms);
  return { Updated: true };
}

/** Deleting what is not there succeeds. */
export function deleteEntry(store: Store, key: unknown, terms: Terms): { Deleted: true } {
  store.delete(checkKey(key, terms.limits));
  return { Deleted: true };
}

/** Everything that has not expired. */
export function listEntries(store: Store, now: number): StoredEntry[] {
  return [...store.keys()].flatMap((key) => {
    const stored = find(store, key, now);
    if (!stored) return [];
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

function find(store: Store, key: string, now: number): StoredText | undefined {
  const stored = store.get(key);
  if (stored?.expiresAt !== undefined && stored.expiresAt <= now) {
    store.delete(key);
    return undefined;
  }
  return stored;
}

function put(store: Store, key: string, value: Value, expiresAt: number | undefined, terms: Terms): void {
  const json = JSON.stringify(value, emptyToNull);
  const stored = storedText(key, json, expiresAt);
  if (stored.bytes > terms.limits.dbEntryBytes) {
    throw new Refusal(
      422,
      `${key} would have ${stored.bytes} bytes with its key, and an entry has at most ${terms.limits.dbEntryBytes}: store less under one key.`,
    );
  }
  store.set(key, stored);
}

/** An entry with its size: the key counts too. */
export function storedText(key: string, json: string, expiresAt: number | undefined): StoredText {
  const bytes = Buffer.byteLength(key, 'utf8') + Buffer.byteLength(json, 'utf8');
  return expiresAt === undefined ? { json, bytes } : { json, bytes, expiresAt };
}

/** Empty strings come back null; NaN and the infinities become null as JSON. */
function emptyToNull(...[, value]: [key: string, value: unknown]): unknown {
  return value === '' ? null : value;
}

function checkKey(key: unknown, limits: Limits): string {
  if (typeof key !== 'string' || key === '') throw new Refusal(400, 'A key must be a text that is not empty.');
  if (key.length > limits.dbKeyCharacters)
    throw new Refusal(400, `The key ${key} has ${key.length} characters, and may have ${limits.dbKeyCharacters}.`);
  return key;
}

function checkOptions(options: unknown, known: string[]): StoreOptions {
  if (options === undefined || options === null) return {};
  if (!isPlainObject(options)) throw new Refusal(400, 'The options must be an object.');
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Refusal(400, `The option ${unknown} is not known here: use ${known.join(' or ')}.`);
  return options;
}

function checkCondition(setIf: unknown, stored: StoredText | undefined): void {
  if (setIf === undefined) return;
  if (setIf !== 'exist' && setIf !== 'not_exist')
    throw new Refusal(400, "The option setIf must be 'exist' or 'not_exist'.");
  if ((setIf === 'exist') !== (stored !== undefined)) throw new Refusal(400, 'The setIf conditional request failed');
}

function expiry(ttl: unknown, now: number): number | undefined {
  if (ttl === undefined) return undefined;
  if (typeof ttl !== 'number' || !Number.isInteger(ttl) || ttl <= 0)
    throw new Refusal(400, 'The option ttl must be a whole number of seconds above 0.');
  return now + ttl * 1000;
}
