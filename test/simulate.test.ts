import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { dig, digList, digText } from '../simulator/dig';
import { duration } from '../simulator/durations';
import { startLocalReceiver, type LocalReceiver } from '../simulator/local-receiver';
import { readOptions } from '../simulator/options';
import { newSecret, signatureProblem } from '../simulator/signature';
import { loadStories, storyNames, type Step, type Story } from '../simulator/stories';
import { cut, hang, lookOf, wrap } from '../simulator/terminal';
import { timelineOf } from '../simulator/timeline';

const ROOT = join(__dirname, '..');
const RECORDED = 'server/test_data/chat_conversation/onConversationUpdate.json';

interface Run {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `npm run simulate -- …` without npm. */
function simulate(...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [require.resolve('tsx/cli'), 'simulator/cli.ts', ...args], { cwd: ROOT, env: { ...process.env, COLUMNS: '' } });
  const run: Run = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (run.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (run.err += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => {
    resolve({ ...run, code });
  }));
}

function story(name: string): Story {
  return loadStories([name])[0]!;
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
    expect(out).toMatch(/^ {13}11:18:50 {3}2 h 1 min {2}resolved {16}Asha Raman resolves it \(2 h 4 min after it began\)$/m);
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
    const problems = digList(report, 'stories').flatMap((told) => digList(told, 'steps').flatMap((step) => digList(step, 'problems')));
    expect(problems).toEqual([]);
    expect(digList(report, 'stories').map((told) => digText(told, 'name'))).toEqual(storyNames());
    expect(dig(report, 'summary')).toMatchObject({ stories: storyNames().length, unverified: 0, kept: 0, problems: 0 });
    expect(code).toBe(0);
  });

  it('plays one recorded payload', async () => {
    const { code, out } = await simulate('--payload', RECORDED, '--event', 'onConversationUpdate', '--quiet-logs');
    expect(out).toContain('found    conversation.group.unassigned, conversation.agent.unassigned, conversation.resolved\n');
    expect(out).not.toContain('Logging arguments');
    expect(code).toBe(0);
  });

  it('delivers to a program on this machine, signed for the real clock', async () => {
    const secret = newSecret();
    const receiver = await startLocalReceiver({ secret, slackToken: '', now: () => Date.now() });
    const { code, out } = await simulate('resolved-and-cleared-at-once', '--webhook', `${receiver.origin}/conversations/x?y=z`, '--secret', secret);
    await receiver.close();
    expect(receiver.received.map(({ path, verified }) => [path, verified])).toEqual(Array.from({ length: 4 }, () => ['/conversations/x?y=z', true]));
    expect(() => new Webhook(secret).verify(receiver.received[0]!.body, receiver.received[0]!.headers)).not.toThrow();
    expect(out).toContain('4 deliveries verified, 0 unverified\n');
    expect(code).toBe(0);
  });

  it('fails when nothing is there to receive', async () => {
    const { code, out } = await simulate('resolved-and-cleared-at-once', '--webhook', 'http://127.0.0.1:9/', '--secret', newSecret());
    expect(out).toContain('webhook  —    no answer   conversation.created\n');
    expect(out).toContain('problem  webhook: Nothing came back: ');
    expect(code).toBe(1);
  });

  it.each([
    ['an unknown story', ['reopend-twice'], /^There is no story “reopend-twice” in test_data; there are: reopened-twice, .+\.\n$/],
    ['bad JSON', ['--payload', bad, '--event', 'onConversationCreate'], /bad\.json is not valid JSON at line 2, column 12: expected property name or '}'\.\n$/],
    ['a file without payload', ['--payload', list, '--event', 'onConversationCreate'], /list\.json holds no payload: it must be a JSON object\.\n$/],
    ['an unknown event', ['--payload', RECORDED, '--event', 'onConversationUpdated'], /^There is no event “onConversationUpdated”; there are: onConversationUpdate, onConversationCreate\.\n$/],
    ['an unknown option', ['--colour'], /^Unknown option '--colour'; --help lists the options\.\n$/],
  ])('says in a sentence what is wrong: %s', async (...[, args, sentence]) => {
    const { code, out, err } = await simulate(...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
  });
});

describe('the options', () => {
  it.each([
    [['--event', 'onConversationCreate'], '--event names the event of a payload: give --payload FILE as well.'],
    [['--webhook', 'http://127.0.0.1:8080/'], '--webhook and --secret belong together: give both.'],
    [['--webhook', 'http://127.0.0.1:8080/', '--secret', 'whsec_c2hvcnQ='], '--secret must be whsec_ followed by the Base64 of 24 to 64 bytes.'],
    [['--webhook', 'https://receiver.example.com/', '--secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], '--webhook must be an address on this machine such as'],
    [['--payload', 'a.json', 'reopened-twice'], 'Give either --payload or names of stories, not both.'],
  ])('%j are refused in a sentence', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence);
  });
});

