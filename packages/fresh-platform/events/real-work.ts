/** Real work that packages begin: connections, files, timers, whatever a thread of Node's does for them. Virtual time waits for it. */
import { createHook, type AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';

/** Whose work it is. */
export interface Holder {
  /** Marks real work under way; returns a function that ends it. */
  hold: () => () => void;
}

type Current = AsyncLocalStorage<Holder | undefined>;

/** What a package keeps for later, such as an open connection, is not waited for longer, in real ms. */
const MOST_HELD_MS = 5_000;

/** What Node calls the work that ends by itself, soon. */
const WORK = new Set([
  'CIPHERREQUEST',
  'DERIVEBITSREQUEST',
  'FILEHANDLECLOSEREQ',
  'FSREQCALLBACK',
  'FSREQPROMISE',
  'GETADDRINFOREQWRAP',
  'HASHREQUEST',
  'KEYEXPORTREQUEST',
  'KEYGENREQUEST',
  'KEYPAIRGENREQUEST',
  'PBKDF2REQUEST',
  'RANDOMBYTESREQUEST',
  'SCRYPTREQUEST',
  'SIGNREQUEST',
]);

/** Holds time for everything that begins while somebody's code runs. */
export function waitForRealWork(current: Current): void {
  waitForConnections(current);
  const ends = new Map<number, () => void>();
  // Hearing of every end is dear, and only asked for while something is under way.
  const ending = createHook({
    destroy: (id) => {
      ends.get(id)?.();
    },
  });
  const beginning = (id: number, type: string, ...[, resource]: [trigger: number, resource: object]): void => {
    // Of every promise it hears as well, and lets it pass at once.
    const release = type !== 'PROMISE' && isWork(type, resource) ? current.getStore()?.hold() : undefined;
    if (release === undefined) return;
    const end = letGoLater(current, () => {
      release();
      ends.delete(id);
      if (ends.size === 0) ending.disable();
    });
    ends.set(id, end);
    ending.enable();
    if (type === 'ZLIB') endWithIts(resource as { close: () => void }, end);
    if (type === 'Timeout') endUnlessAwaited(current, resource as NodeJS.Timeout, end);
  };
  createHook({ init: beginning }).enable();
}

function isWork(type: string, resource: object): boolean {
  return WORK.has(type) || type === 'ZLIB' || (type === 'Timeout' && isShort(resource));
}

/** A timer that rings once, before what is kept is let go of anyhow. */
function isShort(timer: { _repeat?: unknown; _idleTimeout?: unknown }): boolean {
  return (timer._repeat ?? null) === null && Number(timer._idleTimeout) <= MOST_HELD_MS;
}

/** A compressor is only gone when its memory is; it is done when it is closed. */
function endWithIts(handle: { close: () => void }, end: () => void): void {
  const { close } = handle;
  handle.close = () => {
    end();
    Reflect.apply(close, handle, []);
  };
}

/** A timer that keeps no process alive is nothing that anybody waits for. */
function endUnlessAwaited(current: Current, timer: NodeJS.Timeout, end: () => void): void {
  current.run(undefined, () => {
    setImmediate(() => {
      if (!timer.hasRef()) end();
    });
  });
}

/** Ends at the latest after a while. */
function letGoLater(current: Current, release: () => void): () => void {
  const timer = current.run(undefined, () => setTimeout(release, MOST_HELD_MS).unref());
  return () => {
    clearTimeout(timer);
    release();
  };
}

function waitForConnections(current: Current): void {
  const ends = new WeakMap<object, () => void>();
  const hold = (thing: object): (() => void) | undefined => {
    const release = current.getStore()?.hold();
    if (release === undefined) return undefined;
    const end = letGoLater(current, release);
    ends.set(thing, end);
    return end;
  };
  const holdUntil = (emitter: EventEmitter, ...events: string[]): void => {
    const end = hold(emitter);
    if (end !== undefined) for (const event of events) emitter.once(event, end);
  };
  subscribe('http.client.request.start', (message) => {
    holdUntil((message as { request: EventEmitter }).request, 'close');
  });
  // An HTTP connection that its agent keeps for another request is `free`.
  subscribe('net.client.socket', (message) => {
    holdUntil((message as { socket: EventEmitter }).socket, 'close', 'free');
  });
  waitForFetch(hold, (thing) => ends.get(thing)?.());
}

/** `fetch` keeps its connections for later without a word: its requests are waited for, and its connections until they stand. */
function waitForFetch(begin: (thing: object) => void, end: (thing: object) => void): void {
  subscribe('undici:client:connected', (message) => {
    end((message as { socket: object }).socket);
  });
  subscribe('undici:request:create', (message) => {
    begin((message as { request: object }).request);
  });
  for (const channel of ['undici:request:trailers', 'undici:request:error'])
    subscribe(channel, (message) => {
      end((message as { request: object }).request);
    });
}
