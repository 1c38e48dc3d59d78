/** The test button of a destination's card. */
import type { Receiver } from '../../packages/fresh-platform/index';
import {
  bodyOf,
  createApp,
  edited,
  EVERY_DESTINATION,
  healthy,
  SECRET,
  sentBy,
  SLACK,
  SLACK_CHANNEL,
  SLACK_TOKEN,
  TEAMS,
  TEAMS_ADDRESS,
  textsOf,
  WEBHOOK,
  type Iparams,
} from '../support/app';
import { refusalFor } from '../../src/handlers/install';
import { answerOf, asked, beforeInstalling, slackSays } from '../support/page-functions';
import { signatureOf } from '../support/signature';

describe('testDestination', () => {
  it.each([
    ['a webhook', WEBHOOK, 'postToWebhook'],
    ['Slack', SLACK, 'postToSlack'],
    ['Teams', TEAMS, 'postToTeams'],
  ] as const)('proves %s by a real message, before the app is installed too', async (...[, iparams, template]) => {
    for (const app of [beforeInstalling(), createApp({ iparams: EVERY_DESTINATION })]) {
      expect(await answerOf(app, 'testDestination', asked(iparams))).toEqual({
        ok: true,
        message: 'It took the test message.',
      });
      expect(sentBy(template, app.requests)).toHaveLength(1);
    }
  });

  it('sends a webhook a signed test that tells of nothing', async () => {
    const app = beforeInstalling();
    await answerOf(app, 'testDestination', asked(WEBHOOK));
    expect(bodyOf(app.requests[0])).toMatchObject({ type: 'conversation.relay.test', data: { events: [] } });
    expect(app.requests[0]?.headers['webhook-signature']).toBe(signatureOf(app.requests[0], SECRET));
  });

  const failing: [what: string, iparams: Iparams, receiver: Receiver, message: RegExp][] = [
    ['a refused secret', WEBHOOK, () => ({ status: 401 }), /^It refused the secret \(401\)\./],
    ['a redirect', WEBHOOK, () => ({ status: 301 }), /^It redirects \(301\)\. Enter the final address\.$/],
    ['no such address', TEAMS, () => ({ status: 404 }), /^It is not at that address \(404\)\. Copy it again\.$/],
    [
      'a channel without the bot',
      SLACK,
      slackSays('not_in_channel'),
      /^It is a channel without the bot\. Invite it\.$/,
    ],
    ['a receiver that hangs', WEBHOOK, () => ({ status: 200, latency: 60_000 }), /^It took too long\./],
    ['no address', edited(WEBHOOK, 'webhook', { url: '' }), healthy, /^It has no address yet\.$/],
    ['a channel’s name', edited(SLACK, 'slack', { channel: '#a' }), healthy, /^It needs the channel's id/],
    ['a mask for a secret', edited(WEBHOOK, 'webhook', {}, '************'), healthy, /starts with whsec_/],
  ];

  it.each(failing)('says what to mend for %s', async (...[, iparams, receiver, message]) => {
    const answer = await answerOf(beforeInstalling({ receiver }), 'testDestination', asked(iparams));
    expect(answer).toEqual({ ok: false, message: expect.stringMatching(message) as string });
  });

  it('takes the stored secret where the page was not given it back, a shared token of Slack too', async () => {
    const app = createApp({ iparams: { ...EVERY_DESTINATION, secrets: { webhook: SECRET, slack: SLACK_TOKEN } } });
    expect((await answerOf(app, 'testDestination', { ...asked(WEBHOOK), secret: '' }))['ok']).toBe(true);
    const other = { id: 'other', kind: 'slack', name: 'Other', channel: SLACK_CHANNEL };
    expect((await answerOf(app, 'testDestination', { destination: other }))['ok']).toBe(true);
    const teams = await answerOf(app, 'testDestination', { ...asked(TEAMS), secret: null });
    expect(teams['message']).toBe("It has no address yet: paste the workflow's.");
  });

  it.each([{}, { destination: 7 }, { destination: [] }, { destination: { id: {}, kind: [] }, secret: {} }])(
    'answers %j with a sentence',
    async (args) => {
      const answer = await answerOf(beforeInstalling(), 'testDestination', args);
      expect(answer).toEqual({ ok: false, message: expect.stringMatching(/^It [a-z].*\.$/) as string });
    },
  );
});

describe('no answer of a page function', () => {
  it('is logged with a secret, and none holds one', async () => {
    const app = createApp({ iparams: EVERY_DESTINATION, receiver: () => ({ status: 500 }) });
    const said = [
      await answerOf(app, 'testDestination', asked(WEBHOOK)),
      await answerOf(app, 'testDestination', asked(TEAMS)),
      await answerOf(app, 'listSlackChannels', { secret: SLACK_TOKEN }),
      await answerOf(app, 'status'),
      await answerOf(app, 'retryNow', { id: 'slack' }),
      app.platform.invocations.map(textsOf),
    ];
    for (const secret of [SECRET, SLACK_TOKEN, TEAMS_ADDRESS]) expect(JSON.stringify(said)).not.toContain(secret);
  });
});

test('a receiver that hangs is given up after nine seconds, for the page as for an install', async () => {
  for (const asks of ['page', 'install'] as const) {
    const app = createApp({ installed: false, receiver: () => ({ status: 200, latency: 14_000 }) });
    const start = app.platform.clock.now();
    if (asks === 'install') await app.platform.install(WEBHOOK);
    else await answerOf(app, 'testDestination', asked(WEBHOOK));
    expect(app.platform.clock.now() - start).toBe(9_000);
  }
});

test('a refusal fills the sixty characters that are shown, its destination’s name cut where the sentence needs the room', () => {
  expect([
    refusalFor('Orders', 'has no address yet.'),
    refusalFor('n'.repeat(39), 'has no address yet.'),
    refusalFor('n'.repeat(40), 'has no address yet.'),
    refusalFor('Orders', 'x'.repeat(80)),
  ]).toEqual([
    'Orders: has no address yet.',
    `${'n'.repeat(39)}: has no address yet.`,
    `${'n'.repeat(38)}…: has no address yet.`,
    `…: ${'x'.repeat(56)}…`,
  ]);
});
