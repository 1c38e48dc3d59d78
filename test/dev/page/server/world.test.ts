import { APP_DIR, changed, SECRET, WEBHOOK, edited } from '../../../support/app';
import { begin, endSessions, simulate } from '../../../support/page-session';
import { removeApps, writeApp } from '../../../../packages/fresh-platform/test/support/apps';

afterEach(endSessions);
afterAll(removeApps);

describe('what the page holds of this app', () => {
  it('forgets the oldest and counts them, so that a page left open for days stays quick', async () => {
    const server =
      'exports = { onConversationUpdate: async function (payload) { console.log(String(payload.data.n)); await $request.invokeTemplate("send", {}); }, onScheduledEvent: function () {} };\n';
    const most = { steps: 20, deliveries: 60, items: 20 };
    const session = await begin({ appDir: writeApp({ server }), most });
    const { world } = session;
    const calls = most.deliveries + 5;
    for (let n = 1; n <= calls; n += 1) {
      await simulate(session, 'onConversationUpdate', JSON.stringify({ data: { n } }));
      await session.advance(2_000);
    }
    expect([world.steps.length, world.deliveries.length]).toEqual([most.steps, most.deliveries]);
    expect(world.forgotten).toEqual({ steps: calls - most.steps, deliveries: calls - most.deliveries });
    expect([world.deliveries.at(-1)?.id, session.state().badges[0]]).toEqual([
      calls,
      { text: `${2 * calls - most.steps - most.deliveries} oldest forgotten`, tone: 'grey' },
    ]);
  });

  it('lets a rate-limited receiver ask for its wait, and the app keep to it', async () => {
    const session = await begin({ appDir: APP_DIR });
    await session.install(WEBHOOK);
    session.switchTo('webhook', 'rate-limited');
    const before = session.world.deliveries.length;
    const payload = JSON.stringify(changed({ status: ['assigned', 'resolved'] }));
    const { deliveries } = await simulate(session, 'onConversationUpdate', payload);
    expect(deliveries.map(({ problem }) => problem)).toEqual([
      'It was answered with HTTP 429, and asked to wait 600 s: Too Many Requests',
    ]);
    await session.advance(9 * 60_000);
    expect(session.world.deliveries).toHaveLength(before + 1);
    await session.advance(11 * 60_000);
    expect(session.world.deliveries).toHaveLength(before + 2);
  });

  it('takes a delivery signed by either of two secrets, and finds one that is signed by neither', async () => {
    const session = await begin({ appDir: APP_DIR });
    await session.install(WEBHOOK);
    const deliver = async (expected: string): Promise<(boolean | null)[]> => {
      session.account.iparams = edited(WEBHOOK, 'webhook', {}, expected);
      const payload = JSON.stringify(changed({ priority: [1, expected.length] }));
      return (await simulate(session, 'onConversationUpdate', payload)).deliveries.map(({ verified }) => verified);
    };
    const other = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
    expect([await deliver(`${other} ${SECRET}`), await deliver(other)]).toEqual([[true], [false]]);
  });
});
