import { createClock, type OutgoingRequest } from '../../packages/fresh-platform/index';
import type { Hardships, Limits, Receiver, ReceiverAnswer } from '../../packages/fresh-platform/types';
import { digText, type Json } from '../../packages/fresh-platform/lib/dig';
import {
  bodyOf,
  changed,
  createApp,
  eventsIn,
  healthy,
  OTHER_SECRET,
  sentBy,
  SLACK,
  TEAMS,
  textsOf,
  WEBHOOK,
  type TestApp,
  hearing,
  joined,
  edited,
  type Iparams,
  SECRET,
} from '../support/app';
import { named, tell, updateOf } from '../support/conversations';
import { signatureOf } from '../support/signature';
import { createSleep } from '../support/sleep';
import { createRandom } from '../../bench/reliability/random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-02T09:00:00.000Z');

const DOWN = (): ReceiverAnswer => ({ status: 503 });

function appWith(
  receiver: Receiver,
  limits: Partial<Limits> = {},
  iparams: Iparams = WEBHOOK,
  hardships: Hardships = {},
): TestApp {
  const clock = createClock(START);
  return createApp({ clock, iparams: hearing(iparams), receiver, limits, random: createRandom(5), hardships });
}

function appThatSleeps(receiver: Receiver): { app: TestApp; sleepUntil: (time: number) => Promise<void> } {
  const sleep = createSleep();
  const app = appWith(receiver, {}, WEBHOOK, sleep.hardships);
  return { app, sleepUntil: (time) => sleep.until(app.platform, time) };
}

function conversationsIn(request: OutgoingRequest | undefined): string[] {
  return eventsIn(request).map((event) => digText(event, 'conversation', 'id'));
}

interface GivenUp {
  conversation: string;
  destination: string;
  reason: string;
}

function byConversation(a: GivenUp, b: GivenUp): number {
  return a.conversation < b.conversation ? -1 : 1;
}

/** What was logged as undelivered since the platform began. */
function givenUp({ platform }: TestApp): GivenUp[] {
  const lines = platform.invocations
    .flatMap(({ logs }) => logs)
    .filter(({ level }) => level === 'error')
    .map(({ text }) => JSON.parse(text) as Json);
  return lines.map((line) => ({
    conversation: digText(line, 'undelivered', 'conversation', 'id'),
    destination: digText(line, 'destination'),
    reason: digText(line, 'reason'),
  }));
}

function expectRest({ platform }: TestApp): void {
  expect([platform.entries(), platform.schedules()]).toEqual([[], []]);
}

/** What leaves from now on, until nothing is kept any more. */
async function afterwards(app: TestApp, wait = 3 * HOUR): Promise<OutgoingRequest[]> {
  const before = app.requests.length;
  await app.platform.clock.advance(wait);
  expectRest(app);
  return app.requests.slice(before);
}

function takeAll({ platform, requests }: TestApp, receiver: Receiver = () => ({ status: 200 })): void {
  platform.setReceiver((request) => {
    requests.push(request);
    return receiver(request);
  });
}

describe('settings changed while something is kept', () => {
  it('a new address and a new secret get the backlog', async () => {
    const app = appWith(DOWN);
    await tell(app, 3);
    app.platform.setIparams(edited(WEBHOOK, 'webhook', { url: 'https://other.example.com/in' }, OTHER_SECRET));
    takeAll(app);
    const [request, ...more] = await afterwards(app);
    expect([request?.host, request?.path, conversationsIn(request), more]).toEqual([
      'other.example.com',
      '/in',
      named(3),
      [],
    ]);
    expect(request?.headers['webhook-signature']).toBe(signatureOf(request, OTHER_SECRET));
  });

  it('what is kept for a destination that was taken off is given up, one line an event, and the others get theirs', async () => {
    const app = appWith(DOWN, {}, joined(WEBHOOK, SLACK));
    await tell(app, 2);
    // Kept on a page by now; the third is still in a box.
    await app.platform.clock.advance(12 * MINUTE);
    await tell(app, 1, 2);
    app.platform.setIparams(SLACK);
    takeAll(app, healthy);
    const later = await afterwards(app);
    expect(new Set(later.map(({ host }) => host))).toEqual(new Set(['slack.com']));
    expect(givenUp(app).sort(byConversation)).toEqual(
      named(3).map((conversation) => ({
        conversation,
        destination: 'webhook',
        reason: 'the destination was taken off',
      })),
    );
  });

  it('a malformed setting is waited for', async () => {
    const app = appWith(DOWN);
    await tell(app, 2);
    app.platform.setIparams(edited(WEBHOOK, 'webhook', { url: 'http://hooks.example.com' }));
    takeAll(app);
    await app.platform.clock.advance(2 * HOUR);
    expect(app.requests).toHaveLength(2);
    app.platform.setIparams(WEBHOOK);
    expect((await afterwards(app)).map(conversationsIn)).toEqual([named(2)]);
  });
});

