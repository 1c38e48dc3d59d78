import { DESTINATIONS } from '../../../../../dev/page/server/api/destinations';
import type { Relay } from '../../../../../dev/page/server/relay';
import type { Answering } from '../../../../../packages/fresh-platform/page/server/api';
import {
  begin,
  conversationsOf,
  deliver,
  deliveriesOf,
  endSessions,
  MINUTE,
  playStory,
  relayOf,
  states,
} from '../../../../support/page-session';

afterEach(endSessions);

/** What later deliveries of the same hold as well: its events, or the moment that a channel's message names. */
function marksOf({ ids, body }: { ids: readonly string[]; body: string }): readonly string[] {
  return ids.length > 0 ? ids : [/!date\^\d+|DATE\([^,]+/.exec(body)?.[0] ?? 'no moment'];
}

function attemptsAt(destination: string, session: Relay): string[] {
  return deliveriesOf(session)
    .filter((one) => one.destination === destination)
    .map(
      ({ status, problem, fate, isRetry }) =>
        `${isRetry ? 'again' : 'first'} ${status ?? 'nothing'} ${problem === null ? 'taken' : (fate?.state ?? 'lost')}`,
    );
}

describe('an account whose receivers fail', () => {
  it('survives an outage: keeps, tries again, and tells which delivery brought what was kept', async () => {
    const session = await begin();
    session.switchTo('all', 'failing');
    const first = await deliver(session);
    const second = await deliver(session);
    expect(states(first.told)).toEqual(['webhook kept', 'slack kept', 'teams kept']);
    expect(first.told[0]?.reason).toBe('the receiver failed (503)');
    expect(relayOf(session).waiting).toEqual({ webhook: 2, slack: 2, teams: 2 });
    expect(attemptsAt('webhook', session).slice(1)).toEqual(['first 503 kept', 'first 503 kept']);
    expect(conversationsOf(session).items.map(({ waiting }) => waiting)).toEqual([3, 3]);
    const next = session.state().schedules[0]?.at;
    expect(deliveriesOf(session).at(-1)?.fate).toEqual({ state: 'kept', nextAt: next });

    session.switchTo('all', 'rules');
    await session.advance(30 * MINUTE);
    const after = session.state();
    expect(relayOf(session).waiting).toEqual({ webhook: 0, slack: 0, teams: 0 });
    expect(after.store).toEqual([]);
    for (const name of ['webhook', 'slack', 'teams'] as const) {
      const retries = deliveriesOf(session).filter(({ destination, isRetry }) => destination === name && isRetry);
      expect(retries.every(({ problem }) => problem === null)).toBe(true);
      expect(retries.reduce((sum, { caughtUp }) => sum + caughtUp, 0)).toBe(2);
      const failed = deliveriesOf(session).filter(
        ({ destination, problem }) => destination === name && problem !== null,
      );
      expect(failed.map(({ fate }) => fate)).toEqual(
        failed.map(() => ({
          state: 'retried',
          deliveredAt: expect.any(Number) as number,
          deliveredBy: expect.any(Number) as number,
        })),
      );
      for (const { fate } of failed) expect(retries.map(({ id }) => id)).toContain(fate?.deliveredBy);
    }
    expect(session.world.steps.map(({ conversation, told }) => [conversation, states(told)])).toEqual(
      [first, second].map(({ conversation }) => [conversation, ['webhook retried', 'slack retried', 'teams retried']]),
    );
  });

  it('counts as waiting only what waits: a driver may still hold an item that was delivered', async () => {
    const session = await begin();
    session.switchTo('all', 'failing');
    await deliver(session);
    const [driver] = session.state().schedules;
    const held =
      DESTINATIONS.find((name) => JSON.stringify(driver?.data).includes(`[1,\\\\"${name}\\\\"`)) ?? 'webhook';
    session.switchTo(held, 'rules');
    await session.advance(8 * MINUTE);
    expect(session.state().schedules[0]?.data).toEqual(driver?.data);
    expect(relayOf(session).waiting).toEqual({ webhook: 1, slack: 1, teams: 1, [held]: 0 });
  });

  it.each(['webhook', 'slack', 'teams'] as const)(
    'tells of every failed delivery at %s which later one brought what it held',
    async (name) => {
      const session = await begin();
      session.switchTo(name, 'failing');
      await playStory(session, 'handed-through-three-groups');
      session.switchTo(name, 'rules');
      await session.advance(60 * MINUTE);
      const fates = new Map(deliveriesOf(session).map(({ id, fate }) => [id, fate]));
      const deliveries = session.world.deliveries.filter(({ destination }) => destination === name);
      const failed = deliveries.filter(
        ({ problem, body }) => problem !== null && !body.includes('could not be delivered earlier'),
      );
      expect(failed.some(({ isRetry }) => isRetry)).toBe(true);
      for (const delivery of failed) {
        const by = deliveries.find(({ id }) => id === fates.get(delivery.id)?.deliveredBy);
        // What one request held may be told by several, one after the other: the one that tells the last of it is named.
        const marks = marksOf(delivery);
        expect([by?.problem, by?.body]).toEqual([null, expect.stringContaining(marks.at(-1) ?? '')]);
        for (const mark of marks)
          expect(deliveries.filter(({ problem, body }) => problem === null && body.includes(mark))).toHaveLength(1);
      }
    },
  );

  it.each<[Answering, string, string, string]>([
    ['rules', 'webhook delivered', '204', 'webhook delivered'],
    ['failing', 'webhook kept', '503', 'webhook kept'],
    ['down', 'webhook kept', 'nothing', 'webhook kept'],
    ['just-in-time', 'webhook delivered', '204', 'webhook delivered'],
    ['slow', 'webhook kept', '204', 'webhook kept'],
    ['flaky', 'webhook kept', '503', 'webhook retried'],
    ['rate-limited', 'webhook kept', '429', 'webhook kept'],
    ['gone', 'webhook given up', '410', 'webhook given up'],
  ])('a receiver that is %s leads to: %s', async (mode, told, status, later) => {
    const session = await begin();
    session.switchTo('webhook', mode);
    const result = await deliver(session);
    expect(states(result.told)).toEqual([told, 'slack delivered', 'teams delivered']);
    expect(attemptsAt('webhook', session).at(-1)).toMatch(new RegExp(`^first ${status} `));
    const { startedAt = 0, endedAt = 0 } = result.invocation ?? {};
    expect(endedAt - startedAt).toBe({ 'just-in-time': 14_000, slow: 15_000 }[mode as string] ?? 0);
    await session.advance(20 * MINUTE);
    expect(states(session.world.steps[0]?.told ?? [])).toEqual([later, 'slack delivered', 'teams delivered']);
  });
});
