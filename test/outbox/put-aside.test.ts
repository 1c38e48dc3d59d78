/** What a receiver answers to a page of an outage: refused on its own, gone for good, and answers that nobody can read. */
import { textsOf, WEBHOOK } from '../support/app';
import { tell } from '../support/conversations';
import { leftIn, MINUTE, muchOf, START, traced, type Traced } from './trace';

/** An outage of so many conversations, until so many minutes after it began. */
async function outage(size: number, minutes: number): Promise<Traced> {
  const app = traced();
  await tell(app, size);
  await app.platform.clock.advance(minutes * MINUTE);
  app.trace();
  return app;
}

const minutesBy = (first: number, last: number, step: number): number[] =>
  Array.from({ length: (last - first) / step + 1 }, (...[, index]) => first + index * step);

/** A turn of one page, from its lease to the state and the lease again. */
const turn = (at: string, ...steps: string[]): string[] =>
  [
    'db.set outbox:lease',
    'db.get outbox',
    'schedule.fetch relay-outbox',
    ...steps,
    'db.set outbox',
    'db.set outbox:lease',
  ].map((step) => `${at} ${step}`);

test('what fails on its own is put aside as soon as the others are told, and tried again with every turn', async () => {
  const app = await outage(4, 16);
  app.answer((told) => (told.includes('c1') ? 400 : 200));
  await app.platform.clock.advance(20 * MINUTE);
  const again = ['db.get refused:webhook:0', 'c1 → 400', 'db.set refused:webhook:0'];
  expect(app.trace()).toEqual([
    ...turn(
      '20:30',
      'db.get page:webhook:0',
      'c2 → 200',
      'db.set page:webhook:0',
      'c3, c0, c1 → 400',
      'c3 → 200',
      'db.set page:webhook:0',
      'c0, c1 → 400',
      'c0 → 200',
      'db.set page:webhook:0',
      'c1 → 400',
      'db.set page:webhook:0',
      'db.set outbox',
      'db.set refused:webhook:0',
      'db.set outbox',
      'db.delete page:webhook:0',
    ),
    ...turn('25:30', ...again),
    ...turn('30:30', ...again),
    ...turn('35:30', ...again),
  ]);
  expect(leftIn(app)).toEqual(['relay-outbox at 40:30', 'outbox for 5760', 'refused:webhook:0 for 5760']);
  expect(await app.status()).toMatchObject([{ state: 'working', waiting: 1, next: null }]);
});

test('while the receiver is down one is tried at a time, and stays, at longer and longer intervals', async () => {
  const app = await outage(2, 6);
  await app.platform.clock.advance(3 * 60 * MINUTE);
  // By a clock that jitters nothing: every five minutes for an hour and a half, then every ten.
  const tried = [...minutesBy(10, 90, 5), ...minutesBy(100, 180, 10)];
  expect(app.trace().filter((line) => line.includes('→'))).toEqual(
    tried.map((minutes, index) => `${minutes}:30 ${index % 2 === 0 ? 'c1' : 'c0'} → 503`),
  );
  expect(leftIn(app)).toEqual(['relay-outbox at 190:30', 'outbox for 5760', 'page:webhook:0 for 5755']);
});

test('what is kept for a receiver that is gone for good is given up at once, aloud, without asking it again', async () => {
  const app = await outage(3, 6);
  app.answer(() => 410);
  await app.platform.clock.advance(6 * MINUTE);
  expect(app.trace().filter((line) => /→|page|refused/.test(line))).toEqual([
    '10:30 db.get page:webhook:0',
    '10:30 c1 → 410',
    '10:30 db.delete page:webhook:0',
  ]);
  const lost = app.platform.invocations
    .flatMap(({ logs }) => logs)
    .filter(({ level }) => level === 'error')
    .map(({ text }) => JSON.parse(text) as { undelivered: { conversation: { id: string } } })
    .map(({ undelivered, ...rest }) => [undelivered.conversation.id, rest]);
  const rest = { destination: 'webhook', name: 'Orders', reason: 'the receiver is gone for good' };
  expect(lost).toEqual(['c1', 'c2', 'c0'].map((id) => [id, rest]));
  expect(await app.status()).toMatchObject([{ state: 'working', waiting: 0 }]);
});

test('an answer that nobody can read is asked for once more, and then what was sent counts as taken', async () => {
  const app = traced();
  await tell(app, 3);
  const sent: unknown[] = [];
  app.platform.setReceiver(({ body }) => {
    sent.push(body.match(/"c\d"/g));
    return { status: 200, headers: { 'content-type': 'application/problem+json' }, body: 'x' };
  });
  await app.platform.clock.advance(60 * MINUTE);
  expect(sent).toEqual([
    ['"c0"', '"c1"', '"c2"'],
    ['"c0"', '"c1"', '"c2"'],
  ]);
  const scheduled = app.platform.invocations.filter(({ event }) => event === 'onScheduledEvent').flatMap(textsOf);
  expect(scheduled.map((text) => JSON.parse(text) as object)).toEqual([
    { event: 'onScheduledEvent', outbox: { webhook: { delivered: 0, waiting: 3 } } },
    {
      event: 'onScheduledEvent',
      destination: 'webhook',
      status: 415,
      taken: 'its answer could not be read, twice',
    },
    { event: 'onScheduledEvent', outbox: { webhook: { delivered: 3, waiting: 0 } } },
  ]);
  expect(leftIn(app)).toEqual([]);
});

test('a receiver that refuses three in a row, each on its own, is asked for one at a time, and is said to fail', async () => {
  const app = traced();
  await tell(app, 6);
  app.trace();
  app.answer(() => 400);
  await app.platform.clock.advance(26 * MINUTE);
  expect(app.trace().filter((line) => /→|page|refused/.test(line))).toEqual([
    '05:30 c0, c1, c2, c3, c4, c5 → 400',
    '05:30 c0, c1, c2 → 400',
    '05:30 c0 → 400',
    '05:30 c1 → 400',
    '05:30 c2 → 400',
    '05:30 db.set page:webhook:0',
    ...['10:30 c3', '15:30 c4', '20:30 c5', '25:30 c0'].flatMap((tried) => [
      `${tried.slice(0, 5)} db.get page:webhook:0`,
      `${tried} → 400`,
      `${tried.slice(0, 5)} db.set page:webhook:0`,
    ]),
  ]);
  expect(await app.status()).toMatchObject([
    {
      state: 'failing',
      since: '2026-11-02T09:00:00.000Z',
      reason: 'the receiver rejected it (400)',
      waiting: 6,
      next: '2026-11-02T09:30:30.000Z',
    },
  ]);
});

test('what a receiver refuses before it was tried alone stays on its page, in front of the pages behind it', async () => {
  const app = traced({ ...WEBHOOK, personal_data: 'Include' });
  for (let index = 0; index < 40; index += 1) {
    await app.platform.invoke('onConversationCreate', muchOf(index));
    await app.platform.clock.advance(5_000);
  }
  await app.platform.clock.advanceTo(START + 11 * MINUTE);
  app.trace();
  app.answer(() => 400);
  await app.platform.clock.advance(60 * MINUTE);
  const trace = app.trace();
  expect(trace.filter((line) => line.includes('→')).length).toBeGreaterThan(3);
  expect(trace.filter((line) => line.includes('db.set refused'))).toEqual([]);
  expect(leftIn(app).filter((key) => key.startsWith('page'))).toHaveLength(3);
});
