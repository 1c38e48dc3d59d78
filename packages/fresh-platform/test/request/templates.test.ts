import {
  answering,
  evaluate,
  handling,
  NOW,
  platformWith,
  recording,
  removeApps,
  writeApp,
  type AppParts,
} from '../support/apps';
import { readAppPackage } from '../../app/app-package';

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
      invocation: 1,
    });
    expect(answer).toEqual({ is: { status: 200, headers: { 'x-id': '7' }, response: 'ok', attempts: 1 } });
  });

  it('a text outside of tags is sent as it stands (documented)', async () => {
    const headers = { Authorization: 'Basic btoa(<%= context.key %>)' };
    const { request } = await sending({ schema: { headers } }, { key: 'k' });
    expect(request?.headers['Authorization']).toBe('Basic btoa(k)');
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
    ['localhost', 'is no fully qualified domain name'],
    ['a_b.example.com', 'is no fully qualified domain name'],
  ])('does not send to %s', async (host, sentence) => {
    expect((await sending({ schema: { host: '<%= context.host %>' } }, { host })).answer).toEqual(
      refusal(400, sentence),
    );
    expect(() => platformWith({ server: handling(''), schema: { host } })).toThrow(sentence);
  });

  it('does not send to a host with a port, which loads in spite of it (FDK 6.9’s source lets it pass)', async () => {
    const parts = {
      server: handling(answering("$request.invokeTemplate('send', {})")),
      schema: { host: 'a.example.com:8443' },
    };
    const { logs } = await platformWith(parts).invoke('onConversationUpdate', { data: {} });
    expect(JSON.parse(logs[0]?.text ?? '{}')).toEqual(refusal(400, 'names a port'));
    expect(readAppPackage(writeApp(parts)).warnings).toEqual([
      'config/requests.json, template send: the host names a port, 8443, and should be a domain name alone.',
    ]);
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
