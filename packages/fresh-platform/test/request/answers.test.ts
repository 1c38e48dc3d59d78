import { answering, evaluate, NOW, recording, removeApps, run } from '../support/apps';

afterAll(removeApps);

const SEND = "$request.invokeTemplate('send', { context: payload.data, body: 'hello' })";

const refusal = (status: number, response: string) => ({
  rejects: { status, headers: {}, errorSource: 'PLATFORM', response: expect.stringContaining(response) as string },
});

describe('the answer', () => {
  it.each([400, 404, 500])('rejects when it is %d, with what the receiver said', async (status) => {
    const answer = await evaluate(SEND, { receiver: () => ({ status, headers: { 'Retry-After': '9' }, body: 'why' }) });
    expect(answer).toEqual({
      rejects: { status, headers: { 'retry-after': '9' }, response: 'why', errorSource: 'APP', attempts: 1 },
    });
  });

  it.each([204, 301, 302, 307, 399])(
    'resolves when it is %d: a redirect is not followed (FDK 6.9’s source)',
    async (status) => {
      const { sent, receiver } = recording({ status, headers: { location: 'https://elsewhere.example.com/' } });
      expect(await evaluate(SEND, { receiver })).toMatchObject({
        is: { status, headers: { location: 'https://elsewhere.example.com/' } },
      });
      expect(sent).toHaveLength(1);
    },
  );

  it.each(['application/problem+json', 'image/png', 'application/x-ndjson; charset=utf-8'])(
    'of the type %s becomes a 415 with empty headers, though the receiver took the request (documented)',
    async (type) => {
      const { sent, receiver } = recording({ status: 200, headers: { 'Content-Type': type, 'X-Id': '7' } });
      expect(await evaluate(SEND, { receiver })).toMatchObject({
        rejects: { status: 415, headers: {}, errorSource: 'APP', attempts: 1 },
      });
      expect(sent).toHaveLength(1);
    },
  );

  it.each([
    'application/json; charset=utf-8',
    'application/xml',
    'text/html',
    'text/xml',
    'text/plain',
    'application/jsonp',
    'text/javascript',
    'application/javascript',
    'application/vnd.api+json',
  ])('of the type %s comes through (documented)', async (type) => {
    const receiver = () => ({ status: 201, headers: { 'Content-Type': type } });
    expect(await evaluate(SEND, { receiver })).toMatchObject({ is: { status: 201 } });
  });

  it('is the same 502 for a receiver that hangs, a bad certificate, an unknown host and a refused port (FDK 6.9’s source)', async () => {
    const expected = {
      rejects: {
        status: 502,
        headers: {},
        response: 'The connection could not be established',
        errorSource: 'APP',
        attempts: 1,
      },
    };
    for (const reason of ['connect ECONNREFUSED', 'getaddrinfo ENOTFOUND', 'self-signed certificate'])
      expect(await evaluate(SEND, { receiver: () => Promise.reject(new Error(reason)) })).toEqual(expected);
    const { sent, receiver } = recording({ status: 200, latency: 15_000 });
    const { logs, endedAt } = await run(answering(SEND), { receiver });
    expect(JSON.parse(logs[0]!.text)).toEqual(expected);
    expect([endedAt - NOW, sent.length]).toEqual([15_000, 1]);
  });

  it('may be late by anything under 15 seconds; a 504 is documented for one that is later', async () => {
    expect(await evaluate(SEND, { receiver: () => ({ status: 200, latency: 14_999 }) })).toMatchObject({
      is: { status: 200 },
    });
    const receiver = () => ({ status: 200, latency: 15_000 });
    expect(await evaluate(SEND, { receiver, ways: { slowAnswersAre504: true } })).toMatchObject({
      rejects: { status: 504 },
    });
  });

  it('may be the platform’s own: 400 for an open circuit breaker, 403 for a blocked address (documented)', async () => {
    for (const status of [400, 403]) {
      const receiver = () => ({ status, errorSource: 'PLATFORM' as const, body: 'no' });
      expect(await evaluate(SEND, { receiver })).toMatchObject({ rejects: { status, errorSource: 'PLATFORM' } });
    }
  });

  it('has at most 6 MB', async () => {
    const receiver = () => ({ status: 200, body: 'x'.repeat(6 * 1024 * 1024 + 1) });
    expect(await evaluate(SEND, { receiver })).toMatchObject(refusal(502, 'larger than 6291456 bytes'));
  });

  it('takes the time of the platform and of the receiver', async () => {
    expect(
      (await run(`await ${SEND};`, { latency: () => 100, receiver: () => ({ status: 200, latency: 200 }) })).endedAt -
        NOW,
    ).toBe(300);
  });

  it('comes once: no limit strikes when it is there', async () => {
    const { sent, receiver } = recording();
    const latency = (name: string) => (name === 'request' ? 0 : 16_000);
    await run(`await ${SEND}; await $db.set('k', { n: 1 });`, { receiver, latency }, { options: { maxAttempts: 2 } });
    expect(sent).toHaveLength(1);
  });

  it('is an object, no Error', async () => {
    expect(
      await evaluate(`${SEND}.catch((e) => [e instanceof Error, typeof e.stack])`, {
        receiver: () => ({ status: 500 }),
      }),
    ).toEqual({ is: [false, 'undefined'] });
  });
});