describe('a receiver that refuses', () => {
  it('for good (410): what it refuses live and what is kept for it is given up at once, one line an event', async () => {
    const app = appWith(DOWN);
    await tell(app, 80);
    await app.platform.clock.advance(10 * MINUTE);
    takeAll(app, () => ({ status: 410 }));
    await tell(app, 1, 80);
    const later = await afterwards(app, HOUR);
    expect(later).toHaveLength(1);
    expect(
      givenUp(app)
        .map(({ conversation }) => conversation)
        .sort(),
    ).toEqual(named(81).sort());
    expect(new Set(givenUp(app).map(({ reason }) => reason))).toEqual(new Set(['the receiver is gone for good']));
  });

  it.each([429, 503])('with %d is not asked again by a drain before the time it named', async (status) => {
    const app = appWith(() => ({ status: 503 }));
    await tell(app, 1);
    takeAll(app, () => ({ status, headers: { 'Retry-After': '7200' } }));
    // The driver may come a period late.
    await app.platform.clock.advance(12 * MINUTE);
    const asked = app.requests.at(-1)?.at ?? 0;
    takeAll(app);
    const later = await afterwards(app, 4 * HOUR);
    expect(later).toHaveLength(1);
    expect((later[0]?.at ?? 0) - asked).toBeGreaterThanOrEqual(2 * HOUR);
    expect((later[0]?.at ?? 0) - asked).toBeLessThanOrEqual(2 * HOUR + 10 * MINUTE);
  });

  it('for three days: every event is given up once, at that age, and nothing before', async () => {
    const { app, sleepUntil } = appThatSleeps(DOWN);
    await tell(app, 2);
    await app.platform.clock.advance(5 * HOUR);
    await tell(app, 2, 2);
    await app.platform.clock.advance(5 * HOUR);
    await sleepUntil(START + 3 * DAY - 5 * HOUR);
    await app.platform.clock.advanceTo(START + 3 * DAY - MINUTE);
    expect(givenUp(app)).toEqual([]);
    await app.platform.clock.advance(HOUR);
    expect(
      givenUp(app)
        .map(({ conversation }) => conversation)
        .sort(),
    ).toEqual(named(2));
    await app.platform.clock.advance(5 * HOUR);
    expect(givenUp(app).sort(byConversation)).toEqual(
      named(4).map((conversation) => ({
        conversation,
        destination: 'webhook',
        reason: 'it could not be delivered for three days',
      })),
    );
    expectRest(app);
  });
});

describe('a poison event', () => {
  const poison =
    (status: number, ...conversations: string[]) =>
    (request: OutgoingRequest): ReceiverAnswer => ({
      status: conversationsIn(request).some((each) => conversations.includes(each)) ? status : 200,
    });

  /** All others are delivered within two hours, although some are refused for ever. */
  async function expectOthersTold(
    size: number,
    refused: string[],
    status = 400,
    app: TestApp = appWith(DOWN),
  ): Promise<void> {
    for (let minute = 0; minute * 40 < size; minute += 1) {
      await tell(app, Math.min(40, size - minute * 40), minute * 40);
      await app.platform.clock.advance(MINUTE);
    }
    await app.platform.clock.advance(10 * MINUTE);
    const taken: string[] = [];
    const answer = poison(status, ...refused);
    takeAll(app, (request) => {
      const reply = answer(request);
      if (reply.status === 200) taken.push(...conversationsIn(request));
      return reply;
    });
    await app.platform.clock.advance(2 * HOUR);
    expect(taken.sort()).toEqual(
      named(size)
        .filter((each) => !refused.includes(each))
        .sort(),
    );
    expect(givenUp(app)).toEqual([]);
  }

  it('is found by halves, and does not hold up the rest', async () => {
    const { app, sleepUntil } = appThatSleeps(DOWN);
    await expectOthersTold(12, ['c5'], 400, app);
    const before = app.requests.length;
    const since = app.platform.clock.now();
    await app.platform.clock.advance(12 * HOUR);
    // At most a hundred a day, until it is given up.
    expect(app.requests.length - before).toBeLessThan(50);
    await sleepUntil(since + 2.5 * DAY);
    await app.platform.clock.advanceTo(since + 3 * DAY);
    expect(givenUp(app).map(({ conversation }) => conversation)).toEqual(['c5']);
    expect(app.requests.length - before).toBeLessThan(100);
    expectRest(app);
  });

  it('does not hold up what stands on the pages behind its own', async () => {
    await expectOthersTold(120, ['c2']);
  });

  it('does not hold up the rest with others like it, oldest of all', async () => {
    await expectOthersTold(9, ['c0', 'c1', 'c2', 'c3']);
  });

  it('does not hold up the rest where the receiver fails over it rather than refuse it', async () => {
    await expectOthersTold(60, ['c0'], 500);
  });
});

