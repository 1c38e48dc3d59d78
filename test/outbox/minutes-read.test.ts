/** Which minutes a turn reads: as many as it has operations left to settle. */
import { dig, digText } from '../../packages/fresh-platform/lib/dig';
import { tell } from '../support/conversations';
import { leftIn, MINUTE, START, traced, type Traced } from './trace';

const HOUR = 60 * MINUTE;

/** So many conversations in each minute, while the driver's turns are missed until the given minute; then its next one comes. */
async function missed(perMinute: readonly number[], until: number): Promise<Traced> {
  let isMissed = true;
  const firings = (name: string): number[] => (isMissed && name === 'relay-outbox' ? [] : [0]);
  const app = traced(undefined, { hardships: { firings }, limits: { requestsPerMinute: 500 } });
  let told = 0;
  for (const [minute, count] of perMinute.entries()) {
    await app.platform.clock.advanceTo(START + minute * MINUTE + 1_000);
    await tell(app, count, told);
    told += count;
  }
  await app.platform.clock.advanceTo(START + until * MINUTE);
  isMissed = false;
  app.trace();
  return app;
}

/** The boxes that were read by each turn, by their minutes. */
function boxesRead(trace: readonly string[]): Record<string, number[]> {
  const read: Record<string, number[]> = {};
  for (const line of trace) {
    const [, at, minute] = /^(\S+) db\.get box:(\d+)$/.exec(line) ?? [];
    if (at !== undefined) (read[at] ??= []).push(Number(minute));
  }
  return read;
}

test('far behind, a turn takes what is in three boxes, and once they are near they take the rest', async () => {
  const app = await missed([9, ...Array.from({ length: 18 }, () => 8)], 20);
  await app.platform.clock.advance(12 * MINUTE);
  expect(boxesRead(app.trace())).toEqual({
    '20:31': [1, 3, 5],
    '25:31': [7, 9, 11, 13, 15, 17, 19],
  });
});

test('far behind, a turn asks for others once, before it reads anything, although much is left for them', async () => {
  const app = await missed([9, ...Array.from({ length: 18 }, () => 8)], 20);
  await app.platform.clock.advance(MINUTE);
  const trace = app.trace();
  const asked = ['26.5', '27.5', '28.5', '29.5'].map((at) => `20:31 schedule.create relay-turn-${at}`);
  expect(trace.filter((line) => line.includes('relay-turn'))).toEqual(asked);
  const first = (what: string): number => trace.findIndex((line) => line.includes(what));
  expect(first('relay-turn')).toBeLessThan(first('db.get box'));
});

test('a receiver that is well is told of the minutes that are just over as well', async () => {
  const app = await missed([2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 15);
  app.answer(() => 200);
  await app.platform.clock.advance(8 * MINUTE);
  const trace = app.trace();
  // Boxes of minutes that may still be written to stay, and are read again.
  expect(boxesRead(trace)).toEqual({ '15:31': [1, 3, 11, 13], '20:31': [11, 13, 15] });
  expect(trace.filter((line) => line.includes('→'))).toEqual([
    '15:31 c0, c1, c2, c3, c4, c5, c6, c7, c8 → 200',
    '20:31 c9 → 200',
  ]);
  await app.platform.clock.advance(40 * MINUTE);
  expect(leftIn(app)).toEqual([]);
});

test('far behind, a turn that has found something looks at the minutes close to it, and at none of the empty ones after those', async () => {
  const app = await missed([2, ...Array.from({ length: 37 }, () => 0), 1], 40);
  app.answer(() => 200);
  await app.platform.clock.advance(MINUTE);
  expect(boxesRead(app.trace())).toEqual({ '40:31': [1] });
  await app.platform.clock.advance(HOUR);
  expect(app.trace().filter((line) => line.includes('→'))).toHaveLength(1);
  expect(leftIn(app)).toEqual([]);
});

test('far behind, a turn that passes empty minutes writes down how far it came after every six', async () => {
  const app = await missed([1, ...Array.from({ length: 37 }, () => 0), 1], 40);
  app.answer(() => 200);
  await app.platform.clock.advance(MINUTE);
  // Of thirty-five minutes five times, and twice as it ends.
  expect(app.trace().filter((line) => line.endsWith('db.set outbox'))).toHaveLength(7);
});

test('once receivers take again, a turn leaves nothing for whoever keeps something, however full the boxes are that it reads', async () => {
  const app = traced(undefined, { limits: { requestsPerMinute: 500 } });
  for (let minute = 0; minute < 13; minute += 1) {
    await tell(app, 8, 8 * minute);
    await app.platform.clock.advance(MINUTE);
  }
  const shareIn = (): unknown => {
    const stored = app.platform.entries().find(({ key }) => key === 'outbox');
    return stored === undefined ? null : JSON.parse(digText(stored.value, 'state'));
  };
  expect([dig(shareIn(), 'busiest'), dig(shareIn(), 'wellSince')]).toEqual([8, null]);
  app.answer(() => 200);
  await app.platform.clock.advance(3 * MINUTE);
  for (let state = shareIn(); state !== null; state = shareIn()) {
    expect([dig(state, 'busiest'), dig(state, 'wellSince')]).toEqual([0, START + 15.5 * MINUTE]);
    await app.platform.clock.advance(MINUTE);
  }
});
