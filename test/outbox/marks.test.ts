/** Marks of boxes: who keeps something by them, what they say once a box is full or the store spent, and how they go. */
import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import type { PlatformOptions } from '../../packages/fresh-platform/types';
import { changed, hearing, WEBHOOK } from '../support/app';
import { tell } from '../support/conversations';
import { leftIn, MINUTE, START, traced, type Traced } from './trace';

const isBox = (line: string): boolean => /relay-box|box:|relay-slot/.test(line);

/** What was done with boxes, marks and slots since it was asked last. */
function boxing(app: Traced): string[] {
  return app.trace().filter(isBox);
}

/** After the driver was created with the first conversation, so many others; the store refuses with 429 what `isSpent` says. */
async function begun(
  others: number,
  isSpent: { on: boolean },
  options: Partial<PlatformOptions> = {},
): Promise<Traced> {
  const refuse = ({ name }: { name: string }): number | undefined =>
    isSpent.on && name.startsWith('db.') ? 429 : undefined;
  const app = traced(undefined, { hardships: { refuse }, ...options });
  await tell(app, 1 + others);
  app.trace();
  return app;
}

/** As `begun`, at a moment of the box's two minutes, in ms. */
async function tellAt(app: Traced, at: number, first: number): Promise<string[]> {
  await app.platform.clock.advanceTo(START + at);
  app.trace();
  await tell(app, 1, first);
  return boxing(app);
}

