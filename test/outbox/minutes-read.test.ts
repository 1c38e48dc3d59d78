/** Which minutes a turn reads: as many as it has operations left to settle. */
import { tell } from '../support/conversations';
import { leftIn, MINUTE, START, traced, type Traced } from './trace';

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

test('far behind, a turn takes three minutes in which something was kept, the turns it asks for take what they can settle, and once they are near they take the rest', async () => {
  const app = await missed([9, ...Array.from({ length: 18 }, () => 8)], 20);
  await app.platform.clock.advance(12 * MINUTE);
  expect(boxesRead(app.trace())).toEqual({
    '20:31': [0, 1, 2],
    '25:31': [3, 4, 5],
    '26:31': [6, 7, 8, 9, 10, 11],
    '27:31': [12, 13, 14, 15, 16, 17],
    '28:31': [18],
  });
});

test('a receiver that is well is told of the minutes that are just over as well, as far as the turn has operations to settle them', async () => {
  const app = await missed([2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 15);
  app.answer(() => 200);
  await app.platform.clock.advance(8 * MINUTE);
  const trace = app.trace();
  // The last two would have left it without operations; boxes of minutes that may still be written to stay, and are read again.
  expect(boxesRead(trace)).toEqual({ '15:31': [0, 1, 2, 3, 10, 11, 12], '20:31': [10, 11, 12, 13, 14] });
  expect(trace.filter((line) => line.includes('→'))).toEqual([
    '15:31 c0, c1, c2, c3, c4, c5, c6, c7 → 200',
    '20:31 c8, c9 → 200',
  ]);
  await app.platform.clock.advance(40 * MINUTE);
  expect(leftIn(app)).toEqual([]);
});
