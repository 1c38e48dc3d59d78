/** Outages, operation by operation: what a turn does, in which order and when, and what the settings page says meanwhile. */
import { WEBHOOK } from '../support/app';
import { tell } from '../support/conversations';
import { leftIn, MINUTE, muchOf, traced } from './trace';

const WELL = {
  id: 'webhook',
  name: 'Orders',
  kind: 'webhook',
  state: 'working',
  since: null,
  reason: null,
  waiting: 0,
  next: null,
};
const FAILING = {
  ...WELL,
  state: 'failing',
  since: '2026-11-02T09:00:00.000Z',
  reason: 'the receiver failed (503)',
  waiting: 3,
};

/** The end of every outage, so many minutes after the first turn that left nothing: nothing is remembered, and nothing is pending. */
const REST = [
  '32:00 db.set outbox:lease',
  '32:00 db.get outbox',
  '32:00 schedule.create relay-turn-43.5',
  '32:00 db.set outbox',
  '32:00 db.delete outbox',
  '32:00 db.delete outbox:lease',
  '33:30 db.set outbox:lease',
  '33:30 db.delete outbox:lease',
  '36:00 db.set outbox:lease',
  '36:00 db.delete outbox:lease',
  '43:30 db.set outbox:lease',
  '43:30 db.delete outbox:lease',
];

test('what a receiver that is down did not take waits on a page, of which one is tried every few minutes, and all is told as it is back', async () => {
  const app = traced();
  const { clock } = app.platform;
  await tell(app, 3);
  expect(app.trace()).toEqual([
    '00:00 c0 → 503',
    '00:00 schedule.create relay-outbox',
    '00:00 c1 → 503',
    '00:00 schedule.fetch relay-outbox',
    '00:00 db.set box:1',
    '00:00 schedule.create relay-box-1',
    '00:00 c2 → 503',
    '00:00 schedule.fetch relay-box-1',
    '00:00 db.update box:1',
  ]);
  expect(leftIn(app)).toEqual(['relay-outbox at 05:30', 'relay-box-1 at 60:00', 'box:1 for 5760']);
  expect(await app.status()).toEqual([{ ...FAILING, reason: 'it did not take what it was sent last' }]);

  await clock.advance(6 * MINUTE);
  expect(app.trace()).toEqual([
    '05:30 db.set outbox:lease',
    '05:30 schedule.fetch relay-outbox',
    '05:30 db.get box:1',
    '05:30 c0, c1, c2 → 503',
    '05:30 c0 → 503',
    '05:30 db.set outbox',
    '05:30 db.set page:webhook:0',
    '05:30 db.set outbox',
    '05:30 db.set outbox:lease',
  ]);
  expect(leftIn(app)).toEqual([
    'relay-outbox at 10:30',
    'relay-box-1 at 60:00',
    'box:1 for 5754',
    'outbox for 5760',
    'page:webhook:0 for 5760',
  ]);
  expect(await app.status()).toEqual([{ ...FAILING, next: '2026-11-02T09:10:30.000Z' }]);

  await clock.advance(10 * MINUTE);
  expect(app.trace()).toEqual([
    '10:30 db.set outbox:lease',
    '10:30 db.get outbox',
    '10:30 schedule.fetch relay-outbox',
    '10:30 db.get page:webhook:0',
    '10:30 db.get box:1',
    '10:30 c1 → 503',
    '10:30 db.set page:webhook:0',
    '10:30 db.set outbox',
    '10:30 schedule.delete relay-box-1',
    '10:30 db.delete box:1',
    '10:30 db.set outbox',
    '10:30 db.set outbox:lease',
    '15:30 db.set outbox:lease',
    '15:30 db.get outbox',
    '15:30 schedule.fetch relay-outbox',
    '15:30 db.get page:webhook:0',
    '15:30 c2 → 503',
    '15:30 db.set page:webhook:0',
    '15:30 db.set outbox',
    '15:30 db.set outbox:lease',
  ]);
  expect(leftIn(app)).toEqual(['relay-outbox at 20:30', 'outbox for 5760', 'page:webhook:0 for 5760']);
  expect(await app.status()).toEqual([{ ...FAILING, next: '2026-11-02T09:20:30.000Z' }]);

  app.answer(() => 200);
  await clock.advance(5 * MINUTE);
  expect(app.trace()).toEqual([
    '20:30 db.set outbox:lease',
    '20:30 db.get outbox',
    '20:30 schedule.fetch relay-outbox',
    '20:30 db.get page:webhook:0',
    '20:30 c0 → 200',
    '20:30 db.set page:webhook:0',
    '20:30 c1, c2 → 200',
    '20:30 db.delete page:webhook:0',
    '20:30 db.set outbox',
    '20:30 schedule.create relay-turn-32',
    '20:30 schedule.create relay-turn-33.5',
    '20:30 schedule.create relay-turn-36',
    '20:30 db.set outbox',
    '20:30 schedule.fetch relay-outbox',
    '20:30 schedule.delete relay-outbox',
    '20:30 db.set outbox:lease',
  ]);
  expect(leftIn(app)).toEqual([
    'relay-turn-32 at 32:00',
    'relay-turn-33.5 at 33:30',
    'relay-turn-36 at 36:00',
    'outbox for 5760',
  ]);
  expect(await app.status()).toEqual([WELL]);

  await clock.advance(60 * MINUTE);
  expect(app.trace()).toEqual(REST);
  expect(leftIn(app)).toEqual([]);
  expect(await app.status()).toEqual([WELL]);
});

