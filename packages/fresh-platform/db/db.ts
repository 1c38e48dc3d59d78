/** `$db` as the app sees it: the store behind a quota, answering after a while. */
import type { Installation } from '../installation/installation';
import { answerLater, operate, type Invocation } from '../events/invocation';
import { count } from '../events/quota';
import { throwOnNonsense } from '../events/nonsense';
import { deleteEntry, forgetExpired, getEntry, setEntry, updateEntry, type Terms } from './store';
import type { OperationName } from '../types';

/** Every method resolves a plain object or rejects `{ status, message }` with 400, 404, 422 or 429. */
export interface Db {
  get: (key: unknown) => unknown;
  set: (key: unknown, value: unknown, options?: unknown) => unknown;
  update: (key: unknown, action: unknown, attributes: unknown) => unknown;
  delete: (key: unknown) => unknown;
}

export function createDb(installation: Installation, invocation: Invocation): Db {
  const { store, limits, ways, clock } = installation;
  const call = (name: OperationName, key: unknown, act: (terms: Terms) => object): unknown =>
    operate(installation, invocation, {
      name,
      target: String(key),
      carryOut: (done) => {
        count(installation, 'dbOperations');
        if (name !== 'db.get') installation.lateReads.remember(String(key), clock.now());
        answerLater(installation, name, done, { resolved: act({ now: clock.now(), limits, ways }) });
      },
      rejection: ({ status, message }) => ({ status, message }),
    });
  return {
    get: (key) => call('db.get', key, (terms) => readEntry(installation, key, terms)),
    set: (key, value, options) => {
      throwOnNonsense(ways, value);
      return call('db.set', key, (terms) => setEntry(store, key, value, options, terms));
    },
    update: (key, action, attributes) => {
      throwOnNonsense(ways, attributes);
      return call('db.update', key, (terms) => updateEntry(store, key, action, attributes, terms));
    },
    delete: (key) => call('db.delete', key, (terms) => deleteEntry(store, key, terms)),
  };
}

/** What a read sees, which may be late; an entry that has expired is gone once it was read. */
function readEntry({ options, lateReads, store, clock }: Installation, key: unknown, terms: Terms): object {
  const late = options.hardships?.readsLate?.() ?? 0;
  if (late === 0) return getEntry(store, key, terms);
  const before = lateReads.asOf(String(key), clock.now() - late);
  forgetExpired(store, String(key), terms.now);
  return getEntry(before, key, terms);
}
