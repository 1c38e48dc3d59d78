/**
 * Time inside a sandbox, as text that runs there: what of the language tells time or waits for it follows the virtual
 * clock. The text finds `now()`, `later(ms, callback)` and `define(target, name, value)` around it.
 */

/** `Date`, of the sandbox's own realm. */
export const VIRTUAL_DATE = `
  const RealDate = Date;
  function VirtualDate(...args) {
    if (!new.target) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, args.length === 0 ? [now()] : args, new.target);
  }
  Object.defineProperty(VirtualDate, 'name', { value: 'Date' });
  Object.defineProperty(VirtualDate, 'length', { value: 7 });
  VirtualDate.prototype = RealDate.prototype;
  define(VirtualDate.prototype, 'constructor', VirtualDate);
  define(VirtualDate, 'now', () => now());
  define(VirtualDate, 'parse', RealDate.parse);
  define(VirtualDate, 'UTC', RealDate.UTC);
  define(globalThis, 'Date', VirtualDate);
`;

/**
 * `Atomics.waitAsync`, the one timer of the language, and `Atomics.notify`, which ends a wait. The real one is asked first,
 * with no time to wait: it says what the language says of its arguments.
 */
export const VIRTUAL_WAITS = `
  const { waitAsync, notify } = Atomics;
  const waiting = new Set();
  const leave = (waiter, outcome) => {
    waiting.delete(waiter);
    waiter.resolve(outcome);
  };
  define(Atomics, 'waitAsync', (array, index, value, timeout = Infinity) => {
    const atOnce = waitAsync(array, index, value, 0);
    if (atOnce.value !== 'timed-out' || timeout <= 0) return atOnce;
    const wait = (resolve) => {
      const waiter = { buffer: array.buffer, place: array.byteOffset + index * array.BYTES_PER_ELEMENT, resolve };
      waiting.add(waiter);
      if (timeout < Infinity) later(timeout, () => leave(waiter, 'timed-out'));
    };
    return { async: true, value: new Promise(wait) };
  });
  define(Atomics, 'notify', (array, index, count = Infinity) => {
    const place = array.byteOffset + index * array.BYTES_PER_ELEMENT;
    const woken = [...waiting].filter((waiter) => waiter.buffer === array.buffer && waiter.place === place).slice(0, count);
    for (const waiter of woken) leave(waiter, 'ok');
    return notify(array, index, 0) + woken.length;
  });
`;
