/** npm run check-receiver finds nothing wrong with the example, and each fault of receivers that have one. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { checkReceiver } from '../../../dev/check-receiver/check';
import type { Verdict } from '../../../dev/check-receiver/checks';
import { newSecret } from '../../../dev/stories/signature';
import { createReceiver } from '../../../examples/receiver/app';
import { openStore } from '../../../examples/receiver/store';

const secret = newSecret();

interface Seen {
  headers: IncomingHttpHeaders;
  body: string;
  events: { id: string; type: string }[];
}

/** What a receiver does; the right one verifies as the package does, and takes everything that is verified. */
type Way = (seen: Seen) => number | Promise<number>;

const right: Way = ({ headers, body }) => {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return 204;
  } catch {
    return 401;
  }
};
const rightly =
  (otherwise: (seen: Seen) => number): Way =>
  (seen) =>
    right(seen) === 401 ? 401 : otherwise(seen);

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** `shown` are the ids that a GET lists. */
async function listening(way: Way, shown: string[] = []): Promise<URL> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'GET') return response.end(shown.join('\n'));
      const body = Buffer.concat(chunks).toString('utf8');
      const events = (JSON.parse(body) as { data?: { events?: Seen['events'] } }).data?.events ?? [];
      return void Promise.resolve(way({ headers: request.headers, body, events })).then((status) =>
        response.writeHead(status).end(),
      );
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

async function verdictsOn(url: URL, shows: URL | null = null, longest?: number): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for await (const verdict of checkReceiver({ url, secret, shows, ...(longest === undefined ? {} : { longest }) }))
    verdicts.push(verdict);
  return verdicts;
}

const failed = (verdicts: readonly Verdict[]): string[] =>
  verdicts.filter(({ result }) => result === 'FAIL').map(({ says }) => says);

describe('the check of a receiver', () => {
  it('finds nothing wrong with the example receiver', async () => {
    const store = openStore(':memory:');
    const receiver = createReceiver({ secrets: secret, store });
    const origin = await receiver.listen({ port: 0, host: '127.0.0.1' });
    const verdicts = await verdictsOn(new URL(`${origin}/webhook`), new URL(`${origin}/events.json`));
    await receiver.close();
    store.close();
    expect(verdicts.filter(({ result }) => result !== 'pass')).toEqual([]);
    expect(verdicts).toHaveLength(12);
  });

  it('says what it could not see where nobody says where the events are shown', async () => {
    const verdicts = await verdictsOn(await listening(right));
    expect(failed(verdicts)).toEqual([]);
    expect(verdicts.filter(({ result }) => result === 'unseen').map(({ says }) => says)).toEqual([
      'tells a repeat by its event id',
      'sorts by sequence what happened in one moment',
    ]);
  });

  const seenBefore = new Set<string>();
  it.each<[fault: string, way: Way, says: string[]]>([
    [
      'verifies nothing',
      () => 204,
      [
        'refuses a body that was changed on the way',
        'refuses another secret, and no signature at all',
        'refuses what was signed ten minutes ago, and ten minutes ahead',
      ],
    ],
    [
      'looks at no time',
      ({ headers, body }) => {
        const { 'webhook-id': id = '', 'webhook-timestamp': time, 'webhook-signature': given = '' } = headers;
        const expected = new Webhook(secret).sign(String(id), new Date(Number(time) * 1_000), body);
        return String(given).split(' ').includes(expected) ? 204 : 401;
      },
      ['refuses what was signed ten minutes ago, and ten minutes ahead'],
    ],
    [
      'verifies what it parsed',
      (seen) => right({ ...seen, body: JSON.stringify(JSON.parse(seen.body)) }),
      ['verifies the body as it arrived, to the byte'],
    ],
    [
      'looks at one signature alone',
      (seen) => {
        const signature = String(seen.headers['webhook-signature'] ?? '').split(' ')[0] ?? '';
        return right({ ...seen, headers: { ...seen.headers, 'webhook-signature': signature } });
      },
      ['takes either signature while one secret replaces the other'],
    ],
    [
      'refuses the types it does not know',
      rightly(({ events }) => (events.some(({ type }) => type.endsWith('.moon')) ? 400 : 204)),
      ['takes types and fields it does not know'],
    ],
    [
      'wants events in every delivery',
      rightly(({ events }) => (events.length === 0 ? 422 : 204)),
      ['takes the test of an install', 'takes types and fields it does not know'],
    ],
    [
      'calls a repeat a conflict',
      rightly(({ events }) => {
        const isKnown = events.some(({ id }) => seenBefore.has(id));
        for (const { id } of events) seenBefore.add(id);
        return isKnown ? 409 : 204;
      }),
      ['tells a repeat by its event id'],
    ],
    ['takes small bodies alone', rightly(({ body }) => (body.length > 50_000 ? 413 : 204)), ['takes 100 KB']],
    [
      'refuses with a server error',
      (seen) => (right(seen) === 401 ? 500 : 204),
      [
        'refuses a body that was changed on the way',
        'refuses another secret, and no signature at all',
        'refuses what was signed ten minutes ago, and ten minutes ahead',
      ],
    ],
  ])('finds that a receiver %s', async (...[, way, says]) => {
    expect(failed(await verdictsOn(await listening(way)))).toEqual(says);
  });

  it('finds that a receiver is slow or redirects', async () => {
    const never: Way = (seen) => (seen.body.length > 50_000 ? new Promise<number>(() => undefined) : right(seen));
    expect(failed(await verdictsOn(await listening(never), null, 1_500))).toEqual(['takes 100 KB', 'answers in time']);
    expect(failed(await verdictsOn(await listening(() => 302)))).toContain('verifies and takes what the app sends');
  });

  it('finds that a receiver stores what comes again, and sorts what shares a moment by something else', async () => {
    const shown: string[] = [];
    const way = rightly(({ events }) => {
      // Created, assigned and resolved end up in the middle, last and first.
      for (const { id, type } of events) {
        if (type === 'conversation.agent.assigned') shown.push(id);
        else shown.unshift(id);
      }
      return 204;
    });
    const url = await listening(way, shown);
    expect(failed(await verdictsOn(url, url))).toEqual([
      'tells a repeat by its event id',
      'sorts by sequence what happened in one moment',
    ]);
  });
});