describe('a box', () => {
  it('is shared by two minutes, and has a mark and a time to live from its first item on', async () => {
    const app = await begun(1, { on: false });
    expect(leftIn(app)).toEqual(['relay-outbox at 05:30', 'relay-box-1 at 60:00', 'box:1 for 5760']);
    expect(await tellAt(app, 119_999, 2)).toEqual(['02:00 schedule.fetch relay-box-1', '02:00 db.update box:1']);
    expect(await tellAt(app, 120_000, 3)).toEqual(['02:00 db.set box:3', '02:00 schedule.create relay-box-3']);
  });

  it('is left alone for twenty seconds once the store was spent: slots take what comes, and nobody is asked to come for them', async () => {
    const isSpent = { on: false };
    const app = await begun(1, isSpent);
    isSpent.on = true;
    const [fetched, refused, moved, slot] = await tellAt(app, 10_000, 2);
    expect([fetched, refused, moved]).toEqual([
      '00:10 schedule.fetch relay-box-1',
      '00:10 db.update box:1 refused (429)',
      '00:10 schedule.update relay-box-1',
    ]);
    expect(slot).toBe('00:10 schedule.create relay-slot-0');
    isSpent.on = false;
    expect((await tellAt(app, 29_999, 3)).some((line) => line.includes('db.'))).toBe(false);
    expect(await tellAt(app, 30_000, 4)).toEqual(['00:30 schedule.fetch relay-box-1', '00:30 db.update box:1']);
    expect(leftIn(app).filter((name) => /relay-(?:turn|sweep)/.test(name))).toEqual([]);
  });

  it('that nobody could open, as the store was spent, is opened by the next who may try, and marked then', async () => {
    const isSpent = { on: false };
    const app = await begun(0, isSpent);
    isSpent.on = true;
    expect((await tellAt(app, 5_000, 1)).slice(0, 3)).toEqual([
      '00:05 db.set box:1 refused (429)',
      '00:05 schedule.create relay-box-1',
      '00:05 schedule.create relay-slot-0',
    ]);
    isSpent.on = false;
    // That mark goes by itself.
    expect(leftIn(app)).toContain('relay-box-1 at 05:20');
    expect((await tellAt(app, 20_000, 2)).some((line) => line.includes('box:1'))).toBe(false);
    expect(await tellAt(app, 25_000, 3)).toEqual([
      '00:25 schedule.fetch relay-box-1',
      '00:25 db.set box:1',
      '00:25 schedule.create relay-box-1 refused (400)',
      '00:25 schedule.update relay-box-1',
    ]);
    expect(leftIn(app)).toContain('relay-box-1 at 60:25');
    expect(await tellAt(app, 26_000, 4)).toEqual(['00:26 schedule.fetch relay-box-1', '00:26 db.update box:1']);
  });

  it('is marked as well by what is large, and comes in two pieces at once: one of them opens it, and the other is appended', async () => {
    const app = traced({ ...hearing(WEBHOOK), personal_data: 'Include' });
    await tell(app, 1);
    app.trace();
    const notes = [...Array(80).keys()].map((index) => [`cf_${index}`, ['a'.repeat(300), `${index}`.padEnd(300, 'b')]]);
    await app.platform.invoke('onConversationUpdate', changed(Object.fromEntries(notes) as Json));
    expect(boxing(app)).toEqual([
      '00:00 db.set box:1',
      '00:00 db.set box:1 refused (400)',
      '00:00 schedule.create relay-box-1',
      '00:00 db.update box:1',
    ]);
  });

  it('is left alone for eighty seconds once the store has refused a turn', async () => {
    const isSpent = { on: false };
    // Longer than the turn has to do besides: it waits for that all the same.
    const app = await begun(1, isSpent, { latency: (name) => (name === 'schedule.update' ? 9_000 : 0) });
    await tellAt(app, 4 * MINUTE + 60_000, 2);
    isSpent.on = true;
    await app.platform.clock.advanceTo(START + 5.5 * MINUTE + 1_000);
    isSpent.on = false;
    expect(app.trace().filter((line) => line.includes('relay-box'))).toEqual([
      '05:30 schedule.fetch relay-box-5',
      '05:30 schedule.update relay-box-5',
    ]);
    const mark = app.platform.schedules().find(({ name }) => name === `relay-box-${START / MINUTE + 5}`);
    expect(Number(dig(mark, 'data', 'spentUntil'))).toBe(START + 5.5 * MINUTE + 80_000);
    expect((await tellAt(app, 5.9 * MINUTE, 3)).some((line) => line.includes('db.'))).toBe(false);
  });

  it.each([
    ['since it was opened', 6, ['66:00 c1 → 200', '66:00 c2 → 200', '66:00 c0 → 200']],
    ['since the driver was created', 0, ['60:00 c0, c1, c2 → 200']],
  ])('of which every turn %s is missed is read by the turn as which its mark fires', async (...[, from, told]) => {
    let isMissed = false;
    const firings = (name: string): number[] => (isMissed && name === 'relay-outbox' ? [] : [0]);
    const app = traced(undefined, { hardships: { firings } });
    await tell(app, 1);
    await app.platform.clock.advance(from * MINUTE);
    isMissed = true;
    await tell(app, 2, 1);
    app.answer(() => 200);
    await app.platform.clock.advance(59 * MINUTE);
    app.trace();
    await app.platform.clock.advance(2 * MINUTE);
    expect(app.trace().filter((line) => line.includes('→'))).toEqual(told);
  });

  it('goes after its mark, and with it: where that cannot be taken off, both stay for the next turn', async () => {
    let refusals = 0;
    const refuse = ({ name, target }: { name: string; target: string }): number | undefined =>
      name === 'schedule.delete' && target.startsWith('relay-box') && (refusals += 1) === 1 ? 429 : undefined;
    const app = traced(undefined, { hardships: { refuse } });
    await tell(app, 3);
    app.answer(() => 200);
    await app.platform.clock.advance(11 * MINUTE);
    expect(leftIn(app).filter(isBox)).toEqual(['relay-box-1 at 60:00', 'box:1 for 5749']);
    await app.platform.clock.advance(60 * MINUTE);
    const told = app.trace().filter((line) => line.includes('→ 200'));
    expect([told, leftIn(app)]).toEqual([['05:30 c0, c1, c2 → 200'], []]);
  });
});

test('what was opened by another version is no base: the others are written whole', async () => {
  const before = await begun(1, { on: false });
  const snapshot = before.platform.snapshot();
  for (const { data } of snapshot.schedules) if ('first' in data) data['first'] = '[2,"webhook"]';
  const app = traced(undefined, { snapshot });
  await tell(app, 2, 2);
  const box = app.platform.entries().find(({ key }) => key.startsWith('box:'));
  expect(Object.keys(box?.value as object).map((name) => name.slice(0, 1))).toEqual(['f', 'k', 'k']);
});
