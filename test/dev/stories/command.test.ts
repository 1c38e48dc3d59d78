import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { dig, digList, digText } from '../../../packages/fresh-platform/lib/dig';
import { runInside, type Run } from '../../../packages/fresh-platform/test/support/command';
import { simulateCommand } from '../../../dev/stories/command';
import { readOptions } from '../../../dev/stories/options';
import { newSecret } from '../../../dev/stories/signature';
import { storyNames } from '../../../dev/stories/read';

const ROOT = join(__dirname, '..', '..', '..');
const RECORDED = 'server/test_data/chat_conversation/onConversationUpdate.json';

/** `npm run simulate -- …` without npm. */
function simulate(...args: string[]): Promise<Run> {
  return runInside(simulateCommand, args);
}

describe('npm run simulate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  const bad = join(folder, 'bad.json');
  const list = join(folder, 'list.json');
  beforeAll(() => {
    writeFileSync(bad, '{\n  "data": {,\n}\n');
    writeFileSync(list, '[]\n');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('tells a story, and what the app logged and delivered', async () => {
    const { code, out, err } = await simulate('picked-up-and-resolved');
    expect(err).toBe('');
    expect(out).toMatch(/^── Picked up and resolved ─+ picked-up-and-resolved ──\n/);
    expect(out).toMatch(
      /^ {13}11:18:50 {3}2 h 1 min {2}resolved {16}Asha Raman resolves it \(2 h 4 min after it began\)$/m,
    );
    expect(out).toContain('      log      Logging arguments from onConversationCreate event: {');
    expect(out).toContain('      webhook  204  verified    conversation.agent.assigned\n');
    expect(out).toMatch(/\n1 story, 4 payloads, 4 events, 4 deliveries verified, 0 unverified, 8 chat messages\n$/);
    expect(Math.max(...out.split('\n').map((line) => Array.from(line).length))).toBeLessThanOrEqual(110);
    expect(out).not.toContain('\u001b');
    expect(code).toBe(0);
  });

  it('plays every story as expected, as one JSON document', async () => {
    const { code, out } = await simulate('--json');
    const report = JSON.parse(out) as unknown;
    const problems = digList(report, 'stories').flatMap((told) =>
      digList(told, 'steps').flatMap((step) => digList(step, 'problems')),
    );
    expect(problems).toEqual([]);
    expect(digList(report, 'stories').map((told) => digText(told, 'name'))).toEqual(storyNames());
    expect(dig(report, 'summary')).toMatchObject({ stories: storyNames().length, unverified: 0, kept: 0, problems: 0 });
    expect(code).toBe(0);
  });

  it('plays one recorded payload', async () => {
    const { code, out } = await simulate('--payload', RECORDED, '--event', 'onConversationUpdate', '--quiet-logs');
    expect(out).toContain(
      'found    conversation.group.unassigned, conversation.agent.unassigned, conversation.resolved\n',
    );
    expect(out).not.toContain('Logging arguments');
    expect(code).toBe(0);
  });

  it('delivers to a program on this machine, signed for the real clock', async () => {
    const secret = newSecret();
    const received: { path: string; headers: Record<string, string>; body: string }[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ path: request.url ?? '', headers: request.headers as Record<string, string>, body });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    const { code, out } = await simulate(
      'resolved-and-cleared-at-once',
      '--webhook',
      `http://127.0.0.1:${port}/conversations/x?y=z`,
      '--secret',
      secret,
    );
    receiver.close();
    expect(received.map(({ path }) => path)).toEqual(Array.from({ length: 4 }, () => '/conversations/x?y=z'));
    for (const { body, headers } of received) expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
    expect(out).toContain('4 deliveries verified, 0 unverified\n');
    expect(code).toBe(0);
  });

  it('says in the receiver’s own words why it refuses', async () => {
    const receiver = createServer((request, response) => {
      request.resume();
      response.writeHead(422).end('The field “shop” is missing.');
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    const to = ['--webhook', `http://127.0.0.1:${port}/`, '--secret', newSecret()];
    const { code, out } = await simulate('resolved-and-cleared-at-once', ...to);
    receiver.close();
    expect(out).toContain('problem  webhook: It was answered with HTTP 422: The field “shop” is missing.');
    expect(code).toBe(1);
  });

  it('finds a file from the folder where the person stands, where npm has gone to another', async () => {
    writeFileSync(join(folder, 'mine.json'), readFileSync(join(ROOT, RECORDED)));
    const before = process.env['INIT_CWD'];
    process.env['INIT_CWD'] = folder;
    try {
      expect((await simulate('--payload', 'mine.json', '--event', 'onConversationUpdate')).code).toBe(0);
    } finally {
      if (before === undefined) delete process.env['INIT_CWD'];
      else process.env['INIT_CWD'] = before;
    }
  });

  it('fails when nothing is there to receive', async () => {
    const { code, out } = await simulate(
      'resolved-and-cleared-at-once',
      '--webhook',
      'http://127.0.0.1:9/',
      '--secret',
      newSecret(),
    );
    expect(out).toContain('webhook  —    no answer   conversation.created\n');
    expect(out).toContain('problem  webhook: Nothing came back: ');
    expect(code).toBe(1);
  });

  it.each([
    [
      'an unknown story',
      ['reopend-twice'],
      /^There is no story “reopend-twice” in test_data\. Did you mean reopened-twice or [\w-]+ or [\w-]+\? --list names all \d+\.\n$/,
    ],
    [
      'bad JSON',
      ['--payload', bad, '--event', 'onConversationCreate'],
      /bad\.json is not valid JSON at line 2, column 12: a name in double quotes or } is expected here\.\n$/,
    ],
    [
      'a file without payload',
      ['--payload', list, '--event', 'onConversationCreate'],
      /list\.json holds no payload: it must be a JSON object\.\n$/,
    ],
    [
      'an object without data',
      ['--payload', 'package.json', '--event', 'onConversationCreate'],
      /package\.json holds no payload: it has no "data" object\.\n$/,
    ],
    [
      'a whole story',
      ['--payload', 'test_data/reopened-twice.json', '--event', 'onConversationCreate'],
      /is a whole story, not one payload: npm run simulate -- reopened-twice plays those of test_data\/\.\n$/,
    ],
    [
      'an unknown event',
      ['--payload', RECORDED, '--event', 'onConversationUpdated'],
      /^There is no event “onConversationUpdated”; there are: onConversationUpdate, onConversationCreate\.\n$/,
    ],
    [
      'an option that is nearly right',
      ['--lst'],
      /^Unknown option '--lst'; --help lists the options\. Did you mean --list\?\n$/,
    ],
    [
      'a story that is half named',
      ['handed-trough'],
      /^There is no story “handed-trough” in test_data\. Did you mean handed-through-three-groups or /,
    ],
    ['an unknown option', ['--colour'], /^Unknown option '--colour'; --help lists the options\.\n$/],
  ])('says in a sentence what is wrong: %s', async (...[, args, sentence]) => {
    const { code, out, err } = await simulate(...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
  });
});

it('ends as a program with its exit code, and with a sentence on stderr', () => {
  const program = [require.resolve('tsx/cli'), 'dev/stories/cli.ts', '--lst'];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: ROOT, encoding: 'utf8' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^Unknown option '--lst'/);
});

describe('the options', () => {
  it.each([
    [['--event', 'onConversationCreate'], '--event names the event of a payload: give --payload FILE as well.'],
    [['--webhook', 'http://127.0.0.1:8080/'], '--webhook and --secret belong together: give both.'],
    [
      ['--webhook', 'http://127.0.0.1:8080/', '--secret', 'whsec_c2hvcnQ='],
      '--secret must be whsec_ followed by the Base64 of 24 to 64 bytes.',
    ],
    [
      ['--webhook', 'https://receiver.example.com/', '--secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
      '--webhook must be an address on this machine such as',
    ],
    [['--payload', 'a.json', 'reopened-twice'], 'Give either --payload or names of stories, not both.'],
  ])('%j are refused in a sentence', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence);
  });
});
