/** What `$db.update` does to the attributes of a value. */
import { isObject, Refusal } from '../rules/errors';
import { isByPath, type UpdateAction, type Value } from '../rules/db';

/** Changes one attribute of `holder`, in place. Refuses (400) what the action cannot do. */
type Action = (holder: Value, name: string, attribute: unknown) => void;

const actions: Record<UpdateAction, Action> = {
  set: (holder, name, attribute) => {
    if (Array.isArray(holder) && holder.length < Number(name)) holder.push(attribute);
    else holder[name] = attribute;
  },
  increment: (holder, name, attribute) => {
    const before = holder[name] ?? 0;
    if (typeof before !== 'number') throw new Refusal(400, `${name} is no number and cannot be incremented.`);
    holder[name] = before + (attribute as number);
  },
  append: (holder, name, attribute) => {
    const before = holder[name] ?? [];
    if (!Array.isArray(before)) throw new Refusal(400, `${name} is no array and cannot be appended to.`);
    holder[name] = [...(before as unknown[]), ...(attribute as unknown[])];
  },
  remove: (holder, name) => {
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else Reflect.deleteProperty(holder, name);
  },
};

/** Changes `value` in place; refuses (400) what the action cannot do, and `value` is then of no use any more. */
export function applyUpdate(key: string, value: Value, action: UpdateAction, attributes: Value): Value {
  for (const [name, attribute] of Object.entries(attributes)) {
    const path = isByPath(action) ? partsOf(name) : [name];
    actions[action](holderOf(key, value, path, name), path.at(-1) ?? name, attribute);
  }
  return value;
}

/** `a.b[0].c` has the parts a, b, 0 and c. */
function partsOf(path: string): string[] {
  return path.split(/[.[\]]/).filter((part) => part !== '');
}

/** What holds the last part of a path; every part before it must be there. */
function holderOf(key: string, value: Value, path: readonly string[], name: string): Value {
  let holder: Value = value;
  for (const part of path.slice(0, -1)) {
    const next = Object.hasOwn(holder, part) ? holder[part] : undefined;
    if (!isObject(next))
      throw new Refusal(400, `$db.update of ${key}: the path ${name} leads nowhere, since ${part} is no object there.`);
    holder = next;
  }
  return holder;
}
