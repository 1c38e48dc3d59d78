import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createReceiver } from '../../examples/receiver/app';
import { eventsOf } from '../../examples/receiver/delivery';
import { openStore, type Store } from '../../examples/receiver/store';
import { createClock, createPlatform } from '../../packages/fresh-platform/index';
import { newSecret } from '../../dev/stories/signature';
import { APP_DIR } from '../support/app';
import {
  deliveriesTo,
  forwarding,
  originOf,
  postTo,
  secret,
  settingsWith,
  signed,
  type Sent,
} from './example-receiver';

let store: Store;
let receiver: FastifyInstance;

beforeEach(() => {
  store = openStore(':memory:');
  receiver = createReceiver({ secrets: secret, store });
});
afterEach(async () => {
  await receiver.close();
  store.close();
});

const post = (sent: Sent, to = receiver) => postTo(to, sent);

const page = async (): Promise<string> => (await fetch(await originOf(receiver))).text();

const deliveriesOf = (name: string, secrets = secret, to = receiver) => deliveriesTo(to, name, secrets);

const told = (id: string, occurred_at: string, conversation: object): string =>
  JSON.stringify({
    type: 'conversation.events',
    timestamp: occurred_at,
    data: { events: [{ id, type: 'conversation.resolved', occurred_at, conversation: { id: 'c1', ...conversation } }] },
  });

