/** Whole histories, once for each operation of their scheduled invocations: refused until nobody asks for it again, it costs nothing but time. */
import { digText } from '../../packages/fresh-platform/lib/dig';
import { destination, edited, eventsIn, joined, OTHER_SECRET, WEBHOOK, type Iparams } from '../support/app';
import { named, tell } from '../support/conversations';
import { leftIn, MINUTE, traced, type Traced } from './trace';

interface History {
  what: string;
  iparams?: Iparams;
  size: number;
  /** What is there before the first operation that may be refused. */
  before: (app: Traced) => Promise<void>;
  after: (app: Traced) => Promise<void>;
}

const HEARS_OF_TROUBLE = destination('webhook', OTHER_SECRET, {
  id: 'other',
  url: 'https://other.example.com/in',
  tell: ['Trouble'],
});

const HISTORIES: readonly History[] = [
  {
    what: 'an outage, of which one payload fails on its own',
    size: 4,
    before: async (app) => {
      await tell(app, 4);
      await app.platform.clock.advance(16 * MINUTE);
    },
    after: async (app) => {
      app.answer((told) => (told.includes('c1') ? 400 : 200));
      await app.platform.clock.advance(12 * MINUTE);
    },
  },
  {
    what: 'an overload, in slots',
    size: 6,
    before: async (app) => {
      app.platform.limits.requestsPerMinute = 0;
      await tell(app, 6);
      app.platform.limits.requestsPerMinute = 50;
    },
    after: async ({ platform: { clock } }) => clock.advance(7 * MINUTE),
  },
  {
    what: 'an outage of which another receiver hears, until all is at rest',
    iparams: { ...joined(edited(WEBHOOK, 'webhook', { name: 'Orders' }), HEARS_OF_TROUBLE), unattended_minutes: 0 },
    size: 2,
    before: async (app) => {
      app.answer((told) => (told.length > 0 ? 503 : 200));
      await tell(app, 2);
      await app.platform.clock.advance(11 * MINUTE);
    },
    after: async (app) => {
      await app.platform.clock.advance(10 * MINUTE);
      app.answer(() => 200);
      await app.platform.clock.advance(25 * MINUTE);
    },
  },
];

/** What is looked at in search of slots is one question, asked many times. */
const LOOK = 'schedule.fetch relay-slot-';
/** How often the app asks again at once. */
const TRIES = 3;

/** Plays a history; `place` counts the operations, from 0, and the one there is refused, as often as it is asked again at once. */
async function played({ iparams, before, after }: History, place: number) {
  let isOn = false;
  let seen = 0;
  let refused = '';
  let tries = 0;
  const refuse = ({ name, target }: { name: string; target: string }): number | undefined => {
    const what = `${name} ${target}`;
    if (!isOn || name === 'request' || what.startsWith(LOOK)) return undefined;
    if (seen++ === place) refused = what;
    if (what !== refused || tries === TRIES) return undefined;
    tries += 1;
    return 503;
  };
  const app = traced(iparams, { hardships: { refuse }, latency: (name) => (name === 'db.set' ? 1_000 : 0) });
  await before(app);
  isOn = true;
  await after(app);
  isOn = false;
  app.answer(() => 200);
  await app.platform.clock.advance(3 * 60 * MINUTE);
  const told = app
    .trace()
    .filter((line) => line.endsWith(' → 200'))
    .map((line) => line.match(/c\d+/g) ?? []);
  return { app, seen, told, notices: new Set(noticesOf(app)) };
}

function noticesOf({ requests }: Traced): string[] {
  return requests
    .filter(({ host }) => host === 'other.example.com')
    .flatMap((request) => eventsIn(request).map((event) => digText(event, 'type')));
}

/** Requests that told something again. */
function repeatsIn(told: readonly string[][]): number {
  const known = new Set<string>();
  return told.filter((batch) => batch.map((each) => known.has(each) || !known.add(each)).includes(true)).length;
}

test.each(HISTORIES)(
  '$what, is told whole, and at most one request of it twice, whichever operation is refused',
  async (history) => {
    const plain = await played(history, -1);
    expect(plain.told.flat().sort()).toEqual(named(history.size));
    for (let place = 0; place < plain.seen; place += 1) {
      const { app, told, notices } = await played(history, place);
      const { invocations } = app.platform;
      expect([place, [...new Set(told.flat())].sort(), notices]).toEqual([place, named(history.size), plain.notices]);
      expect(repeatsIn(told)).toBeLessThan(2);
      expect([place, leftIn(app), invocations.filter(({ error }) => error !== undefined)]).toEqual([place, [], []]);
      expect(invocations.flatMap(({ logs }) => logs).filter(({ level }) => level === 'error')).toEqual([]);
    }
  },
);
