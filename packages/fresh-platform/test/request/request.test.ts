import {
  answering,
  evaluate,
  handling,
  NOW,
  platformWith,
  recording,
  removeApps,
  run,
  type AppParts,
} from '../support/apps';

afterAll(removeApps);

const SEND = "$request.invokeTemplate('send', { context: payload.data, body: 'hello' })";
const refusal = (status: number, response: string) => ({
  rejects: { status, headers: {}, errorSource: 'PLATFORM', response: expect.stringContaining(response) as string },
});

/** What one call of the template comes to. */
async function sending(
  parts: Partial<AppParts>,
  data: Record<string, unknown> = {},
  iparams: Record<string, unknown> = {},
) {
  const { sent, receiver } = recording({ status: 200, headers: { 'X-Id': '7' }, body: 'ok' });
  const platform = platformWith(
    { server: handling(answering(SEND)), ...parts },
    { receiver, iparams, freshchatUrl: 'https://pine.freshchat.com' },
  );
  const { logs } = await platform.invoke('onConversationUpdate', { data });
  return { request: sent[0], answer: JSON.parse(logs[0]!.text) as unknown, counted: platform.quota().requests };
}

describe('a request template', () => {
  it('is filled in from parameters, context and host: in host, path, query and headers', async () => {
    const { request, answer } = await sending(
      {
        iparams: { domain: { type: 'text' }, token: { type: 'text', secure: true } },
        schema: {
          host: '<%= iparam.domain %>',
          path: '/to/<%= context.id %>',
          query: { from: '<%= current_host.endpoint_urls.freshchat %>', 'a b': '<%= context.text %>' },
          headers: {
            Authorization: 'Basic <%= encode(iparam.token + ":x") %>',
            'X-Time': '<%= context.time %>',
            'Content-Type': 'application/json',
          },
        },
      },
      { id: 12, text: 'c&d é', time: 't' },
      { domain: 'hooks.example.com', token: 'secret' },
    );
    expect(request).toEqual({
      template: 'send',
      method: 'POST',
      host: 'hooks.example.com',
      path: '/to/12?from=https%3A%2F%2Fpine.freshchat.com&a%20b=c%26d%20%C3%A9',
      headers: {
        Authorization: `Basic ${Buffer.from('secret:x').toString('base64')}`,
        'X-Time': 't',
        'Content-Type': 'application/json',
      },
      body: 'hello',
      at: NOW,
      attempt: 1,
    });
    expect(answer).toEqual({ is: { status: 200, headers: { 'x-id': '7' }, response: 'ok', attempts: 1 } });
  });

  it('reaches the account itself by its domain name', async () => {
    expect((await sending({ schema: { host: '<%= current_host.endpoint_urls.freshchat %>' } })).request?.host).toBe(
      'pine.freshchat.com',
    );
  });

  it('is not sent while a value is missing', async () => {
    const { request, answer, counted } = await sending({ schema: { path: '/<%= context.id %>' } });
    expect([request, answer, counted]).toEqual([
      undefined,
      refusal(400, 'needs context.id, which is undefined: pass it.'),
      0,
    ]);
  });

  it.each([
    ['https://a.example.com', 'names a scheme'],
    ['a.example.com/in', 'holds a path'],
    ['10.0.0.1', 'is an IP address'],
    ['[::1]', 'is an IP address'],
    ['a.example.com:8443', 'names a port'],
    ['localhost', 'is no fully qualified domain name'],
    ['a_b.example.com', 'is no fully qualified domain name'],
  ])('does not send to %s', async (host, sentence) => {
    expect((await sending({ schema: { host: '<%= context.host %>' } }, { host })).answer).toEqual(
      refusal(400, sentence),
    );
    expect(() => platformWith({ server: handling(''), schema: { host } })).toThrow(sentence);
  });

  it.each([
    [{ path: 'in' }, 'path must start with /.'],
    [{ protocol: 'http' }, 'protocol must be "https"'],
    [{ method: 'HEAD' }, 'method must be one of GET, POST, PUT, PATCH, DELETE.'],
    [{ body: '{}' }, 'body is never part of the schema'],
    [{ path: '/<%= payload.id %>' }, 'payload.id is not known to request templates'],
    [
      { path: '/<%= iparam.token %>' },
      'iparam.token is secure, and secure installation parameters stand in headers only.',
    ],
    [{ query: { t: '<%= iparam.token %>' } }, 'iparam.token is secure'],
    [{ host: '<%= iparam.token %>' }, 'iparam.token is secure'],
  ])('is rejected with the app when it breaks a rule: %j', (schema, sentence) => {
    expect(() =>
      platformWith({ server: handling(''), schema, iparams: { token: { type: 'text', secure: true } } }),
    ).toThrow(sentence);
  });

  it.each([
    [{ maxAttempts: 6 }, 'maxAttempts must be from 1 to 5'],
    [{ retryDelay: 150 }, 'retryDelay must be from 0 to 1500 in steps of 100 ms'],
  ])('has options within bounds: %j', (options, sentence) => {
    expect(() => platformWith({ server: handling(''), options })).toThrow(sentence);
  });

  it.each([
    ["$request.invokeTemplate('none', {})", 400, 'There is no request template none'],
    ["$request.invokeTemplate('send', { body: {} })", 400, 'body must be a text: pass JSON.stringify(…).'],
    ["$request.invokeTemplate('send', { context: 'x' })", 400, 'context must be an object'],
    ["$request.invokeTemplate('send', { body: 'x'.repeat(100 * 1024 + 1) })", 413, 'at most 102400 may be sent'],
  ])('refuses %s', async (expression, status, sentence) => {
    expect(await evaluate(expression)).toEqual(refusal(status, sentence));
  });

  it('takes a body of 100 KB', async () => {
    expect(await evaluate("$request.invokeTemplate('send', { body: 'x'.repeat(100 * 1024) })")).toMatchObject({
      is: { status: 200 },
    });
  });

  it.each([
    ['in', 'path "in" must start with /.'],
    ['/a b', 'holds a space'],
    ['/a\r\nb', 'holds a space, a control character'],
    ['/é', 'or one outside ASCII: percent-encode it.'],
  ])('does not send to the path %j', async (path, sentence) => {
    expect((await sending({ schema: { path: '<%= context.path %>' } }, { path })).answer).toEqual(
      refusal(400, sentence),
    );
  });

  it.each([
    ['X-Name', 'a\r\nX-Forged: b', 'holds a line break'],
    ['X-Name', 'a\u0000', 'a control character'],
    ['X-Name', '名', 'outside Latin-1'],
  ])('does not send the header %s: %j', async (name, value, sentence) => {
    expect((await sending({ schema: { headers: { [name]: '<%= context.value %>' } } }, { value })).answer).toEqual(
      refusal(400, sentence),
    );
  });

  it('sends headers in Latin-1, and any content type: the platform’s list is of answers (documented)', async () => {
    const headers = { 'Content-Type': '<%= context.type %>', 'X-Name': '<%= context.name %>' };
    const { request } = await sending(
      { schema: { headers } },
      { type: 'application/x-www-form-urlencoded', name: 'Zoë' },
    );
    expect(request?.headers).toEqual({ 'Content-Type': 'application/x-www-form-urlencoded', 'X-Name': 'Zoë' });
  });

  it('keeps a header that cannot be sent out of the sentence about it', async () => {
    const { answer } = await sending(
      { schema: { headers: { 'X-Token': '<%= context.token %>' } } },
      { token: 'se\ncret' },
    );
    expect(answer).toEqual(refusal(400, 'header X-Token holds a line break'));
    expect(JSON.stringify(answer)).not.toContain('cret');
  });
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

describe('the platform’s own attempts', () => {
  const options = { maxAttempts: 3, retryDelay: 500 };

  it('follow a 429, a 5xx and a network error, after the delay, and count for the quota', async () => {
    const { sent, receiver } = recording({ status: 429 }, { status: 503 }, { status: 200 });
    const platform = platformWith({ server: handling(answering(SEND)), options }, { receiver });
    const { logs } = await platform.invoke('onConversationUpdate', { data: {} });
    expect(JSON.parse(logs[0]!.text)).toMatchObject({ is: { attempts: 3 } });
    expect(sent.map(({ attempt, at }) => [attempt, at - NOW])).toEqual([
      [1, 0],
      [2, 500],
      [3, 1_000],
    ]);
    expect(platform.quota().requests).toBe(3);
  });

  it.each([400, 404, 301])('do not follow a %d', async (status) => {
    const { sent, receiver } = recording({ status });
    await evaluate(SEND, { receiver }, { options });
    expect(sent).toHaveLength(1);
  });

  it('end with the last answer', async () => {
    const { sent, receiver } = recording(
      { status: 500, body: 'a' },
      { status: 500, body: 'b' },
      { status: 500, body: 'c' },
    );
    expect(await evaluate(SEND, { receiver }, { options })).toMatchObject({ rejects: { status: 500, response: 'c' } });
    expect(sent).toHaveLength(3);
  });

  it('end when the quota leaves no room', async () => {
    const { sent, receiver } = recording({ status: 500 });
    expect(await evaluate(SEND, { receiver, limits: { requestsPerMinute: 2 } }, { options })).toEqual({
      rejects: {
        status: 429,
        headers: {},
        errorSource: 'PLATFORM',
        message: 'The installation has used its 2 requests a minute: try again later.',
      },
    });
    expect(sent).toHaveLength(2);
  });
});

describe('the quota of requests', () => {
  it('is 50 in a sliding minute, whichever invocations make them; a refused one does not count', async () => {
    const { sent, receiver } = recording({ status: 200 });
    const platform = platformWith(
      {
        server: handling(
          `for (let n = 0; n < payload.data.times; n += 1) await ${SEND}.catch((e) => console.log(e.status));`,
        ),
      },
      { receiver },
    );
    const make = async (times: number) =>
      (await platform.invoke('onConversationUpdate', { data: { times } })).logs.map(({ text }) => text);
    expect(await make(30)).toEqual([]);
    await platform.clock.advance(30_000);
    expect(await make(21)).toEqual(['429']);
    await platform.clock.advance(29_999);
    expect(await make(1)).toEqual(['429']);
    await platform.clock.advance(1);
    expect(platform.quota().requests).toBe(20);
    expect(await make(31)).toEqual(['429']);
    expect(sent).toHaveLength(80);
  });
});
