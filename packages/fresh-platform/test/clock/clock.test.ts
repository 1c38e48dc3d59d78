import { createClock } from '../../index';

describe('the clock', () => {
  it('runs what falls due in the order of time, then of arrival, and stops where it was told', async () => {
    const clock = createClock(0);
    const seen: [string, number][] = [];
    const mark = (name: string) => () => {
      seen.push([name, clock.now()]);
    };
    clock.at(20, mark('late'));
    clock.at(10, mark('first'));
    clock.at(10, mark('second'));
    clock.at(31, mark('too late'));
    clock.at(15, mark('called off'))();
    await clock.advanceTo(30);
    expect(seen).toEqual([
      ['first', 10],
      ['second', 10],
      ['late', 20],
    ]);
    expect(clock.now()).toBe(30);
  });

  it('lets promises settle between events', async () => {
    const clock = createClock(0);
    const seen: number[] = [];
    clock.at(10, () => void Promise.resolve().then(() => clock.at(12, () => seen.push(clock.now()))));
    clock.at(20, () => seen.push(clock.now()));
    await clock.advance(20);
    expect(seen).toEqual([12, 20]);
  });

  it('moves until a promise settles, and no further', async () => {
    const clock = createClock(0);
    clock.at(99, () => undefined);
    const answer = new Promise((resolve) =>
      clock.at(7, () => {
        resolve('there');
      }),
    );
    expect([await clock.until(answer), clock.now()]).toEqual(['there', 7]);
  });

  it('rejects rather than wait for what cannot happen any more', async () => {
    await expect(createClock(0).until(new Promise(() => undefined))).rejects.toThrow('Nothing is left to happen');
  });

  it('serves several movers at once, each at its own moment', async () => {
    const clock = createClock(0);
    const seen: string[] = [];
    const arrive = (name: string) => () => seen.push(`${name} at ${clock.now()}`);
    clock.at(5, () => void clock.advance(3).then(arrive('a callback')));
    await Promise.all([clock.advanceTo(20).then(arrive('late')), clock.advanceTo(6).then(arrive('early'))]);
    expect(seen).toEqual(['early at 6', 'a callback at 8', 'late at 20']);
  });

  it('never goes back, and runs what is overdue at once', async () => {
    const clock = createClock(100);
    const seen: number[] = [];
    clock.at(10, () => seen.push(clock.now()));
    await clock.advanceTo(50);
    await clock.advanceTo(100);
    expect([seen, clock.now()]).toEqual([[100], 100]);
  });

  it('hands what a callback throws to whoever moves it, and goes on', async () => {
    const clock = createClock(0);
    clock.at(1, () => {
      throw new Error('broken');
    });
    await expect(clock.advance(2)).rejects.toThrow('broken');
    await clock.advance(5);
    expect(clock.now()).toBe(6);
  });

  it('keeps the order of time among thousands of events', async () => {
    const clock = createClock(0);
    const seen: number[] = [];
    for (let n = 0; n < 2_000; n += 1) clock.at((n * 7919) % 1_000, () => seen.push(clock.now()));
    await clock.advance(1_000);
    expect(seen).toHaveLength(2_000);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('waits for real work that holds it', async () => {
    const clock = createClock(0);
    const first = clock.hold();
    const second = clock.hold();
    let moved = false;
    const moving = clock.advance(5).then(() => (moved = true));
    for (const release of [() => undefined, first, first]) {
      release();
      await new Promise((resolve) => setImmediate(resolve));
      expect([moved, clock.now()]).toEqual([false, 0]);
    }
    second();
    await moving;
    expect(clock.now()).toBe(5);
  });

  it('refuses a time that is no number, rather than wait for it for ever', () => {
    const clock = createClock(0);
    for (const act of [() => clock.at(NaN, () => undefined), () => clock.advance(NaN), () => clock.advanceTo(NaN)])
      expect(act).toThrow('this is none');
    expect(clock.now()).toBe(0);
  });
});
