/**
 * Promises an app rejects and nobody listens to. Node would end the whole process over them; on the platform they
 * concern one invocation only.
 */
import { runInThisContext } from 'node:vm';

type Report = (reason: unknown) => void;

/** Promises the platform hands to an app, and all that are derived from them by `then`. */
export class PlatformPromise<T> extends Promise<T> {}

/** Who hears of the unheard rejections: by the prototype of the promises of a sandbox. */
type Owners = WeakMap<object, Report>;

const KEY = Symbol.for('conversation-relay.unheard-rejections');

/** Reports the unheard rejections of a sandbox, given its `Promise.prototype`, for as long as the sandbox lives. */
export function reportUnheard(promisePrototype: object, report: Report): void {
  owners().set(promisePrototype, report);
}

/** One listener per process, however often this module is loaded; a test runner loads it once per file and hides the real process. */
function owners(): Owners {
  const host = runInThisContext('process') as NodeJS.Process;
  const known = Reflect.get(host, KEY) as Owners | undefined;
  if (known) return known;
  const created: Owners = new WeakMap();
  Reflect.set(host, KEY, created);
  host.on('unhandledRejection', (reason, promise) => {
    const report = created.get(Object.getPrototypeOf(promise) as object);
    if (report) {
      // Listening late also tells other listeners (a test runner's) that the rejection is taken care of.
      promise.catch(() => undefined);
      report(reason);
    } else if (host.listenerCount('unhandledRejection') === 1) {
      // Not an app's: with nobody else listening, Node's own way out, which our listener has blocked.
      throw reason;
    }
  });
  return created;
}

reportUnheard(PlatformPromise.prototype, () => undefined);
