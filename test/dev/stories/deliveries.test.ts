import { Webhook } from 'standardwebhooks';
import { record } from '../../../dev/stories/deliveries';
import { standInAnswer } from '../../../dev/stories/stand-ins';
import { newSecret, signatureProblem } from '../../../dev/stories/signature';
import type { OutgoingRequest, ReceiverAnswer } from '../../../packages/fresh-platform/types';

describe('a delivery', () => {
  const secret = newSecret();
  const now = Date.parse('2026-11-02T09:00:00Z');
  const body = JSON.stringify({
    type: 'conversation.events',
    data: { events: [{ id: 'evt_1', type: 'conversation.resolved' }] },
  });
  const request = (template: string, text = body, at = now): OutgoingRequest => ({
    template,
    method: 'POST',
    host: 'any.example.com',
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
      () => ({ secrets: [secret], now }),
    );
    await receiver(sent);
    return deliveries[0];
  };

  it('says when, where a card does, and not when the card was sent', async () => {
    const moment = '{{DATE(2026-11-02T09:00:00Z, SHORT)}} {{TIME(2026-11-02T09:00:00Z)}}';
    const card = [{ text: `Nothing taken since ${moment}.` }, { text: moment }];
    const sent = JSON.stringify({ attachments: [{ content: { body: card } }] });
    expect(await told(request('postToTeams', sent), { status: 202 })).toMatchObject({
      says: 'Nothing taken since 2026-11-02 09:00 UTC.',
    });
  });

  it('is verified when its signature is right, and knows its events', async () => {
    expect(await told(request('postToWebhook'), { status: 204 })).toMatchObject({
      destination: 'webhook',
      verified: true,
      problem: null,
      types: ['conversation.resolved'],
    });
  });

  it('is unverified when what arrives is not what was signed, or is too old', async () => {
    const forged = await told(request('postToWebhook', `${body} `), { status: 204 });
    expect(forged).toMatchObject({
      verified: false,
      problem: 'No signature in the webhook-signature header fits the secret.',
    });
    const late = await told(request('postToWebhook', body, now - 301_000), { status: 204 });
    expect(late).toMatchObject({
      verified: false,
      problem: 'The webhook-timestamp header is more than five minutes off.',
    });
  });

  it('has a problem when it is refused, which Slack does with a 200', async () => {
    expect(await told(request('postToWebhook'), { status: 503 })).toMatchObject({
      verified: true,
      problem: 'It was answered with HTTP 503.',
    });
    expect(
      await told(request('postToWebhook'), { status: 422, headers: { 'retry-after': '60' }, body: 'No such\ntenant.' }),
    ).toMatchObject({ problem: 'It was answered with HTTP 422, and asked to wait 60 s: No such tenant.' });
    expect(
      await told(request('postToSlack', '{"text":"hi"}'), {
        status: 200,
        body: '{"ok":false,"error":"not_in_channel"}',
      }),
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
      await told(request('postToSlack', JSON.stringify({ text })), { status: 200, body: '{"ok":true}' }),
    ).toMatchObject({ says: 'Sales <!channel> & Co (&lt;) picked it up.' });
  });

  it('is known as told before by the ids of its events', async () => {
    const { receiver, deliveries } = record(
      () => ({ status: 204 }),
      () => ({ secrets: [secret], now }),
    );
    await receiver(request('postToWebhook'));
    await receiver(request('postToWebhook'));
    expect(deliveries.map(({ repeated }) => repeated)).toEqual([false, true]);
  });
});

function cardOf(inlines: object[]): string {
  const content = { type: 'AdaptiveCard', body: inlines.length === 0 ? [] : [{ type: 'RichTextBlock', inlines }] };
  return JSON.stringify({ attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] });
}

describe('the stand-ins', () => {
  const secret = newSecret();
  const now = Date.parse('2026-11-02T09:00:00Z');
  const answer = (template: string, headers: Record<string, string>, body = '{}'): ReceiverAnswer =>
    standInAnswer(
      { template, method: 'POST', host: 'any.example.com', path: '/', headers, body, at: now, attempt: 1 },
      { secrets: [secret, 'xoxb-1'], now },
    );
  const signed = (at: number, body: string): Record<string, string> => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at / 1_000),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at), body),
  });

  it('take a webhook signed with its secret at its time, and no other', () => {
    expect(answer('postToWebhook', signed(now, '{}')).status).toBe(204);
    expect(answer('postToWebhook', signed(now, '{}'), '{"forged":true}').status).toBe(401);
    expect(answer('postToWebhook', signed(now - 301_000, '{}')).status).toBe(401);
    expect(answer('postToWebhook', {}).status).toBe(401);
  });

  it('answer as Slack and Teams do', () => {
    const post = '{"channel":"C0SUPPORT","text":"hi"}';
    expect(answer('postToSlack', { Authorization: 'Bearer xoxb-1' }, post)).toEqual({
      status: 200,
      body: '{"ok":true,"channel":"C0SUPPORT","ts":"1793610000.000000"}',
    });
    expect(answer('postToSlack', { Authorization: 'Bearer xoxb-2' }, post).body).toContain('invalid_auth');
    expect(answer('postToSlack', { Authorization: 'Bearer xoxb-1' }).body).toContain('channel_not_found');
    expect(answer('testSlackToken', { Authorization: 'Bearer xoxb-1' }).body).toBe('{"ok":true}');
    expect(answer('postToTeams', {}, cardOf([{ type: 'TextRun', text: 'hi' }])).status).toBe(202);
  });

  it.each<[what: string, message: object, error: string]>([
    ['an unknown channel', { channel: 'C0NOWHERE' }, 'channel_not_found'],
    ['no text', { text: ' ' }, 'no_text'],
    ['a text that is too long', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['51 blocks', { blocks: Array(51).fill({ type: 'divider' }) }, 'invalid_blocks'],
    ['an empty block', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '' } }] }, 'invalid_blocks'],
    [
      'a block that is too long',
      { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } }] },
      'invalid_blocks',
    ],
    ['a block of nothing', { blocks: [{ type: 'context', elements: [] }] }, 'invalid_blocks'],
  ])('refuse for Slack %s', (...[, message, error]) => {
    const body = JSON.stringify({ channel: 'C0SUPPORT', text: 'hi', ...message });
    expect(answer('postToSlack', { Authorization: 'Bearer xoxb-1' }, body)).toEqual({
      status: 200,
      body: JSON.stringify({ ok: false, error }),
    });
  });

  it.each<[what: string, body: string, sentence: string]>([
    ['what is no JSON', 'hi', 'The message holds no Adaptive Card.'],
    ['no card', '{"text":"hi"}', 'The message holds no Adaptive Card.'],
    ['an empty card', cardOf([]), 'The card holds an empty text, or nothing.'],
    ['an empty text', cardOf([{ type: 'TextRun', text: '' }]), 'The card holds an empty text, or nothing.'],
    ['more than 28 KB', cardOf([{ type: 'TextRun', text: 'x'.repeat(28_672) }]), 'The message is larger than 28 KB.'],
  ])('refuse for Teams %s', (...[, body, sentence]) => {
    expect(answer('postToTeams', {}, body)).toEqual({ status: 400, body: sentence });
  });

  it('take one right signature among several, as when a secret is changed over', () => {
    const headers = signed(now, '{}');
    const both = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']!}` };
    expect(signatureProblem({ headers: both, body: '{}' }, secret, now)).toBeNull();
    expect(
      signatureProblem({ headers: { ...headers, 'webhook-signature': 'v1,AAAA' }, body: '{}' }, secret, now),
    ).toContain('No signature');
  });
});
