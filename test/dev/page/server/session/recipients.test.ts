import { conversationPicture } from '../../../../../dev/page/server/account/conversation';
import { standInSettings } from '../../../../../dev/stories/wiring';
import { begin, deliver, deliveriesOf, endSessions, MINUTE, relayOf } from '../../../../support/page-session';

afterEach(endSessions);

/** Two webhooks and two channels, with ids as the settings page makes them. */
function settings(): Record<string, unknown> {
  const own = standInSettings() as { destinations: Record<string, unknown>[]; secrets: Record<string, string> };
  const [webhook, slack] = own.destinations;
  const webhookSecret = own.secrets['webhook'] ?? '';
  return {
    __meta: { secure: ['secrets'] },
    ...own,
    destinations: [
      { ...webhook, id: 'k3x9', name: 'Orders', url: 'https://receiver.example.com/orders' },
      { ...webhook, id: 'p7q2', name: 'Archive', url: 'https://receiver.example.com/archive?copy=1' },
      { ...slack, id: 's1', name: 'Day shift', channel: 'C0SUPPORT' },
      { ...slack, id: 's2', name: 'Night shift', channel: 'C0NIGHT' },
    ],
    secrets: { k3x9: webhookSecret, p7q2: webhookSecret, slack: own.secrets['slack'] },
  };
}

it('destinations of any number and id are told apart: what became of each, and which delivery brought what it missed', async () => {
  const session = await begin();
  expect((await session.install(settings())).problem).toBe('');
  session.switchTo('slack', 'failing');
  const { told, deliveries, conversation } = await deliver(session);
  expect(told.map(({ destination, kind, name, state }) => `${name} (${destination}), ${kind}: ${state}`)).toEqual([
    'Orders (k3x9), webhook: delivered',
    'Archive (p7q2), webhook: delivered',
    'Day shift (s1), slack: kept',
    'Night shift (s2), slack: kept',
  ]);
  expect(deliveries.map(({ recipient }) => recipient.id).sort()).toEqual(['k3x9', 'p7q2', 's1', 's2']);
  expect(relayOf(session).waiting).toEqual({ webhook: 0, slack: 2, teams: 0 });
  session.switchTo('slack', 'rules');
  await session.advance(60 * MINUTE);
  const failed = deliveriesOf(session).filter(({ fate }) => fate !== null);
  expect(failed.length).toBeGreaterThan(1);
  for (const { fate, recipient } of failed) {
    const by = deliveriesOf(session).find(({ id }) => id === fate?.deliveredBy);
    expect([fate?.state, by?.recipient.id]).toEqual(['retried', recipient.id]);
  }
  const marks = conversationPicture(session.world, conversation)?.marks ?? [];
  expect(
    marks[0]?.told.map(({ destination, state, delivery }) => [destination, state, delivery !== undefined]),
  ).toEqual([
    ['Orders', 'delivered', true],
    ['Archive', 'delivered', true],
    ['Day shift', 'retried', true],
    ['Night shift', 'retried', true],
  ]);
});
