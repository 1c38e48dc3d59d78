/** The functions that the settings page calls, before installing and after. */
import type { PlatformOptions, Receiver } from '../../packages/fresh-platform/index';
import { dig, digList, digRecord, type Json } from '../../packages/fresh-platform/lib/dig';
import {
  bodyOf,
  changed,
  createApp,
  destination,
  edited,
  EVERY_DESTINATION,
  healthy,
  joined,
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
  type TestApp,
} from '../support/app';
import { signatureOf } from '../support/signature';

const MINUTE = 60_000;

/** What the page gets, which must be one answer. */
async function answerOf({ platform }: TestApp, name: string, args: Json = {}): Promise<Json> {
  const result = await platform.call(name, args);
  return digRecord(result, 'response');
}

function beforeInstalling(options: Partial<PlatformOptions> = {}): TestApp {
  return createApp({ installed: false, ...options });
}

/** A destination and its secret, as the page passes them. */
const asked = ({ destinations: [first], secrets }: Iparams): Json => ({
  destination: first,
  secret: Object.values(secrets)[0],
  personal_data: 'Leave out',
});

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

function slackSays(error: string): Receiver {
  return () => ({ status: 200, body: JSON.stringify({ ok: false, error }) });
}

describe('listSlackChannels', () => {
  const page = (channels: object[], next: string): string =>
    JSON.stringify({ ok: true, channels, response_metadata: { next_cursor: next } });

  it('lists what the token sees, page by page, sorted by name', async () => {
    const receiver: Receiver = ({ path }) => ({
      status: 200,
      body: path.includes('cursor=bmV4dA')
        ? page([{ id: 'C01', name: 'billing' }, { id: 'C03', name: '\u202eodd' }, { name: 'no id' }], '')
        : page([{ id: 'C02', name: 'orders' }], 'bmV4dA=='),
    });
    const app = beforeInstalling({ receiver });
    expect(await answerOf(app, 'listSlackChannels', { secret: SLACK_TOKEN })).toEqual({
      ok: true,
      channels: [
        { id: 'C01', name: 'billing' },
        { id: 'C03', name: 'odd' },
        { id: 'C02', name: 'orders' },
      ],
      message: '',
    });
    expect(app.requests.map(({ headers }) => headers['Authorization'])).toEqual([
      `Bearer ${SLACK_TOKEN}`,
      `Bearer ${SLACK_TOKEN}`,
    ]);
  });

  it.each([
    ['[]', true, 'The token sees no channel. Invite the bot to one, then list again.'],
    ['"many"', true, 'The token sees no channel. Invite the bot to one, then list again.'],
    ['[{"id":"C01"}]', true, ''],
  ])('says so where Slack lists nothing, and calls a channel without a name by its id: %s', async (...args) => {
    const [channels, ok, message] = args;
    const app = beforeInstalling({ receiver: () => ({ status: 200, body: `{"ok":true,"channels":${channels}}` }) });
    const answer = await answerOf(app, 'listSlackChannels', { secret: SLACK_TOKEN });
    expect(answer).toMatchObject({ ok, message });
    expect(answer['channels']).toEqual(message === '' ? [{ id: 'C01', name: 'C01' }] : []);
  });

  it('lists what came before a page that fails', async () => {
    const receiver: Receiver = ({ path }) =>
      path.includes('cursor=bmV4dA')
        ? { status: 500 }
        : { status: 200, body: page([{ id: 'C02', name: 'orders' }], 'bmV4dA==') };
    const answer = await answerOf(beforeInstalling({ receiver }), 'listSlackChannels', { secret: SLACK_TOKEN });
    expect(answer).toEqual({ ok: true, channels: [{ id: 'C02', name: 'orders' }], message: '' });
  });

  it('lists public channels alone where the token may see no others', async () => {
    const receiver: Receiver = ({ path }) => ({
      status: 200,
      body: path.includes('private')
        ? '{"ok":false,"error":"missing_scope"}'
        : page([{ id: 'C02', name: 'orders' }], ''),
    });
    expect(
      (await answerOf(beforeInstalling({ receiver }), 'listSlackChannels', { secret: SLACK_TOKEN }))['channels'],
    ).toEqual([{ id: 'C02', name: 'orders' }]);
  });

  it.each([
    ['missing_scope', /may not list channels/],
    ['invalid_auth', /^It has a token that is not valid/],
    ['ratelimited', /Slack/],
  ])('says what to do where Slack answers %s', async (error, message) => {
    const app = beforeInstalling({ receiver: slackSays(error) });
    const answer = await answerOf(app, 'listSlackChannels', { secret: SLACK_TOKEN });
    expect(answer).toEqual({ ok: false, channels: [], message: expect.stringMatching(message) as string });
  });

  it('asks Slack nothing without a token', async () => {
    const app = beforeInstalling();
    for (const secret of [undefined, '', 'x y', SECRET])
      expect((await answerOf(app, 'listSlackChannels', { secret }))['ok']).toBe(false);
    expect(app.requests).toEqual([]);
  });
});

