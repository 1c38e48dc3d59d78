/** Trying at once what waits. */
import { dig, digList } from '../../packages/fresh-platform/lib/dig';
import { changed, createApp, destination, SECRET, WEBHOOK } from '../support/app';
import { answerOf, beforeInstalling, MINUTE } from '../support/page-functions';

describe('retryNow', () => {
  it('delivers at once what waits, whatever its wait', async () => {
    let status = 503;
    const app = createApp({ iparams: WEBHOOK, receiver: () => ({ status }) });
    await app.platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }));
    await app.platform.clock.advance(20 * MINUTE);
    const still = await answerOf(app, 'retryNow', { id: 'webhook' });
    expect(still).toEqual({ ok: false, message: '1 update waits: the receiver failed (503).' });
    status = 200;
    await app.platform.clock.advance(MINUTE);
    const before = app.requests.length;
    expect(await answerOf(app, 'retryNow', { id: 'webhook' })).toEqual({
      ok: true,
      message: 'Nothing waits any more.',
    });
    expect(app.requests.length).toBe(before + 1);
  });

  it('says of one that is off what is wrong with it, and knows none without an id', async () => {
    const off = { ...destination('webhook', SECRET, { id: 'off', url: 'http://plain.example.com' }) };
    const nameless = { kind: 'webhook', url: 'https://hooks.example.com' };
    const app = createApp({ iparams: { ...off, destinations: [...off.destinations, nameless] } });
    expect(await answerOf(app, 'retryNow', { id: 'off' })).toEqual({
      ok: false,
      message: 'It needs an address that starts with https://.',
    });
    expect(digList(await answerOf(app, 'status'), 'destinations').map((one) => dig(one, 'id'))).toEqual(['off']);
  });

  it.each([undefined, '', 'gone', 7, { id: 'webhook' }])('answers for %j that it is not set up', async (id) => {
    const answer = await answerOf(createApp({ iparams: WEBHOOK }), 'retryNow', { id });
    expect(answer).toEqual({ ok: false, message: expect.stringMatching(/not set up/) as string });
  });

  it('says that it may go another time, while the store takes nothing', async () => {
    const app = createApp({ iparams: WEBHOOK });
    app.platform.limits.dbOperationsPerMinute = 0;
    app.platform.limits.scheduleOperationsPerMinute = 0;
    const answer = await answerOf(app, 'retryNow', { id: 'webhook' });
    expect([answer['ok'], answer['message']]).toEqual([false, expect.stringContaining('Try again in a minute.')]);
  });

  it('answers before installing', async () => {
    expect((await answerOf(beforeInstalling(), 'retryNow', { id: 'webhook' }))['ok']).toBe(false);
  });
});
