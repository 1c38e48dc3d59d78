/** Arguments that FDK 6.9 does not refuse but trips over: the call itself throws, and there is no promise to reject. */
import type { Ways } from '../types';

/** Throws at once, where the platform does so, on what is no JSON (a circle, a bigint). */
export function throwOnNonsense({ synchronousThrows }: Ways, value: unknown): void {
  if (synchronousThrows) JSON.stringify(value);
}

/** Throws at once, where the platform does so, on a schedule that cannot even be read. */
export function throwOnUnreadable(ways: Ways, request: unknown): void {
  if (!ways.synchronousThrows) return;
  if (request === undefined || request === null)
    throw new TypeError(`Cannot read properties of ${String(request)} (reading 'repeat')`);
  const { repeat } = request as { repeat?: unknown };
  if (Boolean(repeat) && typeof repeat !== 'object')
    throw new TypeError(`Cannot create property 'timezone' on ${typeof repeat}`);
  throwOnNonsense(ways, request);
}
