import { pooled, together } from '../../src/lib/together';

/** Promises that are settled by hand. */
function works(): { all: Promise<number>[]; take: ((value: number) => void)[]; refuse: ((reason: Error) => void)[] } {
  const take: ((value: number) => void)[] = [];
  const refuse: ((reason: Error) => void)[] = [];
  const all = [0, 1, 2].map(
    () =>
      new Promise<number>((resolve, reject) => {
        take.push(resolve);
        refuse.push(reject);
      }),
  );
  return { all, take, refuse };
}

async function turnsPass(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('what is done together', () => {
  it('comes to what each of them does, in their order', async () => {
    const { all, take } = works();
    const ended = together(all);
    [2, 0, 1].forEach((index) => take[index]?.(10 * index));
    expect(await ended).toEqual([0, 10, 20]);
  });

  it('ends with the fault of the first in the list, and only when all are at their end', async () => {
    const { all, take, refuse } = works();
    let isOver = false;
    const ended = together(all).then(
      () => null,
      (fault: unknown) => {
        isOver = true;
        return fault;
      },
    );
    refuse[2]?.(new Error('the last'));
    refuse[1]?.(new Error('the second'));
    await turnsPass();
    expect(isOver).toBe(false);
    take[0]?.(1);
    expect(await ended).toEqual(new Error('the second'));
  });
});

describe('a list that is worked through some at a time', () => {
  it('comes to the results in its order, with never more than so many under way', async () => {
    let now = 0;
    let most = 0;
    const results = await pooled([5, 1, 4, 2, 3], 2, async (each) => {
      most = Math.max(most, (now += 1));
      for (let turn = 0; turn < each; turn += 1) await Promise.resolve();
      now -= 1;
      return 10 * each;
    });
    expect([results, most]).toEqual([[50, 10, 40, 20, 30], 2]);
  });

  it('of nothing is nothing', async () => {
    expect(await pooled([], 3, () => Promise.resolve(1))).toEqual([]);
  });
});
