import { Webhook } from 'standardwebhooks';
import { HOSTS, record } from '../../../dev/stories/deliveries';
import { startLocalReceiver, type LocalReceiver } from '../../../dev/stories/local-receiver';
import { newSecret, signatureProblem } from '../../../dev/stories/signature';
import type { OutgoingRequest, ReceiverAnswer } from '../../../packages/fresh-platform/types';

describe('a delivery', () => {
  const secret = newSecret();
  const now = Date.parse('2026-11-02T09:00:00Z');
  const body = JSON.stringify({
    type: 'conversation.events',
    data: { events: [{ id: 'evt_1', type: 'conversation.resolved' }] },
  });
  const request = (host: string, text = body, at = now): OutgoingRequest => ({
    template: 'any',
    method: 'POST',
    host,
    path: '/',
    body: text,
    at,
    attempt: 1,
    headers: {
      'Webhook-Id': 'm',
      'Webhook-Timestamp': String(at / 1_000),
      'Webhook-Signature': new Webhook(secret).sign('m', new Date(at), body),
    },
  });
  const told = async (sent: OutgoingRequest, answer: ReceiverAnswer) => {
    const { receiver, deliveries } = record(
      () => answer,
      secret,
      () => now,
    );
    await receiver(sent);
    return deliveries[0];
  };

  it('is verified when its signature is right, and knows its events', async () => {
    expect(await told(request(HOSTS.webhook), { status: 204 })).toMatchObject({
      destination: 'webhook',
      verified: true,
      problem: null,
      events: ['conversation.resolved'],
    });
  });

  it('is unverified when what arrives is not what was signed, or is too old', async () => {
    const forged = await told(request(HOSTS.webhook, `${body} `), { status: 204 });
    expect(forged).toMatchObject({
      verified: false,
      problem: 'No signature in the webhook-signature header fits the secret.',
    });
    const late = await told(request(HOSTS.webhook, body, now - 301_000), { status: 204 });
    expect(late).toMatchObject({
      verified: false,
      problem: 'The webhook-timestamp header is more than five minutes off.',
    });
  });

  it('has a problem when it is refused, which Slack does with a 200', async () => {
    expect(await told(request(HOSTS.webhook), { status: 503 })).toMatchObject({
      verified: true,
      problem: 'It was answered with HTTP 503.',
    });
    expect(
      await told(request(HOSTS.slack, '{"text":"hi"}'), { status: 200, body: '{"ok":false,"error":"not_in_channel"}' }),
    ).toMatchObject({
      destination: 'slack',
      verified: null,
      says: 'hi',
      problem: 'It was refused: not_in_channel.',
    });
  });

  it('says what a person reads in the channel', async () => {
    const text = 'Sales &lt;\u200b!channel&gt;\u200b &amp; Co (&amp;lt;) picked it up.';
    expect(
      await told(request(HOSTS.slack, JSON.stringify({ text })), { status: 200, body: '{"ok":true}' }),
    ).toMatchObject({ says: 'Sales <!channel> & Co (&lt;) picked it up.' });
  });

  it('is known as told before by the ids of its events', async () => {
    const { receiver, deliveries } = record(
      () => ({ status: 204 }),
      secret,
      () => now,
    );
    await receiver(request(HOSTS.webhook));
    await receiver(request(HOSTS.webhook));
    expect(deliveries.map(({ repeated }) => repeated)).toEqual([false, true]);
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
      ['webhook', true, now],
      ['webhook', false, now],
      ['webhook', false, now],
      ['webhook', false, now],
    ]);
  });

  it('answers as Slack and Teams do', async () => {
    expect(await (await post('/api/chat.postMessage', { authorization: 'Bearer xoxb-1' })).json()).toEqual({
      ok: true,
    });
    expect(await (await post('/api/auth.test', { authorization: 'Bearer xoxb-2' })).json()).toEqual({
      ok: false,
      error: 'invalid_auth',
    });
    expect((await post('/workflows/x', {})).status).toBe(202);
    expect((await post('/elsewhere', {})).status).toBe(404);
  });

  it('takes one right signature among several, as when a secret is changed over', () => {
    const headers = signed(now, '{}');
    const both = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']!}` };
    expect(signatureProblem({ headers: both, body: '{}' }, secret, now)).toBeNull();
    expect(
      signatureProblem({ headers: { ...headers, 'webhook-signature': 'v1,AAAA' }, body: '{}' }, secret, now),
    ).toContain('No signature');
  });
});
