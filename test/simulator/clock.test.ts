import { createClock } from '../../simulator';

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
    expect(seen).toEqual([['first', 10], ['second', 10], ['late', 20]]);
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
    const answer = new Promise((resolve) => clock.at(7, () => { resolve('there'); }));
    expect([await clock.until(answer), clock.now()]).toEqual(['there', 7]);
  });

  it('rejects rather than wait for what cannot happen any more', async () => {
    await expect(createClock(0).until(new Promise(() => undefined))).rejects.toThrow('Nothing is left to happen');
  });

  it('waits for real work that holds it', async () => {
    const clock = createClock(0);
    const release = clock.hold();
    let moved = false;
    const moving = clock.advance(5).then(() => (moved = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect([moved, clock.now()]).toEqual([false, 0]);
    release();
    await moving;
    expect(clock.now()).toBe(5);
  });
});
