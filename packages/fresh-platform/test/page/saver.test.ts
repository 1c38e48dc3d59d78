import { createSaver } from '../../page/server/account/saver';

describe('saving', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('happens at once, then once for all that changes within the while, and at the end', () => {
    let written = 0;
    const saver = createSaver(() => (written += 1), 1_000);
    saver.changed();
    expect(written).toBe(1);
    saver.changed();
    saver.changed();
    expect(written).toBe(1);
    jest.advanceTimersByTime(1_000);
    expect(written).toBe(2);
    jest.advanceTimersByTime(10_000);
    expect(written).toBe(2);
    saver.changed();
    saver.changed();
    saver.end();
    jest.advanceTimersByTime(10_000);
    expect(written).toBe(4);
  });

  it('that fails later is tried again with the next change', () => {
    let isBroken = false;
    let written = 0;
    const saver = createSaver(() => {
      if (isBroken) throw new Error('The disk is full.');
      written += 1;
    }, 1_000);
    saver.changed();
    saver.changed();
    isBroken = true;
    jest.advanceTimersByTime(2_000);
    expect(written).toBe(1);
    isBroken = false;
    jest.advanceTimersByTime(1_000);
    saver.changed();
    expect(written).toBe(2);
    isBroken = true;
    expect(() => {
      saver.end();
    }).toThrow('The disk is full.');
  });
});
