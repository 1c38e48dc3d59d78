/**
 * What `$db` takes and refuses, with the statuses it refuses with. Keys, sizes, actions and the handling of empty texts are
 * documented; statuses and the finer points (empty names, empty lists, `remove` of a missing key, paths that lead nowhere)
 * are from FDK 6.9's source.
 */
import { isPlainObject, jsonText, Refusal } from './errors';
import type { Limits, Ways } from '../types';

export type Value = Record<string, unknown>;

export const UPDATE_ACTIONS = ['set', 'increment', 'append', 'remove'] as const;
export type UpdateAction = (typeof UPDATE_ACTIONS)[number];

const SHORT_NAME_CHARACTERS = 30;

export interface StoreOptions {
  /** Epoch ms; undefined for an entry that stays. */
  expiresAt: number | undefined;
  setIf: 'exist' | 'not_exist' | undefined;
}

/** Reads the options of `set`: `ttl` in seconds, a fraction too; a negative one means for ever. */
export function readStoreOptions(options: unknown, now: number): StoreOptions {
  if (options === undefined || options === null) return { expiresAt: undefined, setIf: undefined };
  if (!isPlainObject(options)) throw new Refusal(400, 'The options must be an object.');
  const unknown = Object.keys(options).find((name) => name !== 'ttl' && name !== 'setIf');
  if (unknown !== undefined) throw new Refusal(400, `The option ${unknown} is not known here: use ttl or setIf.`);
  return { expiresAt: readTtl(options, now), setIf: readSetIf(options) };
}

function readTtl(options: Value, now: number): number | undefined {
  if (!('ttl' in options)) return undefined;
  const seconds = secondsOf(options['ttl']);
  if (Number.isNaN(seconds) || seconds === 0)
    throw new Refusal(400, 'The option ttl must be a number of seconds other than 0.');
  return seconds > 0 && seconds < Infinity ? now + seconds * 1000 : undefined;
}

/** A text that begins with a number counts as that number (FDK 6.9's source). */
function secondsOf(ttl: unknown): number {
  return typeof ttl === 'number' || typeof ttl === 'string' ? Number.parseFloat(String(ttl)) : NaN;
}

function readSetIf(options: Value): StoreOptions['setIf'] {
  if (!('setIf' in options)) return undefined;
  const { setIf } = options;
  if (setIf !== 'exist' && setIf !== 'not_exist')
    throw new Refusal(422, "The option setIf must be 'exist' or 'not_exist'.");
  return setIf;
}

export function checkKey(key: unknown, limits: Limits): string {
  if (typeof key !== 'string' || key === '') throw new Refusal(400, 'A key must be a text that is not empty.');
  if (key.length > limits.dbKeyCharacters)
    throw new Refusal(400, `The key ${key} has ${key.length} characters, and may have ${limits.dbKeyCharacters}.`);
  return key;
}

/** A value to set: an object that holds something, whose names are not empty at any depth. */
export function checkValue(key: string, value: unknown, limits: Limits, ways: Ways): Value {
  if (value === undefined || value === null) throw new Refusal(400, `The value for ${key} is missing.`);
  if (!isPlainObject(value)) throw new Refusal(422, `The value for ${key} must be an object.`);
  if (jsonText(value) === undefined) throw new Refusal(400, `The value for ${key} is no JSON.`);
  if (Object.keys(value).length === 0) throw new Refusal(400, `The value for ${key} must not be an empty object.`);
  if (hasEmptyName(value)) throw new Refusal(400, `The value for ${key} holds an attribute whose name is empty.`);
  checkNames(key, Object.keys(value), limits, ways);
  return value;
}

export function checkAction(key: string, action: unknown): UpdateAction {
  const found = UPDATE_ACTIONS.find((name) => name === action);
  if (!found) throw new Refusal(400, `$db.update of ${key}: the action must be one of ${UPDATE_ACTIONS.join(', ')}.`);
  return found;
}

/** The attributes an action takes: names for `remove`, values by name for the others. Dots and brackets in names of `set` and `remove` are paths. */
export function checkAttributes(
  key: string,
  action: UpdateAction,
  attributes: unknown,
  limits: Limits,
  ways: Ways,
): Value {
  const named = action === 'remove' ? namesToRemove(key, attributes) : attributes;
  if (!isFilled(named))
    throw new Refusal(400, `$db.update of ${key}: the attributes must be an object that is not empty.`);
  if (Object.hasOwn(named, ''))
    throw new Refusal(isByPath(action) ? 422 : 400, `$db.update of ${key}: the name of an attribute is empty.`);
  if (action !== 'remove') checkNames(key, Object.keys(named), limits, ways);
  for (const [name, attribute] of Object.entries(named)) checkAttribute(action, name, attribute);
  return named;
}

function isFilled(named: unknown): named is Value {
  return isPlainObject(named) && Object.keys(named).length > 0 && jsonText(named) !== undefined;
}

/** Documented: `set` reaches nested attributes, and only top-level ones can be incremented and appended to. */
export function isByPath(action: UpdateAction): boolean {
  return action === 'set' || action === 'remove';
}

function namesToRemove(key: string, attributes: unknown): Value {
  if (!Array.isArray(attributes) || attributes.length === 0)
    throw new Refusal(400, `$db.update of ${key}: remove takes a list of names that is not empty.`);
  return Object.fromEntries(attributes.map((name) => [String(name), true]));
}

function checkAttribute(action: UpdateAction, name: string, attribute: unknown): void {
  if (action === 'increment' && typeof attribute !== 'number')
    throw new Refusal(400, `increment takes numbers, and ${name} is none.`);
  if (action === 'append' && (!Array.isArray(attribute) || attribute.length === 0))
    throw new Refusal(400, `append takes arrays that are not empty, and ${name} is none.`);
}

function checkNames(key: string, names: readonly string[], limits: Limits, ways: Ways): void {
  const most = ways.shortAttributeNames ? SHORT_NAME_CHARACTERS : limits.dbKeyCharacters;
  const long = names.find((name) => name.length > most);
  if (long !== undefined)
    throw new Refusal(
      400,
      `The attribute ${long} of ${key} has ${long.length} characters, and the name of an attribute may have ${most}.`,
    );
}

function hasEmptyName(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasEmptyName);
  if (!isPlainObject(value)) return false;
  return Object.hasOwn(value, '') || Object.values(value).some(hasEmptyName);
}

/** Refuses (400) an entry over the limit; the key counts too. */
export function checkEntrySize(key: string, bytes: number, { dbEntryBytes }: Limits): void {
  if (bytes > dbEntryBytes)
    throw new Refusal(
      400,
      `${key} would have ${bytes} bytes with its key, and an entry has at most ${dbEntryBytes}: store less under one key.`,
    );
}

/** Empty texts come back null; NaN and the infinities become null as JSON. */
export function emptyToNull(...[, value]: [key: string, value: unknown]): unknown {
  return value === '' ? null : value;
}
