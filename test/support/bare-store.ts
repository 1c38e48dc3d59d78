/** The platform's store for what is tested without an app: no quota, no clock, nothing expires. */

export interface BareStore {
  /** What is stored, by key. */
  values: Record<string, object>;
  /** For how many seconds what was written last is to stay. */
  seconds: Record<string, number>;
}

/** `$db` of the tests' own globals from now on. `onCall` is told of each operation as it begins. */
export function bareStore(
  values: Record<string, object> = {},
  onCall: (operation: string) => void = () => undefined,
): BareStore {
  const seconds: Record<string, number> = {};
  const refused = (status: number): Promise<never> =>
    Promise.reject(Object.assign(new Error(`refused with ${status}`), { status }));
  const $db = {
    get: (key: string) => {
      onCall(`get ${key}`);
      return key in values ? Promise.resolve(values[key]) : refused(404);
    },
    set: (key: string, value: object, { ttl, setIf }: { ttl: number; setIf?: string }) => {
      onCall(`set ${key} for ${ttl}`);
      if (setIf === 'not_exist' && key in values) return refused(400);
      values[key] = value;
      seconds[key] = ttl;
      return Promise.resolve({});
    },
    delete: (key: string) => {
      onCall(`delete ${key}`);
      return key in values && Reflect.deleteProperty(values, key) ? Promise.resolve({}) : refused(404);
    },
  };
  Object.assign(globalThis, { $db });
  return { values, seconds };
}
