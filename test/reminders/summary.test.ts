import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import { bodyOf, changed, edited, joined, sentBy, SLACK, summaryOf, TEAMS } from '../support/app';
import { DAILY, DAY, MINUTE, summedOffice, totals } from './summed-office';

describe('a summary a day', () => {
  it('says what happened since the last one, whole and by group, beside the day before', async () => {
    const { created, resolved, breached, clock, summaries } = await summedOffice();
    await created();
    await created('Shipping');
    await resolved(3_600);
    await clock.advance(DAY);
    await created('Shipping');
    await breached('Shipping');
    await resolved(7_200, 'Shipping');
    await clock.advance(DAY);
    const [first, second] = summaries();
    expect(summaries().map(({ at }) => new Date(at).toISOString().slice(0, 16))).toEqual([
      '2026-11-02T18:00',
      '2026-11-03T18:00',
    ]);
    expect(first?.event).toMatchObject({
      type: 'relay.summary',
      day: '2026-11-02',
      time_zone: 'UTC',
      total: { created: 2, resolved: 1, sla_breaches: 0 },
      day_before: { created: 0 },
    });
    expect(second?.event).toMatchObject({
      total: { created: 1, resolved: 1, sla_breaches: 1 },
      day_before: { created: 2, resolved: 1 },
    });
    const shipping = {
      id: 'shipping',
      name: 'Shipping',
      total: { created: 1, sla_breaches: 1 },
      day_before: { created: 1 },
    };
    expect(dig(second?.event, 'groups')).toMatchObject([shipping]);
    const median = Number(dig(second?.event, 'total', 'resolution_seconds'));
    expect(Math.abs(median - 7_200)).toBeLessThan(360);
  });

  it('names the ten groups in which most happened, whatever it was, with what did there the day before', async () => {
    const { created, resolved, reopened, breached, clock, summaries } = await summedOffice();
    for (const name of ['A', 'B', 'C', 'D', 'E', 'F', 'G']) await created(name);
    await clock.advance(DAY);
    await created('A');
    for (const happens of [created, reopened, breached]) await happens('B');
    await resolved(60, 'B');
    for (const happens of [created, breached, breached]) await happens('C');
    for (const happens of [reopened, created]) await happens('D');
    await resolved(60, 'D');
    for (const name of ['E', 'F', 'G', 'H', 'I', 'J']) {
      await created(name);
      await created(name);
    }
    await created('K');
    await resolved(60, 'L');
    await resolved(60, 'L');
    await clock.advance(DAY);
    const groups = dig(summaries()[1]?.event, 'groups') as Json[];
    expect(groups.map(({ id }) => id)).toEqual(['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'l']);
    expect(groups.map((group) => dig(group, 'day_before', 'created'))).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(groups.map((group) => dig(group, 'total', 'resolved'))).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 2]);
  });

  it('costs one store operation for a payload that counts, and none for another', async () => {
    const { created, platform } = await summedOffice();
    const names = ({ operations }: { operations: { name: string }[] }): string[] => operations.map(({ name }) => name);
    const result = await created();
    expect(names(result)).toEqual(['db.update']);
    expect(summaryOf(result)['counted']).toBe('counted');
    expect(names(await platform.invoke('onConversationUpdate', changed({ priority: [0, 1] })))).toEqual([]);
  });

  it('comes of a day on which nothing happened, day after day, and leaves no more than two days behind', async () => {
    const { clock, summaries, platform } = await summedOffice();
    await clock.advance(30 * DAY);
    expect(summaries()).toHaveLength(30);
    expect(platform.schedules()).toHaveLength(2);
    expect(platform.entries().length).toBeLessThanOrEqual(3);
    expect(new Set(summaries().map(({ event }) => event['id'])).size).toBe(30);
  });

  it('comes at the same time by the clock on the wall, the day on which it is put back included', async () => {
    const iparams = { ...DAILY, summary_at: '08:30', time_zone: 'Europe/Berlin' };
    const { clock, summaries } = await summedOffice(iparams, Date.parse('2026-10-23T12:00:00.000Z'));
    await clock.advance(4 * DAY);
    expect(summaries().map(({ at }) => new Date(at).toISOString().slice(5, 16))).toEqual([
      '10-24T06:30',
      '10-25T07:30',
      '10-26T07:30',
      '10-27T07:30',
    ]);
  });

  it('counts what the store refused in a quieter minute', async () => {
    const { created, clock, summaries } = await summedOffice();
    for (let index = 0; index < 53; index += 1) await created();
    await clock.advance(DAY);
    expect(totals(summaries())).toEqual([53]);
  });

  it.each([1, 2])('says that %i could not be counted, where they come too late for their day', async (late) => {
    const { created, clock, summaries } = await summedOffice(DAILY, Date.parse('2026-11-02T17:00:00.000Z'));
    await clock.advance(58 * MINUTE);
    for (let index = 0; index < 50 + late; index += 1) await created();
    await clock.advance(DAY + 5 * MINUTE);
    expect(totals(summaries())).toEqual([50, 0]);
    expect(summaries().map(({ event }) => event['not_counted'])).toEqual([undefined, late]);
  });

  it('goes on with what was counted where its time or zone is changed', async () => {
    const { created, clock, summaries, platform } = await summedOffice();
    await created();
    const settings = { ...DAILY, summary_at: '07:00', time_zone: 'Asia/Kolkata' };
    platform.setIparams(settings);
    await platform.call('settingsSaved', { settings: { ...settings, secrets: {} } });
    await created();
    await clock.advance(3 * DAY);
    expect(totals(summaries())).toEqual([2, 0, 0]);
    expect(new Date(summaries()[0]?.at ?? 0).toISOString()).toMatch(/^2026-11-03T01:30/);
  });

  it('is left as it is where what is saved changes nothing about it', async () => {
    const { platform } = await summedOffice();
    const before = platform.schedules();
    await platform.call('settingsSaved', { settings: DAILY });
    const { operations } = platform.invocations.at(-1) ?? {};
    expect(operations?.map(({ name }) => name)).toEqual(['schedule.fetch', 'schedule.fetch']);
    expect(platform.schedules()).toEqual(before);
  });

  it('finds out by itself that the settings were changed', async () => {
    const { created, clock, summaries, platform } = await summedOffice();
    await created();
    platform.setIparams({ ...DAILY, summary_at: '07:00' });
    await clock.advance(3 * DAY);
    expect(totals(summaries())).toEqual([1, 0, 0]);
  });

  it('is over once nobody hears it, and nothing is left behind', async () => {
    const { created, clock, summaries, platform } = await summedOffice();
    await created();
    platform.setIparams({ ...edited(DAILY, 'webhook', { tell: ['Created'] }) });
    await clock.advance(5 * DAY);
    expect(summaries()).toEqual([]);
    expect([platform.schedules(), platform.entries()]).toEqual([[], []]);
  });
});

test('a channel reads it as figures in two columns, a line for each group, and what is beside them', async () => {
  const channels = joined(
    edited(SLACK, 'slack', { tell: ['Daily summary'] }),
    edited(TEAMS, 'teams', { tell: ['Daily summary'] }),
  );
  const { created, clock, requests } = await summedOffice({ ...channels, summary_at: '18:00', time_zone: 'UTC' });
  await created('R&D <3');
  await clock.advance(DAY);
  const [slack] = sentBy('postToSlack', requests);
  expect(slack?.body).toContain('*R&amp;D &lt;3*: 1 started');
  expect(dig(bodyOf(slack), 'blocks', '1', 'fields', '0', 'text')).toBe('*Started*\n1 (0)');
  const [teams] = sentBy('postToTeams', requests);
  const card = dig(bodyOf(teams), 'attachments', '0', 'content', 'body');
  expect(dig(card, '1', 'facts', '0')).toEqual({ title: 'Started', value: '1 (0)' });
  expect(dig(card, '2', 'inlines', '0', 'text')).toBe('R&D <3');
});
