/** Globals of Node and the browser that code is used to and the platform does not have. */

/** Notes the sentence and throws it inside the sandbox. */
export type Refuse = (sentence: string) => never;

const TIMERS = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'queueMicrotask',
];

const OTHERS = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'BroadcastChannel',
  'Buffer',
  'CompressionStream',
  'Crypto',
  'CryptoKey',
  'CustomEvent',
  'DOMException',
  'DecompressionStream',
  'Event',
  'EventSource',
  'EventTarget',
  'File',
  'FileReader',
  'FormData',
  'Headers',
  'MessageChannel',
  'MessageEvent',
  'MessagePort',
  'ReadableStream',
  'Request',
  'Response',
  'SubtleCrypto',
  'TextDecoder',
  'TextEncoder',
  'TransformStream',
  'URL',
  'URLSearchParams',
  'WebAssembly',
  'WebSocket',
  'Worker',
  'WritableStream',
  'XMLHttpRequest',
  '__dirname',
  '__filename',
  'atob',
  'btoa',
  'crypto',
  'fetch',
  'localStorage',
  'navigator',
  'performance',
  'sessionStorage',
  'structuredClone',
];

const refusers = new WeakMap<object, Refuse>();

/**
 * They refuse by throwing when read, so that code which asks first (`typeof fetch`) is stopped as well: where it found
 * the global it would take a path that does not exist on the platform. Names that libraries probe to learn where they
 * are (`module`, `window`, `define`) stay plainly undefined. One prototype serves every sandbox; making it is what costs.
 */
const prototype: object = Object.create(null, {
  ...Object.fromEntries(
    TIMERS.map((name) => [name, refusal(name, 'nothing runs later on its own: use $schedule, or do the work now')]),
  ),
  ...Object.fromEntries(
    OTHERS.map((name) => [
      name,
      refusal(name, 'use the language itself, $request, or a package listed under dependencies in manifest.json'),
    ]),
  ),
}) as object;

function refusal(name: string, remedy: string): PropertyDescriptor {
  return {
    configurable: true,
    get(this: object): never {
      const sentence = `${name} does not exist on the platform: ${remedy}.`;
      const refuse = refusers.get(this);
      if (refuse) return refuse(sentence);
      throw new ReferenceError(sentence);
    },
  };
}

/** An object to make a sandbox's global scope of. */
export function refusedGlobals(refuse: Refuse): object {
  const globals = Object.create(prototype) as object;
  refusers.set(globals, refuse);
  return globals;
}
