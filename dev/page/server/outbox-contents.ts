/** What the app keeps to tell later, read from its store and schedules by the app's own code. */
import { BACKLOG_KEY } from '../../../src/outbox/backlog';
import { keptId, unpack, type Kept } from '../../../src/outbox/item';
import { itemsOf } from '../../../src/outbox/pages';
import { dig, digList, digText } from '../../../packages/fresh-platform/lib/dig';
import type { PendingSchedule, StoredEntry } from '../../../packages/fresh-platform/types';

/** Every item that waits, each once: the same one may stand in several places, and what is settled already may still lie about. */
export function outboxOf(entries: readonly StoredEntry[], schedules: readonly PendingSchedule[]): Kept[] {
  const backlog = entries.find(({ key }) => key === BACKLOG_KEY)?.value;
  const settled = digList(backlog, 'backlog', 'settled').map((minute) => `box:${String(minute)}`);
  const first = digText(backlog, 'backlog', 'first');
  const fromStore = entries
    .filter(({ key }) => /^(box|page):/.test(key) && !settled.includes(key))
    .flatMap(({ value }) => itemsOf(value));
  const fromSchedules = schedules
    .map(({ data }) => unpack(dig(data, 'item')))
    .filter((kept) => kept !== null && keptId(kept) !== first);
  return [
    ...new Map(
      [...fromStore, ...fromSchedules].filter((kept) => kept !== null).map((kept) => [keptId(kept), kept]),
    ).values(),
  ];
}
