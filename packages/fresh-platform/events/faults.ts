/**
 * Faults that Node would end the whole process over: promises that an app or a package rejects and nobody listens to,
 * exceptions in a package's callbacks, a package that leaves. On the platform they concern one invocation only.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { runInThisContext } from 'node:vm';
import { waitForRealWork, type Holder } from './real-work';

/** Hears of a rejection that nobody handled. */
export type Report = (reason: unknown) => void;

/** An invocation whose code, or whose packages' code, is running. */
export interface Owner extends Holder {
  /** Hears of what Node would have died of. */
  fail: Report;
}

interface Watch {
  /** Who hears of the unheard rejections: by the prototype of the promises of a sandbox. */
  owners: WeakMap<object, Report>;
  /** Whose callbacks these are. */
  current: AsyncLocalStorage<Owner | undefined>;
  listener: (reason: unknown, promise: Promise<unknown>) => void;
}

const EVENT = 'unhandledRejection';
const KEY = Symbol.for('fresh-platform.faults');

/** The real process: a test runner shows its tests another. */
const host = runInThisContext('process') as NodeJS.Process;

/** Reports the unheard rejections of a sandbox, given its `Promise.prototype`, for as long as the sandbox lives. */
export function reportUnheard(promisePrototype: object, report: Report): void {
  const { owners } = listening();
  owners.set(promisePrototype, report);
}

/** Runs something whose callbacks, however late, are the owner's. */
export function runFor<T>(owner: Owner, act: () => T): T {
  return listening().current.run(owner, act);
}

function listening(): Watch {
  const found = watch();
  // A test runner takes all listeners off for the length of a test.
  if (host.listenerCount(EVENT, found.listener) === 0) host.on(EVENT, found.listener);
  return found;
}

/** One per process, however often this module is loaded: a test runner loads it anew for each file. */
function watch(): Watch {
  const known = Reflect.get(host, KEY) as Watch | undefined;
  if (known) return known;
  const owners: Watch['owners'] = new WeakMap();
  const current: Watch['current'] = new AsyncLocalStorage();
  const listener: Watch['listener'] = (reason, promise) => {
    const report = owners.get(Object.getPrototypeOf(promise) as object) ?? current.getStore()?.fail;
    const alone = host.rawListeners(EVENT).every((other) => other === listener);
    if (report) {
      report(reason);
      // Handling it late tells other listeners, a test runner's, that it is taken care of.
      if (!alone) promise.catch(() => undefined);
    } else if (alone) {
      // Not an app's, and nobody else listens: Node's own way out, which our listening has blocked.
      throw reason;
    }
  };
  catchExceptions(current);
  catchExits(current);
  waitForRealWork(current);
  const created = { owners, current, listener };
  Reflect.set(host, KEY, created);
  return created;
}

/** An exception that is nobody's goes where it would have gone without us. */
function catchExceptions(current: Watch['current']): void {
  if (host.hasUncaughtExceptionCaptureCallback()) return;
  host.setUncaughtExceptionCaptureCallback((thrown) => {
    const owner = current.getStore();
    if (owner) owner.fail(thrown);
    else if (!host.emit('uncaughtException' as never, thrown as never, 'uncaughtException' as never)) throw thrown;
  });
}

/** Leaving ends what its code runs in: the invocation, and not everybody's process. */
function catchExits(current: Watch['current']): void {
  for (const name of ['exit', 'abort'] as const) {
    const leave: (code?: number) => never = host[name].bind(host);
    host[name] = (code?: number): never => {
      const owner = current.getStore();
      if (owner === undefined) return leave(code);
      const left = new Error(`process.${name}() was called.`);
      owner.fail(left);
      throw left;
    };
  }
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
