/** @jest-environment ./test/dev/page/pictures/pictures-environment.ts */
import * as fc from 'fast-check';
import { labelsOf } from '../../../../dev/page/pictures/chart/bar-labels';
import { fitted, textWidth } from '../../../../dev/page/pictures/chart/text-width';
import { timeScale } from '../../../../dev/page/pictures/chart/time-scale';
import { ticksOf } from '../../../../dev/page/pictures/chart/time-ticks';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the line of time', () => {
  const places = (...times: number[]): number[] => {
    const { x } = timeScale(times, 0, 1_000);
    return times.map((at) => Math.round(x(at)));
  };

  it('is as long as the time it stands for', () => {
    expect(places(0, HOUR, 3 * HOUR, 4 * HOUR)).toEqual([0, 250, 750, 1_000]);
  });

  it('keeps moments apart that are seconds from each other', () => {
    expect(places(0, SECOND, HOUR, 2 * HOUR)).toEqual([0, 26, 513, 1_000]);
  });

  it('cuts a rest of two days, so that the four minutes before it stay readable', () => {
    const times = [0, 30 * SECOND, 221 * SECOND, 221 * SECOND + 2 * DAY];
    const { pieces } = timeScale(times, 0, 1_000);
    expect(pieces.map(({ isCut }) => isCut)).toEqual([false, false, true]);
    expect(places(...times).map((x) => Math.round(x / 10) * 10)).toEqual([0, 70, 480, 1_000]);
  });

  it('has round times below it, and the time it goes on with after a cut', () => {
    const from = Date.UTC(2026, 10, 3, 10, 2, 47);
    const ticks = (...times: number[]): string[] =>
      ticksOf(timeScale(times, 0, 900).pieces).map(({ time, date }) => `${time} ${date}`.trim());
    expect(ticks(from, from + HOUR)).toEqual([
      '10:02 Tue 3 Nov 2026',
      '10:10',
      '10:15',
      '10:20',
      '10:25',
      '10:30',
      '10:35',
      '10:40',
      '10:45',
      '10:50',
      '10:55',
      '11:00',
    ]);
    expect(ticks(from, from + MINUTE)).toEqual([
      '10:02:47 Tue 3 Nov 2026',
      '10:02:55',
      '10:03:00',
      '10:03:05',
      '10:03:10',
      '10:03:15',
      '10:03:20',
      '10:03:25',
      '10:03:30',
      '10:03:35',
      '10:03:40',
      '10:03:45',
    ]);
    expect(ticks(from, from + MINUTE, from + 4 * MINUTE, from + 2 * DAY, from + 2 * DAY + MINUTE)).toEqual([
      '10:02 Tue 3 Nov 2026',
      '10:04',
      '10:05',
      '10:06',
      '10:02 Thu 5 Nov',
    ]);
  });

  it('keeps every order and every distance, for any times', () => {
    const times = fc
      .uniqueArray(fc.nat(4_000_000_000_000), { minLength: 1, maxLength: 40 })
      .map((some) => some.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, (some) => {
        const { pieces, x } = timeScale(some, 100, 974);
        const ends = [some[0]!, some.at(-1)!].map(x);
        expect(ends.map(Math.round)).toEqual(some.length === 1 ? [100, 100] : [100, 974]);
        const widths = some.slice(1).map((at, index) => x(at) - x(some[index]!));
        expect(widths.filter((width) => width < 17)).toEqual([]);
        const byTime = [...pieces]
          .sort((a, b) => a.to - a.from - (b.to - b.from))
          .map(({ x0, x1 }) => Math.round((x1 - x0) * 1e3));
        expect(byTime).toEqual([...byTime].sort((a, b) => a - b));
        expect(ticksOf(pieces).length).toBeLessThan(16);
      }),
    );
  });
});

describe('the words of a bar', () => {
  const words = ['Asha Raman, First line · 2 h', 'Asha Raman · 2 h', 'Asha Raman'];
  const label = (x0: number, x1: number, right: number, cuts: number[] = []) =>
    labelsOf([{ x0, x1, words }], 100, right, cuts)[0];

  it('stand in it, right of it or left of it, and say as much as there is room for', () => {
    expect(label(200, 500, 900)).toEqual({ text: words[0], x: 205, anchor: 'start', isInside: true });
    expect(label(200, 330, 340)).toEqual({ text: words[1], x: 205, anchor: 'start', isInside: true });
    expect(label(200, 230, 900)).toEqual({ text: words[0], x: 235, anchor: 'start', isInside: false });
    expect(label(870, 890, 900)).toEqual({ text: words[0], x: 865, anchor: 'end', isInside: false });
    expect(label(130, 190, 195)).toEqual({ text: 'Asha…', x: 135, anchor: 'start', isInside: true });
    expect(label(110, 130, 140)).toBeNull();
  });

  it('never stand across a cut', () => {
    expect(label(200, 500, 510, [300])).toEqual({ text: words[2], x: 205, anchor: 'start', isInside: true });
    expect(label(870, 890, 900, [800])).toMatchObject({ text: 'Asha…', anchor: 'end' });
  });

  it('are measured as wide as they may be', () => {
    expect(textWidth('iii')).toBeLessThan(textWidth('mmm'));
    expect(textWidth('漢字')).toBe(25);
    expect(fitted('漢字漢字', 40)).toBe('漢字…');
  });
});