describe('the example receiver', () => {
  it('takes what the app really sends and shows where the conversation stands', async () => {
    const deliveries = await deliveriesOf('picked-up-and-resolved');
    expect(deliveries.length).toBeGreaterThan(1);
    expect(deliveries.map(({ status }) => status)).toEqual(deliveries.map(() => 204));
    expect(store.conversations(10)).toMatchObject([{ type: 'conversation.resolved', status: 'resolved' }]);
    expect(await page()).toContain('<bdi>resolved</bdi>');
  });

  it('stores a delivery that comes again once', async () => {
    const deliveries = await deliveriesOf('picked-up-and-resolved');
    const before = [store.counts(), store.conversations(10)];
    for (const { sent } of deliveries) expect((await post(sent)).status).toBe(204);
    expect([store.counts(), store.conversations(10)]).toEqual(before);
  });

  it('ends with the same state in whatever order the deliveries come', async () => {
    const deliveries = await deliveriesOf('reopened-twice');
    const other = openStore(':memory:');
    const backwards = createReceiver({ secrets: secret, store: other });
    for (const { sent } of [...deliveries].reverse()) await post(sent, backwards);
    expect(other.conversations(10)).toEqual(store.conversations(10));
    expect(other.counts()).toEqual(store.counts());
    await backwards.close();
    other.close();
  });

  it('keeps newer state when an older event follows', async () => {
    await post(signed(told('e2', '2026-11-02T09:00:00.000Z', { status: 'resolved' })));
    await post(signed(told('e1', '2026-11-02T08:00:00.000Z', { status: 'new' })));
    expect(store.conversations(10)).toMatchObject([{ status: 'resolved', occurredAt: '2026-11-02T09:00:00.000Z' }]);
    expect(store.counts()).toEqual({ events: 2, conversations: 1 });
    const sequences = { e3: 12_000, e4: 5_000 };
    for (const [id, sequence] of Object.entries(sequences)) {
      const [event] = eventsOf(told(id, '2026-11-02T09:30:00.000Z', { status: id })) ?? [];
      store.add([{ ...event!, sequence }]);
    }
    expect(store.conversations(10)).toMatchObject([{ status: 'e3' }]);
    expect(store.events(2).map(({ id }) => id)).toEqual(['e3', 'e4']);
  });

  it('refuses a wrong secret, a tampered body, an old signature and a missing one', async () => {
    const body = told('e1', '2026-11-02T09:00:00.000Z', {});
    const right = signed(body);
    const refused = [
      signed(body, new Date(), newSecret()),
      { ...right, body: body.replace('c1', 'c2') },
      signed(body, new Date(Date.now() - 301_000)),
      { headers: {}, body },
    ];
    for (const sent of refused)
      expect(await post(sent)).toMatchObject({
        status: 401,
        body: expect.stringMatching(/^\{"error":".+\."\}$/) as string,
      });
    expect(store.counts().events).toBe(0);
  });

  it('takes either secret while one replaces the other, on both sides', async () => {
    const [old, fresh] = [newSecret(), newSecret()];
    for (const [sender, ours] of [
      [`${fresh} ${old}`, old],
      [old, `${fresh} ${old}`],
      [fresh, `${fresh} ${old}`],
    ] as const) {
      const changing = createReceiver({ secrets: ours, store });
      expect(
        (await deliveriesOf('picked-up-and-resolved', sender, changing)).every(({ status }) => status === 204),
      ).toBe(true);
      await changing.close();
    }
  });

  it('takes the test message of an install and stores nothing', async () => {
    const statuses: number[] = [];
    const clock = createClock(Date.now());
    const platform = createPlatform({
      appDir: APP_DIR,
      clock,
      receiver: forwarding(clock, receiver, (...[, status]) => statuses.push(status)),
    });
    const { outcome } = await platform.install(settingsWith(secret));
    expect([outcome, statuses]).toEqual(['completed', [204]]);
    expect(store.counts()).toEqual({ events: 0, conversations: 0 });
  });

  it('answers 400 to a signed body that is no delivery, and 413 above 200 KB', async () => {
    for (const body of ['{', '[]', '{"type":"conversation.events","data":{"events":[{}]}}'])
      expect((await post(signed(body))).status).toBe(400);
    expect((await post(signed('x'.repeat(200_001)))).status).toBe(413);
    expect((await post(signed('{"type":"of.a.later.version"}'))).status).toBe(204);
  });

  it('says of every request in a line what it answered and why, and lets repeats go visibly', async () => {
    const lines: string[] = [];
    const telling = createReceiver({ secrets: secret, store, onLine: (line) => lines.push(line.slice(10)) });
    const delivery = signed(told('e1', '2026-11-02T09:00:00.000Z', {}));
    await post(delivery, telling);
    await post(delivery, telling);
    await post(signed(told('e2', '2026-11-02T09:00:00.000Z', {}), new Date(), newSecret()), telling);
    await fetch(`${await originOf(telling)}/nowhere`);
    expect(lines).toEqual([
      '204  POST /webhook  1 event: conversation.resolved',
      '204  POST /webhook  1 event: conversation.resolved; 1 came before and was let go',
      '401  POST /webhook  The signature fits none of the secrets.',
      '404  GET /nowhere  There is nothing here: deliveries go to POST /webhook.',
    ]);
    expect(await (await fetch(await originOf(telling))).text()).toContain('2 times, stored once');
    await telling.close();
  });

  it('tells an open page when something arrives, and stops although the page is open', async () => {
    const answer = await fetch(`${await originOf(receiver)}/live`);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe(': open\n\n');
    await post(signed(told('e1', '2026-11-02T09:00:00.000Z', {})));
    expect((await reader.read()).value).toBe('data: news\n\n');
    const { body } = await fetch(`${await originOf(receiver)}/live`);
    await receiver.close();
    await expect(body!.getReader().closed).rejects.toThrow();
  });

  it('shows its page to this machine alone, and takes deliveries under any name', async () => {
    const named = (host: string, method: string, path: string, sent?: Sent): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { ...sent?.headers, host };
        const { port } = receiver.server.address() as AddressInfo;
        const asked = request({ port, host: '127.0.0.1', method, path, headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        asked.once('error', reject).end(sent?.body);
      });
    await originOf(receiver);
    for (const path of ['/', '/events.json', '/live', '/live.js'])
      expect(await named('rebound.example.com', 'GET', path)).toBe(403);
    expect(await named('localhost:8080', 'GET', '/')).toBe(200);
    const delivery = signed(told('e1', '2026-11-02T09:00:00.000Z', {}));
    expect(await named('hooks.example.com', 'POST', '/webhook', delivery)).toBe(204);
  });

  it('takes what is about no conversation', async () => {
    const summary = { id: 'e9', type: 'relay.summary', occurred_at: '2026-11-02T09:00:00.000Z', sequence: 0 };
    const body = JSON.stringify({ type: 'conversation.events', timestamp: '', data: { events: [summary] } });
    expect((await post(signed(body))).status).toBe(204);
    expect(store.counts()).toEqual({ events: 1, conversations: 0 });
  });

  it('answers 503 where it cannot store, so that the app comes again', async () => {
    const broken = createReceiver({
      secrets: secret,
      store: {
        ...store,
        add: () => {
          throw new Error('The disk is full.');
        },
      },
    });
    expect((await post(signed(told('e1', '2026-11-02T09:00:00.000Z', {})), broken)).status).toBe(503);
    await broken.close();
  });

  it('renders hostile names and addresses harmless', async () => {
    const name = '"><script>alert(1)</script>\u202e\u0000';
    await post(
      signed(
        told('e1', '2026-11-02T09:00:00.000Z', {
          agent: { id: '1', name },
          group: { id: '2', name: "<img src=x onerror='a()'>" },
          url: 'javascript:alert(1)',
        }),
      ),
    );
    const html = await page();
    expect(html).not.toMatch(/<script(?! src="\/live\.js")|<img|javascript:|\u202e|\0/);
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
    await deliveriesOf('names-that-shout');
    expect(await page()).toContain('Sales &lt;!channel&gt; &amp; [Offers]');
  });
});
