/** `$db` as the app sees it: the store behind a quota, answering after a while. */
import { Refusal } from '../rules/errors';
import type { Installation } from '../installation/installation';
import { answerLater, operate, type Invocation } from '../events/invocation';
import { deleteEntry, getEntry, setEntry, updateEntry, type Terms } from './store';
import type { OperationName } from '../types';

/** Every method resolves a plain object or rejects `{ status, message }` with 400, 404, 422 or 429. */
export interface Db {
  get: (key: unknown) => Promise<unknown>;
  set: (key: unknown, value: unknown, options?: unknown) => Promise<unknown>;
  update: (key: unknown, action: unknown, attributes: unknown, options?: unknown) => Promise<unknown>;
  delete: (key: unknown) => Promise<unknown>;
}

export function createDb(installation: Installation, invocation: Invocation): Db {
  const { store } = installation;
  const call = (name: OperationName, key: unknown, act: (terms: Terms) => object): Promise<unknown> =>
    operate(installation, invocation, {
      name,
      target: String(key),
      carryOut: (done) => {
        countOperation(installation);
        answerLater(installation, name, done, {
          resolved: act({ now: installation.clock.now(), limits: installation.limits }),
        });
      },
      rejection: ({ status, message }) => ({ status, message }),
    });
  return {
    get: (key) => call('db.get', key, (terms) => getEntry(store, key, terms)),
    set: (key, value, options) => call('db.set', key, (terms) => setEntry(store, key, value, options, terms)),
    update: (key, action, attributes, options) =>
      call('db.update', key, (terms) => updateEntry(store, key, action, attributes, options, terms)),
    delete: (key) => call('db.delete', key, (terms) => deleteEntry(store, key, terms)),
  };
}

/**
 * Every operation counts, those that fail or are refused as well, those the quota itself refuses included. That is
 * the harshest reading of "50 a minute, all kinds together": an app that hammers stays shut out.
 */
function countOperation({ dbOperations, limits, clock }: Installation): void {
  const now = clock.now();
  const isFull = dbOperations.count(now) >= limits.dbOperationsPerMinute;
  dbOperations.add(now);
  if (isFull)
    throw new Refusal(
      429,
      `The installation has used its ${limits.dbOperationsPerMinute} $db operations a minute: try again later.`,
    );
}
