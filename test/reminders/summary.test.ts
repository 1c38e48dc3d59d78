import { createClock } from '../../packages/fresh-platform/index';
import type { Hardships, Operation } from '../../packages/fresh-platform/types';
import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import {
  bodyOf,
  changed,
  createApp,
  edited,
  eventsIn,
  joined,
  payloadWith,
  sentBy,
  SLACK,
  summaryOf,
  TEAMS,
  WEBHOOK,
  type Iparams,
} from '../support/app';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-02T09:00:00.000Z');
const DAILY: Iparams = {
  ...edited(WEBHOOK, 'webhook', { tell: ['Daily summary'] }),
  summary_at: '18:00',
  time_zone: 'UTC',
};

type Fates = (operation: Operation) => 'proceed' | 'die-before' | 'die-after';

async function office(iparams: Iparams = DAILY, start = START, fate?: Fates, hardships: Hardships = {}) {
  const app = createApp({ clock: createClock(start), iparams, hardships, ...(fate === undefined ? {} : { fate }) });
  const { platform, requests } = app;
  const { clock } = platform;
  await platform.install(iparams);
  requests.length = 0;
  const group = (name: string): Json => ({ group: { id: name.toLowerCase(), name }, agent: {} });
  const update = (changes: Json, now: Json, name: string) =>
    platform.invoke(
      'onConversationUpdate',
      changed(
        changes,
        { conversation: { ...now, assigned_group_id: name.toLowerCase() }, associations: group(name) },
        { timestamp: clock.now() },
      ),
    );
  return {
    ...app,
    clock,
    created: (name = 'Billing') =>
      platform.invoke(
        'onConversationCreate',
        payloadWith(
          { conversation: { assigned_group_id: name.toLowerCase() }, associations: group(name) },
          { timestamp: clock.now() },
        ),
      ),
    resolved: (seconds: number, name = 'Billing') =>
      update(
        { status: ['assigned', 'resolved'] },
        { status: 'resolved', statistics: { resolution_time_chrs: seconds, first_response_time_chrs: seconds / 10 } },
        name,
      ),
    breached: (name = 'Billing') => update({ sla_breach: [false, true] }, {}, name),
    summaries: () => requests.flatMap((request) => eventsIn(request).map((event) => ({ at: request.at, event }))),
  };
}

const totals = (all: { event: Json }[]): unknown[] => all.map(({ event }) => dig(event, 'total', 'created'));

