/** Turns besides the driver's: for slots of a minute, asked for again while they cannot be taken; and the last ones, before rest. */
import { tell } from '../support/conversations';
import { leftIn, MINUTE, START, traced, type Traced } from './trace';

test.each([
  ['another turn is at work', 400, 1],
  ['the store is out of order', 503, 3],
])('a turn for the slots of a minute is asked for again six minutes later where %s', async (...[, status, tries]) => {
  let isOn = false;
  const refuse = ({ name, target }: { name: string; target: string }): number | undefined =>
    isOn && name === 'db.set' && target === 'outbox:lease' ? status : undefined;
  const app = traced(undefined, { limits: { requestsPerMinute: 0 }, hardships: { refuse } });
  await tell(app, 2);
  expect(app.trace().filter((line) => line.includes('turn'))).toEqual([
    '00:00 schedule.create relay-turn-6.5-0',
    '00:00 schedule.create relay-turn-8-0',
  ]);
  isOn = true;
  await app.platform.clock.advance(9 * MINUTE);
  const refused = (at: string): string[] =>
    Array.from({ length: tries }, () => `${at} db.set outbox:lease refused (${status})`);
  // What is out of order is tried again.
  const times = status === 503 ? ['06:30', '06:33', '08:00', '08:03'] : ['06:30', '08:00'];
  expect(app.trace().filter((line) => line.includes('lease'))).toEqual(times.flatMap(refused));
  expect(leftIn(app).filter((name) => name.startsWith('relay-turn'))).toEqual([
    'relay-turn-12.5-0 at 12:30',
    'relay-turn-14-0 at 14:00',
  ]);
  isOn = false;
  app.answer(() => 200);
  app.platform.limits.requestsPerMinute = 50;
  await app.platform.clock.advance(5 * MINUTE);
  expect(app.trace().filter((line) => line.includes('→'))).toEqual(['12:30 c0, c1 → 200']);
  await app.platform.clock.advance(60 * MINUTE);
  expect(leftIn(app)).toEqual([]);
});

test('a turn that finds another at work is asked for again, although sweeps have told its slots, where nobody can say what else is kept', async () => {
  let isOn = false;
  const refuse = ({ name, target }: { name: string; target: string }): number | undefined => {
    if (!isOn) return undefined;
    if (name === 'schedule.fetch' && target === 'relay-outbox') return 429;
    return name === 'db.set' && target === 'outbox:lease' ? 400 : undefined;
  };
  const app = traced(undefined, { limits: { requestsPerMinute: 0 }, hardships: { refuse } });
  await tell(app, 2);
  app.platform.limits.requestsPerMinute = 50;
  app.answer(() => 200);
  isOn = true;
  await app.platform.clock.advance(9 * MINUTE);
  expect(leftIn(app)).toEqual(['relay-turn-12.5-0 at 12:30', 'relay-turn-14-0 at 14:00']);
  isOn = false;
  await app.platform.clock.advance(6 * MINUTE);
  expect(leftIn(app)).toEqual([]);
});

test.each([
  [[], true],
  [['17', '19'], true],
  [['17', '19', '18.5', '20.5'], false],
  [['17', '19', '18.5', '20.5', '21', '23'], false],
])(
  'the driver goes where two of three last turns are granted, each at one of two times: without %j',
  async (taken, isGone) => {
    const names = taken.map((half) => `relay-turn-${START / 30_000 + 2 * Number(half)}`);
    const refuse = ({ name, target }: { name: string; target: string }): number | undefined =>
      name === 'schedule.create' && names.includes(target) ? 400 : undefined;
    const app = traced(undefined, { hardships: { refuse } });
    await tell(app, 1);
    app.answer(() => 200);
    await app.platform.clock.advance(6 * MINUTE);
    expect(app.trace().includes('05:30 schedule.delete relay-outbox')).toBe(isGone);
    expect(leftIn(app).includes('relay-outbox at 10:30')).toBe(!isGone);
  },
);

test('what cannot be created for one time is created for a later one before the turn ends: a turn, and the driver', async () => {
  let isOn = false;
  let drivers = 0;
  const taken = `relay-turn-${START / 30_000 + 2 * 14}-${START / MINUTE}`;
  const isRefused = (call: string): boolean => {
    if (call === 'db.set outbox:lease') return isOn;
    return call === 'schedule.create relay-outbox' ? (drivers += 1) === 1 : call === `schedule.create ${taken}`;
  };
  const refuse = ({ name, target }: { name: string; target: string }): number | undefined =>
    isRefused(`${name} ${target}`) ? 400 : undefined;
  const limits = { requestsPerMinute: 0 };
  const app = traced(undefined, { limits, hardships: { refuse }, latency: () => 20 });
  await tell(app, 1);
  isOn = true;
  await app.platform.clock.advance(9 * MINUTE);
  expect(leftIn(app).filter((name) => name.startsWith('relay-turn'))).toEqual([
    'relay-turn-12.5-0 at 12:30',
    'relay-turn-16-0 at 16:20',
  ]);
  isOn = false;
  app.answer(() => 200);
  app.platform.limits.requestsPerMinute = 50;
  app.trace();
  await app.platform.clock.advance(4 * MINUTE);
  const trace = app.trace();
  expect(trace.slice(trace.findIndex((line) => line.includes('relay-outbox refused')))).toEqual([
    '12:30 schedule.create relay-outbox refused (400)',
    '12:30 schedule.create relay-outbox',
    '12:30 db.set outbox:lease',
  ]);
});

