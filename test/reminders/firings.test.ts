/** What a schedule of waits or of a summary does as it fires: early or late by our clock, with data of any kind, by the settings of then. */
import { createClock } from '../../packages/fresh-platform/index';
import { dig, digText, type Json } from '../../packages/fresh-platform/lib/dig';
import { changed, createApp, edited, eventsIn, payloadWith } from '../support/app';
import {
  GROUP_A,
  GROUP_B,
  HEARD,
  HOUR,
  idsOfOneName,
  MINUTE,
  office,
  OFFICE_HOURS,
  operationsOf,
  START,
} from './office';
import { DAILY, DAY, summedOffice, totals } from './summed-office';

describe('a schedule of waits', () => {
  it('that fires two minutes early by our clock tells, also as the hours begin', async () => {
    const behind = async (iparams: Json, start: number, wait: number): Promise<unknown> => {
      const { created, clock, raised } = office(iparams, undefined, start, {}, 'current', {
        clockAhead: () => (clock.now() === start ? 0 : -2 * MINUTE),
      });
      await created('c1');
      await clock.advance(wait * MINUTE);
      return raised().map(({ minute, seconds }) => [minute, seconds]);
    };
    expect(await behind(HEARD, START, 25)).toEqual([[15, 780]]);
    const nights = { ...HEARD, hours: OFFICE_HOURS, time_zone: 'UTC' };
    // Due as the hours of the next day begin.
    expect(await behind(nights, START + 8.75 * HOUR, 16 * 60)).toEqual([
      [915, 900],
      [930, 1_680],
    ]);
  });

  it('keeps a mark for a minute, and tells nobody of what is no wait', async () => {
    const { platform, requests, watches } = office();
    const fired = (waits: unknown): Promise<unknown> =>
      platform.invoke('onScheduledEvent', { data: { kind: 'unattended', waits } });
    const mark = (age: number): Json => ({ of: 'AAAB', by: START - age, attended: true });
    await fired([mark(MINUTE + 1)]);
    expect(watches()).toEqual([]);
    await fired([mark(MINUTE)]);
    expect(watches()).toMatchObject([{ name: 'relay-wait-1', at: START + 5 * MINUTE + 15_000 }]);
    const wait = { of: 'AAAC', by: START - HOUR, since: START - HOUR, turn: 2 };
    await fired([{ ...wait, event: '' }, { ...wait, event: '[1,"",0,0,0,{"type":"relay.trouble"}]' }, 7]);
    expect(platform.invocations.map(({ outcome, logs }) => [outcome, logs])).toEqual(
      platform.invocations.map(() => ['completed', []]),
    );
    expect(requests).toEqual([]);
  });

  it('is one that lies pending for long until the hours have lasted for as long as two turns take', async () => {
    const operationsAfter = async (ms: number): Promise<string[]> => {
      const { clock, assigned } = office({ ...HEARD, hours: OFFICE_HOURS });
      await clock.advance(ms);
      return operationsOf(await assigned('c1'));
    };
    expect(await operationsAfter(30 * MINUTE - 1)).toEqual(['schedule.fetch']);
    expect(await operationsAfter(30 * MINUTE)).toEqual(['schedule.delete']);
  });

  it('is taken to be at work for a minute after its time, and no longer', async () => {
    const operationsAfter = async (ms: number): Promise<string[]> => {
      const { born, clock, assigned } = office();
      born('c1', START);
      await clock.advance(15 * MINUTE + ms);
      return operationsOf(await assigned('c1'));
    };
    const leaving = ['schedule.delete', 'schedule.update', 'schedule.create'];
    expect(await operationsAfter(-MINUTE - 1)).toEqual(['schedule.delete']);
    expect(await operationsAfter(-MINUTE)).toEqual(leaving);
    expect(await operationsAfter(MINUTE)).toEqual(leaving);
    expect(await operationsAfter(MINUTE + 1)).toEqual(['schedule.delete']);
  });

  it('goes by the latest payload of a conversation, by what comes last in a wait where they are of one moment', async () => {
    const { created, grouped, assigned, letGo, clock, raised, watches } = office({ ...HEARD, unattended_minutes: 31 });
    const [first = '', second = '', third = ''] = idsOfOneName(3);
    await created(first);
    await created(second);
    await clock.advance(2 * MINUTE);
    await grouped(first, GROUP_B, clock.now());
    await grouped(first, GROUP_A, clock.now() - MINUTE);
    await grouped(second, GROUP_A, clock.now());
    await grouped(second, GROUP_B, clock.now());
    await letGo(third);
    expect(operationsOf(await assigned(third))).toEqual(['schedule.fetch', 'schedule.update']);
    const late = await assigned(first, clock.now() - MINUTE);
    expect(operationsOf(late)).toEqual(['schedule.fetch']);
    await clock.advance(2 * HOUR);
    expect(raised().map(({ id, minute, group }) => [id, minute, group])).toEqual([
      [first, 31, 'Shipping'],
      [second, 31, 'Shipping'],
      [first, 62, 'Shipping'],
      [second, 62, 'Shipping'],
    ]);
    expect(watches()).toEqual([]);
  });

  it('holds an event as it is up to 1,200 characters, and with shorter names above, however long its ids are', async () => {
    const { platform, clock, requests } = office();
    const named = async (id: string, length: number, text = 'x'): Promise<number> => {
      const name = (size: number): Json => ({ id: 'a', name: text.repeat(Math.max(0, Math.min(120, size))) });
      const associations = { channel: name(length), group: name(length - 120), agent: {} };
      const conversation = {
        conversation_id: id,
        assigned_agent_id: null,
        status: 'new',
        assigned_group_id: 'a',
        channel_id: 'a',
      };
      const labels = { label_category_id: 'a', label_subcategory_id: 'a' };
      await platform.invoke(
        'onConversationCreate',
        payloadWith(
          {
            conversation: { ...conversation, ...labels },
            associations: {
              ...associations,
              label_category: name(length - 240),
              label_subcategory: name(length - 360),
            },
          },
          { timestamp: clock.now() },
        ),
      );
      const waits = platform.schedules().map(({ data }) => dig(data, 'waits', '0', 'event'));
      return Math.max(...waits.map((event) => String(event).length));
    };
    const base = await named('chat-1', 361);
    await clock.advance(HOUR);
    expect(await named('chat-2', 361 + 1_200 - base)).toBe(1_200);
    await clock.advance(HOUR);
    expect(await named('chat-3', 361 + 1_201 - base)).toBeLessThan(1_000);
    await clock.advance(HOUR);
    await named('\u0001'.repeat(120), 480, '\u0001');
    await clock.advance(HOUR);
    expect(digText(eventsIn(requests.at(-1))[0], 'conversation', 'group', 'name')).toBe(`${'\u0001'.repeat(11)}…`);
  });

  it('says of whom it tells as much as the settings of then allow', async () => {
    const { platform, clock, requests } = office({ ...HEARD, personal_data: 'Include' });
    const users: unknown[] = [];
    for (const personal_data of ['Include', 'Leave out']) {
      const conversation = { assigned_agent_id: null, status: 'new' };
      platform.setIparams({ ...HEARD, personal_data: 'Include' });
      await platform.invoke(
        'onConversationCreate',
        payloadWith({ conversation: { ...conversation, conversation_id: personal_data } }, { timestamp: clock.now() }),
      );
      platform.setIparams({ ...HEARD, personal_data });
      await clock.advance(HOUR);
      users.push(dig(eventsIn(requests.at(-1))[0], 'conversation', 'user'));
    }
    const { name: everything, ...more } = { name: 'Priya Menon', email: 'priya@example.com', phone: '+12025550123' };
    expect(users).toEqual([{ id: 'user-1', name: everything, ...more }, { id: 'user-1' }]);
  });
});