test('what a receiver refuses on its own waits on a page beside the others, one by one, and is no outage', async () => {
  const app = traced();
  const { clock } = app.platform;
  await tell(app, 5);
  app.trace();
  app.answer((told) => (told.includes('c1') || told.includes('c3') ? 400 : 200));
  await clock.advance(6 * MINUTE);
  expect(app.trace()).toEqual([
    '05:30 db.set outbox:lease',
    '05:30 schedule.fetch relay-outbox',
    '05:30 db.get box:1',
    '05:30 c0, c1, c2, c3, c4 → 400',
    '05:30 c0, c1 → 400',
    '05:30 c0 → 200',
    '05:30 c1, c2, c3, c4 → 400',
    '05:30 c1, c2 → 400',
    '05:30 c1 → 400',
    '05:30 c2 → 200',
    '05:30 c3, c4 → 400',
    '05:30 c3 → 400',
    '05:30 c4 → 200',
    '05:30 db.set outbox',
    '05:30 db.set refused:webhook:0',
    '05:30 db.set outbox',
    '05:30 db.set outbox:lease',
  ]);
  expect(await app.status()).toEqual([{ ...WELL, waiting: 2 }]);

  await clock.advance(10 * MINUTE);
  expect(app.trace()).toEqual([
    '10:30 db.set outbox:lease',
    '10:30 db.get outbox',
    '10:30 schedule.fetch relay-outbox',
    '10:30 db.get box:1',
    '10:30 db.get refused:webhook:0',
    '10:30 c1 → 400',
    '10:30 c3 → 400',
    '10:30 db.set refused:webhook:0',
    '10:30 db.set outbox',
    '10:30 schedule.delete relay-box-1',
    '10:30 db.delete box:1',
    '10:30 db.set outbox',
    '10:30 db.set outbox:lease',
    '15:30 db.set outbox:lease',
    '15:30 db.get outbox',
    '15:30 schedule.fetch relay-outbox',
    '15:30 db.get refused:webhook:0',
    '15:30 c1 → 400',
    '15:30 db.set refused:webhook:0',
    '15:30 db.set outbox',
    '15:30 db.set outbox:lease',
  ]);
  expect(await app.status()).toEqual([{ ...WELL, waiting: 2 }]);

  app.answer(() => 200);
  await clock.advance(60 * MINUTE);
  expect(app.trace()).toEqual([
    '20:30 db.set outbox:lease',
    '20:30 db.get outbox',
    '20:30 schedule.fetch relay-outbox',
    '20:30 db.get refused:webhook:0',
    '20:30 c3 → 200',
    '20:30 db.set refused:webhook:0',
    '20:30 c1 → 200',
    '20:30 db.delete refused:webhook:0',
    '20:30 db.set outbox',
    '20:30 schedule.create relay-turn-32',
    '20:30 schedule.create relay-turn-33.5',
    '20:30 schedule.create relay-turn-36',
    '20:30 db.set outbox',
    '20:30 schedule.fetch relay-outbox',
    '20:30 schedule.delete relay-outbox',
    '20:30 db.set outbox:lease',
    ...REST,
  ]);
  expect(leftIn(app)).toEqual([]);
});

test('of a long backlog each turn tells what it has operations for, larger and larger batches, and asks for four turns until the driver’s next', async () => {
  const app = traced({ ...WEBHOOK, personal_data: 'Include' });
  const { platform } = app;
  for (let index = 0; index < 350; index += 1) {
    await platform.invoke('onConversationCreate', muchOf(index));
    await platform.clock.advance(8_000);
  }
  await platform.clock.advance(5 * MINUTE);
  app.trace();
  app.answer(() => 200);
  await platform.clock.advance(4 * MINUTE);
  // What waits behind others for a receiver that takes them is no failure.
  expect(await app.status()).toEqual([{ ...WELL, waiting: 112 }]);
  await platform.clock.advance(56 * MINUTE);
  const done = app.trace();
  const sizes = new Map<string, number[]>();
  for (const line of done.filter((each) => each.includes('→'))) {
    const at = line.slice(0, 5);
    sizes.set(at, [...(sizes.get(at) ?? []), line.split(',').length]);
  }
  expect(Object.fromEntries(sizes)).toEqual({
    '55:30': [1, 4, 12, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17],
    '60:30': [17, 17, 17, 17, 17, 17, 10],
  });
  const turns = (at: string, ...halves: string[]): string[] =>
    halves.map((half) => `${at} schedule.create relay-turn-${half}`);
  expect(done.filter((line) => /schedule\.(?:create|delete)/.test(line))).toEqual([
    '55:30 schedule.delete relay-box-45',
    '55:30 schedule.delete relay-box-47',
    ...turns('55:30', '61.5', '62.5', '63.5', '64.5'),
    ...turns('60:30', '72', '73.5', '76'),
    '60:30 schedule.delete relay-outbox',
    ...turns('61:30', '73'),
    ...turns('62:30', '74'),
    ...turns('63:30', '75'),
    ...turns('64:30', '76 refused (400)'),
    ...turns('72:00', '83.5'),
  ]);
  expect(leftIn(app)).toEqual([]);
});
