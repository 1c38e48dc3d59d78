/** Deliveries of the compiled app as they arrive over real HTTP, checked by implementations that are not ours. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';
import { createClock, httpReceiver } from '../../../packages/fresh-platform/index';
import { loadStories } from '../../../dev/stories/read';
import {
  changed,
  createApp,
  edited,
  hearing,
  OTHER_SECRET,
  outcomeIn,
  payloadWith,
  SECRET,
  WEBHOOK,
  type TestApp,
} from '../../support/app';

const isCi = (process.env['CI'] ?? '') !== '';

/** The app with its webhook at a server on this machine, on the real clock's time: that is what receivers compare with. */
function appAt(port: number, secret = SECRET): TestApp {
  const clock = createClock();
  const iparams = { ...hearing(edited(WEBHOOK, 'webhook', {}, secret)), personal_data: 'Include' };
  return createApp({
    clock,
    iparams,
    receiver: httpReceiver({ 'hooks.example.com': `http://127.0.0.1:${port}` }, clock),
  });
}

/** A story, and a payload whose text takes one to four bytes a character. */
async function tellAll({ platform, requests }: TestApp): Promise<number> {
  for (const { event, payload } of loadStories(['handed-through-three-groups'])[0]?.steps ?? [])
    await platform.invoke(event, payload);
  await platform.invoke('onConversationUpdate', changed({ status: ['new', 'wartend – später 🙂'] }));
  await platform.install(WEBHOOK);
  return requests.length;
}

describe("a receiver with the package's own verify", () => {
  const received: { headers: IncomingHttpHeaders; body: string; url: string | undefined }[] = [];
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8'), url: request.url });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('takes every delivery by either of two secrets, and none that was changed on its way', async () => {
    const sent = await tellAll(appAt((server.address() as AddressInfo).port, `${OTHER_SECRET} ${SECRET}`));
    expect(sent).toBeGreaterThan(8);
    expect(received).toHaveLength(sent);
    for (const { headers, body, url } of received) {
      const fields = headers as Record<string, string>;
      expect(new Webhook(SECRET).verify(body, fields)).toEqual(JSON.parse(body));
      expect(() => new Webhook(SECRET).verify(`${body} `, fields)).toThrow('No matching signature found');
      expect([url, headers['content-type']]).toEqual(['/relay?tenant=7', 'application/json']);
    }
    for (const { headers, body } of received.slice(0, -1))
      expect(new Webhook(OTHER_SECRET).verify(body, headers as Record<string, string>)).toBeDefined();
  });
});

describe("a receiver with nothing but Python's standard library", () => {
  let python: ChildProcess | undefined;
  const said: string[] = [];

  /** Its port; null where there is no Python. */
  function start(...secrets: string[]): Promise<number | null> {
    return new Promise((resolve) => {
      const child = spawn('python3', [join(__dirname, '..', '..', 'support', 'receiver.py'), ...secrets], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      python = child;
      child.on('error', () => {
        resolve(null);
      });
      createInterface(child.stdout).on('line', (line) => {
        if (/^\d+$/.test(line)) resolve(Number(line));
        else said.push(line);
      });
    });
  }

  beforeEach(() => {
    said.length = 0;
  });
  afterEach(() => {
    python?.kill();
  });

  /** Where there is no Python the test says so and passes, but for CI. */
  async function withPython(secret: string, test: (port: number) => Promise<void>): Promise<void> {
    const port = await start(secret);
    if (port !== null) return test(port);
    if (isCi) throw new Error('CI must verify signatures in Python: install python3.');
    console.warn("There is no python3 here, so no signature was verified by Python's standard library.");
  }

  it('takes every delivery', () =>
    withPython(SECRET, async (port) => {
      const sent = await tellAll(appAt(port));
      expect(said).toEqual(Array.from({ length: sent }, () => 'verified'));
    }));

  it('takes none that was signed with another secret, and the app keeps it', () =>
    withPython(OTHER_SECRET, async (port) => {
      const { platform } = appAt(port);
      const result = await platform.invoke('onConversationCreate', payloadWith());
      expect([said, outcomeIn(result, 'webhook')]).toEqual([['no signature fits'], 'kept']);
    }));
});
