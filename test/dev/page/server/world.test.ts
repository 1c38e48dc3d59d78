import { callApp, createWorld, install } from '../../../../dev/page/server/account/world';
import { APP_DIR, changed, SECRET, WEBHOOK, edited } from '../../../support/app';
import { NOW, removeApps, writeApp } from '../../../../packages/fresh-platform/test/support/apps';

afterAll(removeApps);

describe('a world', () => {
  it('forgets the oldest and counts them, so that a page left open for days stays quick', async () => {
    const server =
      'exports = { onConversationUpdate: async function (payload) { console.log(String(payload.data.n)); await $request.invokeTemplate("send", {}); }, onScheduledEvent: function () {} };\n';
    const most = { steps: 20, deliveries: 60, logs: 40, items: 20, modes: 5, invocations: 10 };
    const world = createWorld({ appDir: writeApp({ server }), now: NOW, most, onChange: () => undefined });
    const calls = most.deliveries + 5;
    for (let n = 1; n <= calls; n += 1) {
      await callApp(world, 'onConversationUpdate', { data: { n } });
      await world.platform.clock.advance(2_000);
    }
    expect([world.steps.length, world.logs.length, world.deliveries.length, world.platform.invocations.length]).toEqual(
      [most.steps, most.logs, most.deliveries, most.invocations],
    );
    expect(world.forgotten).toEqual({ steps: calls - most.steps, deliveries: calls - most.deliveries });
    expect([world.logs[0]?.text, world.logs.at(-1)?.text, world.deliveries.at(-1)?.id]).toEqual([
      String(calls - most.logs + 1),
      String(calls),
      calls,
    ]);
  });

  it('lets a rate-limited receiver ask for its wait, and the app keep to it', async () => {
    const world = createWorld({ appDir: APP_DIR, now: NOW, onChange: () => undefined });
    await install(world, WEBHOOK);
    world.receivers.set('webhook', 'rate-limited');
    const { deliveries } = await callApp(world, 'onConversationUpdate', changed({ status: ['assigned', 'resolved'] }));
    expect(deliveries.map(({ problem }) => problem)).toEqual([
      'It was answered with HTTP 429, and asked to wait 600 s: Too Many Requests',
    ]);
    await world.platform.clock.advance(9 * 60_000);
    expect(world.deliveries).toHaveLength(2);
    await world.platform.clock.advance(11 * 60_000);
    expect(world.deliveries).toHaveLength(3);
  });

  it('takes a delivery signed by either of two secrets, and finds one that is signed by neither', async () => {
    const world = createWorld({ appDir: APP_DIR, now: NOW, onChange: () => undefined });
    await install(world, WEBHOOK);
    const deliver = async (expected: string): Promise<(boolean | null)[]> => {
      world.iparams = edited(WEBHOOK, 'webhook', {}, expected);
      return (await callApp(world, 'onConversationUpdate', changed({ priority: [1, expected.length] }))).deliveries.map(
        ({ verified }) => verified,
      );
    };
    const other = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
    expect([await deliver(`${other} ${SECRET}`), await deliver(other)]).toEqual([[true], [false]]);
  });
});
