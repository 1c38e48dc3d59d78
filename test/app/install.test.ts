import type { Receiver, ReceiverAnswer } from '../../simulator';
import { dig, type Json } from '../../simulator/dig';
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
    expect(requests.map(({ template }) => template).sort()).toEqual(['postToSlack', 'postToTeams', 'postToWebhook', 'testSlackToken']);
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

  it.each(refused.map(([what, iparams, words]) => ({ what, iparams, words })))('refuses $what, and names the setting in 60 characters', async ({ iparams, words }) => {
    expectRefusal(await refusal(iparams), words);
  });

  it.each([24, 64])('takes a secret of %i bytes', async (bytes) => {
    expect(await refusal({ ...WEBHOOK, webhook_secret: secretOf(bytes) })).toBeUndefined();
  });

  it.each(['invalid_auth', 'channel_not_found', 'not_in_channel', 'missing_scope', 'some_new_error'])('refuses when Slack answers %s', async (error) => {
    expectRefusal(await refusal(SLACK, () => ({ status: 200, body: JSON.stringify({ ok: false, error }) })), /^Slack /);
  });

  it('never repeats what a receiver says', async () => {
    for (const body of ['{"ok":false,"error":"<b>forged</b>"}', 'forged', '[]', 'null']) {
      const message = await refusal(SLACK, () => ({ status: 200, body }));
      expectRefusal(message, /^Slack/);
      expect(message).not.toContain('forged');
    }
  });

  it.each([301, 302, 400, 401, 403, 404, 410, 429, 500, 503])('refuses when a receiver answers %i', async (status) => {
    expectRefusal(await refusal(WEBHOOK, () => ({ status })), /^Webhook URL /);
    expectRefusal(await refusal(TEAMS, () => ({ status })), /^Teams URL /);
    expectRefusal(await refusal(SLACK, () => ({ status })), /^Slack /);
  });

  const hanging: [name: string, template: string, iparams: Json, words: RegExp][] = [
    ['the webhook', 'postToWebhook', WEBHOOK, /^Webhook URL took too long/],
    ['Slack', 'postToSlack', SLACK, /^Slack took too long/],
    ["Slack's check of the token", 'testSlackToken', SLACK, /^Slack took too long/],
    ['Teams', 'postToTeams', TEAMS, /^Teams URL took too long/],
  ];

  it.each(hanging.map(([name, template, iparams, words]) => ({ name, template, iparams, words })))('refuses within 10 s when $name hangs', async ({ template, iparams, words }) => {
    const receiver: Receiver = (request) => (request.template === template ? { status: 200, latency: 60_000 } : healthy(request));
    const { platform } = createApp({ receiver });
    for (const set of [iparams, EVERY_DESTINATION]) {
      const { rendered, error, startedAt, endedAt } = await platform.install(set);
      expectRefusal(rendered?.message, words);
      expect({ error, took: endedAt - startedAt }).toEqual({ error: undefined, took: 9_000 });
    }
  });

  it('names what is wrong with one destination while another hangs', async () => {
    const receiver: Receiver = (request) => (request.template === 'postToWebhook' ? { status: 403 } : { status: 200, latency: 60_000 });
    expectRefusal(await refusal(EVERY_DESTINATION, receiver), /^Webhook URL forbade it/);
  });

  it('accepts receivers that answer in 8 s', async () => {
    expect(await refusal(EVERY_DESTINATION, (request) => ({ ...(healthy(request) as ReceiverAnswer), latency: 8_000 }))).toBeUndefined();
  });

  it.each(['SharedArrayBuffer', 'Atomics'])('waits as long as the platform does on an engine without %s', async (name) => {
    const lacking = name === 'Atomics' ? { Atomics: {} } : { SharedArrayBuffer: undefined };
    const { platform } = createApp({ receiver: () => ({ status: 200, latency: 60_000 }), sandboxGlobals: { ...coverageOptions().sandboxGlobals, ...lacking } });
    const { rendered, startedAt, endedAt } = await platform.install(WEBHOOK);
    expectRefusal(rendered?.message, /^Webhook URL took too long/);
    expect(endedAt - startedAt).toBe(15_000);
  });

  it('refuses a receiver that cannot be reached', async () => {
    expectRefusal(await refusal(WEBHOOK, () => Promise.reject(new Error('ECONNREFUSED'))), /^Webhook URL could not be reached/);
  });
});

describe('uninstalling', () => {
  it('always lets go', async () => {
    const { platform } = createApp({ iparams: { webhook_url: 7 } });
    expect((await platform.uninstall()).rendered).toBeNull();
  });
});
