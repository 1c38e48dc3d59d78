import { changed, textsOf, WEBHOOK } from '../../support/app';
import { named, tell } from '../../support/conversations';
import { MINUTE, HOUR, DOWN, appWith, conversationsIn, givenUp, expectRest, afterwards, takeAll } from './bed';

/** A burst of more than that leaves something for schedules, also where their own operations are few. */
const FEW = { requestsPerMinute: 12 };
const MANY = { requestsPerMinute: 500, dbOperationsPerMinute: 500, scheduleOperationsPerMinute: Infinity };
const COUNT = 80;

describe('a spent quota', () => {
  it('of requests: what it refuses goes to schedules, and is delivered from there', async () => {
    const app = appWith(DOWN, FEW);
    // Twelve reach the receiver: the first is kept in the driver, the others in a box, which is marked. Three do not, and are kept in slots, which ask for three sweeps and two turns.
    await tell(app, 15);
    const slots = app.platform.schedules().filter(({ name }) => name.startsWith('relay-slot-'));
    expect([app.platform.schedules().length, slots.length]).toEqual([10, 3]);
    takeAll(app);
    expect((await afterwards(app)).flatMap(conversationsIn).sort()).toEqual(named(15).sort());
    expect(givenUp(app)).toEqual([]);
  });

  it('of the schedules as well: it is logged, one line an event, below the summary that says so', async () => {
    const app = appWith(DOWN, { ...FEW, oneTimeSchedules: 7, dbOperationsPerMinute: 10 });
    await tell(app, 17);
    Object.assign(app.platform.limits, { dbOperationsPerMinute: 50 });
    const lost = givenUp(app);
    const told = named(17).filter((each) => !lost.some(({ conversation }) => conversation === each));
    expect([told.length > 10, lost.length > 0]).toEqual([true, true]);
    const reached = named(12);
    for (const { conversation, destination, reason } of lost)
      expect([destination, reason]).toEqual([
        'webhook',
        reached.includes(conversation) ? 'the receiver failed (503)' : 'too many requests in a minute',
      ]);
    expect(textsOf(app.platform.invocations[16]!)[1]).toContain('"outcome":"undelivered"');
    takeAll(app);
    expect((await afterwards(app)).flatMap(conversationsIn).sort()).toEqual(told.sort());
  });

  it('of a box: once it is full, what else comes in its minute costs the store nothing', async () => {
    let operations = 0;
    const refuse = ({ name }: { name: string }): undefined => {
      if (name.startsWith('db.')) operations += 1;
    };
    const app = appWith(DOWN, MANY, { ...WEBHOOK, personal_data: 'Include' }, { refuse });
    // Some 2.5 KB each beside the first: sixteen fill a part of the box, and it has four.
    const ids = named(COUNT);
    for (const [index, conversation_id] of ids.entries()) {
      const notes = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`cf_${name}`, ['', `${index}${name}`.repeat(150)]]);
      await app.platform.invoke(
        'onConversationUpdate',
        changed(Object.fromEntries(notes), { conversation: { conversation_id } }),
      );
    }
    const inSlots = app.platform.schedules().filter(({ name }) => name.startsWith('relay-slot-')).length;
    // One is in the driver. Each in the box takes one operation, and each part is found full by one.
    expect([operations, inSlots > 2]).toEqual([COUNT - 1 - inSlots + 4, true]);
    takeAll(app);
    expect((await afterwards(app)).flatMap(conversationsIn).sort()).toEqual(
      ids.flatMap((each) => Array<string>(6).fill(each)).sort(),
    );
  });

  it('of requests: what is refused is told later, and is no sign of a fault', async () => {
    const app = appWith(() => ({ status: 200 }), FEW);
    await tell(app, 17);
    expect(app.requests).toHaveLength(12);
    const later = await afterwards(app);
    expect(later.map((request) => conversationsIn(request).sort())).toEqual([named(5, 12)]);
  });

  it('of the store, in a drain: slots are emptied all the same', async () => {
    const app = appWith(DOWN, FEW);
    await tell(app, 17);
    const taken: string[] = [];
    takeAll(app, (request) => {
      taken.push(...conversationsIn(request));
      return { status: 200 };
    });
    // Just before the driver comes, the store's quota is spent.
    const driver = app.platform.schedules().find(({ name }) => name === 'relay-outbox')?.at ?? 0;
    await app.platform.clock.advanceTo(driver + 5 * MINUTE - 1_000);
    takeAll(app, DOWN);
    Object.assign(app.platform.limits, { dbOperationsPerMinute: 0 });
    await tell(app, 4, 17);
    await app.platform.clock.advance(MINUTE);
    Object.assign(app.platform.limits, { dbOperationsPerMinute: 50 });
    takeAll(app, (request) => {
      taken.push(...conversationsIn(request));
      return { status: 200 };
    });
    await app.platform.clock.advance(3 * HOUR);
    expect([...new Set(taken)].sort()).toEqual(named(21).sort());
    expectRest(app);
  });
});
