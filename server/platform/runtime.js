"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.realRuntime = void 0;
/** The real ones, as far as the platform has them. */
exports.realRuntime = { now: () => Date.now(), random: () => Math.random(), after };
/**
 * The platform has no timers, but the language has one: waiting for a place in memory that nobody changes (ECMAScript
 * 2024, Node since 16). It neither blocks nor keeps a process alive.
 */
function after(ms) {
    const never = new Promise(() => undefined);
    if (typeof SharedArrayBuffer !== 'function' || Atomics.waitAsync === undefined)
        return never;
    return Promise.resolve(Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms).value);
}
