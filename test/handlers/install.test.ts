import type { Receiver, ReceiverAnswer } from '../../packages/fresh-platform/index';
import { dig, type Json } from '../../packages/fresh-platform/lib/dig';
import { bodyOf, createApp, EVERY_DESTINATION, healthy, SECRET, sentBy, SLACK, TEAMS, WEBHOOK } from '../support/app';
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
    expect(sentBy('testSlackToken', requests)[0]?.headers['Authorization']).toBe(`Bearer ${SLACK.slack_bot_token}`);
    expect(dig(bodyOf(sentBy('postToSlack', requests)[0]), 'channel')).toBe(SLACK.slack_channel);
  });

  const refused: [what: string, iparams: Json, words: RegExp][] = [
    ['plain HTTP', { ...WEBHOOK, webhook_url: 'http://hooks.example.com' }, /^Webhook URL .*https/],
    ['no scheme', { ...WEBHOOK, webhook_url: 'hooks.example.com' }, /^Webhook URL .*https/],
    ['credentials', { ...WEBHOOK, webhook_url: 'https://me:pass@hooks.example.com' }, /^Webhook URL .*user name/],
    ['a port', { ...WEBHOOK, webhook_url: 'https://hooks.example.com:8443/x' }, /^Webhook URL .*port/],
    ['an IPv4 address', { ...WEBHOOK, webhook_url: 'https://192.0.2.1/x' }, /^Webhook URL .*IP/],
    ['an IPv6 address', { ...WEBHOOK, webhook_url: 'https://[2001:db8::1]/x' }, /^Webhook URL .*IP/],
    ['localhost', { ...WEBHOOK, webhook_url: 'https://localhost/x' }, /^Webhook URL .*public host/],
    ['a host below localhost', { ...WEBHOOK, webhook_url: 'https://a.localhost/x' }, /^Webhook URL .*public host/],
    ['a host without a dot', { ...WEBHOOK, webhook_url: 'https://intranet/x' }, /^Webhook URL .*public host/],
    ['no secret', { webhook_url: WEBHOOK.webhook_url }, /^Webhook secret is missing/],
    ['a secret without its prefix', { ...WEBHOOK, webhook_secret: 'abcdefgh' }, /^Webhook secret .*whsec_/],
    ['a secret that is no Base64', { ...WEBHOOK, webhook_secret: 'whsec_not base64!' }, /^Webhook secret .*Base64/],
    ['a short secret', { ...WEBHOOK, webhook_secret: secretOf(23) }, /^Webhook secret .*short/],
    ['a long secret', { ...WEBHOOK, webhook_secret: secretOf(65) }, /^Webhook secret .*long/],
    ['three secrets', { ...WEBHOOK, webhook_secret: `${SECRET} ${SECRET} ${SECRET}` }, /^Webhook secret .*two/],
    ['a Slack token without a channel', { slack_bot_token: 'xoxb-1' }, /^Slack channel is missing/],
    ['a Slack channel without a token', { slack_channel: 'C01' }, /^Slack bot token is missing/],
    ['a Slack token with line breaks', { ...SLACK, slack_bot_token: 'xoxb-1\nx: y' }, /^Slack bot token/],
    ['the name of a Slack channel', { ...SLACK, slack_channel: '#general' }, /^Slack channel .*ID/],
    ['a Teams address with a port', { teams_webhook_url: 'https://flows.example.com:8443/x' }, /^Teams URL .*port/],
    ['a Teams address that is none', { teams_webhook_url: 'flows' }, /^Teams URL .*https/],
    ['an unknown kind of event', { events: ['Exploded'] }, /^Events/],
  ];

  it.each(refused.map(([what, iparams, words]) => ({ what, iparams, words })))(
    'refuses $what, and names the setting in 60 characters',
    async ({ iparams, words }) => {
      expectRefusal(await refusal(iparams), words);
    },
  );

  it.each([24, 64])('takes a secret of %i bytes', async (bytes) => {
    expect(await refusal({ ...WEBHOOK, webhook_secret: secretOf(bytes) })).toBeUndefined();
  });

  it.each(['invalid_auth', 'channel_not_found', 'not_in_channel', 'missing_scope', 'some_new_error'])(
    'refuses when Slack answers %s',
    async (error) => {
      expectRefusal(
        await refusal(SLACK, () => ({ status: 200, body: JSON.stringify({ ok: false, error }) })),
        /^Slack /,
      );
    },
  );

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
      expectRefusal(message, /^Slack refused the message\. Check the token and channel\.$/);
      expect(message).not.toContain('forged');
    }
  });

  const answers: [status: number, webhook: RegExp, teams: RegExp, slack: RegExp][] = [
    [
      301,
      /^Webhook URL redirects \(301\)\. Enter the final address\.$/,
      /^Teams URL redirects \(301\)\. Enter/,
      /^Slack answered 301\. Try again later\.$/,
    ],
    [302, /^Webhook URL redirects \(302\)/, /^Teams URL redirects \(302\)/, /^Slack answered 302/],
    [
      400,
      /^Webhook URL answered 400\. Check the receiver\.$/,
      /^Teams URL answered 400\. Check/,
      /^Slack answered 400/,
    ],
    [
      401,
      /^Webhook secret was refused \(401\)\. Enter the receiver's\.$/,
      /^Teams URL is not valid \(401\)\. Copy it again\.$/,
      /^Slack answered 401/,
    ],
    [
      403,
      /^Webhook URL forbids it \(403\)\. Check secret, permissions\.$/,
      /^Teams URL is forbidden \(403\)\. Let anyone trigger it\.$/,
      /^Slack answered 403/,
    ],
    [
      404,
      /^Webhook URL leads nowhere \(404\)\. Check its path\.$/,
      /^Teams URL leads nowhere \(404\)\. Copy it again\.$/,
      /^Slack answered 404/,
    ],
    [
      410,
      /^Webhook URL is gone for good \(410\)\. Enter a new one\.$/,
      /^Teams URL is gone for good \(410\)\. Enter a new one\.$/,
      /^Slack answered 410/,
    ],
    [
      429,
      /^Webhook URL is too busy \(429\)\. Try again later\.$/,
      /^Teams URL is too busy \(429\)\. Try again later\.$/,
      /^Slack answered 429/,
    ],
    [
      500,
      /^Webhook URL answered 500\. Mend the receiver first\.$/,
      /^Teams URL answered 500\. Mend/,
      /^Slack answered 500/,
    ],
    [
      503,
      /^Webhook URL answered 503\. Mend the receiver first\.$/,
      /^Teams URL answered 503\. Mend/,
      /^Slack answered 503/,
    ],
  ];

  it.each(answers)('refuses when a receiver answers %i, and says what to do', async (status, webhook, teams, slack) => {
    expectRefusal(await refusal(WEBHOOK, () => ({ status })), webhook);
    expectRefusal(await refusal(TEAMS, () => ({ status })), teams);
    expectRefusal(await refusal(SLACK, () => ({ status })), slack);
  });

  const hanging: [name: string, template: string, iparams: Json, words: RegExp][] = [
    ['the webhook', 'postToWebhook', WEBHOOK, /^Webhook URL took too long\. Make it answer within 9 s\.$/],
    ['Slack', 'postToSlack', SLACK, /^Slack took too long\. Try again later\.$/],
    ["Slack's check of the token", 'testSlackToken', SLACK, /^Slack took too long\. Try again later\.$/],
    ['Teams', 'postToTeams', TEAMS, /^Teams URL took too long\. Try again later\.$/],
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
    expectRefusal(await refusal(EVERY_DESTINATION, receiver), /^Webhook URL forbids it/);
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
        sandboxGlobals: { ...coverageOptions().sandboxGlobals, ...lacking },
      });
      const { rendered, startedAt, endedAt } = await platform.install(WEBHOOK);
      expectRefusal(rendered?.message, /^Webhook URL took too long/);
      expect(endedAt - startedAt).toBe(15_000);
    },
  );

  it('refuses a receiver that cannot be reached', async () => {
    const unreachable: Receiver = () => Promise.reject(new Error('connect ECONNREFUSED'));
    expectRefusal(await refusal(WEBHOOK, unreachable), /^Webhook URL could not be reached\. Check host and TLS\.$/);
    expectRefusal(await refusal(TEAMS, unreachable), /^Teams URL could not be reached\. Copy it again\.$/);
    expectRefusal(await refusal(SLACK, unreachable), /^Slack could not be reached\. Try again later\.$/);
  });

  it.each([
    'self-signed certificate',
    'certificate has expired',
    'SSL routines:ssl3_get_record:wrong version number',
    'unable to verify the first certificate',
  ])('refuses a receiver whose TLS fails: %s', async (fault) => {
    const untrusted: Receiver = () => Promise.reject(new Error(fault));
    expectRefusal(await refusal(WEBHOOK, untrusted), /^Webhook URL has no valid TLS certificate\. Mend it\.$/);
    expectRefusal(await refusal(TEAMS, untrusted), /^Teams URL has no valid TLS certificate\. Mend it\.$/);
    expectRefusal(await refusal(SLACK, untrusted), /^Slack could not be reached\. Try again later\.$/);
  });
});

describe('uninstalling', () => {
  it('always lets go', async () => {
    const { platform } = createApp({ iparams: { webhook_url: 7 } });
    expect((await platform.uninstall()).rendered).toBeNull();
  });
});
