import { keptId, pack, type Kept } from '../../../../src/outbox/item';
import { pageOf } from '../../../../src/outbox/pages';
import { outboxOf } from '../../../../dev/page/server/account/outbox-contents';
import type { StoredEntry } from '../../../../packages/fresh-platform/index';
import { changed, createApp, WEBHOOK } from '../../../support/app';

/** An item as the app keeps it, from an outage of its own. */
async function keptItem(): Promise<Kept> {
  const { platform } = createApp({ iparams: WEBHOOK, receiver: () => ({ status: 503 }) });
  await platform.invoke('onConversationUpdate', changed({ status: ['assigned', 'resolved'] }));
  const [item] = outboxOf(platform.entries(), platform.schedules());
  if (item === undefined) throw new Error('The app keeps what it cannot deliver.');
  return item;
}

function boxOf(item: Kept): Record<string, unknown> {
  return { [keptId(item)]: [pack(item)] };
}

function entry(key: string, value: Record<string, unknown>): StoredEntry {
  return { key, value, bytes: 0 };
}

describe('outboxOf', () => {
  it('reads boxes and pages, each item once', async () => {
    const item = await keptItem();
    expect(
      outboxOf(
        [entry('box:5', boxOf(item)), entry('page:webhook:0', pageOf([item])), entry('outbox:lease', { until: 1 })],
        [],
      ),
    ).toEqual([item]);
  });

  it('passes over what is settled and only not deleted yet', async () => {
    const item = await keptItem();
    const state = JSON.stringify({ settled: { 5: [keptId(item)] }, driverItem: '' });
    expect(outboxOf([entry('outbox', { state }), entry('box:5', boxOf(item))], [])).toEqual([]);
  });

  it('passes over what the app did not write', () => {
    expect(
      outboxOf(
        [entry('box:5', { a: ['not an item'] }), entry('page:webhook:0', { items: [7] })],
        [{ name: 'relay', data: { item: 7 }, at: 0 }],
      ),
    ).toEqual([]);
  });
});