describe('a summary a day', () => {
  it('says what happened since the last one, whole and by group, beside the day before', async () => {
    const { created, resolved, breached, clock, summaries } = await office();
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

  it('costs one store operation for a payload that counts, and none for another', async () => {
    const { created, platform } = await office();
    const names = ({ operations }: { operations: { name: string }[] }): string[] => operations.map(({ name }) => name);
    const result = await created();
    expect(names(result)).toEqual(['db.update']);
    expect(summaryOf(result)['counted']).toBe('counted');
    expect(names(await platform.invoke('onConversationUpdate', changed({ priority: [0, 1] })))).toEqual([]);
  });

  it('comes of a day on which nothing happened, day after day, and leaves no more than two days behind', async () => {
    const { clock, summaries, platform } = await office();
    await clock.advance(30 * DAY);
    expect(summaries()).toHaveLength(30);
    expect(platform.schedules()).toHaveLength(2);
    expect(platform.entries().length).toBeLessThanOrEqual(3);
    expect(new Set(summaries().map(({ event }) => event['id'])).size).toBe(30);
  });

  it('comes at the same time by the clock on the wall, the day on which it is put back included', async () => {
    const iparams = { ...DAILY, summary_at: '08:30', time_zone: 'Europe/Berlin' };
    const { clock, summaries } = await office(iparams, Date.parse('2026-10-23T12:00:00.000Z'));
    await clock.advance(4 * DAY);
    expect(summaries().map(({ at }) => new Date(at).toISOString().slice(5, 16))).toEqual([
      '10-24T06:30',
      '10-25T07:30',
      '10-26T07:30',
      '10-27T07:30',
    ]);
  });

  it('counts what the store refused in a quieter minute', async () => {
    const { created, clock, summaries } = await office();
    for (let index = 0; index < 53; index += 1) await created();
    await clock.advance(DAY);
    expect(totals(summaries())).toEqual([53]);
  });

  it.each([1, 2])('says that %i could not be counted, where they come too late for their day', async (late) => {
    const { created, clock, summaries } = await office(DAILY, Date.parse('2026-11-02T17:00:00.000Z'));
    await clock.advance(58 * MINUTE);
    for (let index = 0; index < 50 + late; index += 1) await created();
    await clock.advance(DAY + 5 * MINUTE);
    expect(totals(summaries())).toEqual([50, 0]);
    expect(summaries().map(({ event }) => event['not_counted'])).toEqual([undefined, late]);
  });

  it('goes on with what was counted where its time or zone is changed', async () => {
    const { created, clock, summaries, platform } = await office();
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
    const { platform } = await office();
    const before = platform.schedules();
    await platform.call('settingsSaved', { settings: DAILY });
    const { operations } = platform.invocations.at(-1) ?? {};
    expect(operations?.map(({ name }) => name)).toEqual(['schedule.fetch', 'schedule.fetch']);
    expect(platform.schedules()).toEqual(before);
  });

  it('finds out by itself that the settings were changed', async () => {
    const { created, clock, summaries, platform } = await office();
    await created();
    platform.setIparams({ ...DAILY, summary_at: '07:00' });
    await clock.advance(3 * DAY);
    expect(totals(summaries())).toEqual([1, 0, 0]);
  });

  it('is over once nobody hears it, and nothing is left behind', async () => {
    const { created, clock, summaries, platform } = await office();
    await created();
    platform.setIparams({ ...edited(DAILY, 'webhook', { tell: ['Created'] }) });
    await clock.advance(5 * DAY);
    expect(summaries()).toEqual([]);
    expect([platform.schedules(), platform.entries()]).toEqual([[], []]);
  });
});

test.each(['die-before', 'die-after'] as const)(
  'no death (%s) of a summary skips a day or tells two of one',
  async (way) => {
    let fatal = 0;
    let seen = 0;
    let isOn = false;
    const { created, clock, summaries, requests } = await office(DAILY, START, () =>
      isOn && seen++ === fatal ? way : 'proceed',
    );
    // Two schedules, the third, two days read, the request, the mark, and the third one off.
    for (fatal = 0; fatal < 8; fatal += 1) {
      isOn = false;
      await created();
      requests.length = 0;
      const day = clock.now();
      isOn = true;
      seen = 0;
      await clock.advance(2 * DAY);
      const days = new Map(summaries().map(({ event }) => [event['id'], dig(event, 'total', 'created')]));
      expect({ fatal, day, days: [...days.values()] }).toEqual({ fatal, day, days: [1, 0] });
    }
  },
);

test('a store that takes nothing for days is asked an hour for each summary, and no longer', async () => {
  const read: number[] = [];
  const refuse = ({ name, at }: { name: string; at: number }): number | undefined => {
    if (name !== 'db.get') return undefined;
    read.push(at);
    return 503;
  };
  const { clock, platform, summaries } = await office(DAILY, START, undefined, { refuse });
  await clock.advance(2 * DAY);
  expect(summaries()).toEqual([]);
  expect(platform.schedules()).toHaveLength(2);
  expect(read.length).toBeGreaterThan(0);
  expect(read.every((at) => (at - START - 9 * HOUR) % DAY <= 2 * HOUR)).toBe(true);
});

test.each([
  ['nothing else', {}],
  ['an end that is no moment', { end: 'tomorrow' }],
  ['no list of days', { end: START, also: 'none', before: 7, of: null }],
])('a schedule of a summary with %s breaks nothing', async (...[, data]) => {
  const { platform, clock, summaries } = await office();
  const result = await platform.invoke('onScheduledEvent', { data: { kind: 'summary', ...data } });
  expect(result.outcome).toBe('completed');
  await clock.advance(DAY);
  expect(totals(summaries()).at(-1)).toBe(0);
});

test('a channel reads it as figures in two columns, a line for each group, and what is beside them', async () => {
  const channels = joined(
    edited(SLACK, 'slack', { tell: ['Daily summary'] }),
    edited(TEAMS, 'teams', { tell: ['Daily summary'] }),
  );
  const { created, clock, requests } = await office({ ...channels, summary_at: '18:00', time_zone: 'UTC' });
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
