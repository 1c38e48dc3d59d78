/** Schedules on a platform that is of another mind than the app: its clock is ahead, or it is busy for a moment. */
import { createClock, type Clock } from '../../packages/fresh-platform/index';
import { digText } from '../../packages/fresh-platform/lib/dig';
import { coverageOptions } from '../support/coverage';
import { createApp, eventsIn, WEBHOOK, type TestApp } from '../support/app';
import { named, tell } from '../support/conversations';
import { muchOf } from './trace';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-02T09:00:00.000Z');

interface Pending {
  data: object;
  everyMs: number | null;
}

interface Schedule {
  name: string;
  data: object;
  schedule_at: string;
  repeat?: { frequency: number };
}

interface Schedules {
  pending: Map<string, Pending>;
  /** Refuses a call that it returns a status for. */
  refusal: (call: 'create' | 'fetch' | 'delete', name: string) => number | null;
  api: object;
}

/** Schedules whose clock is so many ms ahead of the machines'; `fire` delivers what is due. */
function schedulesAhead(clock: Clock, aheadMs: number, fire: (data: object) => void): Schedules {
  const pending = new Map<string, Pending>();
  const refuse = (status: number): Promise<never> => Promise.reject(Object.assign(new Error('refused'), { status }));
  const later = (name: string, entry: Pending, at: number): void => {
    clock.at(at, () => {
      if (pending.get(name) !== entry) return;
      if (entry.everyMs === null) pending.delete(name);
      else later(name, entry, at + entry.everyMs);
      fire(entry.data);
    });
  };
  const schedules: Schedules = { pending, refusal: () => null, api: {} };
  const steered = (
    call: 'create' | 'fetch' | 'delete',
    name: string,
    work: () => Promise<unknown>,
  ): Promise<unknown> => {
    const status = schedules.refusal(call, name);
    return status === null ? work() : refuse(status);
  };
  schedules.api = {
    create: ({ name, data, schedule_at, repeat }: Schedule) =>
      steered('create', name, () => {
        const at = Date.parse(schedule_at) - aheadMs;
        if (pending.has(name) || at < clock.now() + 5 * MINUTE) return refuse(400);
        const entry = {
          data: JSON.parse(JSON.stringify(data)) as object,
          everyMs: repeat === undefined ? null : repeat.frequency * MINUTE,
        };
        pending.set(name, entry);
        later(name, entry, at);
        return Promise.resolve({});
      }),
    fetch: ({ name }: { name: string }) =>
      steered('fetch', name, () =>
        pending.has(name) ? Promise.resolve({ data: pending.get(name)?.data }) : refuse(404),
      ),
    delete: ({ name }: { name: string }) =>
      steered('delete', name, () => (pending.delete(name) ? Promise.resolve({}) : refuse(404))),
  };
  return schedules;
}

interface Outage extends Schedules {
  app: TestApp;
  taken: string[];
  heal: () => void;
}

/** Without chance, every wait is the shortest there is. */
function outageWith(aheadMs: number): Outage {
  let isDown = true;
  const taken: string[] = [];
  const clock = createClock(START);
  const schedules = schedulesAhead(clock, aheadMs, (data) => void app.platform.start('onScheduledEvent', { data }));
  const app = createApp({
    clock,
    iparams: { ...WEBHOOK, personal_data: 'Include' },
    random: () => 0,
    sandboxGlobals: { ...coverageOptions().sandboxGlobals, $schedule: schedules.api },
    receiver: (request) => {
      if (isDown) return { status: 503 };
      taken.push(...eventsIn(request).map((event) => digText(event, 'conversation', 'id')));
      return { status: 200 };
    },
  });
  return Object.assign(schedules, { app, taken, heal: () => (isDown = false) });
}

function undelivered({ platform }: TestApp): string[] {
  return platform.invocations
    .flatMap(({ logs }) => logs)
    .filter(({ level }) => level === 'error')
    .map(({ text }) => digText(JSON.parse(text), 'undelivered', 'conversation', 'id'));
}

describe('a platform whose clock is ahead', () => {
  it.each([20_000, 45_000, 60_000])('by %i ms drives what is kept, and comes to rest', async (aheadMs) => {
    const { app, taken, heal, pending } = outageWith(aheadMs);
    await tell(app, 3);
    expect([...pending.keys()]).toContain('relay-outbox');
    await app.platform.clock.advance(20 * MINUTE);
    heal();
    await app.platform.clock.advance(3 * HOUR);
    expect([taken.sort(), app.platform.entries(), [...pending.keys()], undelivered(app)]).toEqual([
      named(3),
      [],
      [],
      [],
    ]);
  });
});

/** How often an operation is made while the platform is busy, until it counts as refused. */
const TRIES = 3;

describe('a platform that is busy for a moment', () => {
  it('with every schedule for half an hour: what is in boxes is told by whatever drives the outbox next', async () => {
    const outage = outageWith(0);
    outage.refusal = () => 503;
    for (let told = 0; told < 30; told += 1) {
      await tell(outage.app, 1, told);
      await outage.app.platform.clock.advance(MINUTE);
    }
    outage.refusal = () => null;
    await tell(outage.app, 1, 30);
    outage.heal();
    await outage.app.platform.clock.advance(3 * HOUR);
    expect([
      outage.taken.sort(),
      outage.app.platform.entries(),
      [...outage.pending.keys()],
      undelivered(outage.app),
    ]).toEqual([named(31).sort(), [], [], []]);
  });

  it.each(['create', 'fetch'] as const)(
    'with one slot, as it is to %s it: the slots behind it are emptied all the same',
    async (call) => {
      const outage = outageWith(0);
      let refusals = 0;
      outage.refusal = (made, name) => {
        const isThis =
          made === call && /^relay-slot-\d+$/.test(name) && outage.pending.has(name) === (call === 'fetch');
        if (!isThis || refusals === TRIES) return null;
        refusals += 1;
        return 503;
      };
      // The first is in the driver, the next in a box, and once the request quota is spent, the last in slots.
      outage.app.platform.limits.requestsPerMinute = 12;
      for (let index = 0; index < 30; index += 1)
        await outage.app.platform.invoke('onConversationCreate', muchOf(index));
      outage.app.platform.limits.requestsPerMinute = 50;
      expect([...outage.pending.keys()].filter((name) => /^relay-slot-/.test(name)).length).toBeGreaterThan(1);
      await outage.app.platform.clock.advance(2 * MINUTE);
      outage.heal();
      await outage.app.platform.clock.advance(3 * HOUR);
      expect(refusals).toBe(TRIES);
      expect([
        outage.taken.sort(),
        outage.app.platform.entries(),
        [...outage.pending.keys()],
        undelivered(outage.app),
      ]).toEqual([named(30).sort(), [], [], []]);
    },
  );
});
