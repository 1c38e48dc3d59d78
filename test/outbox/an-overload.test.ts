/** Overloads, operation by operation: what is kept in slots while the app's own requests are spent, and who tells it. */
import { tell } from '../support/conversations';
import { leftIn, MINUTE, traced, type Traced } from './trace';

/** Six conversations for which there is no place in the request quota. */
async function overload(): Promise<Traced> {
  const app = traced(undefined, { limits: { requestsPerMinute: 0 } });
  await tell(app, 6);
  return app;
}

const at = (time: string, ...steps: string[]): string[] => steps.map((step) => `${time} ${step}`);
const fetched = ['0', '0-8', '0-y', '0-y8', '0-yy', '0-yy8'].map((slot) => `schedule.fetch relay-slot-${slot}`);
const taken = (slot: string): string => `schedule.create relay-slot-${slot} refused (400)`;

test('what a spent quota refuses goes into slots down a tree of names, and the first of a minute asks for who will tell it', async () => {
  const app = await overload();
  expect(app.trace()).toEqual(
    at(
      '00:00',
      'schedule.create relay-slot-0',
      'schedule.create relay-turn-6.5-0',
      'schedule.create relay-turn-8-0',
      'schedule.create relay-sweep-5.3',
      'schedule.create relay-sweep-5.7',
      'schedule.create relay-sweep-6.0',
      ...[taken('0'), 'schedule.create relay-slot-0-8', 'schedule.fetch relay-slot-0'],
      ...[taken('0'), taken('0-8'), 'schedule.create relay-slot-0-y'],
      ...[
        'schedule.create relay-turn-8-0 refused (400)',
        'schedule.fetch relay-turn-8-0',
        'schedule.fetch relay-slot-0',
      ],
      ...[taken('0'), taken('0-8'), taken('0-y'), 'schedule.create relay-slot-0-y8', 'schedule.fetch relay-slot-0-y'],
      ...[taken('0'), taken('0-8'), taken('0-y'), taken('0-y8'), 'schedule.fetch relay-slot-0-y'],
      ...['schedule.create relay-slot-0-yy', 'schedule.fetch relay-slot-0-y'],
      ...[taken('0'), taken('0-8'), taken('0-y'), taken('0-y8'), 'schedule.fetch relay-slot-0-y'],
      ...[taken('0-yy'), 'schedule.create relay-slot-0-yy8', 'schedule.fetch relay-slot-0-yy'],
    ),
  );
  expect(leftIn(app)).toEqual([
    'relay-sweep-5.3 at 05:20',
    'relay-sweep-5.7 at 05:40',
    'relay-sweep-6.0 at 06:00',
    'relay-turn-6.5-0 at 06:30',
    'relay-turn-8-0 at 08:00',
    ...['0', '0-8', '0-y', '0-y8', '0-yy', '0-yy8'].map((slot) => `relay-slot-${slot} at 720:00`),
  ]);
});

test('where the platform takes no more of them, the way down ends at the first head that is not there, and the driver takes what comes', async () => {
  const app = traced(undefined, { random: () => 0, limits: { requestsPerMinute: 0 } });
  await tell(app, 6);
  app.platform.limits.oneTimeSchedules = 0;
  app.trace();
  await tell(app, 1, 6);
  expect(app.trace()).toEqual(
    at(
      '00:00',
      ...['0', '0-0', '0-x', '0-x0'].map(taken),
      'schedule.fetch relay-slot-0-x',
      ...['0-xx', '0-xx0', '0-xxx', '0-xxx0'].map(taken),
      'schedule.create relay-outbox',
    ),
  );
});

test('the first sweep that finds room tells all, and takes off each slot after those that hang on it, without the store', async () => {
  const app = await overload();
  app.trace();
  app.answer(() => 200);
  app.platform.limits.requestsPerMinute = 50;
  await app.platform.clock.advance(60 * MINUTE);
  expect(app.trace()).toEqual(
    at(
      '05:20',
      ...fetched,
      'c5, c4, c3, c2, c1, c0 → 200',
      ...['0-yy8', '0-yy', '0-y8', '0-y', '0-8', '0'].map((slot) => `schedule.delete relay-slot-${slot}`),
    ),
  );
  expect(leftIn(app)).toEqual([]);
});

test('what no sweep could tell is put on a page by the turn for its minute, and told from there', async () => {
  const app = await overload();
  app.trace();
  app.platform.limits.requestsPerMinute = 50;
  await app.platform.clock.advance(9 * MINUTE);
  expect(app.trace()).toEqual([
    ...at('05:20', ...fetched, 'c5, c4, c3, c2, c1, c0 → 503'),
    ...at('05:40', ...fetched, 'c5, c4, c3, c2, c1, c0 → 503'),
    ...at(
      '06:30',
      'schedule.fetch relay-slot-0',
      'schedule.create relay-turn-12.5-0',
      'db.set outbox:lease',
      ...fetched,
      'c0, c1, c2, c3, c4, c5 → 503',
      'c0, c1, c2 → 503',
      'db.set outbox',
      'db.set page:webhook:0',
      'db.set outbox',
      ...['0-yy8', '0-y8', '0-yy', '0-8', '0-y', '0'].map((slot) => `schedule.delete relay-slot-${slot}`),
      'db.set outbox',
      'schedule.create relay-outbox',
      'db.set outbox:lease',
    ),
    ...at('08:00', 'schedule.fetch relay-outbox'),
  ]);
  expect(leftIn(app)).toEqual([
    'relay-outbox at 12:00',
    'relay-turn-12.5-0 at 12:30',
    'outbox for 5758',
    'page:webhook:0 for 5758',
  ]);
  expect(await app.status()).toMatchObject([
    { state: 'failing', since: '2026-11-02T09:00:00.000Z', waiting: 6, next: '2026-11-02T09:11:30.000Z' },
  ]);
  app.answer(() => 200);
  await app.platform.clock.advance(60 * MINUTE);
  expect(app.trace()).toEqual([
    ...at('12:00', 'db.set outbox:lease', 'db.get outbox', 'schedule.fetch relay-outbox', 'db.get page:webhook:0'),
    ...at('12:00', 'c0 → 200', 'db.set page:webhook:0', 'c1, c2, c3, c4 → 200', 'db.set page:webhook:0'),
    ...at('12:00', 'c5 → 200', 'db.delete page:webhook:0', 'db.set outbox'),
    ...at('12:00', ...['23.5', '25', '27.5'].map((half) => `schedule.create relay-turn-${half}`)),
    ...at(
      '12:00',
      'db.set outbox',
      'schedule.fetch relay-outbox',
      'schedule.delete relay-outbox',
      'db.set outbox:lease',
    ),
    ...at('12:30', 'db.get outbox', 'db.set outbox:lease', 'db.get outbox', 'schedule.create relay-turn-24'),
    ...at('12:30', 'db.set outbox', 'db.set outbox:lease'),
    ...at('23:30', 'db.set outbox:lease', 'db.get outbox', 'schedule.create relay-turn-35', 'db.set outbox'),
    ...at('23:30', 'db.delete outbox', 'db.delete outbox:lease'),
    ...['24:00', '25:00', '27:30', '35:00'].flatMap((time) =>
      at(time, 'db.set outbox:lease', 'db.delete outbox:lease'),
    ),
  ]);
  expect(leftIn(app)).toEqual([]);
});
