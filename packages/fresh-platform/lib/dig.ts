/** Reading payloads, in which anything may be missing. */

export type Json = Record<string, unknown>;

/** Whether a value is an object with named fields (no array, no null). */
export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What lies at a path, or undefined where the path ends early. */
export function dig(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string | number, unknown>)[key];
  }
  return found;
}

/** The text at a path; empty where there is none. */
export function digText(value: unknown, ...path: (string | number)[]): string {
  const found = dig(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** The fields of the object at a path; empty where there is none. */
export function digRecord(value: unknown, ...path: (string | number)[]): Json {
  const found = dig(value, ...path);
  return isRecord(found) ? found : {};
}

/** The items of the array at a path; empty where there is none. */
export function digList(value: unknown, ...path: (string | number)[]): unknown[] {
  const found: unknown = dig(value, ...path);
  return Array.isArray(found) ? (found as unknown[]) : [];
}
