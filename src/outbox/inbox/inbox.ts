/**
 * Where an item waits before a turn has settled it: with the driver, in a minute's box, or in a slot. Each is an inbox of the
 * same shape, and one loop (`../intake.ts`) reads them all.
 */
import type { Runtime } from '../../platform/runtime';
import type { Store } from '../../platform/store';
import type { Kept, Packed } from '../item';

/** An item where it was kept. */
export interface Found {
  inbox: 'driver' | 'boxes' | 'slots' | 'own';
  /** The minute by which it was kept, in epoch minutes. */
  minute: number;
  /** Names it within its inbox and minute. */
  place: string;
  /** Null for anything that this app did not write. */
  item: Kept | null;
  /** Something may hang on it that was not read, so it stays. */
  isOpen?: true;
}

export interface Inbox {
  /**
   * Keeps an item, before the given moment (epoch ms); false where it was not taken, and may be kept elsewhere. Where a driver was seen,
   * nobody else need be asked to come for it.
   */
  put(item: Packed, runtime: Runtime, until: number, isDriven: boolean): Promise<boolean>;
  /** What was kept in some minute, in epoch minutes. Throws a StoreRefused where that cannot be told now. */
  read(minute: number, store: Store): Promise<Found[]>;
  /** Takes off what is settled, and nothing of what is to stay; returns what is still there. */
  forget(found: readonly Found[], store: Store, staying: readonly Found[]): Promise<readonly Found[]>;
}