describe('a schedule of a summary', () => {
  it('of data without a number of tries is the first of its day, and sets up the next two', async () => {
    const app = createApp({ clock: createClock(START), iparams: DAILY });
    const result = await app.platform.invoke('onScheduledEvent', {
      data: { kind: 'summary', end: START + 9 * HOUR },
    });
    expect(result.operations.map(({ name, target }) => `${name} ${target}`)).toEqual([
      'schedule.create relay-summary-0',
      'schedule.create relay-summary-1',
      'schedule.create relay-summary-again',
      expect.stringMatching('db.get summary:'),
      'request postToWebhook',
      expect.stringMatching('db.set summary:'),
      'schedule.delete relay-summary-again',
    ]);
    expect(app.platform.schedules().map(({ name, at }) => [name, (at - START) / HOUR])).toEqual([
      ['relay-summary-1', 33],
      ['relay-summary-0', 57],
    ]);
  });

  it('tells a whole notice, with nothing in it that nobody asked for', async () => {
    const { resolved, clock, summaries } = await summedOffice();
    await resolved(60);
    await clock.advance(DAY);
    const nothing = {
      created: 0,
      resolved: 0,
      reopened: 0,
      sla_breaches: 0,
      unattended: 0,
      first_response_seconds: null,
      resolution_seconds: null,
    };
    const total = { ...nothing, resolved: 1, first_response_seconds: 6, resolution_seconds: 59.2 };
    expect(summaries().map(({ event }) => event)).toEqual([
      {
        id: expect.stringMatching(/^evt_[\w-]{32}$/) as string,
        type: 'relay.summary',
        occurred_at: '2026-11-02T18:00:00.000Z',
        sequence: 0,
        day: '2026-11-02',
        time_zone: 'UTC',
        total,
        day_before: nothing,
        groups: [{ id: 'billing', name: 'Billing', total, day_before: nothing }],
      },
    ]);
  });

  it.each([
    ['09:00', '2026-11-02'],
    ['11:59', '2026-11-02'],
    ['12:00', '2026-11-03'],
    ['15:00', '2026-11-03'],
  ])('at %s is about the date on which most of its day fell, %s', async (summary_at, day) => {
    const { clock, summaries } = await summedOffice({ ...DAILY, summary_at }, START + 7 * HOUR);
    await clock.advance(DAY);
    expect(summaries().map(({ event }) => event['day'])).toEqual([day]);
  });

  it('that is due in less than five minutes comes as soon as the platform takes it, after an install as after one that was late', async () => {
    const soon = await summedOffice(DAILY, START + 9 * HOUR - 3 * MINUTE);
    await soon.created();
    await soon.clock.advance(10 * MINUTE);
    expect(soon.summaries().map(({ at }) => (at - START) / MINUTE)).toEqual([542.25]);
    let isLate = true;
    const late = await summedOffice(DAILY, START, undefined, {
      firings: (name) => (!isLate ? [0] : name === 'relay-summary-1' ? [] : [2 * DAY - 3 * MINUTE]),
    });
    await late.clock.advance(DAY + 20 * HOUR);
    isLate = false;
    await late.created();
    await late.clock.advance(14 * HOUR);
    expect(totals(late.summaries())).toEqual([0, 1]);
    expect(late.summaries().map(({ at }) => (at - START) / MINUTE)).toEqual([3_417, 3_422.25]);
  });

  it('is asked twelve times more while the store takes nothing, and what was told is kept for fifty hours', async () => {
    let isBusy = true;
    let read = 0;
    let isOver = false;
    const { clock, platform, summaries } = await summedOffice(DAILY, START, undefined, {
      refuse: ({ name }) => {
        if (name !== 'db.get' || !isBusy) return undefined;
        read += 1;
        return 429;
      },
      firings: () => (isOver ? [] : [0]),
    });
    await clock.advance(12 * HOUR);
    expect([read, summaries(), platform.schedules().length]).toEqual([13, [], 2]);
    isBusy = false;
    await clock.advance(DAY - 3 * HOUR);
    isOver = true;
    expect(platform.entries()).toHaveLength(2);
    await clock.advance(50 * HOUR - 1_000);
    expect(platform.entries()).toHaveLength(2);
    await clock.advance(1_000);
    expect(platform.entries()).toEqual([]);
  });
});