test('the turn that ends an outage looks once more at every minute to which somebody may have written who saw the driver', async () => {
  const app = traced();
  await tell(app, 1);
  app.answer(() => 200);
  await app.platform.clock.advance(18 * MINUTE);
  const [last] = app.platform.invocations.filter(({ startedAt }) => startedAt === START + 17 * MINUTE);
  const minutes = (last?.operations ?? [])
    .filter(({ name, target }) => name === 'db.get' && target.startsWith('box:'))
    .map(({ target }) => Number(target.slice('box:'.length)) - START / MINUTE);
  // The driver went in the fifth minute, and by clocks that are off somebody may have written to the eleventh: it is open still, and read once more.
  expect(minutes).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 11]);
  expect(leftIn(app).filter((key) => key.startsWith('outbox'))).toEqual([]);
});

test('a turn that finds the request quota spent waits for a place in it, second by second', async () => {
  const app = traced(undefined, { limits: { requestsPerMinute: 5 } });
  await tell(app, 3);
  app.answer(() => 200);
  await app.platform.clock.advanceTo(START + 4 * MINUTE + 33_400);
  await tell(app, 5, 3);
  app.trace();
  await app.platform.clock.advance(2 * MINUTE);
  // Five were made at 04:33.4: a minute later there is a place.
  expect(app.trace().filter((line) => line.includes('→'))).toEqual(['05:34 c0, c1, c2 → 200']);
  await app.platform.clock.advance(40 * MINUTE);
  expect(leftIn(app)).toEqual([]);
});

test('a turn for the slots of a minute reads boxes as well that were filled before it, where the driver has not come yet', async () => {
  const firings = (name: string): number[] => (name === 'relay-outbox' ? [] : [0]);
  const app = traced(undefined, { hardships: { firings } });
  await tell(app, 2);
  await app.platform.clock.advanceTo(START + 3 * MINUTE);
  app.platform.limits.requestsPerMinute = 0;
  await tell(app, 1, 2);
  app.platform.limits.requestsPerMinute = 50;
  await app.platform.clock.advanceTo(START + 9 * MINUTE);
  app.answer(() => 200);
  app.trace();
  await app.platform.clock.advance(3 * MINUTE);
  expect(app.trace().filter((line) => /→| box:/.test(line))).toEqual([
    '09:30 db.get box:1',
    '09:30 c0, c1, c2 → 200',
    '09:30 db.delete box:1',
  ]);
  await app.platform.clock.advance(30 * MINUTE);
  expect(app.trace().filter((line) => line.includes('→'))).toEqual([]);
});

describe('in an outage of which slots hold a part', () => {
  /** A conversation with the driver, two in slots of the first minute, as the store took nothing more. */
  async function partlyInSlots(): Promise<Traced> {
    let isSpent = false;
    const refuse = ({ name }: { name: string }): number | undefined =>
      isSpent && name.startsWith('db.') ? 429 : undefined;
    const app = traced(undefined, { hardships: { refuse } });
    await tell(app, 1);
    isSpent = true;
    await tell(app, 2, 1);
    isSpent = false;
    app.trace();
    return app;
  }
  const askedIn = (app: Traced): string[] => app.trace().filter((line) => line.includes('create relay-turn'));
  const asked = (time: string, ...at: string[]): string[] =>
    at.map((each) => `${time} schedule.create relay-turn-${each}`);

  it('the turn that finds them asks for one in each minute until the driver’s next but one, and one that finds none does not', async () => {
    const app = await partlyInSlots();
    await app.platform.clock.advance(21 * MINUTE);
    expect(askedIn(app)).toEqual(asked('10:30', '16.5', '17.5', '18.5', '19.5'));
  });

  it('one of those asks for more where receivers take again and more waits than it may send, and the next one does not', async () => {
    const app = await partlyInSlots();
    await app.platform.clock.advanceTo(START + 16 * MINUTE);
    askedIn(app);
    app.answer(() => 200);
    app.platform.limits.requestsPerMinute = 1;
    await app.platform.clock.advanceTo(START + 20 * MINUTE);
    const done = app.trace().filter((line) => /→|create relay-turn/.test(line));
    // At the end of the seconds in which it waits for a place in the quota.
    expect(done).toEqual(['18:30 c1 → 200', ...asked('18:47', '24.5', '25.5', '26.5', '27.5'), '19:30 c2 → 200']);
  });
});
