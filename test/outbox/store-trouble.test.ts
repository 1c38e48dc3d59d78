import { isBoxing } from './world/kills';
import { createClock, type Platform } from '../../packages/fresh-platform/index';
import type { Json } from '../../packages/fresh-platform/lib/dig';
import { digText } from '../../packages/fresh-platform/lib/dig';
import { createRandom } from '../../bench/reliability/random';
import { newState } from '../../src/outbox/state';
import { coverageOptions } from '../support/coverage';
import { createApp, eventsIn, WEBHOOK, type TestApp } from '../support/app';
import { named, tell } from '../support/conversations';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-02T09:00:00.000Z');

function toldIn({ requests }: TestApp, since: number): string[] {
  return requests
    .slice(since)
    .flatMap(eventsIn)
    .map((event) => digText(event, 'conversation', 'id'));
}

function undelivered({ invocations }: Platform): Json[] {
  return invocations
    .flatMap(({ logs }) => logs)
    .filter(({ level }) => level === 'error')
    .map(({ text }) => JSON.parse(text) as Json);
}

describe('a store whose quota is spent when the driver comes', () => {
  it('delays what is kept, and loses nothing', async () => {
    let status = 503;
    const app = createApp({
      clock: createClock(START),
      iparams: WEBHOOK,
      receiver: () => ({ status }),
      limits: { requestsPerMinute: 500 },
      random: createRandom(5),
    });
    await tell(app, 60);
    const slots = app.platform.schedules().filter(({ name }) => name.startsWith('relay-slot-')).length;
    const driver = app.platform.schedules().find(({ name }) => name === 'relay-outbox')?.at ?? 0;
    await app.platform.clock.advanceTo(driver + 5 * MINUTE - 1);
    await tell(app, 60, 60);
    status = 200;
    const before = app.requests.length;
    await app.platform.clock.advance(3 * HOUR);
    expect([slots, [...new Set(toldIn(app, before))].sort()]).toEqual([9, named(120).sort()]);
    expect([app.platform.entries(), app.platform.schedules(), undelivered(app.platform)]).toEqual([[], [], []]);
  });
});

describe('a driver that fires', () => {
  async function kept(): Promise<{ app: TestApp; data: Json; heal: () => void; names: string[] }> {
    let status = 503;
    const names: string[] = [];
    const app = createApp({
      clock: createClock(START),
      iparams: WEBHOOK,
      receiver: () => ({ status, latency: 300 }),
      latency: () => 20,
      onOperation: ({ name }) => names.push(name),
    });
    await tell(app, 3);
    const data = app.platform.schedules().find(({ name }) => name === 'relay-outbox')?.data ?? {};
    return { app, data, heal: () => (status = 200), names };
  }

  it('soon saves a turn whose slots are told already every operation of the store', async () => {
    const { app, data, names } = await kept();
    names.length = 0;
    await app.platform.invoke('onScheduledEvent', { data: { kind: 'outbox', turn: true, since: data['since'] } });
    expect(names).toEqual(['schedule.fetch', 'schedule.fetch']);
  });

  it('and cannot be looked for while a page is told leaves no refusal that nobody meets', async () => {
    let isOut = false;
    let status = 503;
    const app = createApp({
      clock: createClock(START),
      iparams: WEBHOOK,
      receiver: () => ({ status, latency: 300 }),
      latency: () => 20,
      hardships: {
        refuse: ({ name, target }) =>
          isOut && name === 'schedule.fetch' && target === 'relay-outbox' ? 503 : undefined,
      },
    });
    await tell(app, 3);
    await app.platform.clock.advance(7 * MINUTE);
    isOut = true;
    await app.platform.clock.advance(5 * MINUTE);
    isOut = false;
    status = 200;
    await app.platform.clock.advance(HOUR);
    expect(app.platform.invocations.map(({ error }) => error).filter((error) => error !== undefined)).toEqual([]);
    expect([...new Set(toldIn(app, 3))].sort()).toEqual(named(3));
  });

  it('twice at once does its work once', async () => {
    const { app, data, heal } = await kept();
    await app.platform.clock.advance(4 * MINUTE);
    heal();
    await app.platform.clock.until(
      Promise.all([app.platform.start('onScheduledEvent', { data }), app.platform.start('onScheduledEvent', { data })]),
    );
    await app.platform.clock.advance(HOUR);
    expect(toldIn(app, 3).sort()).toEqual(named(3));
  });

  it('after it was taken off finds nothing to do, and leaves nothing', async () => {
    const { app, data, heal } = await kept();
    heal();
    await app.platform.clock.advance(HOUR);
    await app.platform.invoke('onScheduledEvent', { data });
    await app.platform.clock.advance(HOUR);
    expect([toldIn(app, 3).sort(), app.platform.entries(), app.platform.schedules()]).toEqual([named(3), [], []]);
  });

  it('without settings, or with data of another make, leaves everything as it is', async () => {
    const { app, data, heal } = await kept();
    const before = [app.platform.entries(), app.platform.schedules()];
    app.platform.setIparams(JSON.parse('null') as Json);
    await app.platform.invoke('onScheduledEvent', { data });
    await app.platform.invoke('onScheduledEvent', { data: { kind: 'outbox', item: 'of another make' } });
    await app.platform.invoke('onScheduledEvent', { data: { kind: 'outbox', item: "[1,'webhook',0,0,0]" } });
    expect([app.platform.entries(), app.platform.schedules()]).toEqual(before);
    app.platform.setIparams(WEBHOOK);
    heal();
    await app.platform.clock.advance(HOUR);
    expect(toldIn(app, 3).sort()).toEqual(named(3));
  });
});