describe('a schedule of what the store refused to count', () => {
  const added = { c_: 1 };
  const counted = async (data: Json, at = START): Promise<unknown> => {
    const { platform } = createApp({ clock: createClock(at), iparams: DAILY });
    const { outcome } = await platform.invoke('onScheduledEvent', { data: { kind: 'count', ...data } });
    return [
      outcome,
      ...platform.entries().map(({ key, value }) => [Number(key.split(':')[1]) * MINUTE - START, value]),
    ];
  };

  it('counts it until its day ends, and says from then on that it is missing', async () => {
    const end = START + 9 * HOUR;
    expect(await counted({ end, added }, end - 1)).toEqual(['completed', [9 * HOUR, added]]);
    expect(await counted({ end, added }, end)).toEqual(['completed', [33 * HOUR, { missed: 1 }]]);
  });

  it('does nothing of data that is none of its own', async () => {
    for (const data of [{}, { end: START + HOUR }, { added }, { end: 'soon', added }, { end: START + HOUR, added: 7 }])
      expect(await counted(data)).toEqual(['completed']);
  });

  it('has a name by chance, so that what is refused at once finds a place', async () => {
    const placeBy = async (chance: number): Promise<unknown> => {
      const { platform } = createApp({
        clock: createClock(START),
        iparams: edited(DAILY, 'webhook', { tell: ['Daily summary'] }),
        limits: { dbOperationsPerMinute: 0 },
        random: () => chance,
      });
      await platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }, {}, { timestamp: START }));
      return platform.schedules().map(({ name }) => name);
    };
    expect([await placeBy(0), await placeBy(0.5), await placeBy(0.999)]).toEqual([
      ['relay-count-0'],
      ['relay-count-8'],
      ['relay-count-15'],
    ]);
  });
});