describe('status', () => {
  it('knows of no destination before installing', async () => {
    expect(await answerOf(beforeInstalling(), 'status')).toEqual({ destinations: [] });
  });

  it('tells which works, which fails and since when, and which is off', async () => {
    const off = destination('webhook', SECRET, { id: 'off', name: 'Off', url: 'http://plain.example.com' });
    const app = createApp({
      iparams: joined(WEBHOOK, TEAMS, off),
      receiver: ({ template }) => ({ status: template === 'postToTeams' ? 503 : 200 }),
    });
    const since = app.platform.clock.now();
    await app.platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }));
    await app.platform.clock.advance(20 * MINUTE);
    const [webhook, teams, broken] = digList(await answerOf(app, 'status'), 'destinations');
    expect(webhook).toEqual({
      id: 'webhook',
      name: 'Orders',
      kind: 'webhook',
      state: 'working',
      since: null,
      reason: null,
      waiting: 0,
      next: null,
    });
    expect(teams).toMatchObject({ id: 'teams', name: 'Leads', kind: 'teams', state: 'failing', waiting: 1 });
    expect(Date.parse(String(dig(teams, 'since')))).toBeGreaterThanOrEqual(since);
    expect(dig(teams, 'reason')).toBe('the receiver failed (503)');
    expect(Date.parse(String(dig(teams, 'next')))).toBeGreaterThan(since);
    expect(broken).toMatchObject({ id: 'off', name: 'Off', state: 'off', waiting: 0 });
    expect(dig(broken, 'reason')).toBe('it needs an address that starts with https://.');
  });
});

describe('while the store takes nothing', () => {
  const busy = (iparams: Iparams): TestApp => {
    const app = createApp({ iparams });
    app.platform.limits.dbOperationsPerMinute = 0;
    app.platform.limits.scheduleOperationsPerMinute = 0;
    return app;
  };

  it('status knows of no failure', async () => {
    const [webhook] = digList(await answerOf(busy(WEBHOOK), 'status'), 'destinations');
    expect(webhook).toMatchObject({ id: 'webhook', state: 'working', waiting: 0 });
  });

  it('retryNow says that it may go another time', async () => {
    const answer = await answerOf(busy(WEBHOOK), 'retryNow', { id: 'webhook' });
    expect([answer['ok'], answer['message']]).toEqual([false, expect.stringContaining('Try again in a minute.')]);
  });
});

