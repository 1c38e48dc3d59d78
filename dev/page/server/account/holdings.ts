/** What an account of the page holds. */
import type { Platform } from '../../../../packages/fresh-platform/types';
import type { Json } from '../../../../packages/fresh-platform/lib/dig';
import type { SentDelivery } from './deliveries';
import type { HistoryStep } from './history';
import type { KeptItem } from './kept-items';
import type { Forward } from './forward';
import type { ModeChange, Receivers } from './receivers';
import type { LogView } from '../api';

/** How many of each a world holds. Older ones are forgotten, which the page counts, so that one left open for days stays quick. */
export const MOST = { steps: 2_000, deliveries: 6_000, logs: 4_000, items: 2_000, modes: 500, invocations: 200 };

/** Everything a world holds. Only the functions of world.ts and record.ts change it. */
export interface World {
  readonly appDir: string;
  readonly most: Record<keyof typeof MOST, number>;
  platform: Platform;
  readonly receivers: Receivers;
  readonly steps: HistoryStep[];
  readonly deliveries: SentDelivery[];
  readonly logs: (LogView & { invocation: number })[];
  /** What was kept at some time. */
  readonly items: KeptItem[];
  /** Since when each receiver is in which mode, as it was set. */
  readonly modes: ModeChange[];
  /** How many of the oldest were forgotten. */
  readonly forgotten: { steps: number; deliveries: number };
  /** Sends the webhook's deliveries on to a receiver of the person's own. */
  readonly forward: Forward | undefined;
  installed: boolean;
  /** The settings the receivers check by: those being tried while an install is under way. */
  iparams: Json;
  /** A secret that the settings page tries out, which the stand-ins know as long as that lasts. */
  tried: string;
  /** Names of the settings that are encrypted, as the settings page said. */
  secure: readonly string[];
  /** Of a log line. */
  lastId: number;
  readonly onChange: () => void;
}
