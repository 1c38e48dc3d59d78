/**
 * What operations of FDK 6.9 return: a deferred object in the manner of jQuery, with `then`, `done`, `fail` and `always`, and
 * no `catch`. It can be awaited. Nobody has to listen to one that is rejected.
 */

type Callback = (value: unknown) => unknown;

export interface Deferred {
  then: (done?: Callback, fail?: Callback) => Deferred;
  done: (callback: Callback) => Deferred;
  fail: (callback: Callback) => Deferred;
  always: (callback: Callback) => Deferred;
}

/** `onThrow` hears of what a callback throws: with a deferred no promise is rejected by it. */
export function deferredOf(promise: Promise<unknown>, onThrow: (thrown: unknown) => void): Deferred {
  promise.catch(() => undefined);
  const guarded = (callback: Callback | undefined): Callback | undefined =>
    callback &&
    ((value) => {
      try {
        return callback(value);
      } catch (thrown) {
        onThrow(thrown);
        return undefined;
      }
    });
  const listen = (done?: Callback, fail?: Callback): Deferred => {
    promise.then(guarded(done), guarded(fail)).catch(() => undefined);
    return deferred;
  };
  const deferred: Deferred = {
    then: (done, fail) => deferredOf(promise.then(guarded(done), guarded(fail)), onThrow),
    done: (callback) => listen(callback),
    fail: (callback) => listen(undefined, callback),
    always: (callback) => listen(callback, callback),
  };
  return deferred;
}
