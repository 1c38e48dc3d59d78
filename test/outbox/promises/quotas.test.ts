import { textsOf, WEBHOOK } from '../../support/app';
import { named, tell } from '../../support/conversations';
import { MINUTE, HOUR, DOWN, appWith, conversationsIn, givenUp, expectRest, afterwards, takeAll } from './bed';

describe('a spent quota', () => {
  it('of requests: what it refuses goes to schedules, and is delivered from there', async () => {
    const app = appWith(DOWN);
    // Fifty reach the receiver: the first is kept in the driver, the others in the store. Ten do not, and are kept in slots, which ask for three sweeps and two turns; so are the last five for which the box has no room.
    await tell(app, 60);
    const slots = app.platform.schedules().filter(({ name }) => name.startsWith('relay-slot-'));
    expect([app.platform.schedules().length, slots.length]).toEqual([21, 15]);
    takeAll(app);
    expect((await afterwards(app)).flatMap(conversationsIn).sort()).toEqual(named(60).sort());
    expect(givenUp(app)).toEqual([]);
  });

  it('of the schedules as well: it is logged, one line an event, below the summary that says so', async () => {
    const app = appWith(DOWN, { oneTimeSchedules: 7 });
    await tell(app, 57);
    const lost = givenUp(app);
    const told = named(57).filter((each) => !lost.some(({ conversation }) => conversation === each));
    expect([told.length > 48, lost.length > 0]).toEqual([true, true]);
    const reached = named(50);
    for (const { conversation, destination, reason } of lost)
      expect([destination, reason]).toEqual([
        'webhook',
        reached.includes(conversation) ? 'the receiver failed (503)' : 'too many requests in a minute',
      ]);
    expect(textsOf(app.platform.invocations[56]!)[1]).toContain('"outcome":"undelivered"');
    takeAll(app);
    expect((await afterwards(app)).flatMap(conversationsIn).sort()).toEqual(told.sort());
  });

  it('of a box: once it is full, what else comes in its minute costs the store nothing', async () => {
    let operations = 0;
    const refuse = ({ name }: { name: string }): undefined => {
      if (name.startsWith('db.')) operations += 1;
    };
    const app = appWith(DOWN, { requestsPerMinute: 100 }, WEBHOOK, { refuse });
    await tell(app, 80);
    const inSlots = app.platform.schedules().filter(({ name }) => name.startsWith('relay-slot-')).length;
    // One is in the driver; one found the box full.
    expect([operations, inSlots > 30]).toEqual([80 - 1 - inSlots + 1, true]);
    takeAll(app);
    expect((await afterwards(app)).flatMap(conversationsIn).sort()).toEqual(named(80).sort());
  });

  it('of requests: what is refused is told later, and is no sign of a fault', async () => {
    const app = appWith(() => ({ status: 200 }));
    await tell(app, 70);
    expect(app.requests).toHaveLength(50);
    const later = await afterwards(app);
    expect(later.map((request) => conversationsIn(request).sort())).toEqual([named(20, 50)]);
  });

  it('of the store, in a drain: slots are emptied all the same', async () => {
    const app = appWith(DOWN);
    await tell(app, 70);
    const taken: string[] = [];
    takeAll(app, (request) => {
      taken.push(...conversationsIn(request));
      return { status: 200 };
    });
    // Just before the driver comes, the store's quota is spent again.
    const driver = app.platform.schedules().find(({ name }) => name === 'relay-outbox')?.at ?? 0;
    await app.platform.clock.advanceTo(driver + 5 * MINUTE - 1_000);
    takeAll(app, DOWN);
    await tell(app, 55, 70);
    takeAll(app, (request) => {
      taken.push(...conversationsIn(request));
      return { status: 200 };
    });
    await app.platform.clock.advance(3 * HOUR);
    expect([...new Set(taken)].sort()).toEqual(named(125).sort());
    expectRest(app);
  });
});