describe('status while something waits by a failure', () => {
  it('says from the first minute until it is delivered that the destination fails, and of no other that it does', async () => {
    let status = 503;
    const app = createApp({
      iparams: joined(WEBHOOK, TEAMS),
      receiver: ({ template }) => ({ status: template === 'postToTeams' ? status : 200 }),
    });
    const begun = app.platform.clock.now();
    for (const value of ['resolved', 'reopened'])
      await app.platform.invoke('onConversationUpdate', changed({ status: ['new', value] }));
    for (const minutes of [0, 1, 5, 6, 15]) {
      await app.platform.clock.advance(minutes * MINUTE);
      const [webhook, teams] = digList(await answerOf(app, 'status'), 'destinations');
      expect([dig(webhook, 'state'), dig(webhook, 'waiting')]).toEqual(['working', 0]);
      expect([dig(teams, 'state'), dig(teams, 'waiting')]).toEqual(['failing', 2]);
      expect(dig(teams, 'reason')).toMatch(/^(?:it|the receiver) /);
      const since = Date.parse(String(dig(teams, 'since')));
      expect([since >= begun, since <= begun + MINUTE]).toEqual([true, true]);
    }
    status = 200;
    await app.platform.clock.advance(30 * MINUTE);
    const [, teams] = digList(await answerOf(app, 'status'), 'destinations');
    expect([dig(teams, 'state'), dig(teams, 'waiting')]).toEqual(['working', 0]);
  });
});

describe('settingsSaved', () => {
  const daily = { summary_at: '18:30', time_zone: 'Europe/Berlin', destinations: [{ tell: ['Daily summary'] }] };
  const planned = ({ platform }: TestApp): number => platform.schedules().length;

  it('sets the daily summary up by what is saved, without a secret, and takes it off where nobody hears it', async () => {
    const app = createApp({ iparams: WEBHOOK });
    expect(await answerOf(app, 'settingsSaved', { settings: daily })).toEqual({ ok: true });
    expect(planned(app)).toBe(2);
    expect(await answerOf(app, 'settingsSaved', { settings: { ...daily, destinations: [] } })).toEqual({ ok: true });
    expect(planned(app)).toBe(1);
  });

  it.each([undefined, 7, { destinations: 'all' }, { summary_at: {}, destinations: [[], null, { tell: 7 }] }])(
    'takes %j for settings without a summary',
    async (settings) => {
      const app = createApp({ iparams: WEBHOOK });
      expect(await answerOf(app, 'settingsSaved', { settings })).toEqual({ ok: true });
      expect(planned(app)).toBe(0);
    },
  );

  it('answers before installing', async () => {
    expect(await answerOf(beforeInstalling(), 'settingsSaved', { settings: daily })).toEqual({ ok: false });
  });
});

describe('retryNow', () => {
  it('delivers at once what waits, whatever its wait', async () => {
    let status = 503;
    const app = createApp({ iparams: WEBHOOK, receiver: () => ({ status }) });
    await app.platform.invoke('onConversationUpdate', changed({ status: ['new', 'resolved'] }));
    await app.platform.clock.advance(20 * MINUTE);
    const still = await answerOf(app, 'retryNow', { id: 'webhook' });
    expect(still).toEqual({ ok: false, message: '1 update waits: the receiver failed (503).' });
    status = 200;
    await app.platform.clock.advance(MINUTE);
    const before = app.requests.length;
    expect(await answerOf(app, 'retryNow', { id: 'webhook' })).toEqual({
      ok: true,
      message: 'Nothing waits any more.',
    });
    expect(app.requests.length).toBe(before + 1);
  });

  it('says of one that is off what is wrong with it, and knows none without an id', async () => {
    const off = { ...destination('webhook', SECRET, { id: 'off', url: 'http://plain.example.com' }) };
    const nameless = { kind: 'webhook', url: 'https://hooks.example.com' };
    const app = createApp({ iparams: { ...off, destinations: [...off.destinations, nameless] } });
    expect(await answerOf(app, 'retryNow', { id: 'off' })).toEqual({
      ok: false,
      message: 'It needs an address that starts with https://.',
    });
    expect(digList(await answerOf(app, 'status'), 'destinations').map((one) => dig(one, 'id'))).toEqual(['off']);
  });

  it.each([undefined, '', 'gone', 7, { id: 'webhook' }])('answers for %j that it is not set up', async (id) => {
    const answer = await answerOf(createApp({ iparams: WEBHOOK }), 'retryNow', { id });
    expect(answer).toEqual({ ok: false, message: expect.stringMatching(/not set up/) as string });
  });

  it('answers before installing', async () => {
    expect((await answerOf(beforeInstalling(), 'retryNow', { id: 'webhook' }))['ok']).toBe(false);
  });
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
