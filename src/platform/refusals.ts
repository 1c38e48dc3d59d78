/** What the platform's store and schedules refuse, as values, and how often they are asked. */
import { idOf, objectOf, own } from '../lib/json';

/** An operation was refused: the quota is spent, or the platform is out of order. Whoever meets it stops, and leaves the rest for later. */
export class StoreRefused extends Error {
  declare readonly status: number;

  constructor(status: number) {
    super(`The store refused an operation with status ${status}.`);
    this.name = 'StoreRefused';
    this.status = status;
  }
}

/** What the work gives; `otherwise` where an operation of it was refused. Any other fault is thrown on. */
export async function unlessRefused<Result, const Otherwise>(
  work: Promise<Result>,
  otherwise: Otherwise,
): Promise<Result | Otherwise> {
  try {
    return await work;
  } catch (fault) {
    if (fault instanceof StoreRefused) return otherwise;
    throw fault;
  }
}

export function statusOf(rejection: unknown): number {
  return Number(idOf(own(objectOf(rejection), 'status')) ?? 0);
}

/** How often an operation is made at most, while the platform is out of order. A spent quota is not asked again: it may count that, and stay spent. */
const TRIES = 3;

/** Some mistakes are thrown rather than rejected, so the call itself stands inside. */
export async function persistently<T>(call: () => Promise<T>, tried = 1): Promise<T> {
  try {
    return await call();
  } catch (rejection) {
    const status = statusOf(rejection);
    if (!isBusy(status) || status === 429 || tried >= TRIES) throw rejection;
    return persistently(call, tried + 1);
  }
}

export function isBusy(status: number): boolean {
  return status === 429 || status >= 500;
}
