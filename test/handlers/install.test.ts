import type { Receiver, ReceiverAnswer } from '../../packages/fresh-platform/index';
import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import {
  bodyOf,
  createApp,
  destination,
  edited,
  EVERY_DESTINATION,
  healthy,
  hearing,
  joined,
  SECRET,
  sentBy,
  SLACK,
  SLACK_CHANNEL,
  SLACK_TOKEN,
  TEAMS,
  WEBHOOK,
  type Iparams,
} from '../support/app';
import { coverageOptions } from '../support/coverage';
import { signatureOf } from '../support/signature';

async function refusal(iparams: Json, receiver = healthy): Promise<string | undefined> {
  const { platform } = createApp({ receiver });
  const result = await platform.install(iparams);
  expect(result.outcome).toBe('completed');
  expect(result.rendered).not.toBeUndefined();
  return result.rendered?.message;
}

function expectRefusal(message: string | undefined, words: RegExp): void {
  expect(message).toMatch(words);
  expect(message?.length).toBeLessThanOrEqual(60);
}

const secretOf = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 3).toString('base64')}`;

describe('installing', () => {
  it('accepts without any setting, and sends nothing', async () => {
    const { platform, requests } = createApp();
    expect((await platform.install({})).rendered).toBeNull();
    expect(requests).toEqual([]);
  });

  it('proves every destination by a real message', async () => {
    const { platform, requests } = createApp();
    expect((await platform.install(EVERY_DESTINATION)).rendered).toBeNull();
    expect(requests.map(({ template }) => template).sort()).toEqual([
      'postToSlack',
      'postToTeams',
      'postToWebhook',
      'testSlackToken',
    ]);
    const [test] = sentBy('postToWebhook', requests);
    expect(bodyOf(test)).toMatchObject({ type: 'conversation.relay.test', data: { events: [] } });
    expect(test?.headers['webhook-signature']).toBe(signatureOf(test, SECRET));
    expect(test?.path).toBe('/relay?tenant=7');
    expect(sentBy('testSlackToken', requests)[0]?.headers['Authorization']).toBe(`Bearer ${SLACK_TOKEN}`);
    expect(dig(bodyOf(sentBy('postToSlack', requests)[0]), 'channel')).toBe(SLACK_CHANNEL);
  });

  const url = (address: string): Iparams => edited(WEBHOOK, 'webhook', { url: address });
  const secret = (text: string): Iparams => edited(WEBHOOK, 'webhook', {}, text);
  const refused: [what: string, iparams: Json, words: RegExp][] = [
    ['plain HTTP', url('http://hooks.example.com'), /^Orders: .*https/],
    ['no scheme', url('hooks.example.com'), /^Orders: .*https/],
    ['credentials', url('https://me:pass@hooks.example.com'), /^Orders: .*user name/],
    ['a port', url('https://hooks.example.com:8443/x'), /^Orders: .*port/],
    ['an IPv4 address', url('https://192.0.2.1/x'), /^Orders: .*IP/],
    ['a hexadecimal address', url('https://127.0.0.0x1/'), /^Orders: .*IP/],
    ['an IPv6 address', url('https://[2001:db8::1]/x'), /^Orders: .*IP/],
    ['localhost', url('https://localhost/x'), /^Orders: .*public host/],
    ['a host below localhost', url('https://a.localhost/x'), /^Orders: .*public host/],
    ['a host without a dot', url('https://intranet/x'), /^Orders: .*public host/],
    ['no secret', { ...WEBHOOK, secrets: {} }, /^Orders: has no secret yet/],
    ['a secret without its prefix', secret('abcdefgh'), /^Orders: .*whsec_/],
    ['a secret that is no Base64', secret('whsec_notbase64!'), /^Orders: .*Base64/],
    ['a short secret', secret(secretOf(23)), /^Orders: .*longer/],
    ['a long secret', secret(secretOf(65)), /^Orders: .*shorter/],
    ['three secrets', secret(`${SECRET} ${SECRET} ${SECRET}`), /^Orders: .*two/],
    ['a Slack token without a channel', edited(SLACK, 'slack', { channel: '' }), /^#support: has no channel/],
    ['a Slack channel without a token', { ...SLACK, secrets: {} }, /^#support: has no bot token/],
    ['a Slack token with line breaks', edited(SLACK, 'slack', {}, 'xoxb-1\nx: y'), /^#support: .*bot token/],
    ['the name of a Slack channel', edited(SLACK, 'slack', { channel: '#general' }), /^#support: .*channel's id/],
    ['a Teams address with a port', edited(TEAMS, 'teams', {}, 'https://flows.example.com:8443/x'), /^Leads: .*port/],
    ['a Teams address that is none', edited(TEAMS, 'teams', {}, 'flows'), /^Leads: .*https/],
    ['an unknown kind of event', hearing(TEAMS, ['Exploded']), /^Leads: hears of a kind that is unknown/],
    ['a malformed time zone', { ...WEBHOOK, time_zone: 'Nowhere' }, /^Time zone must be/],
  ];

  it.each(refused.map(([what, iparams, words]) => ({ what, iparams, words })))(
    'refuses $what, and names the setting in 60 characters',
    async ({ iparams, words }) => {
      expectRefusal(await refusal(iparams), words);
    },
  );

  it.each([24, 64])('takes a secret of %i bytes', async (bytes) => {
    expect(await refusal(secret(secretOf(bytes)))).toBeUndefined();
  });

  it.each([
    ['invalid_auth', /^#support: has a token that is not valid\. Paste it again\.$/],
    ['not_authed', /^#support: has a token that is not valid\. Paste it again\.$/],
    ['token_revoked', /^#support: has a revoked token\. Create a new one\.$/],
    ['token_expired', /^#support: has an expired token\. Create a new one\.$/],
    ['account_inactive', /^#support: has an inactive token\. Create a new one\.$/],
    ['missing_scope', /^#support: has a token without chat:write\. Add it\.$/],
    ['channel_not_found', /^#support: has a channel Slack cannot find\. Check its id\.$/],
    ['not_in_channel', /^#support: is a channel without the bot\. Invite it\.$/],
    ['is_archived', /^#support: has an archived channel\. Choose another\.$/],
    ['some_new_error', /^#support: was refused by Slack\. Check token and channel\.$/],
  ])('refuses when Slack answers %s, with the remedy for that', async (error, remedy) => {
    expectRefusal(await refusal(SLACK, () => ({ status: 200, body: JSON.stringify({ ok: false, error }) })), remedy);
  });

  it('never repeats what a receiver says', async () => {
    for (const body of [
      '{"ok":false,"error":"<b>forged</b>"}',
      '{"ok":false,"error":"constructor"}',
      '{"ok":false}',
      'forged',
      '[]',
      'null',
    ]) {
      const message = await refusal(SLACK, () => ({ status: 200, body }));
      expectRefusal(message, /^#support: was refused by Slack\. Check token and channel\.$/);
      expect(message).not.toContain('forged');
    }
  });

  const answers: [status: number, webhook: RegExp, teams: RegExp, slack: RegExp][] = [
    [
      301,
      /redirects \(301\)\. Enter the final address\.$/,
      /redirects \(301\)/,
      /got 301 from Slack\. Try again later\.$/,
    ],
    [302, /redirects \(302\)/, /redirects \(302\)/, /got 302 from Slack/],
    [400, /answered 400\. Check the receiver\.$/, /answered 400\. Check/, /got 400 from Slack/],
    [401, /refused the secret \(401\)/, /refused the address \(401\)\. Copy it again\.$/, /got 401 from Slack/],
    [403, /forbids it \(403\)\. Check secret/, /forbids it \(403\)\. Let anyone trigger it\.$/, /got 403 from Slack/],
    [404, /is not at that address \(404\)\. Check the path/, /\(404\)\. Copy it again\.$/, /got 404 from Slack/],
    [410, /is gone for good \(410\)\. Enter a new/, /is gone for good \(410\)\. Enter a new/, /got 410 from Slack/],
    [429, /is too busy \(429\)\. Try again later\.$/, /is too busy \(429\)\. Try again later\.$/, /got 429 from Slack/],
    [500, /answered 500\. Mend the receiver first\.$/, /answered 500\. Mend/, /got 500 from Slack/],
    [503, /answered 503\. Mend the receiver first\.$/, /answered 503\. Mend/, /got 503 from Slack/],
  ];

  it.each(answers)('refuses when a receiver answers %i, and says what to do', async (status, webhook, teams, slack) => {
    expectRefusal(await refusal(WEBHOOK, () => ({ status })), webhook);
    expectRefusal(await refusal(TEAMS, () => ({ status })), teams);
    expectRefusal(await refusal(SLACK, () => ({ status })), slack);
  });

  it('refuses when a receiver answers what the platform cannot read, which says nothing of whether it took it', async () => {
    const receiver: Receiver = () => ({ status: 200, headers: { 'content-type': 'application/problem+json' } });
    const [webhook, teams] = [await refusal(WEBHOOK, receiver), await refusal(TEAMS, receiver)];
    expectRefusal(webhook, /^Orders: answers a type nobody reads\. Answer in JSON\.$/);
    expectRefusal(teams, /^Leads: answers a type nobody reads\. /);
  });

  const hanging: [name: string, template: string, iparams: Json, words: RegExp][] = [
    ['the webhook', 'postToWebhook', WEBHOOK, /^Orders: took too long\. Make it answer within 9 s\.$/],
    ['Slack', 'postToSlack', SLACK, /^#support: got no answer from Slack\. Try again later\.$/],
    ["Slack's check of the token", 'testSlackToken', SLACK, /^#support: got no answer from Slack\. Try again later\.$/],
    ['Teams', 'postToTeams', TEAMS, /^Leads: took too long\. Try again later\.$/],
  ];

  it.each(hanging.map(([name, template, iparams, words]) => ({ name, template, iparams, words })))(
    'refuses within 10 s when $name hangs',
    async ({ template, iparams, words }) => {
      const receiver: Receiver = (request) =>
        request.template === template ? { status: 200, latency: 60_000 } : healthy(request);
      const { platform } = createApp({ receiver });
      for (const set of [iparams, EVERY_DESTINATION]) {
        const { rendered, error, startedAt, endedAt } = await platform.install(set);
        expectRefusal(rendered?.message, words);
        expect({ error, took: endedAt - startedAt }).toEqual({ error: undefined, took: 9_000 });
      }
    },
  );

  it('names what is wrong with one destination while another hangs', async () => {
    const receiver: Receiver = (request) =>
      request.template === 'postToWebhook' ? { status: 403 } : { status: 200, latency: 60_000 };
    expectRefusal(await refusal(EVERY_DESTINATION, receiver), /^Orders: forbids it/);
  });

  it('names the one of twenty that has to be mended, its name cut where the sentence needs the room', async () => {
    const ids = [...Array(20).keys()].map((index) => `d${index}`);
    const twenty = joined(
      ...ids.map((id) =>
        destination('webhook', SECRET, { id, name: `${id} of the repairs team`, url: `https://${id}.example.com/x` }),
      ),
    );
    const { platform } = createApp({
      receiver: ({ host }) => ({ status: host === 'd13.example.com' ? 404 : 200, latency: 8_000 }),
    });
    const { rendered, startedAt, endedAt } = await platform.install(twenty);
    expect(rendered?.message).toBe('d13 of the r…: is not at that address (404). Check the path.');
    expect(endedAt - startedAt).toBe(8_000);
  });

  it('accepts receivers that answer in 8 s', async () => {
    expect(
      await refusal(EVERY_DESTINATION, (request) => ({ ...(healthy(request) as ReceiverAnswer), latency: 8_000 })),
    ).toBeUndefined();
  });

  it.each(['SharedArrayBuffer', 'Atomics'])(
    'waits as long as the platform does on an engine without %s',
    async (name) => {
      const lacking = name === 'Atomics' ? { Atomics: {} } : { SharedArrayBuffer: undefined };
      const { platform } = createApp({
        receiver: () => ({ status: 200, latency: 60_000 }),
        ways: { slowAnswersAre504: true },
        sandboxGlobals: { ...coverageOptions().sandboxGlobals, ...lacking },
      });
      const { rendered, startedAt, endedAt } = await platform.install(WEBHOOK);
      expectRefusal(rendered?.message, /^Orders: took too long/);
      expect(endedAt - startedAt).toBe(15_000);
    },
  );

  it('refuses a receiver that cannot be reached', async () => {
    const unreachable: Receiver = () => Promise.reject(new Error('connect ECONNREFUSED'));
    expectRefusal(await refusal(WEBHOOK, unreachable), /^Orders: could not be reached\. Check host and TLS\.$/);
    expectRefusal(await refusal(TEAMS, unreachable), /^Leads: could not be reached\. Copy the address again\.$/);
    expectRefusal(await refusal(SLACK, unreachable), /^#support: could not reach Slack\. Try again later\.$/);
  });

  it.each([
    'self-signed certificate',
    'certificate has expired',
    'SSL routines:ssl3_get_record:wrong version number',
    'unable to verify the first certificate',
  ])('refuses a receiver whose TLS fails: %s', async (fault) => {
    const untrusted: Receiver = () => ({ status: 502, body: fault });
    expectRefusal(await refusal(WEBHOOK, untrusted), /^Orders: has no valid TLS certificate\. Mend it\.$/);
    expectRefusal(await refusal(TEAMS, untrusted), /^Leads: has no valid TLS certificate\. Mend it\.$/);
    expectRefusal(await refusal(SLACK, untrusted), /^#support: could not reach Slack\. Try again later\.$/);
  });
});

describe('uninstalling', () => {
  it('always lets go', async () => {
    const { platform } = createApp({ iparams: { destinations: 7 } });
    expect((await platform.uninstall()).rendered).toBeNull();
  });
});