describe('a timeline', () => {
  it('says who held the conversation, what happened and how long it took', () => {
    const { setting, moments, held } = timelineOf(story('handed-through-three-groups'));
    expect(setting).toEqual(['Harbour & Pine', 'web chat', 'Viktor Halloran']);
    expect(moments.map(({ after, holder, what }) => [after, holder, what]).slice(2, 5)).toEqual([
      [365_000, 'Tomás Ferreira, First line', 'Tomás Ferreira takes it'],
      [170_000, 'Billing (Tier 1)', 'Tomás Ferreira hands it to Billing (Tier 1) and lets it go'],
      [692_000, 'Mei Lin, Billing (Tier 1)', 'IntelliAssign gives it to Mei Lin'],
    ]);
    expect(held.find(({ holder }) => holder === 'Billing (Tier 1)')).toEqual({ holder: 'Billing (Tier 1)', ms: 692_000 });
  });

  it('tells things in the order they happened, and what was told twice once', () => {
    const told = story('repeated-and-out-of-order');
    const { moments } = timelineOf(told);
    expect(moments).toHaveLength(told.steps.length - 1);
    expect(moments.every(({ after }) => after === undefined || after > 0)).toBe(true);
  });

  it('names what the system did after the part that did it', () => {
    const said = timelineOf(story('resolved-by-auto-resolve')).moments.map(({ what }) => what);
    expect(said).toContain('auto-resolve resolves it (1 d after it began)');
    expect(said).toContain('the customer’s message reopens it: “I was away, sorry. Yes please!”');
  });

  it('counts no time after a resolve', () => {
    expect(timelineOf(story('reopened-twice')).held.map(({ holder }) => holder)).not.toContain('resolved');
  });

  it('survives a payload that holds next to nothing, and lets no control character through', () => {
    const step = (payload: Step['payload']): Step => ({ at: 0, event: 'onConversationUpdate', payload });
    const changes = { model_changes: { odd: ['a', '\u001b[31mb'], status: 'new', assigned_agent_id: [null, 'someone-unknown'] } };
    const strange: Story = { ...story('suite-account'), steps: [step({ data: {} }), step({ data: { changes, conversation: null } }), step({})] };
    expect(timelineOf(strange).moments.map(({ holder, what }) => [holder, what])).toEqual([
      ['nobody', 'someone writes (no text)'],
      ['nobody', 'someone gives it to “someone-…” and sets odd to [31mb'],
      ['nobody', 'someone writes (no text)'],
    ]);
  });

  it.each([
    [0, '0 s'], [1, '< 1 s'], [59_400, '59 s'], [59_600, '1 min'], [221_000, '3 min 41 s'], [3_600_000, '1 h'],
    [7_505_000, '2 h 5 min'], [86_400_000, '1 d'], [234_000_000, '2 d 17 h'], [-5_000, '5 s earlier'],
  ])('says %d ms as people do', (ms, said) => {
    expect(duration(ms)).toBe(said);
  });
});

describe('text on a terminal', () => {
  it('is cut, wrapped and hung to the width', () => {
    expect(cut('conversation', 6)).toBe('conve…');
    expect(wrap('a bc def ghij', 4)).toEqual(['a bc', 'def', 'ghij']);
    expect(wrap('after 2 h 5 min', 12)).toEqual(['after 2 h', '5 min']);
    expect(hang('to: ', 'one two three four five six', 4, 24)).toBe('to: one two three four\n    five six');
  });

  it('has colour only on a terminal whose owner wants it', () => {
    expect(lookOf({ isTTY: true, columns: 90 }, {}, 'cut')).toEqual({ width: 90, color: true, logs: 'cut' });
    expect(lookOf({ isTTY: true, columns: 90 }, { NO_COLOR: '1' }, 'cut').color).toBe(false);
    expect(lookOf({}, {}, 'full')).toEqual({ width: 110, color: false, logs: 'full' });
  });
});

describe('the local receiver', () => {
  const secret = newSecret();
  const now = Date.parse('2026-11-02T09:00:00Z');
  let receiver: LocalReceiver;
  beforeAll(async () => {
    receiver = await startLocalReceiver({ secret, slackToken: 'xoxb-1', now: () => now });
  });
  afterAll(() => receiver.close());

  const post = (path: string, headers: Record<string, string>, body = '{}'): Promise<Response> =>
    fetch(`${receiver.origin}${path}`, { method: 'POST', headers, body });
  const signed = (at: number, body: string): Record<string, string> => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at / 1_000),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at), body),
  });

  it('takes a webhook signed with its secret at its time, and no other', async () => {
    expect((await post('/conversations', signed(now, '{}'))).status).toBe(204);
    expect((await post('/conversations', signed(now, '{}'), '{"forged":true}')).status).toBe(401);
    expect((await post('/conversations', signed(now - 301_000, '{}'))).status).toBe(401);
    expect((await post('/conversations', {})).status).toBe(401);
    expect(receiver.received.map(({ destination, verified, at }) => [destination, verified, at])).toEqual([
      ['webhook', true, now], ['webhook', false, now], ['webhook', false, now], ['webhook', false, now],
    ]);
  });

  it('answers as Slack and Teams do', async () => {
    expect(await (await post('/api/chat.postMessage', { authorization: 'Bearer xoxb-1' })).json()).toEqual({ ok: true });
    expect(await (await post('/api/auth.test', { authorization: 'Bearer xoxb-2' })).json()).toEqual({ ok: false, error: 'invalid_auth' });
    expect((await post('/workflows/x', {})).status).toBe(202);
    expect((await post('/elsewhere', {})).status).toBe(404);
  });

  it('takes one right signature among several, as when a secret is changed over', () => {
    const headers = signed(now, '{}');
    const both = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']!}` };
    expect(signatureProblem({ headers: both, body: '{}' }, secret, now)).toBeNull();
    expect(signatureProblem({ headers: { ...headers, 'webhook-signature': 'v1,AAAA' }, body: '{}' }, secret, now)).toContain('No signature');
  });
});
