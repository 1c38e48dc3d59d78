/** What `$db.update` does to the top-level attributes of a value. */
import { isPlainObject, Refusal } from '../rules/errors';

type Value = Record<string, unknown>;

/** Changes one attribute of `value`, in place. Refuses (400) what the action cannot do. */
type Action = (value: Value, name: string, attribute: unknown) => void;

const actions: Record<string, Action> = {
  set: (value, name, attribute) => {
    value[name] = attribute;
  },
  increment: (value, name, attribute) => {
    const before = value[name] ?? 0;
    if (typeof attribute !== 'number' || !Number.isFinite(attribute))
      throw new Refusal(400, `increment takes numbers, and ${name} is none.`);
    if (typeof before !== 'number') throw new Refusal(400, `${name} is no number and cannot be incremented.`);
    value[name] = before + attribute;
  },
  append: (value, name, attribute) => {
    const before = value[name] ?? [];
    if (!Array.isArray(attribute)) throw new Refusal(400, `append takes arrays, and ${name} is none.`);
    if (!Array.isArray(before)) throw new Refusal(400, `${name} is no array and cannot be appended to.`);
    value[name] = [...(before as unknown[]), ...(attribute as unknown[])];
  },
  remove: (value, name) => {
    Reflect.deleteProperty(value, name);
  },
};

/** Returns the changed value. Refuses (400) an unknown action and attributes it cannot take; `value` is then of no use any more. */
export function applyUpdate(key: string, value: Value, action: unknown, attributes: unknown): Value {
  const apply = typeof action === 'string' && Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!apply)
    throw new Refusal(400, `$db.update of ${key}: the action must be one of ${Object.keys(actions).join(', ')}.`);
  const named = action === 'remove' ? namesAsKeys(attributes) : attributes;
  if (!isPlainObject(named)) throw new Refusal(400, `$db.update of ${key}: the attributes must be an object.`);
  for (const [name, attribute] of Object.entries(named)) apply(value, name, attribute);
  return value;
}

/** To remove, names come in an array, or as the keys of an object. */
function namesAsKeys(attributes: unknown): unknown {
  return Array.isArray(attributes) ? Object.fromEntries(attributes.map((name) => [String(name), true])) : attributes;
}