describe('a spent quota', () => {
  it('of requests: what it refuses goes to schedules, and is delivered from there', async () => {
    const app = appWith(DOWN);
    // Fifty reach the receiver: the first is kept in the driver, the others in the store. Ten do not, and are kept in slots, which ask for three sweeps and two turns; so are the last two that the store's quota has no room for.
    await tell(app, 60);
    const slots = app.platform.schedules().filter(({ name }) => name.startsWith('relay-slot-'));
    expect([app.platform.schedules().length, slots.length]).toEqual([18, 12]);
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
    for (const { destination, reason } of lost)
      expect([destination, reason]).toEqual(['webhook', 'too many requests in a minute']);
    expect(textsOf(app.platform.invocations[56]!)[1]).toContain('"outcome":"undelivered"');
    takeAll(app);
    expect((await afterwards(app)).flatMap(conversationsIn).sort()).toEqual(told.sort());
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

describe('uninstalling', () => {
  it('in the middle of a drain lets go; what is kept after the next install is delivered, and nothing remains', async () => {
    const app = appWith(DOWN);
    await tell(app, 3);
    const driver = app.platform.schedules()[0]?.at ?? 0;
    await app.platform.clock.advanceTo(driver + 30);
    expect((await app.platform.uninstall()).rendered).toBeNull();
    await app.platform.clock.advance(HOUR);
    takeAll(app);
    expect((await app.platform.install(hearing(WEBHOOK))).rendered).toBeNull();
    takeAll(app, DOWN);
    await tell(app, 1, 3);
    takeAll(app);
    expect((await afterwards(app)).flatMap(conversationsIn)).toContain('c3');
  });

  it('while something is being kept lets go', async () => {
    const app = createApp({ iparams: WEBHOOK, receiver: () => ({ status: 503, latency: 5_000 }), latency: () => 100 });
    const telling = app.platform.start('onConversationUpdate', updateOf(0));
    await app.platform.clock.advance(5_250);
    expect((await app.platform.uninstall()).rendered).toBeNull();
    expect((await app.platform.clock.until(telling)).outcome).toBe('completed');
    takeAll(app);
    await app.platform.clock.advance(HOUR);
    expectRest(app);
  });
});

describe('what is large', () => {
  const changes = (size: number, characters: number): Json =>
    Object.fromEntries(
      [...Array(size).keys()].map((index) => [
        `cf_${index}`,
        ['a'.repeat(characters), `${index}`.padEnd(characters, 'b')],
      ]),
    );

  it.each([
    ['one event of more than 4 KB, trimmed', changed({ cf_note: ['x'.repeat(3_000), '"\\'.repeat(2_000)] })],
    ['events of more than a schedule holds', changed(changes(8, 300))],
    ['events of more than a store key holds', changed(changes(80, 300))],
    ['events of more than a request carries', changed(changes(200, 300))],
  ])('%s: is kept in pieces and told with the same ids and bodies', async (...[, large]) => {
    const app = appWith(DOWN, {}, { ...WEBHOOK, personal_data: 'Include' });
    const direct = appWith(() => ({ status: 200 }), {}, { ...WEBHOOK, personal_data: 'Include' });
    await app.platform.invoke('onConversationUpdate', large);
    for (const { name, data } of app.platform.schedules())
      expect([name, Buffer.byteLength(JSON.stringify(data)) <= 4_096]).toEqual([name, true]);
    takeAll(app);
    const later = await afterwards(app);
    await direct.platform.invoke('onConversationUpdate', large);
    await direct.platform.clock.advance(HOUR);
    const told = (requests: OutgoingRequest[]): string[] =>
      requests
        .flatMap(eventsIn)
        .map((event) => JSON.stringify(event))
        .sort();
    expect(told(later)).toEqual(told(direct.requests));
    for (const { body } of later) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(100_000);
  });
});

describe('what is tried again', () => {
  it('has the same ids and body, and a timestamp and signature of the moment it is sent', async () => {
    const app = appWith(DOWN, {}, joined(WEBHOOK, TEAMS));
    await tell(app, 1);
    const first = sentBy('postToWebhook', app.requests)[0]!;
    await app.platform.clock.advance(10 * MINUTE);
    takeAll(app);
    const again = sentBy('postToWebhook', await afterwards(app))[0]!;
    expect([again.body, again.headers['webhook-id'], bodyOf(again)['type']]).toEqual([
      first.body,
      first.headers['webhook-id'],
      'conversation.events',
    ]);
    expect(again.headers['webhook-timestamp']).toBe(String(Math.floor(again.at / 1000)));
    expect(Number(again.headers['webhook-timestamp']) - Number(first.headers['webhook-timestamp'])).toBeGreaterThan(
      600,
    );
    expect(again.headers['webhook-signature']).toBe(signatureOf(again, SECRET));
  });
});
