import type { ConversationView } from '../../../../dev/page/server/api/conversations';
import { deliveryView } from '../../../../dev/page/server/account/delivery-view';
import { findConversations, findDeliveries, pageOfDelivery, wantedBy } from '../../../../dev/page/server/finding';
import { begin, deliver, endSessions } from '../../../support/page-session';

afterEach(endSessions);

const conversation = (index: number): ConversationView => ({
  id: `c${index}`,
  title: index === 7 ? 'Nadia Okafor' : `Conversation ${index}`,
  account: 'acme.freshchat.com',
  status: index % 2 === 0 ? 'new' : 'resolved',
  steps: 1,
  updatedAt: index,
  waiting: 0,
});

describe('finding conversations', () => {
  const all = Array.from({ length: 70 }, (...[, index]) => conversation(index));
  const find = (query: Record<string, string>) => findConversations(all, wantedBy(query));

  it('pages through all of them, the last one touched first, and tells how many there are', () => {
    const pages = [1, 2, 3, 4].map((page) => find({ page: String(page) }));
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(all.map(({ id }) => id).reverse());
    expect(pages[0]).toMatchObject({ total: 70, all: 70, page: 1, pages: 4, statuses: ['new', 'resolved'] });
    expect(find({ page: '99' }).page).toBe(4);
  });

  it('goes by status, and by any part of a name, an id or an account', () => {
    expect(find({ state: 'resolved' })).toMatchObject({ total: 35, all: 70, pages: 2 });
    expect(find({ q: ' OKAFOR ' }).items.map(({ id }) => id)).toEqual(['c7']);
    expect(find({ q: 'okafor', state: 'new' }).total).toBe(0);
    expect(find({ q: 'acme' }).total).toBe(70);
  });
});

it('deliveries are found by destination, event type, what became of them, conversation and what they say', async () => {
  const session = await begin();
  session.switchTo('slack', 'failing');
  const { conversation: id } = await deliver(session);
  const other = await deliver(session);
  const { world } = session;
  const viewOf = (one: (typeof world.deliveries)[number]) => deliveryView(world, one);
  const find = (query: Record<string, string>) => findDeliveries(world.deliveries, viewOf, wantedBy(query));
  const all = find({});
  expect(all).toMatchObject({ total: world.deliveries.length, all: world.deliveries.length });
  expect(all.types).toContain('conversation.created');
  expect(find({ destination: 'teams' }).items.every(({ destination }) => destination === 'teams')).toBe(true);
  expect(find({ type: 'conversation.created' }).items.map(({ destination }) => destination)).toEqual([
    'webhook',
    'webhook',
  ]);
  expect(find({ state: 'kept' }).items.map(({ destination }) => destination)).toEqual(['slack', 'slack']);
  expect(find({ conversation: id, type: 'conversation.created' }).total).toBe(1);
  expect(find({ q: other.conversation, destination: 'webhook' }).total).toBe(1);
  const [oldest] = world.deliveries;
  expect(pageOfDelivery(world.deliveries, viewOf, wantedBy({}), oldest?.id ?? 0)).toBe(all.pages);
});
