import { createClock } from '../../packages/fresh-platform/index';
import type { OutgoingRequest, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { dig, digList, type Json } from '../../packages/fresh-platform/lib/dig';
import { changed, createApp, destination, edited, eventsIn, joined, OTHER_SECRET, WEBHOOK } from '../support/app';
import { updateOf } from '../support/conversations';
import { createSleep } from '../support/sleep';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-02T09:00:00.000Z');
const OTHER = destination('webhook', OTHER_SECRET, {
  id: 'other',
  name: 'Ledger',
  url: 'https://other.example.com/in',
  tell: ['Trouble', 'Created'],
});
const SET = { ...joined(edited(WEBHOOK, 'webhook', { name: 'Orders' }), OTHER), unattended_minutes: 0 };

/** Two webhooks; those whose hosts are named are down. */
function world(tell: readonly string[] = ['Trouble', 'Created']) {
  const down = new Set<string>();
  const taken: OutgoingRequest[] = [];
  const receiver = (request: OutgoingRequest): ReceiverAnswer => {
    if (down.has(request.host)) return { status: 503 };
    taken.push(request);
    return { status: 200 };
  };
  const sleep = createSleep();
  let storeOperations = 0;
  const app = createApp({
    clock: createClock(START),
    iparams: edited(SET, 'other', { tell }),
    receiver,
    hardships: sleep.hardships,
    // Waits are jittered: so that two runs can be compared, by the same chance.
    random: () => 0.5,
    onOperation: ({ name }) => {
      if (name.startsWith('db.')) storeOperations += 1;
    },
  });
  const { platform } = app;
  return {
    ...app,
    down,
    clock: platform.clock,
    sleepUntil: (time: number) => sleep.until(platform, time),
    storeOperations: () => storeOperations,
    change: (index: number) =>
      platform.invoke('onConversationUpdate', { ...updateOf(index), timestamp: platform.clock.now() }),
    /** What each host took of notices, with the minutes since the start. */
    notices: (host: string) =>
      taken
        .filter((request) => request.host === host)
        .flatMap((request) => eventsIn(request).map((event) => noticeIn(event, request.at)))
        .filter(({ type }) => String(type).startsWith('relay.')),
  };
}

function noticeIn(event: Json, at: number): Json {
  return { ...event, minute: Math.round((at - START) / MINUTE) };
}

test('a notice that is not taken is told later, and nothing of it is left behind', async () => {
  const { down, change, clock, notices, platform } = world(['Trouble']);
  down.add('hooks.example.com');
  await change(0);
  await clock.advance(10 * MINUTE);
  down.add('other.example.com');
  await clock.advance(20 * MINUTE);
  expect(notices('other.example.com')).toEqual([]);
  down.delete('other.example.com');
  await clock.advance(HOUR);
  expect(notices('other.example.com').map(({ type }) => type)).toEqual(['relay.trouble']);
  down.delete('hooks.example.com');
  await clock.advance(4 * HOUR);
  expect(notices('other.example.com').map(({ type }) => type)).toEqual(['relay.trouble', 'relay.recovered']);
  expect({ schedules: platform.schedules(), entries: platform.entries() }).toEqual({ schedules: [], entries: [] });
});

test('an outage is told to the others once, and once more when its backlog is through', async () => {
  const { down, change, clock, notices, platform } = world();
  down.add('hooks.example.com');
  for (let index = 0; index < 5; index += 1) {
    await change(index);
    await clock.advance(MINUTE);
  }
  await clock.advance(4 * HOUR);
  const [trouble, ...more] = notices('other.example.com');
  expect(more).toEqual([]);
  expect(trouble).toMatchObject({
    type: 'relay.trouble',
    destination: { id: 'webhook', name: 'Orders', kind: 'webhook' },
    reason: 'the receiver failed (503)',
  });
  // What was kept in the last minutes before it was told may not have been read yet.
  expect(trouble?.['waiting']).toBeGreaterThanOrEqual(4);
  expect(Date.parse(String(trouble?.['since'])) - START).toBeLessThan(MINUTE);
  expect(trouble?.['minute']).toBeGreaterThanOrEqual(15);
  expect(trouble?.['minute']).toBeLessThanOrEqual(25);
  down.clear();
  await clock.advance(4 * HOUR);
  const [, recovered, ...rest] = notices('other.example.com');
  expect(rest).toEqual([]);
  expect(recovered).toMatchObject({ type: 'relay.recovered', since: trouble?.['since'], waiting: 0 });
  expect(notices('hooks.example.com')).toEqual([]);
  // The driver is gone by now: what is in the store has only to expire.
  await clock.advance(4 * DAY);
  expect([platform.schedules(), platform.entries()]).toEqual([[], []]);
});

test('a short outage is told to nobody', async () => {
  const { down, change, clock, notices } = world();
  down.add('hooks.example.com');
  await change(1);
  await clock.advance(8 * MINUTE);
  down.clear();
  await clock.advance(2 * HOUR);
  expect(notices('other.example.com')).toEqual([]);
});

test('the first to stand again tells of those that are still down', async () => {
  const { down, change, clock, notices, platform } = world();
  down.add('hooks.example.com').add('other.example.com');
  await change(1);
  await platform.invoke('onConversationCreate', changed({}, {}, { timestamp: clock.now() }));
  await clock.advance(2 * HOUR);
  down.delete('other.example.com');
  await clock.advance(HOUR);
  expect(notices('other.example.com').map(({ type }) => type)).toEqual(['relay.trouble']);
  down.clear();
  await clock.advance(HOUR);
  expect(notices('other.example.com').map(({ type }) => type)).toEqual(['relay.trouble', 'relay.recovered']);
});

test('what is given up after three days is told, with how many', async () => {
  const { down, change, clock, notices, sleepUntil } = world();
  down.add('hooks.example.com');
  await change(1);
  await change(2);
  await clock.advance(2 * HOUR);
  await sleepUntil(START + 3 * DAY - 2 * HOUR);
  await clock.advance(4 * HOUR);
  expect(notices('other.example.com').map((notice) => [notice['type'], notice['given_up']])).toEqual([
    ['relay.trouble', undefined],
    ['relay.trouble', 2],
  ]);
  expect(dig(notices('other.example.com')[1], 'destination', 'id')).toBe('webhook');
});

test('an outage after another is told anew, without what was given up in the one before', async () => {
  const { down, change, clock, notices } = world();
  for (const index of [1, 2]) {
    down.add('hooks.example.com');
    await change(index);
    await clock.advance(HOUR);
    down.clear();
    await clock.advance(2 * HOUR);
  }
  const told = notices('other.example.com');
  expect(told.map(({ type, waiting, given_up: lost }) => [type, waiting, lost])).toEqual([
    ['relay.trouble', 1, undefined],
    ['relay.recovered', 0, undefined],
    ['relay.trouble', 1, undefined],
    ['relay.recovered', 0, undefined],
  ]);
  expect(Number(told[2]?.['minute']) - Number(told[0]?.['minute'])).toBe(180);
});

test('telling of an outage and of its end costs no store operation beyond what the outbox needs for the outage itself', async () => {
  const costOf = async (tell: readonly string[]) => {
    const { down, change, clock, notices, storeOperations } = world(tell);
    down.add('hooks.example.com');
    await change(1);
    await clock.advance(2 * HOUR);
    down.clear();
    await clock.advance(2 * HOUR);
    return { told: notices('other.example.com').length, operations: storeOperations() };
  };
  const { operations } = await costOf(['Created']);
  expect(operations).toBeGreaterThan(0);
  expect(await costOf(['Trouble', 'Created'])).toEqual({ told: 2, operations });
});

test('an outage of every destination is told to nobody, and stands in the status all the same', async () => {
  const { down, change, clock, notices, platform } = world();
  down.add('hooks.example.com').add('other.example.com');
  await change(1);
  await platform.invoke('onConversationCreate', changed({}, {}, { timestamp: clock.now() }));
  await clock.advance(HOUR);
  expect([notices('hooks.example.com'), notices('other.example.com')]).toEqual([[], []]);
  const states = digList(await platform.call('status', {}), 'response', 'destinations');
  expect(states).toMatchObject([
    { id: 'webhook', state: 'failing', reason: 'the receiver failed (503)', waiting: 2 },
    { id: 'other', state: 'failing', reason: 'the receiver failed (503)', waiting: 1 },
  ]);
});
