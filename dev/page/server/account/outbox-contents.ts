/** What the app keeps to tell later, read from its store and schedules by the app's own code. */
import { boxItems, keptId, unpack, type Kept } from '../../../../src/outbox/item';
import { itemsOf } from '../../../../src/outbox/pages';
import { STATE_KEY } from '../../../../src/platform/registry';
import { dig, digText, isRecord } from '../../../../packages/fresh-platform/lib/dig';
import type { PendingSchedule, StoredEntry } from '../../../../packages/fresh-platform/types';

/** Every item that waits, each once: the same one may stand in several places, and what is settled already may still lie about. */
export function outboxOf(entries: readonly StoredEntry[], schedules: readonly PendingSchedule[]): Kept[] {
  const settled = settledIds(entries);
  const onPages = entries.filter(({ key }) => /^(page|refused):/.test(key)).flatMap(({ value }) => itemsOf(value));
  const inBoxes = entries.filter(({ key }) => key.startsWith('box:')).flatMap(({ value }) => boxItems(value));
  const inSchedules = schedules.map(({ data }) => unpack(dig(data, 'item')));
  const arrived = [...inBoxes, ...inSchedules].filter((kept) => kept !== null && !settled.has(keptId(kept)));
  return [
    ...new Map([...onPages, ...arrived].filter((kept) => kept !== null).map((kept) => [keptId(kept), kept])).values(),
  ];
}

/** Ids of what is told or on a page already, although it is still where it was kept at first. */
function settledIds(entries: readonly StoredEntry[]): Set<string> {
  const text = entries.find(({ key }) => key === STATE_KEY)?.value['state'];
  const state: unknown = typeof text === 'string' ? JSON.parse(text) : null;
  const byMinute = dig(state, 'settled');
  const ids = isRecord(byMinute) ? Object.values(byMinute).flat() : [];
  return new Set([digText(state, 'driverItem'), ...ids.map(String)]);
}
