import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock, httpReceiver } from '../../index';
import { answering, handling, NOW, platformWith, removeApps } from '../support/apps';

describe('httpReceiver', () => {
  const seen: { method?: string | undefined; url?: string | undefined; host?: string | undefined; body: string }[] = [];
  let server: Server;
  let origin: string;
  beforeAll((done) => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, host: request.headers.host, body });
        response
          .writeHead(request.url === '/moved' ? 302 : 201, { 'X-Seen': 'yes', location: '/elsewhere' })
          .end('made');
      });
    });
    server.listen(0, '127.0.0.1', () => {
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  afterAll((done) => {
    removeApps();
    server.close(done);
  });

  /** What an app that sends to `host` is told. */
  async function told(host: string, path = '/in') {
    const clock = createClock(NOW);
    const platform = platformWith(
      { server: handling(answering("$request.invokeTemplate('send', { body: 'héllo' })")), schema: { host, path } },
      {
        clock,
        receiver: httpReceiver({ 'receiver.example.com': origin, 'closed.example.com': 'http://127.0.0.1:9' }, clock),
      },
    );
    const { logs, endedAt } = await platform.invoke('onConversationUpdate', { data: {} });
    return { answer: JSON.parse(logs[0]!.text) as unknown, took: endedAt - NOW };
  }

  it('makes a real request, for which virtual time stands still', async () => {
    const { answer, took } = await told('receiver.example.com');
    expect(seen).toEqual([{ method: 'POST', url: '/in', host: 'receiver.example.com', body: 'héllo' }]);
    expect(answer).toMatchObject({ is: { status: 201, response: 'made', headers: { 'x-seen': 'yes' } } });
    expect(took).toBe(0);
  });

  it('follows no redirect', async () => {
    expect((await told('receiver.example.com', '/moved')).answer).toMatchObject({ is: { status: 302 } });
  });

  it('reaches nothing that has no route, and nothing where nobody listens', async () => {
    expect((await told('other.example.com')).answer).toMatchObject({
      rejects: { status: 502 },
    });
    expect((await told('closed.example.com')).answer).toMatchObject({ rejects: { status: 502, errorSource: 'APP' } });
  });

  it('lets go of the clock when no answer comes, so that the platform’s own limit applies', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const clock = createClock(NOW);
    const receiver = httpReceiver(
      { 'receiver.example.com': `http://127.0.0.1:${(silent.address() as AddressInfo).port}` },
      clock,
      20,
    );
    const platform = platformWith(
      { server: handling(answering("$request.invokeTemplate('send', {})")) },
      { clock, receiver },
    );
    const { logs, endedAt } = await platform.invoke('onConversationUpdate', { data: {} });
    expect([JSON.parse(logs[0]!.text), endedAt - NOW]).toMatchObject([{ rejects: { status: 502 } }, 15_000]);
    await new Promise((resolve) => silent.close(resolve));
  });

  it.each(['https://127.0.0.1:1', 'http://192.168.0.1', 'http://receiver.example.com'])(
    'never leaves the machine: %s',
    (route) => {
      expect(() => httpReceiver({ 'a.example.com': route }, createClock())).toThrow(
        'use http:// and a loopback address',
      );
    },
  );
});
