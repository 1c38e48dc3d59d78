/** Moments as others write them, at the edges of what anybody may name. */
import { DAY_MS, HOUR_MS, instantOf, MINUTE_MS, utcOf } from '../../src/lib/time';

const MOMENT = Date.parse('2026-11-02T09:30:00.000Z');
const EARLIEST = Date.parse('2000-01-01T00:00:00.000Z');
const LATEST = Date.parse('2100-01-01T00:00:00.000Z');

test('lengths of time are what they are called', () => {
  expect([MINUTE_MS, HOUR_MS, DAY_MS]).toEqual([60_000, 3_600_000, 86_400_000]);
});

test.each<[value: unknown, instant: number | null]>([
  [MOMENT, MOMENT],
  [MOMENT / 1_000, MOMENT],
  [MOMENT * 1_000, MOMENT],
  [MOMENT * 1_000_000, MOMENT],
  [` ${MOMENT} `, MOMENT],
  [`${MOMENT / 1_000}.5`, MOMENT + 500],
  ['2026-11-02T09:30:00.000Z', MOMENT],
  ['2026-11-02 09:30', MOMENT],
  ['2026-11-02T15:00:00+0530', MOMENT],
  ['2026-11-02T15:00:00+05:30', MOMENT],
  ['2026-11-02T04:30:00 -05', MOMENT],
  ['2026-11-02T09:30z', MOMENT],
  ['2026-11-02', Date.parse('2026-11-02T00:00:00.000Z')],
  [EARLIEST, EARLIEST],
  [EARLIEST - 1, null],
  [LATEST - 1, LATEST - 1],
  [LATEST, null],
  ['1999-12-31T23:59:59.999Z', null],
  ['2000-01-01', EARLIEST],
  ['2099-12-31T23:59:59.999Z', LATEST - 1],
  ['2100-01-01', null],
  [0, null],
  [-1, null],
  [Number.NaN, null],
  ['', null],
  ['soon', null],
  ['2026-13-01', null],
  [null, null],
  [{}, null],
])('%j is the moment %j', (value, instant) => {
  expect(instantOf(value)).toBe(instant);
  expect(utcOf(value)).toBe(instant === null ? null : new Date(instant).toISOString());
});
