/** What the page says of destinations once the app is installed. */
import { dig, digList } from '../../packages/fresh-platform/lib/dig';
import { changed, createApp, destination, joined, SECRET, TEAMS, WEBHOOK } from '../support/app';
import { tell } from '../support/conversations';
import { answerOf, beforeInstalling, MINUTE } from '../support/page-functions';
import { traced } from '../outbox/trace';

describe('status', () => {
  it('knows of no destination before installing', async () => {
    expect(await answerOf(beforeInstalling(), 'status')).toEqual({ destinations: [] });
  });

  it('tells which works, which fails and since when, and which is off', async () => {
    const off = destination('webhook', SECRET, { id: 'off', name: 'Off', url: 'http://plain.example.com' });
    const app = createApp({
      iparams: joined(WEBHOOK, TEAMS, off),
      receiver: ({ template }) => ({ status: template === 'postToTeams' ? 503 : 200 }),
    });
    const since = app.platform.clock.now();
    await app.platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }));
    await app.platform.clock.advance(20 * MINUTE);
    const [webhook, teams, broken] = digList(await answerOf(app, 'status'), 'destinations');
    expect(webhook).toEqual({
      id: 'webhook',
      name: 'Orders',
      kind: 'webhook',
      state: 'working',
      since: null,
      reason: null,
      waiting: 0,
      next: null,
    });
    expect(teams).toMatchObject({ id: 'teams', name: 'Leads', kind: 'teams', state: 'failing', waiting: 1 });
    expect(Date.parse(String(dig(teams, 'since')))).toBeGreaterThanOrEqual(since);
    expect(dig(teams, 'reason')).toBe('the receiver failed (503)');
    expect(Date.parse(String(dig(teams, 'next')))).toBeGreaterThan(since);
    expect(broken).toMatchObject({ id: 'off', name: 'Off', state: 'off', waiting: 0 });
    expect(dig(broken, 'reason')).toBe('it needs an address that starts with https://.');
  });

  it('knows of no failure while the store takes nothing', async () => {
    const app = createApp({ iparams: WEBHOOK });
    app.platform.limits.dbOperationsPerMinute = 0;
    app.platform.limits.scheduleOperationsPerMinute = 0;
    const [webhook] = digList(await answerOf(app, 'status'), 'destinations');
    expect(webhook).toMatchObject({ id: 'webhook', state: 'working', waiting: 0 });
  });

  it('says of what waits by a failure, from the first minute until it is delivered that the destination fails, and of no other that it does', async () => {
    let status = 503;
    const app = createApp({
      iparams: joined(WEBHOOK, TEAMS),
      receiver: ({ template }) => ({ status: template === 'postToTeams' ? status : 200 }),
    });
    const begun = app.platform.clock.now();
    for (const value of ['resolved', 'reopened'])
      await app.platform.invoke('onConversationUpdate', changed({ status: ['new', value] }));
    for (const minutes of [0, 1, 5, 6, 15]) {
      await app.platform.clock.advance(minutes * MINUTE);
      const [webhook, teams] = digList(await answerOf(app, 'status'), 'destinations');
      expect([dig(webhook, 'state'), dig(webhook, 'waiting')]).toEqual(['working', 0]);
      expect([dig(teams, 'state'), dig(teams, 'waiting')]).toEqual(['failing', 2]);
      expect(dig(teams, 'reason')).toMatch(/^(?:it|the receiver) /);
      const since = Date.parse(String(dig(teams, 'since')));
      expect([since >= begun, since <= begun + MINUTE]).toEqual([true, true]);
    }
    status = 200;
    await app.platform.clock.advance(30 * MINUTE);
    const [, teams] = digList(await answerOf(app, 'status'), 'destinations');
    expect([dig(teams, 'state'), dig(teams, 'waiting')]).toEqual(['working', 0]);
  });

  it('says of one conversation alone since when it waits, why and until when, as far as the outbox knows', async () => {
    const app = traced();
    const known = {
      id: 'webhook',
      name: 'Orders',
      kind: 'webhook',
      state: 'failing',
      since: '2026-11-02T09:00:00.000Z',
      reason: 'it did not take what it was sent last',
      waiting: 1,
      next: null as string | null,
    };
    await tell(app, 1);
    const said: unknown[] = await app.status();
    for (const minutes of [6, 5, 5, 5]) {
      await app.platform.clock.advance(minutes * MINUTE);
      said.push(...(await app.status()));
    }
    const because = { ...known, reason: 'the receiver failed (503)' };
    expect(said).toEqual([
      known,
      known,
      { ...known, next: '2026-11-02T09:10:30.000Z' },
      { ...because, next: '2026-11-02T09:20:30.000Z' },
      { ...because, next: '2026-11-02T09:25:30.000Z' },
    ]);
  });
});