describe('an outbox whose every turn dies', () => {
  it('keeps what is in slots again when they fire, and tells it once turns live', async () => {
    let isDeadly = true;
    let status = 503;
    const app = createApp({
      clock: createClock(START),
      iparams: WEBHOOK,
      receiver: () => ({ status }),
      limits: { dbOperationsPerMinute: 2 },
      fate: (operation) => (isDeadly && operation.name === 'db.set' && !isBoxing(operation) ? 'die-before' : 'proceed'),
    });
    await tell(app, 5);
    await app.platform.clock.advance(15 * HOUR);
    expect(undelivered(app.platform)).toEqual([]);
    app.platform.limits.dbOperationsPerMinute = 50;
    isDeadly = false;
    status = 200;
    const before = app.requests.length;
    await app.platform.clock.advance(6 * HOUR);
    expect([toldIn(app, before).sort(), undelivered(app.platform)]).toEqual([named(5), []]);
  });
});

/** A store after its own fashion: it forgets nothing by itself, and misses what it deletes in vain. */
function stubbornStore(values: Map<string, object>): object {
  const refuse = (status: number): Promise<never> => Promise.reject(Object.assign(new Error('refused'), { status }));
  return {
    get: (key: string) => (values.has(key) ? Promise.resolve(values.get(key)) : refuse(404)),
    set: (key: string, value: object, options?: { setIf?: string }) =>
      options?.setIf === 'not_exist' && values.has(key) ? refuse(400) : Promise.resolve(values.set(key, value)),
    update: (key: string, ...[, attributes]: [action: string, attributes: object]) =>
      Promise.resolve(values.set(key, { ...values.get(key), ...attributes })),
    delete: (key: string) => (values.delete(key) ? Promise.resolve({}) : refuse(404)),
  };
}

describe('a backlog that an uninstalled app left behind', () => {
  it('of days ago does not hold up what is kept now', async () => {
    let status = 503;
    const cursor = Math.floor(START / MINUTE) - 5 * 24 * 60;
    const values = new Map<string, object>([
      [
        'outbox',
        {
          state: JSON.stringify(newState(cursor)),
        },
      ],
    ]);
    const app = createApp({
      clock: createClock(START),
      iparams: WEBHOOK,
      receiver: () => ({ status }),
      sandboxGlobals: { ...coverageOptions().sandboxGlobals, $db: stubbornStore(values) },
    });
    await tell(app, 3);
    status = 200;
    await app.platform.clock.advance(HOUR);
    expect([toldIn(app, 3).sort(), [...values.keys()], app.platform.schedules()]).toEqual([named(3), [], []]);
  });
});

describe('a store that is slow to forget', () => {
  it.each([
    ['a lease whose time is over', { until: START - MINUTE }, named(3)],
    ['a lease that still holds', { until: START + 2 * HOUR }, []],
  ])('%s', async (...[, lease, told]) => {
    let status = 503;
    const values = new Map<string, object>([['outbox:lease', lease]]);
    const app = createApp({
      clock: createClock(START),
      iparams: WEBHOOK,
      receiver: () => ({ status }),
      sandboxGlobals: { ...coverageOptions().sandboxGlobals, $db: stubbornStore(values) },
    });
    await tell(app, 3);
    status = 200;
    await app.platform.clock.advance(HOUR);
    expect(toldIn(app, 3).sort()).toEqual(told);
    await app.platform.clock.advance(10 * HOUR);
    expect([toldIn(app, 3).sort(), [...values.keys()], app.platform.schedules()]).toEqual([named(3), [], []]);
  });
});
