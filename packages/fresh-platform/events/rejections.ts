/**
 * Promises an app rejects and nobody listens to. Node would end the whole process over them; on the platform they
 * concern one invocation only.
 */
import { runInThisContext } from 'node:vm';

/** Hears of a rejection that nobody handled. */
export type Report = (reason: unknown) => void;

interface Watch {
  /** Who hears of the unheard rejections: by the prototype of the promises of a sandbox. */
  owners: WeakMap<object, Report>;
  listener: (reason: unknown, promise: Promise<unknown>) => void;
}

const EVENT = 'unhandledRejection';
const KEY = Symbol.for('conversation-relay.unheard-rejections');

/** The real process: a test runner shows its tests another. */
const host = runInThisContext('process') as NodeJS.Process;

/** Reports the unheard rejections of a sandbox, given its `Promise.prototype`, for as long as the sandbox lives. */
export function reportUnheard(promisePrototype: object, report: Report): void {
  const { owners, listener } = watch();
  owners.set(promisePrototype, report);
  // A test runner takes all listeners off for the length of a test.
  if (host.listenerCount(EVENT, listener) === 0) host.on(EVENT, listener);
}

/** One per process, however often this module is loaded: a test runner loads it anew for each file. */
function watch(): Watch {
  const known = Reflect.get(host, KEY) as Watch | undefined;
  if (known) return known;
  const owners: Watch['owners'] = new WeakMap();
  const listener: Watch['listener'] = (reason, promise) => {
    const report = owners.get(Object.getPrototypeOf(promise) as object);
    const alone = host.rawListeners(EVENT).every((other) => other === listener);
    report?.(reason);
    // Handling it late tells other listeners, a test runner's, that it is taken care of.
    if (report && !alone) promise.catch(() => undefined);
    // Not an app's, and nobody else listens: Node's own way out, which our listening has blocked.
    if (!report && alone) throw reason;
  };
  const created = { owners, listener };
  Reflect.set(host, KEY, created);
  return created;
}

/**
 * Promises to hand to one invocation, of this realm. What the app derives from them by `then` is of the same class, so
 * that an unheard rejection is known by it.
 */
export function watchedPromises(report: Report): PromiseConstructor {
  class WatchedPromise<T> extends Promise<T> {}
  reportUnheard(WatchedPromise.prototype, report);
  return WatchedPromise;
}
