import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveOf, heardBy, receiverFrom, type Exchange } from '../../receivers/recording';
import { readRules } from '../../cli/rule-file';
import { receiverBy } from '../../receivers/rules';
import type { OutgoingRequest } from '../../types';

const folder = mkdtempSync(join(tmpdir(), 'receivers-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const request = (host: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  host,
  path: '/in',
  method: 'POST',
  template: 'send',
  headers: {},
  body: '',
  at: 0,
  attempt: 1,
  ...more,
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('receivers by rules', () => {
  it('answer by the first rule that matches', async () => {
    const receiver = receiverBy([
      { host: '*.example.com', path: '/out', answer: { status: 204 } },
      { host: 'a.example.com', method: 'POST', mode: 'redirecting' },
      { template: 'send', answer: { status: 418 } },
    ]);
    expect((await receiver(request('a.example.com'))).status).toBe(302);
    expect((await receiver(request('b.example.com'))).status).toBe(418);
    expect((await receiver(request('b.example.com', { path: '/out/1' }))).status).toBe(204);
    expect((await receiver(request('c.example.org', { template: 'other' }))).status).toBe(200);
  });

  it('answer in turn, with JSON for a body that is no text, and with the last answer from then on', async () => {
    const rules = readRules(
      file('rules.json', [
        { answers: [{ status: 503 }, { body: { ok: true }, headers: { 'x-id': '7' }, latency: 20 }] },
      ]),
    );
    const receiver = receiverBy(rules);
    expect((await receiver(request('a.example.com'))).status).toBe(503);
    const second = await receiver(request('a.example.com'));
    expect(second).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', 'x-id': '7' },
      body: '{"ok":true}',
      latency: 20,
    });
    expect(await receiver(request('a.example.com'))).toEqual(second);
  });

  it.each([
    ['a text', '"well"', 'The file must be a list.'],
    ['no JSON', '[', 'is not valid JSON at line 1'],
    ['a word that is none', [{ hots: 'a' }], '0 takes no hots, but host'],
    ['a mode that is none', [{ mode: 'slwo' }], '0.mode is "slwo"; it may be slow'],
    ['a status that is none', [{ answer: { status: 99 } }], '0.answer.status is 99, and must be at least 100.'],
    ['an answer that is none', [{ answers: [] }], '0.answers is empty.'],
  ])('are refused where the file holds %s, with the place in it', (name, content, sentence) => {
    expect(() => readRules(file(`${name}.json`, content))).toThrow(sentence);
  });
});

describe('receivers by a recording', () => {
  it('answer again what was heard before: the same method and address, in turn', async () => {
    const heard: Exchange[] = [];
    let nth = 0;
    const service = heardBy(
      ({ path }) => {
        if (path === '/gone') throw new Error('connect ECONNREFUSED');
        return { status: 200, headers: { 'content-type': 'text/plain' }, body: `answer ${(nth += 1)}`, latency: 30 };
      },
      (exchange) => heard.push(exchange),
    );
    await service(request('a.example.com', { path: '/in?a=b%20c', body: 'hello', at: 1_000 }));
    await service(request('a.example.com', { path: '/in?a=b%20c' }));
    await expect(service(request('a.example.com', { path: '/gone' }))).rejects.toThrow();
    const receiver = receiverFrom(file('recorded.har', archiveOf(heard)), () => ({ status: 404 }));
    const told = async (more: Partial<OutgoingRequest>) => (await receiver(request('a.example.com', more))).body;
    expect(await receiver(request('a.example.com', { path: '/in?a=b%20c' }))).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: 'answer 1',
      latency: 30,
    });
    expect([await told({ path: '/in?a=b%20c' }), await told({ path: '/in?a=b%20c' })]).toEqual([
      'answer 2',
      'answer 2',
    ]);
    expect((await receiver(request('a.example.com', { method: 'GET', path: '/in?a=b%20c' }))).status).toBe(404);
    await expect(async () => receiver(request('a.example.com', { path: '/gone' }))).rejects.toThrow(
      'nothing came back',
    );
  });

  it('may be what a browser saved: base64 bodies are read, and headers of the connection left out', async () => {
    const entry = {
      request: { method: 'POST', url: 'https://a.example.com/in' },
      response: {
        status: 201,
        headers: [
          { name: ':status', value: '201' },
          { name: 'Content-Encoding', value: 'br' },
          { name: 'X-Id', value: '7' },
        ],
        content: { text: Buffer.from('héllo').toString('base64'), encoding: 'base64' },
      },
    };
    const receiver = receiverFrom(file('browser.har', { log: { entries: [entry] } }));
    expect(await receiver(request('a.example.com'))).toEqual({ status: 201, headers: { 'x-id': '7' }, body: 'héllo' });
  });

  it('is refused in words where the file is no HTTP Archive', () => {
    expect(() => receiverFrom(file('other.json', { entries: [] }))).toThrow('is no HTTP Archive');
  });
});
